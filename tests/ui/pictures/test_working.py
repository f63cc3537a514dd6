"""Stories of the window: what was done by hand is what is sent."""

from __future__ import annotations

from PIL import Image, ImageChops
from PySide6.QtCore import Qt

from scout_desktop.chat.recipe import Recipe
from scout_desktop.chat.tiles import tiling
from tests.ui.pictures.drawing import BLUE, GREY, RED, near, quarters

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_it_opens_with_the_very_bytes_that_were_sent(tell) -> None:
    async def story(room) -> None:
        image = await room.take(quarters(1600, 1200, "JPEG", quality=95), "cat.jpg")
        view = await room.open(image)

        assert view.windowTitle() == "What the model sees: cat.jpg"
        assert not view.isModal()
        seen, sent = room.right.trial, await room.pixels(image)
        assert (seen.sent.width, seen.sent.height, seen.sent.bytes) == (
            image.width, image.height, image.bytes,
        )  # fmt: skip
        for x, y in ((5, 5), (image.width - 5, 5), (5, image.height - 5), (image.width // 3, 400)):
            assert seen.canvas.pixelColor(x, y).getRgb()[:3] == sent.getpixel((x, y))
        said = room.said()
        assert f"Sent: {image.width} × {image.height} " in said
        assert f"Tokens: {tiling(image.width, image.height).tokens:,}" in said
        assert "providers may differ" in said
        room.press("Use this")
        await room.quiet()
        assert room.made == [image], "nothing was changed, nothing is made again"
        assert room.closed == 1

    tell(story)


def test_what_is_cropped_by_hand_is_what_is_sent(tell) -> None:
    async def story(room) -> None:
        before = await room.take(quarters(2000, 1600))
        await room.open(before)
        room.drag((1000, 0), (1400, 300), (2000, 800))
        crop = room.view.recipe.crop
        assert abs(crop.left - 1000) <= 3
        assert abs(crop.top + crop.height - 800) <= 3
        await room.quiet()
        assert room.right.trial.recipe.crop == crop
        room.press("Use this")
        await room.quiet()

        (made,) = room.made
        assert made.crop == crop
        assert made.original == before.original, "the original stays"
        pixels = await room.pixels(made)
        assert pixels.size == (made.width, made.height) != (before.width, before.height)
        blue = sum(near(colour, BLUE) * count for count, colour in pixels.getcolors(1 << 24))
        assert blue >= 0.98 * made.width * made.height

    tell(story)


def test_a_crop_is_pulled_moved_and_cleared(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.drag((200, 200), (600, 500))
        first = room.view.recipe.crop
        room.drag((400, 350), (500, 350))
        moved = room.view.recipe.crop
        assert (moved.width, moved.height, moved.top) == (first.width, first.height, first.top)
        assert abs(moved.left - first.left - 100) <= 3
        right, bottom = moved.left + moved.width, moved.top + moved.height
        room.drag((right, bottom), (right + 150, bottom + 100))
        pulled = room.view.recipe.crop
        assert (pulled.left, pulled.top) == (moved.left, moved.top)
        assert pulled.width > moved.width + 140
        assert f"Crop {pulled.width} × {pulled.height} of 1000 × 800 pixels" in room.said()
        room.key(Qt.Key.Key_Escape)
        assert room.view.recipe.crop is None
        assert room.view.isVisible()
        room.key(Qt.Key.Key_Escape)
        await room.quiet()
        assert room.closed == 1
        assert room.made == []

    tell(story)


def test_escape_lets_go_of_a_running_drag_first(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.drag((100, 100), (500, 500), let_go=False)
        assert room.left.recipe.crop is not None
        room.key(Qt.Key.Key_Escape)

        assert room.left.recipe == room.view.recipe == Recipe()
        assert room.view.isVisible()
        room.drag((100, 100), (500, 500), let_go=False)
        room.view.reject()
        assert room.view.isVisible(), "also when the window is asked to close"
        assert not room.left.pulling

    tell(story)


def test_box_2_is_there_in_what_is_sent(tell) -> None:
    async def story(room) -> None:
        size = (1600, 1200)
        grey = Image.new("RGB", size, GREY)
        grey.paste(RED, (1000, 700, 1100, 800))
        path = room.core.places.data.parent / "squares.png"
        grey.save(path)
        await room.open(await room.core.pictures.take_file(path))
        room.press("Box")
        room.drag((200, 200), (300, 300), (400, 350))
        room.drag((980, 680), (1120, 820))
        marks = room.view.recipe.marks
        assert [(mark.kind, mark.number) for mark in marks] == [("box", 1), ("box", 2)]
        await room.quiet()
        assert "Marks: box 1, box 2" in room.said()
        room.press("Use this")
        await room.quiet()

        (made,) = room.made
        assert made.marks == marks
        scale = made.width / 1600
        plain = grey.resize((made.width, made.height), Image.Resampling.LANCZOS)
        drawn = ImageChops.difference(await room.pixels(made), plain).convert("L")
        box = [round(side * scale) for side in (940, 640, 1160, 860)]
        inner = [round(side * scale) for side in (1010, 710, 1090, 790)]
        assert drawn.crop(box).point(lambda v: 255 * (v > 60)).getbbox() is not None
        assert drawn.crop(inner).getextrema()[1] < 60, "what it is about is not painted over"
        empty = [round(side * scale) for side in (500, 500, 900, 620)]
        assert drawn.crop(empty).getextrema()[1] < 20

    tell(story)


def test_marks_are_selected_moved_and_deleted(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.press("Number")
        room.hand(room.left, room.at((250, 250)))
        room.press("Arrow")
        room.drag((700, 700), (500, 500))
        kinds = [(mark.kind, mark.number) for mark in room.view.recipe.marks]
        assert kinds == [("number", 1), ("arrow", 0)]
        room.press("Select")
        room.drag((600, 600), (650, 600))
        arrow = room.view.recipe.marks[1]
        assert abs(arrow.left - 750) <= 3
        assert abs(arrow.top - 700) <= 3
        assert "Arrow selected: arrows move it, Del removes it." in room.said()
        room.drag((arrow.right, arrow.bottom), (300, 300))
        assert abs(room.view.recipe.marks[1].right - 300) <= 3
        room.key(Qt.Key.Key_Delete)
        assert [mark.kind for mark in room.view.recipe.marks] == ["number"]
        room.key(Qt.Key.Key_PageDown)
        room.press("Delete mark")
        assert room.view.recipe.marks == ()
        assert not room.named("Delete mark").isEnabled()

    tell(story)


def test_everything_can_be_taken_back_and_done_again(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1000, 800)))
        room.drag((100, 100), (700, 700))
        room.press("Turn right")
        room.press("Box")
        room.drag((300, 300), (500, 500))
        room.fit.setCurrentIndex(2)
        room.fit.activated.emit(2)
        end = room.view.recipe
        assert (end.turn, end.fit, len(end.marks)) == (90, "1x1", 1)
        for _ in range(4):
            room.key(Qt.Key.Key_Z, CTRL)
        assert room.view.recipe == Recipe()
        assert not room.named("Undo").isEnabled()
        for _ in range(4):
            room.key(Qt.Key.Key_Z, CTRL | SHIFT)
        assert room.view.recipe == end
        assert not room.named("Redo").isEnabled()
        room.press("Reset")
        assert room.view.recipe == Recipe("1x1")
        room.press("Undo")
        assert room.view.recipe == end
        await room.quiet()
        assert room.right.trial.recipe == end

    tell(story)


def test_it_is_turned_on_both_sides_and_worked_on_as_it_lies(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(1200, 800)))
        room.press("Turn left")
        await room.quiet()
        shown = room.left.levels.best(0)
        assert shown.height() > shown.width()
        assert near(shown.pixelColor(3, 3).getRgb()[:3], BLUE), "the right side is on top now"
        # By hand, over the lower left of what is seen: the red quarter.
        place = room.left.shown()
        middle, left = place.center().toPoint(), place.bottomLeft().toPoint()
        room.hand(room.left, left, middle)
        crop = room.view.recipe.crop
        assert (crop.left, crop.top) == (0, 0)
        await room.quiet()
        canvas = room.right.trial.canvas
        assert near(canvas.pixelColor(5, 5).getRgb()[:3], RED)
        room.press("Turn left")
        room.press("Use this")
        await room.quiet()
        (made,) = room.made
        assert (made.turn, made.crop) == (180, crop)

    tell(story)
