"""The list of chats by keyboard: renamed in place, found, moved to trash and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


def test_chats_are_renamed_found_trashed_and_taken_back(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    keys = desktop.hands.key
    for text in ("Apples", "Bananas"):
        stand_in.queue(Reply(text=f"About {text.lower()}."))
        keys("ctrl+n")
        person.send(text)
        person.reads(f"About {text.lower()}.")
        row(person, text)

    # Up to the older one, and back into the message without the mouse.
    keys("alt+Down")
    person.reads("About apples.")
    desktop.hands.click(row(person, "Apples"))
    keys("F2", "ctrl+a")
    desktop.hands.type("Fruit of the month")
    person.shot("renaming")
    keys("Return")
    row(person, "Fruit of the month")
    assert person.window.look()["name"] == "Scout Desktop – Fruit of the month"

    keys("ctrl+k")
    desktop.hands.type("month")
    person.until(lambda: not rows(person, "Bananas"), otherwise=lambda: str(rows(person, "")))
    person.shot("found")
    keys("Escape")
    row(person, "Bananas")

    desktop.hands.click(row(person, "Bananas"))
    person.reads("About bananas.")
    keys("Delete")
    undo = person.window.find("button", "Undo")
    assert not rows(person, "Bananas")
    person.shot("trashed")
    desktop.hands.click(undo)
    row(person, "Bananas")
    person.reads("About bananas.")

    desktop.hands.click(row(person, "Fruit of the month"))
    keys("Delete")
    person.until(lambda: not rows(person, "Fruit"))
    person.leave()
    person.come_back()
    row(person, "Bananas")
    assert not rows(person, "Fruit")
    # Deleting does not change the bill.
    person.has_paid(stand_in.billed)
    person.leave()
    contract.check_folder(person.data)
    marks = {
        chat["meta"]["title"]["value"]: chat["meta"].get("deleted", {}).get("value")
        for chat in contract.chats(person.data)
    }
    assert marks["Fruit of the month"] is True
    assert marks["Bananas"] in {False, None}


def row(person: Person, title: str) -> object:
    """The row of a chat; waits for it."""
    return person.window.find("list item", prefix=f"{title}, ")


def rows(person: Person, title: str) -> list[object]:
    """The rows of chats whose title begins so."""
    return [*person.window.find_all("list item", prefix=title)]
