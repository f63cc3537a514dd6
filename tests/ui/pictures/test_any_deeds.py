"""Any deeds in any order: the work stays sound, and all of it can be taken back."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPoint, Qt

from scout_desktop.chat.recipe import Recipe, plan, recipe_of
from tests.ui.pictures.drawing import quarters

_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return,
    Qt.Key.Key_Delete, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Plus, Qt.Key.Key_Minus,
    Qt.Key.Key_0, Qt.Key.Key_1, Qt.Key.Key_V, Qt.Key.Key_C, Qt.Key.Key_B, Qt.Key.Key_A,
    Qt.Key.Key_N, Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_G,
)  # fmt: skip
_HELD = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
SIZE = (700, 500)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_the_hands_do_the_work_stays_sound(tell, seed) -> None:
    dice = random.Random(seed)

    def somewhere(room) -> QPoint:
        return QPoint(dice.randrange(room.left.width()), dice.randrange(room.left.height()))

    def act(room) -> None:
        deed = dice.randrange(10)
        if deed < 4:
            way = [somewhere(room) for _ in range(dice.randrange(1, 4))]
            room.hand(room.left, *way, let_go=dice.random() < 0.9)
        elif deed < 8:
            key = dice.choice(_KEYS)
            # Ctrl+Enter is the end of it.
            room.key(key, dice.choice(_HELD[: 2 if key == Qt.Key.Key_Return else 3]))
        elif deed == 8:
            room._mouse(room.left, room.RELEASE, somewhere(room))
        else:
            index = dice.randrange(room.fit.count())
            room.fit.setCurrentIndex(index)
            room.fit.activated.emit(index)

    async def story(room) -> None:
        await room.open(await room.take(quarters(*SIZE)))
        for _ in range(70):
            act(room)
            recipe = room.view.recipe
            todo = plan(recipe, *SIZE)
            assert todo is not None, "something is always left to send"
            assert recipe.crop in (None, todo.part)
            assert recipe_of(recipe.record()) == recipe, "it can be written down and read again"
            for mark in recipe.marks:
                assert {mark.left, mark.right} <= set(range(SIZE[0] + 1))
                assert {mark.top, mark.bottom} <= set(range(SIZE[1] + 1))
            assert room.left.selected is None or room.left.selected < len(room.left.recipe.marks)
            room.left.repaint()
        room.left.cancel_pull()
        await room.quiet()
        recipe = room.view.recipe
        assert room.right.trial.recipe == recipe
        while room.named("Undo").isEnabled():
            room.press("Undo")
        assert room.view.recipe == Recipe()
        while room.named("Redo").isEnabled():
            room.press("Redo")
        assert room.view.recipe == recipe

    tell(story)
