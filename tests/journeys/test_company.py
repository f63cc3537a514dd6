"""The window is not alone: a command line at work in the same folder, even in the same chat."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract
from tests.journeys.person import Person

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.desktop import Desktop
    from tests.journeys.stand_in import StandIn


def test_the_command_line_asks_in_the_same_chat_while_a_reply_streams(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="The first reply."))
    person.send("From the window")
    person.reads("The first reply.")
    (chat,) = contract.chats(person.data)

    stand_in.queue(Reply(text="one two three four five six", rate=20, stall_after=3, stall=6))
    person.send("Count for me")
    person.reads("one two three")
    stand_in.queue(Reply(text="To the command line."))
    words = ["-m", "scout_desktop", "--data-dir", str(person.data), "--base-url", stand_in.url]
    asked = subprocess.run(
        [sys.executable, *words, "ask", "--chat", chat["id"], "From the terminal"],
        env=desktop.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stdout) == (0, "To the command line.\n"), asked.stderr
    person.reads("one two three four five six")
    person.window.find("button", "Send")
    person.leave()

    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    texts = {node["id"]: node["parts"][0]["text"] for node in chat["nodes"]}
    tree = {texts[n["id"]]: texts.get(n["parent"], "") for n in chat["nodes"]}
    assert tree["The first reply."] == "From the window"
    assert tree["one two three four five six"] == "Count for me"
    assert tree["To the command line."] == "From the terminal"
    assert len(tree) == 6
    writers = {path.name.rsplit("-", 2)[0] for path in (person.data / "ledger").iterdir()}
    assert len(writers) == 2, "two programs at once are two writers"
    assert contract.billed(person.data) == stand_in.billed
