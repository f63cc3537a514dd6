"""The key: asked for where it is needed, kept in the keyring of the desktop, seen nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from canary import search

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person
from tests.journeys.stand_in import StandIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.eyes import Thing


def test_a_key_is_asked_for_once_kept_in_the_keyring_and_seen_nowhere(
    desktop: Desktop, canary_key: str, tmp_path: Path
) -> None:
    with StandIn(Reply(text="Now I may speak."), keys=[canary_key]) as strict:
        person = Person(desktop, tmp_path / "data", "--base-url", strict.url)
        person.send("Hello?")
        person.reads("Hello?", "key")
        person.shot("refused")
        person.click("Add a key")
        dialog = key_dialog(person)

        desktop.hands.type(canary_key[:-1] + "1")
        desktop.hands.key("Return")
        dialog.find("label", prefix="The service does not accept this API key.")
        person.shot("wrong key")
        desktop.hands.key("ctrl+a")
        desktop.hands.type(canary_key)
        assert canary_key not in everything(person)
        desktop.hands.key("Return")

        # Sent again by itself, and the refusal gives way to the reply.
        person.reads("Hello?", "Now I may speak.")
        assert not person.app_windows("API key")
        person.shot("answered")
        given = [request.header("authorization") for request in strict.chats]
        assert given == [None, f"Bearer {canary_key}"]
        assert len({str(body["messages"]) for body in strict.bodies}) == 1
        assert canary_key not in everything(person)
        person.leave()

        person.come_back()
        person.send("And today?")
        person.reads("And today?", "Fine.")
        assert strict.chats[-1].header("authorization") == f"Bearer {canary_key}"
        assert not person.app_windows("API key")
        assert canary_key not in everything(person)

        # One day the service takes it no longer.
        fresh = canary_key[:-1] + "2"
        strict.server._service.keys = {fresh}
        person.send("And tomorrow?")
        person.reads("And tomorrow?", "does not accept this API key")
        person.click("Replace key")
        key_dialog(person)
        desktop.hands.type(fresh)
        desktop.hands.key("Return")
        person.until(lambda: person.transcript.count("Reply: Fine.") == 2)
        person.leave()
    contract.check_folder(person.data)
    assert search([tmp_path]) == []


def test_without_a_key_the_message_waits_and_comes_back(desktop: Desktop, tmp_path: Path) -> None:
    person = Person(desktop, tmp_path / "data")
    person.app.find("dialog", "Welcome to Scout Desktop").find("button", "Not now").press()
    assert person.connection().startswith("No key yet")
    person.send("Hello?")
    key_dialog(person)
    person.shot("asked for the key")
    desktop.hands.key("Escape")
    person.message.wait_until(lambda seen: seen["text"] == "Hello?")
    person.window.find(None, prefix="There is no API key for this address yet.")
    assert contract.chats(person.data) == []
    assert contract.attempts(person.data) == {}
    person.leave()


def key_dialog(person: Person) -> Thing:
    """The dialog that asks for the key, with the cursor in its field."""
    dialog = person.app.find("dialog", "API key")
    field = dialog.find(None, "API key")
    field.wait_until(lambda seen: "focused" in seen["states"])
    return dialog


def everything(person: Person) -> str:
    """All that a screen reader can get out of the program."""
    found = person.desktop.eyes.find_all(pid=person.app.process.pid, hidden=True)
    return "\n".join(str(thing.look()) for thing in found)
