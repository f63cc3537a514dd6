"""Everything by keyboard, and everything named."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from scout_desktop.chat.recipe import Crop, Recipe
from tests.ui.pictures.drawing import quarters

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NAMES = (
    "Select", "Crop", "Box", "Arrow", "Number", "Turn left", "Turn right", "Delete mark", "Undo",
    "Redo", "Reset", "Fit", "Tile grid", "Original picture", "What the model sees", "Cancel",
    "Use this",
)  # fmt: skip


def test_a_part_is_cropped_with_the_arrow_keys(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        assert room.left.hasFocus()
        room.key(Qt.Key.Key_Return)
        assert room.view.recipe.crop == Crop(100, 80, 800, 640)
        for _ in range(3):
            room.key(Qt.Key.Key_Right)
        room.key(Qt.Key.Key_Up, CTRL)
        room.key(Qt.Key.Key_Left, SHIFT)
        crop = room.view.recipe.crop
        assert crop.left == 115
        assert crop.top == 79
        assert (crop.width, crop.height) == (795, 640)
        room.key(Qt.Key.Key_Z, CTRL)
        room.key(Qt.Key.Key_Z, CTRL)
        assert room.view.recipe.crop == Crop(100, 80, 800, 640), "held down is one step"

    tell(story)


def test_a_side_pulled_by_key_does_not_turn_over(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.drag((400, 400), (440, 440))
        before = room.view.recipe.crop
        for _ in range(30):
            room.key(Qt.Key.Key_Left, SHIFT)
        crop = room.view.recipe.crop
        assert crop.left == before.left
        assert 1 <= crop.width <= 5
        for _ in range(300):
            room.key(Qt.Key.Key_Down)
        crop = room.view.recipe.crop
        assert crop.top + crop.height == 800, "as far as the picture reaches"

    tell(story)


def test_on_a_turned_picture_keys_go_where_they_point(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.press("Turn right")
        room.key(Qt.Key.Key_Return, on=room.left)
        shown = room.left._on_screen((100, 80)).x()
        room.key(Qt.Key.Key_Right, on=room.left)
        crop = room.view.recipe.crop
        assert crop.left == 100
        assert crop.top < 80, "to the right of the screen is up on the original"
        assert room.left._on_screen((100, crop.top)).x() > shown
        room.key(Qt.Key.Key_Right, SHIFT, on=room.left)
        wider = room.view.recipe.crop
        assert wider.top < crop.top
        assert wider.height > crop.height

    tell(story)


def test_marks_are_made_moved_and_chosen_by_key(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        for key in (Qt.Key.Key_B, Qt.Key.Key_A, Qt.Key.Key_N):
            room.key(key)
            room.key(Qt.Key.Key_Return)
        kinds = [(mark.kind, mark.number) for mark in room.view.recipe.marks]
        assert kinds == [("box", 1), ("arrow", 0), ("number", 2)]
        assert "Number 2 selected" in room.left.accessibleDescription()
        room.key(Qt.Key.Key_PageDown)
        assert "Box 1, 300 × 240 selected" in room.left.accessibleDescription()
        box = room.view.recipe.marks[0]
        room.key(Qt.Key.Key_Down)
        room.key(Qt.Key.Key_Down, SHIFT)
        moved = room.view.recipe.marks[0]
        assert (moved.top, moved.bottom) == (box.top + 5, box.bottom + 10)
        room.key(Qt.Key.Key_PageDown)
        room.key(Qt.Key.Key_Up, SHIFT)
        assert room.view.recipe.marks[1].bottom < 520, "an arrow by its tip"
        room.key(Qt.Key.Key_Delete)
        assert [mark.kind for mark in room.view.recipe.marks] == ["box", "number"]
        room.key(Qt.Key.Key_PageUp)
        room.key(Qt.Key.Key_Escape)
        assert room.left.selected is None
        assert room.view.isVisible()

    tell(story)


def test_keys_look_closer_and_turn_and_hide_the_grid(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1500, 1000)))
        fitted = room.left.zoom
        room.key(Qt.Key.Key_Plus)
        assert room.left.zoom > fitted
        room.key(Qt.Key.Key_0)
        assert room.left.zoom == fitted
        room.key(Qt.Key.Key_1)
        assert room.left.zoom == 1
        room.key(Qt.Key.Key_R)
        room.key(Qt.Key.Key_L)
        room.key(Qt.Key.Key_L)
        assert room.view.recipe == Recipe(turn=270)
        assert room.right.grid
        room.key(Qt.Key.Key_G)
        assert not room.right.grid
        assert not room.named("Tile grid").isChecked()
        await room.quiet()
        room.key(Qt.Key.Key_Return, CTRL)
        await room.quiet()
        assert [part.turn for part in room.made] == [270]

    tell(story)


def test_everything_has_a_name_and_can_be_reached(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.drag((100, 100), (500, 500))
        await room.quiet()
        for name in NAMES:
            assert room.named(name).isVisible(), name
        reached: set[QWidget] = set()
        widget = room.left.nextInFocusChain()
        while widget is not room.left:
            widget = widget.nextInFocusChain()
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
                reached.add(widget)
        every = room.view.findChildren(QAbstractButton) + room.view.findChildren(QComboBox)
        left_out = [w.accessibleName() for w in every if w.isVisible() and w.isEnabled()]
        left_out = [n for n in left_out if n and n not in {w.accessibleName() for w in reached}]
        assert not left_out
        crop = room.view.recipe.crop
        size = f"{crop.width} × {crop.height}"
        assert room.right.accessibleDescription().startswith(f"{size} ")
        assert f"Crop {size}" in room.left.accessibleDescription()

    tell(story)
