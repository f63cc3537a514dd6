"""Pictures taken in, tried out and made anew; those of earlier chats; pages of documents."""

from __future__ import annotations

import asyncio
import hashlib
import io

import pytest
from PIL import Image

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.recipe import ONE_TILE, Crop, Mark, Recipe
from scout_desktop.practice import Reply
from tests.session.conftest import photo, turn


def document(pages: int) -> bytes:
    """A PDF whose pages are 8.5 x 11 inches."""
    file = io.BytesIO()
    sheets = [Image.new("RGB", (850, 1100), (0, 60 * page, 0)) for page in range(pages)]
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:], resolution=100)
    return file.getvalue()


async def test_a_picture_is_tried_out_and_made_anew_from_its_original(opened):
    core = await opened()
    data = photo(1600, 1200)
    whole = await core.pictures.take(data, "IMG.JPG")
    assert (whole.width, whole.height) == (1344, 1008)
    part = Recipe(
        "original", crop=Crop(800, 600, 400, 300), marks=(Mark("box", 900, 700, 950, 750),)
    )
    source = await core.pictures.source(whole)
    assert (source.width, source.height, source.original) == (1600, 1200, True)
    before = sum(1 for _ in core.places.media.rglob("*.*"))
    trial = await core.pictures.trial(whole, part)
    assert sum(1 for _ in core.places.media.rglob("*.*")) == before, "trying out keeps nothing"
    made = await core.pictures.again(whole, part)
    assert made.sha256 == trial.sha256 == hashlib.sha256(trial.data).hexdigest()
    assert (made.width, made.height) == (400, 300), "of the original, not of what was sent"
    assert made.recipe == part
    assert made.original == whole.original
    assert await core.pictures.bytes_of(whole.sha256), "what was sent stays"
    back = await core.pictures.again(made, Recipe())
    assert back.sha256 == whole.sha256
    shown = await core.pictures.sent_pixels(trial.data)
    assert (shown.width, shown.height) == (400, 300)


async def test_an_original_that_is_not_to_be_kept_can_still_be_cropped_before_it_is_sent(opened):
    core = await opened()
    await core.preferences.change(keep_originals=False)
    image = await core.pictures.take(photo(1600, 1200), "IMG.JPG")
    assert [path.stem for path in core.places.media.rglob("*.*")] == [image.sha256]
    finer = await core.pictures.again(image, Recipe("original"))
    assert (finer.width, finer.height) == (1600, 1200)


async def test_after_a_restart_only_what_was_sent_is_left_of_it_and_that_is_said(opened):
    core = await opened()
    await core.preferences.change(keep_originals=False)
    image = await core.pictures.take(photo(1600, 1200), "IMG.JPG")
    await core.close()
    again = await opened()
    source = await again.pictures.source(image)
    assert (source.sha256, source.original) == (image.sha256, False)
    small = await again.pictures.again(image, Recipe(ONE_TILE))
    assert (small.width, small.height, small.original) == (336, 252, None)


async def test_progress_is_told_and_a_cancelled_picture_is_given_up(opened):
    core = await opened()
    told: list[float] = []
    await core.pictures.take(photo(3000, 2000), "IMG.JPG", progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)
    taking = asyncio.ensure_future(core.pictures.take(photo(6000, 4000), "large.jpg"))
    await asyncio.sleep(0.02)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    assert (await core.pictures.take(photo(40, 30), "next.jpg")).width == 40


async def test_pages_of_a_document_are_counted_shown_and_taken(opened, tmp_path):
    core = await opened()
    path = tmp_path / "report.pdf"
    path.write_bytes(document(3))
    assert await core.pictures.pages(path) == 3
    assert await core.pictures.pages(photo()) == 0
    shown = await core.pictures.page_pixels(path, 2, 110)
    assert (shown.width, shown.height) == (85, 110)
    assert abs(shown.rgba[4 * (85 * 50 + 40) + 1] - 60) < 6
    image = await core.pictures.take_file(path, page=3)
    assert image.original is not None
    assert (image.original.page, image.original.mime) == (3, "application/pdf")
    assert (image.original.width, image.original.height) == (1700, 2200)
    again = await core.pictures.again(image, Recipe("original", crop=Crop(0, 0, 850, 1100)))
    assert (again.width, again.height) == (850, 1100)
    with pytest.raises(PictureUnreadable):
        await core.pictures.pages(b"%PDF-1.4 and nothing else")


async def test_pictures_of_earlier_chats_come_newest_first_and_each_once(opened, served):
    core = await opened(await served(*[Reply(text="Yes.")] * 4))
    red = await core.pictures.take(photo(300, 200), "red.jpg")
    blue = await core.pictures.take(photo(200, 300), "blue.jpg")
    await turn(core, "What is this?", images=(red,))
    await turn(core, "And these?", images=(blue, red))
    await turn(core, "No picture")
    found = await core.earlier.pictures()
    assert {each.image.name for each in found} == {"red.jpg", "blue.jpg"}
    assert found[0].title == "And these?"
    assert len(await core.earlier.pictures(1)) == 1
