"""What the window says about the chat shown, and what its keys mean, in a whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QPushButton

from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.librarian import Librarian
from scout_desktop.ui.paper import Paper
from tests.ui.outside.conftest import Lab
from tests.ui.outside.device import Device

DELETED = "This chat was moved to the trash on another device."

IN_TRASH = "This chat is in the trash."


def banners(lab: Lab) -> list[str]:
    found = lab.views.window.findChildren(Banner)
    return [banner.accessibleName() for banner in found if banner.isVisible()]


def test_what_is_said_about_one_chat_is_not_said_over_another(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        paper = Paper(lab.views, lab.shell, lab.core, lab.tasks)
        librarian = Librarian(lab.views, lab.shell, lab.core, lab.tasks, paper)
        librarian.hear(lab.outside)
        chat = await lab.write("First")
        await lab.settled()
        other = Device(folder)
        mark = {"at": lab.core.turns._clock.now(), "by": other.writer.name, "value": True}
        other.library.put_nodes(chat, [], {"deleted": mark})
        await lab.until(lambda: DELETED in banners(lab))

        lab.shell.new_chat()
        await lab.until(lambda: lab.shown != chat)
        await lab.until(lambda: DELETED not in banners(lab))
        lab.shell.transcript.open_chat(chat)
        await lab.until(lambda: DELETED in banners(lab))
        other.close()

    tell(story)


def test_keys_mean_what_is_chosen_in_the_list_while_they_go_there(tell) -> None:
    async def story(lab: Lab) -> None:
        first = await lab.write("First")
        lab.shell.new_chat()
        second = await lab.write("Second")
        await lab.until(lambda: len(lab.titles()) == 2)
        assert lab.shell.meant() == (second,)
        listed = lab.views.conversations.findChild(QListView)
        listed.setFocus()
        QTest.keyClick(listed, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert set(lab.shell.meant()) == {first, second}
        lab.shell.archive()
        await lab.until(lambda: lab.titles() == [])

    tell(story)


def test_a_chat_read_in_the_trash_says_so_and_has_the_way_out(tell) -> None:
    async def story(lab: Lab) -> None:
        paper = Paper(lab.views, lab.shell, lab.core, lab.tasks)
        Librarian(lab.views, lab.shell, lab.core, lab.tasks, paper)
        chat = await lab.write("First")
        await lab.until(lambda: lab.titles() == ["First"])
        lab.shell.conversations.trash(chat)
        await lab.until(lambda: lab.shown != chat)
        assert IN_TRASH not in banners(lab)
        lab.shell.transcript.open_chat(chat)
        await lab.until(lambda: IN_TRASH in banners(lab))
        buttons = lab.views.window.findChildren(QPushButton)
        next(b for b in buttons if b.text() == "Restore" and b.isVisible()).click()
        await lab.until(lambda: IN_TRASH not in banners(lab))
        await lab.until(lambda: lab.titles() == ["First"])
        assert lab.shown == chat

    tell(story)


def test_a_chat_that_cannot_be_read_is_missed(tell, folder) -> None:
    async def story(lab: Lab) -> None:
        paper = Paper(lab.views, lab.shell, lab.core, lab.tasks)
        librarian = Librarian(lab.views, lab.shell, lab.core, lab.tasks, paper)
        await lab.write("First")
        await lab.until(lambda: lab.titles() == ["First"])
        await librarian.look_for_damage()
        assert banners(lab) == []
        # What a power cut leaves of a file.
        (folder / "chats" / "20260101-101010-0123456789ab.json").write_bytes(bytes(900))
        (folder / "chats" / "notes.txt").write_bytes(b"not ours")
        await librarian.look_for_damage()
        assert banners(lab) == [
            "1 file of a chat cannot be read. A backup may have what was in there."
        ]
        assert any(b.text() == "Check data" for b in lab.views.window.findChildren(QPushButton))

    tell(story)
