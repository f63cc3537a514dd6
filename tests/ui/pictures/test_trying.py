"""Trials: other fits, changes that follow each other, both sides beside each other."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Crop, Mark, Recipe, plan
from scout_desktop.chat.tiles import tiling
from scout_desktop.ui.pictures.edits.turning import shown_at
from tests.ui.pictures.drawing import quarters

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_finer_fit_of_a_sent_picture_is_attached_as_a_new_one(tell) -> None:
    async def story(room) -> None:
        sent = await room.take(quarters(3000, 2000, "JPEG", quality=95), recipe=Recipe("1x1"))
        await room.open(sent, sent=True)
        assert room.named("Close").isVisible()
        assert "Tokens: 147" in room.said()
        names = [room.fit.itemText(index) for index in range(room.fit.count())]
        index = next(n for n, name in enumerate(names) if name.startswith("4 × 3 tiles"))
        room.fit.setCurrentIndex(index)
        room.fit.activated.emit(index)
        await room.quiet()
        trial = room.right.trial
        expected = tiling(trial.sent.width, trial.sent.height).tokens
        assert f"{expected:,} tokens" in names[index]
        assert f"Tokens: {expected:,}" in room.said()
        room.press("Attach to the message")
        await room.quiet()
        (made,) = room.made
        assert made.fit == "4x3"
        assert made.sha256 != sent.sha256
        assert (made.width, made.height) == (trial.sent.width, trial.sent.height)
        assert len(await room.core.pictures.bytes_of(made.sha256)) == trial.sent.bytes

    tell(story)


def test_what_was_done_is_there_again_when_it_is_opened_again(tell) -> None:
    async def story(room) -> None:
        work = Recipe("3x3", Crop(100, 50, 600, 500), 270, (Mark("box", 200, 100, 300, 200, 1),))
        image = await room.take(quarters(1000, 800), recipe=work)
        view = await room.open(image)

        assert view.recipe == work
        assert room.fit.currentText().startswith("3 × 3 tiles")
        room.press("Undo") if room.named("Undo").isEnabled() else None
        assert view.recipe == work
        room.press("Reset")
        assert view.recipe == Recipe("3x3")

    tell(story)


def test_a_change_is_given_up_when_the_next_one_comes(tell) -> None:
    async def story(room) -> None:
        image = await room.take(quarters(3000, 2400, "JPEG", quality=90))
        await room.open(image)
        asked: list[Recipe] = []
        genuine = room.core.pictures.trial

        async def counted(part: ImagePart, recipe: Recipe):
            asked.append(recipe)
            return await genuine(part, recipe)

        room.presenter._pictures.trial = counted
        for _ in range(6):
            room.press("Turn right")
            await asyncio.sleep(0.01)
        assert not asked, "a hand that goes on is waited for"
        await room.until(lambda: bool(asked))
        room.press("Turn right")
        await room.quiet()

        assert [recipe.turn for recipe in asked] == [180, 270]
        assert room.right.trial.recipe.turn == 270

    tell(story)


def test_closing_in_the_middle_of_work_ends_it(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(3000, 2400, "JPEG", quality=90)))
        room.press("Turn right")
        await room.until(lambda: any("trial" in t.get_name() for t in room.tasks._alive))
        room.press("Cancel")
        await room.until(lambda: not room.tasks._alive)

        assert (room.closed, room.made) == (1, [])

    tell(story)


def test_both_sides_look_at_the_same_spot(tell) -> None:
    async def story(room) -> None:
        work = Recipe(crop=Crop(800, 200, 2000, 1600), turn=90)
        await room.open(await room.take(quarters(4000, 3000, "JPEG", quality=90), recipe=work))
        left, right = room.left, room.right
        assert left.fitted
        assert right.fitted
        left.look_at(QPointF(*shown_at((1500, 900), (4000, 3000), 90)), 0.9)
        todo = plan(work, 4000, 3000)
        there = QPointF(*todo.place(1500, 900)) - right.middle
        assert there.manhattanLength() * right.zoom < 2
        grown = todo.width / todo.part.height
        assert abs(right.zoom * grown / left.zoom - 1) < 0.01, "equally large"
        QTest.mouseDClick(right, Qt.MouseButton.LeftButton, pos=right.rect().center())
        assert right.fitted
        assert left.fitted
        room.press("Pixel by pixel")
        assert right.zoom == 1
        assert abs(left.zoom - grown) < 0.01
        room.press("Whole picture")
        assert left.fitted

    tell(story)


def test_another_fit_is_compared_at_the_same_spot(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(2400, 1800, "JPEG", quality=90)))
        left, right = room.left, room.right
        left.look_at(QPointF(700, 500), 0.8)
        for fit in ("1x1", "2x2", "tiles"):
            index = room.fit.findData(fit)
            room.fit.setCurrentIndex(index)
            room.fit.activated.emit(index)
            await room.quiet()
            assert left.zoom == 0.8
            assert (left.middle - QPointF(700, 500)).manhattanLength() < 1
            seen = right.trial
            assert seen.recipe.fit == fit
            grown = seen.tiling.width / 2400
            assert (right.middle / grown - QPointF(700, 500)).manhattanLength() * 0.8 < 2
            assert abs(right.zoom * grown - 0.8) < 0.01

    tell(story)
