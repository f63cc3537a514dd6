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


def test_what_another_program_writes_into_the_chat_is_seen_at_once_and_the_draft_stays(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    stand_in.queue(Reply(text="The first reply."))
    person.send("From the window")
    person.reads("The first reply.")
    (chat,) = contract.chats(person.data)
    person.write("half a thought")

    stand_in.queue(Reply(text="To the command line."))
    words = ["-m", "scout_desktop", "--data-dir", str(person.data), "--base-url", stand_in.url]
    asked = subprocess.run(
        [sys.executable, *words, "ask", "--chat", chat["id"], "From the terminal"],
        env=desktop.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    person.reads("From the terminal", "To the command line.")
    assert person.message.text == "half a thought"
    person.window.find("label", prefix="2 messages came from another program on this computer")
    person.shot("announced")

    # It goes on below what came, not beside it.
    stand_in.queue(Reply(text="Together."))
    person.click("Message", "text")
    person.send()
    person.reads("half a thought", "Together.")
    person.leave()
    contract.check_folder(person.data)
    (chat,) = contract.chats(person.data)
    texts = {node["id"]: node["parts"][0]["text"] for node in chat["nodes"]}
    parents = {texts[n["id"]]: texts.get(n["parent"], "") for n in chat["nodes"]}
    assert parents["half a thought"] == "To the command line."


def test_a_second_start_brings_the_first_window_forward(
    desktop: Desktop, stand_in: StandIn, tmp_path: Path
) -> None:
    person = Person(desktop, tmp_path / "data", "--base-url", stand_in.url)
    desktop.hands.place("^Scout Desktop", 100, 100, 1000, 700)
    desktop.start(program=["-c", _OTHER_WINDOW])
    desktop.hands.place("^Other", 0, 0, 1500, 950)
    person.until(lambda: "active" not in person.window.states)

    second = subprocess.run(
        [sys.executable, "-m", "scout_desktop", "--data-dir", str(person.data)],
        env=desktop.env, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (second.returncode, second.stdout) == (0, ""), second.stderr
    person.until(lambda: "active" in person.window.states, otherwise=lambda: "it stays behind")
    person.leave()

    # Whoever was killed holds nothing: the next start opens a window.
    person.come_back()
    person.app.kill()
    person.come_back()
    person.leave()


_OTHER_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("Other")
window.show()
app.exec()
"""
