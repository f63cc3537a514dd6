"""Pictures of the message are made anew, replaced, and kept with how they were made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Crop, Mark, Recipe
from scout_desktop.ui.composer.intake.offer import Loose, Offer

URL = "https://example.org/pets/cat%20one.jpg"
LINK = ImagePart("", "", 0, 0, 0, name="cat one.jpg", url=URL)


def test_another_fit_is_made_from_the_original_and_the_latest_choice_wins(tell, photo):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(loose=(Loose("p.jpg", photo(3000, 2000, "JPEG")),)))
        await room.until(room.ready)
        (chip,) = room.chips()
        before = chip.image
        for fit in ("2x1", "original", "1x1"):
            chip.fit_chosen.emit(fit)
            assert chip.busy
            assert room.composer.draft().images == (before,)
        await room.until(lambda: not chip.busy)
        await room.quiet()
        assert (chip.image.width, chip.image.height, chip.image.fit) == (336, 224, "1x1")
        assert room.composer.draft().images == (chip.image,)
        chip.fit_chosen.emit("original")
        await room.until(lambda: not chip.busy)
        assert (chip.image.width, chip.image.height) == (3000, 2000)  # nothing was lost by it
        chip.fit_chosen.emit("1x1")
        chip.fit_chosen.emit("original")  # thought better of it
        assert not chip.busy
        await room.quiet()
        assert (chip.image.width, chip.image.height) == (3000, 2000)

    tell(story)


def test_a_message_waits_for_the_fit_that_was_chosen(tell, photo):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(loose=(Loose("p.jpg", photo(3000, 2000, "JPEG")),)))
        await room.until(room.ready)
        room.chips()[0].fit_chosen.emit("1x1")
        QTest.keyClicks(room.text, "cheap, please")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        assert room.asked == []
        await room.until(lambda: bool(room.asked))
        assert room.asked[0][1].images[0].fit == "1x1"

    tell(story)


@pytest.mark.parametrize("back", ["after it is done", "at once"])
def test_a_fit_chosen_before_the_chat_is_left_is_there_on_return(tell, photo, back):
    async def story(room) -> None:
        one, two = await room.begun(), await room.begun()
        room.presenter.show(one)
        await room.quiet()
        room.presenter.take(Offer(loose=(Loose("p.jpg", photo(3000, 2000, "JPEG")),)))
        await room.until(room.ready)
        room.chips()[0].fit_chosen.emit("1x1")
        room.presenter.show(two)
        if back == "after it is done":
            await room.quiet()
        room.presenter.show(one)
        (chip,) = room.chips()
        assert chip.busy == (back == "at once")
        await room.until(lambda: not chip.busy)
        assert [image.fit for image in room.composer.draft().images] == ["1x1"]

    tell(story)


def test_where_no_original_is_left_what_was_sent_is_fitted_and_a_failure_is_said(
    tell, photo, tmp_path
):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        image = await room.core.pictures.take(
            photo(3000, 2000, "JPEG"), "p.jpg", Recipe(crop=Crop(0, 0, 1500, 1000))
        )
        assert image.original is not None
        media = tmp_path / "d"
        (kept,) = media.rglob(f"*{image.original.sha256}*")
        kept.unlink()
        room.presenter.attach((image,))
        (chip,) = room.chips()
        chip.fit_chosen.emit("1x1")
        await room.until(lambda: not chip.busy)
        assert (chip.image.width, chip.image.height, chip.image.crop) == (336, 224, None)
        await room.quiet()
        for file in media.rglob(f"*{chip.image.sha256}*"):
            file.unlink()
        before = chip.image
        chip.fit_chosen.emit("tiles")
        await room.until(lambda: not chip.busy)
        assert chip.image == before
        assert len(room.said()) > 20

    tell(story)


def test_pictures_of_elsewhere_are_attached_and_one_from_the_studio_replaced(tell, photo):
    async def story(room) -> None:
        chat = room.core.chats.new()
        room.presenter.show(chat)
        pictures = room.core.pictures
        one = await pictures.take(photo(900, 600), "one.png")
        two = await pictures.take(photo(800, 600), "two.png")
        room.presenter.attach((one, two, LINK))
        await room.until(lambda: len(room.chips()) == 3)
        number = room.composer.number_of(two)
        made = await pictures.again(two, Recipe(crop=Crop(0, 0, 300, 300), turn=90))
        assert room.presenter.put(chat.id, number, two, made)
        assert room.presenter.image_of(number) == made
        assert room.composer.draft().images == (one, made, LINK)
        await room.quiet()
        assert room.chips()[1]._view._image.width() == room.chips()[1]._view._image.height()
        assert not room.presenter.put(chat.id, 9999, two, made)
        assert room.composer.draft().images == (one, made, LINK)

    tell(story)


def test_addresses_and_recipes_survive_a_restart(tell, photo, pdf):
    kept: list = []
    recipe = Recipe(
        "2x2",
        Crop(10, 20, 1000, 800),
        90,
        (Mark("box", 20, 30, 200, 300, 1), Mark("arrow", 9, 8, 7, 6)),
    )

    async def first(room) -> None:
        room.presenter.show(room.core.chats.new())
        image = await room.core.pictures.take(photo(1500, 1200), "p.png", recipe)
        document = await room.core.pictures.take(pdf((1, 2, 3), (4, 5, 6)), "d.pdf", page=2)
        kept.extend((LINK, image, document, replace(LINK, url=URL + "?x=é")))
        room.presenter.attach(kept)
        QTest.keyClicks(room.text, "unsent")

    async def second(room) -> None:
        room.presenter.show(room.core.chats.new())
        await room.until(lambda: room.text.text() == "unsent")
        assert room.composer.draft().images == tuple(kept)
        assert room.composer.draft().images[1].recipe == recipe
        await room.quiet()
        assert [chip._view._image is not None for chip in room.chips()] == [
            False,
            True,
            True,
            False,
        ]

    tell(first)
    tell(second)
