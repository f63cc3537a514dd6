"""What is unusual: no original, a page, a picture that is gone, names of all kinds, scales."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from scout_desktop.chat.estimate import LISTED, Prices
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import ORIGINAL, Crop, Mark, Recipe
from tests.ui.pictures.drawing import BLUE, GREEN, RED, near, quarters


def _remove(room, sha256: str) -> None:
    (file,) = room.core.places.data.glob(f"media/*/{sha256}.*")
    file.unlink()


def test_without_its_original_it_works_on_what_was_sent_and_says_so(tell) -> None:
    async def story(room) -> None:
        work = Recipe(crop=Crop(0, 0, 900, 700), turn=90, marks=(Mark("box", 9, 9, 90, 90, 1),))
        image = await room.take(quarters(2000, 1600), recipe=work)
        assert image.original is not None
        _remove(room, image.original.sha256)
        view = await room.open(image, sent=True)

        assert f"works on what was sent of it, {image.width} × {image.height} pixels" in room.said()
        assert "As it was sent: cat.png" in room.said()
        assert view.recipe == Recipe(ORIGINAL), "crop, turn and marks are in its pixels already"
        assert room.right.trial.sent.bytes == image.bytes, "the very bytes"
        room.drag((0, 0), (200, 200))
        crop = view.recipe.crop
        await room.quiet()
        room.press("Attach to the message")
        await room.quiet()
        (made,) = room.made
        assert (made.width, made.height) == (crop.width, crop.height)
        assert made.original is None

    tell(story)


def test_a_picture_that_is_gone_altogether_says_so(tell) -> None:
    async def story(room) -> None:
        image = await room.take(quarters(800, 600))
        assert image.original is not None
        for sha256 in {image.sha256, image.original.sha256}:
            _remove(room, sha256)
        await room.open(image, sent=True)

        assert not room.named("Attach to the message").isEnabled()
        assert "not in the data folder" in room.said() or "missing" in room.said()
        room.press("Close")
        await room.quiet()
        assert (room.closed, room.made) == (1, [])

    tell(story)


def test_of_a_document_the_page_is_worked_on(tell) -> None:
    async def story(room) -> None:
        pages = [Image.new("RGB", (850, 1100), colour) for colour in (RED, GREEN, BLUE)]
        file = io.BytesIO()
        pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=100)
        image = await room.take(file.getvalue(), "report.pdf", page=2)
        view = await room.open(image)

        assert near(room.left.levels.best(0).pixelColor(40, 40).getRgb()[:3], GREEN)
        assert room.left.picture == (1700, 2200), "at 200 an inch"
        room.drag((0, 0), (850, 1100))
        assert (view.recipe.crop.left, view.recipe.crop.top) == (0, 0)
        room.press("Use this")
        await room.quiet()
        (made,) = room.made
        assert made.original.page == 2
        sent = await room.pixels(made)
        assert near(sent.getpixel((300, 300)), GREEN)

    tell(story)


@pytest.mark.parametrize(
    "name",
    [
        "صورة من العطلة في البحر.jpg",
        "<img src=x onerror=alert(1)>.png",
        "long " * 90,
        "",
        "\u202egnp.exe",
    ],
)
def test_names_are_shown_as_they_are_and_push_nothing_aside(tell, name) -> None:
    async def story(room) -> None:
        room.window.resize(900, 600)
        await room.open(await room.take(quarters(800, 600), name))

        assert room.view.width() <= 828
        assert abs(room.left.width() - room.right.width()) <= 1
        assert room.named("Use this").geometry().right() < room.view.width()
        for label in room.view._original.findChildren(QLabel):
            assert label.width() <= room.left.width()

    tell(story)


def test_a_small_window_in_large_letters_still_shows_both_sides(tell) -> None:
    async def story(room) -> None:
        room.theme.zoom(2.0)
        room.window.resize(900, 600)
        await room.open(await room.take(quarters(1600, 1200)))

        assert room.left.height() >= 120
        assert room.right.height() >= 120
        assert room.left.mapTo(room.view, room.left.rect().topLeft()).y() == (
            room.right.mapTo(room.view, room.right.rect().topLeft()).y()
        )
        assert room.left.height() == room.right.height()

    tell(story)


def test_prices_that_become_known_are_said(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(900, 700)))
        assert "(listed)" in room.said()
        prices = Prices(2 * LISTED.prompt, LISTED.completion)
        room.view.show_prices(prices)

        assert "(listed)" not in room.said()
        assert "USD each time" in room.said()

    tell(story)


def test_the_padding_is_black_and_the_grid_lies_on_the_tiles(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(700, 560), recipe=Recipe(ORIGINAL)))
        canvas = room.right
        trial = canvas.trial
        assert (trial.canvas.width(), trial.canvas.height()) == (1008, 672)
        assert trial.canvas.pixelColor(900, 300).name() == "#000000"
        assert trial.canvas.pixelColor(300, 620).name() == "#000000"
        assert trial.overview.size().toTuple() == (336, 336)
        assert near(trial.overview.pixelColor(330, 5).getRgb()[:3], BLUE), "squashed, not cut"
        with_grid = canvas.grab().toImage()
        canvas.show_grid(False)
        without = canvas.grab().toImage()
        place, step = canvas.shown(), 336 * canvas.zoom
        row = round(place.top() + 0.4 * step)
        columns = [
            x for x in range(with_grid.width())
            if with_grid.pixelColor(x, row) != without.pixelColor(x, row)
        ]  # fmt: skip
        inner = [x for x in columns if place.left() + 5 < x < place.right() - 5]
        for line in (place.left() + step, place.left() + 2 * step):
            assert any(abs(x - line) <= 2 for x in inner)
        assert all(min(abs(x - place.left() - step * n) for n in (1, 2)) <= 3 for x in inner)

    tell(story)


def test_of_a_picture_that_only_the_service_fetches_nothing_is_loaded(tell) -> None:
    async def story(room) -> None:
        image = ImagePart("", "", 0, 0, 0, name="cat", url="https://example.org/cat.png")
        await room.open(image)

        assert "only the service fetches it" in room.view._seen._note.text()
        assert not room.named("Use this").isEnabled()
        assert not room.left.isEnabled()
        room.key(Qt.Key.Key_R, on=room.view)
        assert room.view.recipe == Recipe()
        room.press("Cancel")
        assert room.closed == 1

    tell(story)


def test_what_cannot_be_made_now_can_be_tried_again(tell) -> None:
    async def story(room) -> None:
        await room.open(await room.take(quarters(800, 600)))
        room.press("Turn right")
        await room.quiet()
        media = room.core.places.data / "media"
        apart = media.rename(media.with_name("apart"))
        room.press("Use this")
        await room.quiet()
        assert room.made == []
        assert room.view.isVisible()
        assert room.named("Use this").isEnabled()
        assert room.view.recipe.turn == 90, "nothing is lost"
        assert room.view._seen._note.isVisible()
        apart.rename(media)
        room.press("Use this")
        await room.quiet()
        assert [part.turn for part in room.made] == [90]
        assert room.closed == 1

    tell(story)
