"""When the service fails, the window says what happened, what is kept and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop


def test_cut_slow_and_limited_replies_say_so_and_go_on(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="one two three four", cut="rst", cut_after=2, rate=30))
    person.send("Count for me")
    person.reads("one two", "kept")
    person.shot("cut")
    stand_in.queue(Reply(text=" three four"))
    person.click("Continue")
    person.reads("one two three four")

    stand_in.queue(Reply(text="At last.", comments=8, comment_interval=0.5))
    person.send("Slow one")
    person.reads("ueued")
    person.shot("queued")
    person.reads("At last.")

    stand_in.queue(Reply.rate_limited(30))
    person.send("Too often")
    person.reads("Too often", "many requests")
    person.until(lambda: person.connection().startswith("Rate limited"))
    person.shot("limited")

    stand_in.queue(Reply(text="one two three", in_band="top-level", error_after=2, rate=30))
    person.send("Broken inside")
    person.reads("Broken inside", "Provider returned error")
    person.shot("failed inside")
    person.leave()
    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    said = [(n["parts"][0]["text"], n["state"]) for n in contract.nodes(chat, "assistant")]
    assert said == [
        ("one two", "interrupted"), ("one two three four", "complete"), ("At last.", "complete"),
        ("", "failed"), ("one two", "failed"),
    ]  # fmt: skip


def test_without_a_network_the_question_is_kept_and_asked_again(
    desktop: Desktop, tmp_path: Path
) -> None:
    with StandIn() as gone:
        url = gone.url
    person = Person(desktop, tmp_path / "data", "--base-url", url)
    person.send("Anyone there?")
    person.reads("Anyone there?")
    person.until(lambda: person.connection().startswith("Offline"))
    person.window.find("button", "Regenerate")
    person.shot("offline")
    person.leave()
    contract.check_folder(person.data)
    (attempt,) = contract.attempts(person.data).values()
    assert (attempt["state"], attempt["usd"]) == ("failed", "0")


def test_without_a_keyring_the_key_is_kept_for_this_run_only(
    desktop: Desktop, canary_key: str, tmp_path: Path
) -> None:
    none = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    with StandIn(keys=[canary_key]) as strict:
        person = Person(desktop, tmp_path / "data", "--base-url", strict.url, **none)
        person.send("Hello?")
        person.click("Add a key")
        dialog = person.app.find("dialog", "API key")
        only = dialog.find("check box", prefix="Keep for this run only")
        only.wait_until(lambda seen: "checked" in seen["states"])
        person.shot("no keyring")
        desktop.hands.type(canary_key)
        desktop.hands.key("Return")
        person.reads("Fine.")
        person.leave()
        person.come_back()
        person.send("And now?")
        person.window.find("button", "Add a key")
        person.leave()
