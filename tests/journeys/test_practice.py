"""Practice from the very first start: no network, no key, no charge, no model, and it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop


def test_practice_from_the_first_start_with_the_sample_picture(
    desktop: Desktop, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data")
    sheet = person.app.find("dialog", "Welcome to Scout Desktop")
    person.shot("first start")
    desktop.hands.click(sheet.find("button", "Practice without a key"))
    band = person.window.find(None, "Practice mode")
    band.find("label", prefix="Practice: a stand-in on this computer answers.")
    assert person.connection().startswith("Practice")

    person.click("Try it with a sample picture")
    chips = person.window.find(None, "Attached pictures")
    person.until(lambda: any("tokens" in thing.name for thing in chips.find_all()))
    person.send("What does it say?")
    person.reads("What does it say?", "No model is involved", patience=40)
    person.window.find("button", "Send", patience=40)
    assert "receipt.png" in person.transcript
    assert {person.running_cost(p) for p in ("This chat", "Today", "All time")} == {"0 USD"}
    person.shot("practised")
    person.leave()

    person.come_back("--practice")
    person.window.find(None, "Practice mode")
    assert person.running_cost() == "0 USD"
    row = person.window.find("list item", prefix="What does it say?")
    desktop.hands.click(row)
    person.reads("What does it say?", "No model is involved")
    person.shot("practised again")
    person.click("Leave practice")
    person.until(lambda: not person.window.find_all(None, "Practice mode"))
    person.leave()
    assert {a["purpose"] for a in contract.attempts(person.data).values()} == {"practice"}
    assert contract.billed(person.data) == 0
    contract.check_folder(person.data)
