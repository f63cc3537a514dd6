"""Somebody who hears the chat goes through it message by message, and opens one as text."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn

SECONDS = 8.0
_CODE = "First the code.\n\n```python\nprint('hello')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


def test_the_focus_walks_from_message_to_message_and_opens_one_as_text(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    for question, reply in (("One?", "**One** it is."), ("Two?", _CODE)):
        stand_in.queue(Reply(text=reply))
        person.send(question)
        person.reads(question, reply.split(".")[0].strip("*").split("**")[0])
    person.window.find("button", "Send")
    messages = person.window.find("list", "Messages")
    items = messages.find_all("list item", hidden=True)
    assert [item.name for item in items] == [
        "You: One?", "Reply: One it is.", "You: Two?",
        "Reply: First the code.\n\nprint('hello')\n\na\tb\n1\t2",
    ]  # fmt: skip
    assert [item.look()["description"] for item in items] == [
        f"Message {number} of 4" for number in (1, 2, 3, 4)
    ]

    desktop.eyes.ask("listen")
    messages.focus()
    desktop.hands.key("End")
    for place, key in ((3, "Up"), (2, "Up"), (1, "Home"), (0, "Down"), (1, "Down")):
        items[place].wait_until(lambda seen: "focused" in seen["states"])
        assert [n for n, item in enumerate(items) if "focused" in item.states] == [place]
        desktop.hands.key(key)
    items[2].wait_until(lambda seen: "focused" in seen["states"])
    # A screen reader says each as it gets the focus, and nothing else in between.
    person.until(lambda: focused(desktop)[-1:] == ["You: Two?"])
    places = [3, 2, 1, 0, 1, 2]
    assert focused(desktop)[-6:] == [items[place].name for place in places]
    desktop.hands.key("Up")
    person.until(lambda: person.window.find("list item", prefix="Reply: One").states)
    desktop.hands.key("F7")
    text = person.app.find("text", "Reply as text")
    assert text.text == "One it is."
    person.shot("reading")
    desktop.hands.key("Escape")
    items[1].wait_until(lambda seen: "focused" in seen["states"])
    desktop.hands.key("End", "Return")
    assert person.app.find("text", "Reply as text").text.startswith("First the code.")
    desktop.hands.key("Escape")
    items[3].wait_until(lambda seen: "focused" in seen["states"])

    assert items[3].look()["actions"] == [
        "SetFocus", "Read as text", "Copy code 1", "Copy table 1",
    ]  # fmt: skip
    for action, copied in (("Copy code 1", b"print('hello')"), ("Copy table 1", b"a\tb\n1\t2")):
        assert desktop.eyes.ask("act", id=items[3].id, action=action)
        person.until(lambda copied=copied: desktop.hands.clipboard().strip() == copied)
    person.leave()


def test_a_reply_is_announced_when_it_starts_and_when_it_ends(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    desktop.eyes.ask("listen")
    stand_in.queue(Reply(text="It shows a red bicycle. " * 8, rate=40))
    person.send("What is it?")
    person.window.find("button", "Send")
    heard = person.until(
        lambda: [said for said in announced(desktop) if said.startswith("Reply finished")]
    )
    assert len(heard) == 1
    assert announced(desktop) == [
        "Reply started",
        "Reply finished: It shows a red bicycle. It shows a red bicycle. It shows …",
    ]
    # A version in the place of another comes and goes as an item, and so does a question.
    stand_in.queue(Reply(text="A bicycle."))
    person.hover("Reply: It shows")
    person.click("Regenerate reply")
    person.reads("A bicycle.")
    person.until(lambda: {"add", "remove"} <= changes_of_children(desktop))
    person.leave()


def focused(desktop: Desktop) -> list[str]:
    """The messages that got the focus, one after the other."""
    told = [told for told in desktop.eyes.ask("heard") if told["kind"] == "focus" and told["on"]]
    return [told["about"] for told in told if told["about"].startswith(("You: ", "Reply: "))]


def changes_of_children(desktop: Desktop) -> set[str]:
    """What happened to the children of the list."""
    told = [told for told in desktop.eyes.ask("heard") if told["kind"] == "children"]
    return {told["how"] for told in told if told["about"] == "Messages"}


def announced(desktop: Desktop) -> list[str]:
    return [told["text"] for told in desktop.eyes.ask("heard") if told["kind"] == "announcement"]


def test_a_reply_streams_while_all_of_the_chat_is_read(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    reads, seen = read_while_it_streams(person, stand_in, SECONDS)
    assert reads >= 4
    assert seen > 100
    person.leave()


def read_while_it_streams(person: Person, stand_in: StandIn, seconds: float) -> tuple[int, int]:
    """Read everything again and again while replies come and chats are switched.

    Returns how often the whole tree was read, and how many things were looked at.
    """
    hands, eyes = person.desktop.hands, person.desktop.eyes
    words = "word **bold** `code` " * 4
    long = "\n\n".join(f"- {words}\n- {words}\n\n```py\nx = {n}\n```\n" for n in range(400))
    ends, reads, seen, chats = time.monotonic() + seconds, 0, 0, 0
    while time.monotonic() < ends:
        if chats < 4:
            chats += 1
            stand_in.queue(Reply(text=long, rate=100))
            hands.key("ctrl+n")
            person.send(f"Tell me more, {chats}")
        for _ in range(4):
            told = eyes.ask("read_all", pid=person.app.process.pid)
            assert person.app.process.poll() is None, person.app.output
            reads, seen = reads + 1, seen + told["read"]
        rows = person.window.find("list", "Conversations").find_all("list item")
        hands.click(rows[reads % len(rows)])
        hands.key("ctrl+n" if reads % 5 == 0 else "End")
    return reads, seen
