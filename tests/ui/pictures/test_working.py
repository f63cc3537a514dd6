"""Stories of the window: what was done by hand is what is sent."""

from __future__ import annotations

import asyncio

from PIL import Image, ImageChops
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Crop, Mark, Recipe, plan
from scout_desktop.chat.tiles import tiling
from scout_desktop.ui.pictures.edits.turning import shown_at
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
        assert "Arrow selected; Del removes it." in room.said()
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
