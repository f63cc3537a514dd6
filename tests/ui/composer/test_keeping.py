"""Drafts, edits and the model over a real data folder."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import user_node
from scout_desktop.session.clock import SystemClock
from scout_desktop.ui.composer.intake.offer import Loose, Offer


def test_each_chat_keeps_its_draft_and_a_restart_finds_it(tell, photo):
    ids = []

    async def first(room) -> None:
        one, two = await room.begun("one"), await room.begun("two")
        ids.extend([one.id, two.id])
        room.presenter.show(one)
        QTest.keyClicks(room.text, "unfinished in one")
        room.presenter.take(Offer(loose=(Loose("p.png", photo()),)))
        await room.until(room.ready)
        room.presenter.show(two)
        assert room.text.text() == ""
        assert room.chips() == []
        room.text.insertPlainText("สองภาษา\n")
        room.presenter.show(one)
        assert room.text.text() == "unfinished in one"
        assert len(room.chips()) == 1

    async def second(room) -> None:
        room.presenter.show(await room.core.chats.open(ids[0]))
        await room.until(lambda: room.text.text() == "unfinished in one")
        assert len(room.composer.draft().images) == 1
        await room.quiet()
        assert room.chips()[0]._view._image is not None
        room.presenter.show(await room.core.chats.open(ids[1]))
        await room.until(lambda: room.text.text() == "สองภาษา\n")

    tell(first)
    tell(second)


def test_the_draft_of_a_chat_not_begun_survives_a_restart(tell):
    async def first(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "never sent")

    async def second(room) -> None:
        room.presenter.show(room.core.chats.new())
        await room.until(lambda: room.text.text() == "never sent")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        assert room.asked[0][1] == Draft("never sent")

    async def third(room) -> None:
        room.presenter.show(room.core.chats.new())
        await room.quiet()
        assert room.text.text() == ""

    tell(first)
    tell(second)
    tell(third)


def test_typing_before_the_disk_answered_loses_neither(tell):
    ids = []

    async def first(room) -> None:
        ids.append((await room.begun()).id)
        room.presenter.show(await room.core.chats.open(ids[0]))
        QTest.keyClicks(room.text, "kept")

    async def second(room) -> None:
        room.presenter.show(await room.core.chats.open(ids[0]))
        QTest.keyClicks(room.text, "typed at once")
        await room.until(lambda: room.text.text() == "kept\n\ntyped at once")

    tell(first)
    tell(second)


def test_an_edit_brings_text_and_pictures_back_and_cancelling_restores_the_draft(tell, photo):
    async def story(room) -> None:
        picture = await room.core.pictures.take(photo(), "p.png")
        clock = SystemClock()
        node = user_node(clock.id(), None, clock.now(), "old question", [picture])
        chat = await room.core.chats.add(room.core.chats.new().id, [node], {})
        room.presenter.show(chat)
        await room.quiet()
        QTest.keyClicks(room.text, "half a thought")
        room.presenter.edit(node.id)
        assert room.composer.draft() == Draft("old question", (picture,), edits=node.id)
        room.named("Cancel editing").click()
        assert room.composer.draft() == Draft("half a thought")
        room.presenter.edit(node.id)
        QTest.keyClicks(room.text, "!")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        assert room.asked[-1] == (chat.id, Draft("old question!", (picture,), edits=node.id))
        assert room.composer.draft() == Draft("half a thought")

    tell(story)


def test_a_message_that_could_not_be_sent_comes_back_above_what_was_typed_since(tell):
    async def story(room) -> None:
        chat, other = await room.begun(), await room.begun()
        room.presenter.show(chat)
        await room.quiet()
        QTest.keyClicks(room.text, "important")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        QTest.keyClicks(room.text, "next")
        room.presenter.give_back(*room.asked[0])
        assert room.text.text() == "important\n\nnext"
        room.presenter.show(other)
        room.presenter.give_back(*room.asked[0])
        room.presenter.show(chat)
        assert room.text.text() == "important\n\nimportant\n\nnext"

    tell(story)


def test_another_model_is_kept_with_the_chat(tell):
    async def story(room) -> None:
        chat = await room.begun()
        told = []
        room.presenter.chat_changed.connect(told.append)
        room.presenter.show(chat)
        room.composer.model_chosen.emit("my/own-model")
        await room.until(lambda: bool(told))
        assert told[0].model == "my/own-model"
        assert room.core.chats.current(chat.id).model == "my/own-model"

    tell(story)


def test_the_setting_for_enter_is_followed(tell):
    async def story(room) -> None:
        await room.core.preferences.change(enter_sends=False)
        room.presenter.follow_preferences()
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "a")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        assert room.asked == []
        QTest.keyClick(room.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert len(room.asked) == 1

    tell(story)
