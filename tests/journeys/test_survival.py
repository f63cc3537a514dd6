"""What is typed and what has arrived outlives the program, however it ends."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


def test_what_was_typed_and_what_had_arrived_outlive_a_kill(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="one two three four five", rate=30, stall_after=3))
    person.send("Count for me")
    person.reads("one two three")
    person.write("half a thought")
    drafts = person.data.with_name("data.state") / "drafts"
    person.until(lambda: any("half a thought" in p.read_text() for p in drafts.glob("*.json")))
    journals = person.data / "journal"
    person.until(lambda: any("three" in p.read_text() for p in journals.glob("*.jsonl")))
    person.app.kill()

    person.come_back()
    desktop.hands.click(person.window.find("list item", prefix="Count for me"))
    person.reads("Count for me", "one two three", "cut short")
    person.message.wait_until(lambda seen: seen["text"] == "half a thought")
    person.shot("after a kill")
    # And it goes on from there.
    person.click("Message", "text")
    person.send()
    person.reads("half a thought", "Fine.")
    person.leave()
    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    said = [(n["parts"][0]["text"], n.get("state")) for n in chat["nodes"]]
    assert said == [
        ("Count for me", None), ("one two three", "interrupted"),
        ("half a thought", None), ("Fine.", "complete"),
    ]  # fmt: skip
    assert {a["state"] for a in contract.attempts(person.data).values()} <= {
        "asked", "interrupted", "complete",
    }  # fmt: skip


def test_a_draft_of_a_new_chat_is_there_after_a_kill(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    person.write("मसौदा draft")
    drafts = person.data.with_name("data.state") / "drafts"
    person.until(lambda: any("मसौदा" in p.read_text() for p in drafts.glob("*.json")))
    person.app.kill()
    person.come_back()
    person.message.wait_until(lambda seen: seen["text"] == "मसौदा draft")
    assert contract.chats(person.data) == []
    person.leave()


def test_an_asked_for_end_keeps_the_reply_so_far_as_stopped(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="one two three four five", rate=30, stall_after=3))
    person.send("Count for me")
    person.reads("one two three")
    person.app.process.send_signal(signal.SIGTERM)
    assert person.app.wait() == 0
    stand_in.wait_until(lambda s: s.server.closed_early == 1)
    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert (reply["state"], reply["parts"][0]["text"]) == ("stopped", "one two three")
