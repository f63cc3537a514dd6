"""From a picture that was sent to one that is not sent again, by way of the chat and the dialog."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from scout_desktop.chat.diet import Choice
from scout_desktop.chat.message import ImagePart
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.session.events import Asked
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail
from tests.ui.diet.conftest import Room, button, caption_of, shown_words, taken

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def thumbnails(room: Room) -> list[Thumbnail]:
    found = [each for each in room.transcript.findChildren(Thumbnail) if each.isVisible()]
    return sorted(found, key=lambda each: each.mapTo(room.transcript, QPoint()).y())


async def menu_of(room: Room, thumbnail: Thumbnail) -> QMenu:
    """Press the menu key on a picture."""
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.postEvent(thumbnail, QContextMenuEvent(reason, QPoint(5, 5), QPoint(5, 5)))

    def open_menus() -> list[QMenu]:
        return [each for each in room.transcript.findChildren(QMenu) if each.isVisible()]

    await room.until(open_menus)
    return open_menus()[0]


def choose(menu: QMenu, words: str) -> None:
    next(each for each in menu.actions() if each.text() == words).trigger()
    menu.close()


def test_sent_pictures_say_what_they_cost_again_without_growing(tell) -> None:
    async def story(room: Room) -> None:
        await room.ask("What is this?", await room.photo())
        await room.quiet()
        (thumbnail,) = thumbnails(room)
        assert room.marks() == ["again: 1,887 tok · 0.000151 USD"]
        assert "again: 1,887 tok" in thumbnail.accessibleName()
        size = thumbnail.size()
        before = thumbnail.grab().toImage()
        room.presenter.choose(room.chat.branch[0].id, 0, "drop")
        await room.quiet()
        assert room.marks() == ["not sent again"]
        assert thumbnails(room)[0].size() == size
        assert thumbnails(room)[0].grab().toImage() != before

    tell(story)


def test_the_menu_of_a_picture_changes_how_it_goes_and_the_server_gets_it_so(tell) -> None:
    async def story(room: Room) -> None:
        await room.ask("What is this?", await room.photo())
        await room.quiet()
        menu = await menu_of(room, thumbnails(room)[0])
        assert [each.text() for each in menu.actions() if each.isChecked()] == [
            "Send again as it is"
        ]
        choose(menu, "Send a caption instead")
        await room.quiet()
        assert room.marks() == ["as caption"]
        await room.ask("And the total?")
        content = room.server.requests[1].json["messages"][0]["content"]
        assert content.endswith(
            "[Picture IMG_2041.HEIC, not sent again: A till receipt. The total is 9.75.]"
        )
        choose(await menu_of(room, thumbnails(room)[0]), "Send again as one tile")
        await room.quiet()
        assert room.marks() == ["one tile: 147 tok"]

    tell(story)


def test_the_menu_offers_to_look_to_attach_and_all_pictures(tell) -> None:
    async def story(room: Room) -> None:
        image = await room.photo()
        heard: list = []
        room.transcript.look_wanted.connect(lambda part: heard.append(("look", part)))
        room.transcript.attach_wanted.connect(lambda part: heard.append(("attach", part)))
        await room.ask("What is this?", image)
        await room.quiet()
        for words in ("What the model sees…", "Attach again", "Pictures in this chat…"):
            choose(await menu_of(room, thumbnails(room)[0]), words)
        assert heard == [("look", image), ("attach", image)]
        assert room.dialog.isVisible()
        assert not room.dialog.isModal()

    tell(story)


def test_the_question_being_answered_carries_no_mark_until_it_is_answered(tell) -> None:
    async def story(room: Room) -> None:
        from scout_desktop.chat.draft import Draft

        room.chat = room.core.chats.new()
        draft = Draft("What?", (await room.photo(),))
        events = room.core.turns.ask(room.chat.id, draft)
        async for event in events:
            assert isinstance(event, Asked)
            room.chat = event.conversation
            room.transcript.begin_reply(event.conversation, event.reply_id)
            break
        await room.quiet()
        assert room.marks() == [""]
        await events.aclose()
        room.show(room.core.chats.current(room.chat.id))
        await room.quiet()
        assert room.marks() == ["again: 1,887 tok · 0.000151 USD"]

    tell(story, Reply(deltas=("a", "b"), stall_after=1, stall=FOREVER))


def test_the_dialog_follows_the_chat_and_the_chat_the_dialog(tell) -> None:
    async def story(room: Room) -> None:
        await room.ask("One?", await room.photo())
        room.presenter.show(room.chat)
        room.presenter.open()
        await room.quiet()
        assert taken(room.row(0)) == "Keep"
        QTest.mouseClick(button(room.row(0), "One tile"), Qt.MouseButton.LeftButton)
        await room.quiet()
        assert room.marks() == ["one tile: 147 tok"]
        assert "Saves 1,740 tokens, 0.000139 USD, with every question" in shown_words(room.dialog)
        await room.ask("Two?", await room.photo("two.jpg", 1200))
        await room.quiet()
        assert len(room.dialog.rows.shown) == 2
        QTest.mouseClick(button(room.dialog, "The last"), Qt.MouseButton.LeftButton)
        await room.quiet()
        await room.ask("Three?")
        await room.ask("Four?")
        await room.quiet()
        # The tile was chosen for its picture; the other is further back than three messages now.
        assert [taken(room.row(n)) for n in (0, 1)] == ["One tile", "Drop"]
        assert room.presenter.open() is room.dialog

    tell(story)


def test_a_caption_written_in_the_dialog_is_what_is_sent(tell) -> None:
    async def story(room: Room) -> None:
        await room.ask("One?", await room.photo())
        room.presenter.show(room.chat)
        room.presenter.open()
        await room.quiet()
        QTest.mouseClick(button(room.row(0), "Caption"), Qt.MouseButton.LeftButton)
        await room.quiet()
        line = caption_of(room.row(0))
        assert line.text() == "A till receipt. The total is 9.75."
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, "The bakery's receipt")
        QTest.keyClick(line, Qt.Key.Key_Return)
        await room.quiet()
        await room.ask("Two?")
        said = room.server.requests[1].json["messages"][0]["content"]
        assert "not sent again: The bakery's receipt]" in said

    tell(story)


def test_a_picture_by_address_shows_its_host_and_loads_nothing(tell) -> None:
    async def story(room: Room) -> None:
        asked: list = []
        room.transcript.pixels_wanted.connect(lambda *what: asked.append(what))
        url = "https://upload.example.org/long/map.png"
        await room.ask("Where?", ImagePart("", "", 0, 0, 0, name="map.png", url=url))
        await room.quiet()
        (thumbnail,) = thumbnails(room)
        assert room.marks() == ["again: unknown tokens"]
        assert url in thumbnail.accessibleName()
        thumbnail.click()
        menu = await menu_of(room, thumbnail)
        offered = {each.text(): each.isEnabled() for each in menu.actions()}
        assert "What the model sees…" not in offered
        assert not offered["Send again as one tile"]
        choose(menu, "Copy address")
        assert QApplication.clipboard().text() == url
        room.presenter.show(room.chat)
        room.presenter.open()
        await room.quiet()
        assert asked == []

    tell(story)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_a_chat_of_a_newer_program_is_left_alone_and_the_dialog_says_why(tell) -> None:
    async def story(room: Room) -> None:
        chat = await room.ask("One?", await room.photo())
        await room.core.chats.set_registers(chat.id, {"title": "kept"})
        await room.core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
        room.chat = room.core.chats.current(chat.id)
        newer = type(chat)(chat.id, room.chat.meta, room.chat.nodes, min_reader=9)
        room.core.chats._open[chat.id] = newer
        room.presenter.show(newer)
        room.presenter.open()
        await room.quiet()
        QTest.mouseClick(button(room.row(0), "Drop"), Qt.MouseButton.LeftButton)
        await room.quiet()
        assert taken(room.row(0)) == "One tile"
        assert any("newer" in words for words in shown_words(room.dialog))

    tell(story)


def test_all_at_once_from_the_dialog_s_menu(tell) -> None:
    async def story(room: Room) -> None:
        await room.ask("One?", await room.photo(), await room.photo("b.jpg", 1200))
        room.presenter.show(room.chat)
        room.presenter.open()
        await room.quiet()
        every = next(each for each in room.dialog.findChildren(QPushButton) if each.menu())
        choose(every.menu(), "Drop all")
        await room.quiet()
        assert [taken(room.row(n)) for n in (0, 1)] == ["Drop", "Drop"]
        assert room.marks() == ["not sent again"] * 2

    tell(story)
