"""Another program writes into the folder while the window is open."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from scout_desktop.chat.draft import Draft
from tests.ui.outside.conftest import Lab
from tests.ui.outside.device import Device


async def _program(root: Path, *words: str) -> str:
    """Run another program to its end, in a process of its own."""
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *words, cwd=root,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await run.communicate()
    assert run.returncode == 0, err.decode()
    return out.decode()


def test_what_a_command_asks_appears_and_the_reader_loses_nothing(tell, folder, root) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write(*(f"Message {number}\n" + "line\n" * 12 for number in range(10)))
        await lab.settled()
        area = lab.views.transcript.reader.area
        # The reader stands in the middle, has something selected, types, and edits the title.
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum() // 2)
        await asyncio.sleep(0.1)
        lab.views.composer.show_draft(Draft("A draft"))
        area.selection.select_all()
        selected = area.selection.text()
        lab.views.transcript.rename()
        field = lab.views.transcript.findChild(QLineEdit)
        assert field is not None
        field.setText("A title being written")
        place, scrolled = area.chat.settling.place, area.verticalScrollBar().value()
        assert scrolled > 0
        assert selected.startswith("You:\nMessage 0")

        await _program(
            root, "scout_desktop", "--data-dir", str(folder), "--practice", "ask", "--chat", chat,
            "From the command line",
        )  # fmt: skip
        await lab.until(lambda: "From the command line" in lab.texts())
        await lab.until(lambda: len(lab.texts()) == 12)
        await lab.settled()

        assert area.chat.settling.place == place
        assert area.verticalScrollBar().value() == scrolled
        assert lab.views.composer.draft().text == "A draft"
        assert field.isVisible()
        assert field.text() == "A title being written"
        assert area.selection.text() == selected
        QTest.keyClick(field, Qt.Key.Key_Escape)
        said = " ".join(sentence for _, sentence, _ in lab.announced)
        assert "from another program on this computer." in said
        assert "branch" not in said
        (shown,) = {id for id, _, _ in lab.announced}
        assert shown == chat
        assert lab.announced[0][2] == lab.core.chats.current(chat).branch[10].id

    tell(story)


def test_a_reply_that_arrives_in_the_window_goes_on_when_another_device_writes(
    tell, folder
) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First")
        other = Device(folder)
        head = lab.core.chats.current(chat).head
        lab.views.composer.show_draft(Draft("Tell me something long. " * 20))
        lab.views.composer.submit()
        area = lab.views.transcript.reader.area
        await lab.until(lambda: area.chat.growth is not None and area.chat.growth.length > 20)
        growth = area.chat.growth
        other.say(chat, "Theirs", head)
        await lab.until(lambda: lab.announced)
        # It came while the reply was on its way, and that is still the same one.
        assert lab.shell.transcript.is_running(chat)
        assert area.chat.growth is growth
        assert lab.announced[0][1] == "A message came from another device on another branch."
        await lab.until(lambda: not lab.shell.transcript.is_running(chat))
        now = lab.core.chats.current(chat)
        assert now.branch[-1].state == "complete"
        assert lab.texts() == [node.text for node in now.branch]
        assert "Theirs" in {node.text for node in now.nodes.values()}
        other.close()

    tell(story)


def test_another_branch_is_announced_and_can_be_shown(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First")
        other = Device(folder)
        before = other.library.open(chat)
        await lab.write("Mine")
        other.say(chat, "Theirs", before.head)
        await lab.until(lambda: lab.announced)
        ((id, sentence, node),) = lab.announced
        assert (id, sentence) == (chat, "A message came from another device on another branch.")
        assert "Mine" in lab.texts()
        assert "Theirs" not in lab.texts()
        lab.shell.transcript.show_branch(node)
        await lab.until(lambda: "Theirs" in lab.texts())
        other.close()

    tell(story)


def test_what_came_into_a_chat_that_is_not_shown_is_announced_when_it_is(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First")
        head = lab.core.chats.current(chat).head
        lab.shell.new_chat()
        other = Device(folder)
        other.say(chat, "Theirs", head)
        await lab.until(lambda: lab.changes)
        await lab.settled()
        assert lab.announced == []
        lab.shell.transcript.open_chat(chat)
        await lab.until(lambda: lab.announced)
        assert lab.announced[0][:2] == (chat, "A message came from another device.")
        assert "Theirs" in lab.texts()
        other.close()

    tell(story)


def test_what_came_while_the_program_was_closed_is_announced_too(tell, folder) -> None:
    chats: list[str] = []

    async def before(lab: Lab) -> None:
        chats.append(await lab.write("First"))
        await lab.settled()

    async def after(lab: Lab) -> None:
        await lab.until(lambda: lab.titles() == ["First"])
        assert lab.announced == []
        lab.shell.transcript.open_chat(chats[0])
        await lab.until(lambda: lab.announced)
        assert lab.texts() == ["First", "Mine"]
        sentence = "A message came from another device on another branch."
        assert lab.announced == [(chats[0], sentence, theirs)]
        lab.shell.new_chat()
        lab.shell.transcript.open_chat(chats[0])
        await lab.settled()
        assert len(lab.announced) == 1

    tell(before)
    other = Device(folder)
    head = other.library.open(chats[0]).head

    async def mine(lab: Lab) -> None:
        lab.shell.transcript.open_chat(chats[0])
        await lab.until(lambda: lab.shown == chats[0])
        await lab.write("Mine")
        await lab.settled()

    tell(mine)
    node = other.story.question("Theirs", head)
    theirs = node.id
    other.library.put_nodes(chats[0], [node])
    other.close()
    tell(after)


def test_a_new_chat_of_another_device_is_in_the_list_at_once(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        await lab.settled()
        other = Device(folder)
        made = other.library.create(other.story.chat("From afar", by=other.writer.name))
        other.say(made.id, "Hello", None)
        await lab.until(lambda: "From afar" in lab.titles())
        other.close()

    tell(story)


def test_a_chat_that_is_deleted_elsewhere_is_said_so_and_comes_back(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        chat = await lab.write("First")
        await lab.settled()
        other = Device(folder)
        mark = {"at": lab.core.turns._clock.now(), "by": other.writer.name, "value": True}
        other.library.put_nodes(chat, [], {"deleted": mark})
        await lab.until(lambda: lab.lost)
        (_, sentence, button) = lab.lost[-1]
        assert sentence == "This chat was moved to the trash on another device."
        assert button == "Restore"
        assert lab.texts()[0] == "First"
        await lab.until(lambda: lab.titles() == [])
        lab.outside.restore(chat)
        await lab.until(lambda: lab.lost[-1] == (chat, "", ""))
        await lab.until(lambda: lab.titles() == ["First"])
        other.close()

    tell(story)
