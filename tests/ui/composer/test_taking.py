"""What is offered becomes pictures of the message; what is chosen for them is done to them."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Crop, Mark, Recipe
from scout_desktop.ui.composer.intake.offer import Loose, Offer
from scout_desktop.ui.composer.taking.progress import handed_over

URL = "https://example.org/pets/cat%20one.jpg"
LINK = ImagePart("", "", 0, 0, 0, name="cat one.jpg", url=URL)


def pdf(*colours: tuple[int, int, int]) -> bytes:
    pages = [Image.new("RGB", (300, 400), colour) for colour in colours]
    buffer = io.BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])
    return buffer.getvalue()


@pytest.fixture
def files(tmp_path, photo) -> Callable[..., tuple[Path, ...]]:
    def make(count: int, width: int = 700, folder: str = "given") -> tuple[Path, ...]:
        (tmp_path / folder).mkdir(exist_ok=True)
        made = [tmp_path / folder / f"{number:02}.png" for number in range(count)]
        for number, path in enumerate(made):
            path.write_bytes(photo(width + number, 500))
        return tuple(made)

    return make


def names(room) -> list[str]:
    return [image.name for image in room.composer.draft().images]


def test_a_worker_s_word_is_heard_in_the_window_s_own_thread_and_in_order(tell):
    async def story(room) -> None:
        heard: list[tuple[float, bool]] = []
        main = threading.current_thread()
        say = handed_over(lambda share: heard.append((share, threading.current_thread() is main)))
        await asyncio.to_thread(lambda: [say(step / 10_000) for step in range(10_001)])
        await room.until(lambda: bool(heard) and heard[-1][0] == 1)
        assert all(own for _, own in heard)
        assert [share for share, _ in heard] == sorted(share for share, _ in heard)
        assert len(heard) == 51

    tell(story)


def test_a_large_photograph_shows_that_it_is_being_prepared(tell, tmp_path):
    big = tmp_path / "big.jpg"
    Image.effect_noise((6000, 4000), 80).convert("RGB").save(big, "JPEG", quality=90)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(big,)))
        await room.until(lambda: bool(room.chips()))
        (chip,) = room.chips()
        await room.until(lambda: "%" in chip._lines[0].whole_text())
        assert chip.pending
        await room.until(room.ready)
        assert chip._lines[0].whole_text().startswith("6000×4000 → ")

    tell(story)


def test_pictures_keep_their_order_whichever_is_ready_first(tell, files, photo, tmp_path):
    slow = tmp_path / "slow.jpg"
    slow.write_bytes(photo(6000, 4000, "JPEG"))
    quick = files(4, width=40)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(slow, *quick)))
        await room.until(lambda: len(room.chips()) == 5 and room.ready())
        assert names(room) == ["slow.jpg", "00.png", "01.png", "02.png", "03.png"]

    tell(story)


def test_they_keep_it_when_another_chat_is_shown_meanwhile(tell, files, photo, tmp_path):
    slow = tmp_path / "slow.jpg"
    slow.write_bytes(photo(6000, 4000, "JPEG"))
    (tmp_path / "bad.png").write_bytes(b"no picture")
    quick = files(2, width=40)

    async def story(room) -> None:
        one, two = await room.begun(), await room.begun()
        room.presenter.show(one)
        await room.quiet()
        room.presenter.take(Offer(files=(slow, tmp_path / "bad.png", *quick)))
        await room.until(lambda: len(room.chips()) == 4)
        room.presenter.show(two)
        await room.quiet()
        assert room.chips() == []
        room.presenter.show(one)
        assert names(room) == ["slow.jpg", "00.png", "01.png"]

    tell(story)


def test_a_document_of_one_page_is_taken_at_once(tell, tmp_path):
    (tmp_path / "letter.pdf").write_bytes(pdf((200, 30, 30)))

    async def story(room) -> None:
        asked: list = []
        room.presenter.pages_wanted.connect(asked.append)
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(tmp_path / "letter.pdf",)))
        await room.until(room.ready)
        (image,) = room.composer.draft().images
        assert image.original is not None
        assert image.original.page == 1
        assert "page 1" in room.chips()[0].accessibleName()
        assert asked == []

    tell(story)


def test_of_a_longer_document_the_user_is_asked_for_pages(tell, tmp_path, photo):
    (tmp_path / "report.pdf").write_bytes(pdf((200, 30, 30), (30, 200, 30), (30, 30, 200)))

    async def story(room) -> None:
        asked: list = []
        room.presenter.pages_wanted.connect(asked.append)
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "what does it say?")
        room.presenter.take(
            Offer(files=(tmp_path / "report.pdf",), loose=(Loose("p.png", photo()),))
        )
        room.composer.submit()  # too early: nothing is sent without what it is about
        await room.until(lambda: bool(asked) and room.ready())
        (document,) = asked
        assert (document.name, document.pages) == ("report.pdf", 3)
        assert names(room) == ["p.png"]
        room.presenter.take_pages(document, (3, 1))
        await room.until(lambda: len(room.chips()) == 3 and room.ready())
        pages = [image.original.page for image in room.composer.draft().images if image.original]
        assert pages == [0, 3, 1]
        colours = []
        for image in room.composer.draft().images[1:]:
            data = await room.core.pictures.bytes_of(image.sha256)
            with Image.open(io.BytesIO(data)) as opened:
                colours.append(opened.convert("RGB").getpixel((100, 100)))
        (_, _, blue), (red, _, _) = colours
        assert blue > 180
        assert red > 180

    tell(story)


def test_enter_right_after_the_drop_waits_for_what_is_still_being_looked_up(tell, files):
    folder = files(3)[0].parent

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "look")
        room.presenter.take(Offer(folders=(folder,)))
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        await room.until(lambda: bool(room.asked))
        ((_, draft),) = room.asked
        assert len(draft.images) == 3

    tell(story)


def test_enter_right_after_an_empty_folder_sends_the_words(tell, tmp_path):
    (tmp_path / "empty").mkdir()

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "look")
        room.presenter.take(Offer(folders=(tmp_path / "empty",)))
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        await room.until(lambda: bool(room.asked))

    tell(story)


def test_enter_before_the_pages_are_known_sends_nothing(tell, tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf((200, 30, 30), (30, 200, 30)))

    async def story(room) -> None:
        asked: list = []
        room.presenter.pages_wanted.connect(asked.append)
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "what does it say?")
        room.presenter.take(Offer(files=(tmp_path / "report.pdf",)))
        room.composer.submit()
        assert "as soon as the pictures are ready" in room.said()
        await room.until(lambda: bool(asked))
        await room.quiet()
        assert room.asked == []
        assert room.text.text() == "what does it say?"

    tell(story)


def test_enter_before_a_picture_is_refused_sends_nothing(tell, tmp_path):
    (tmp_path / "bad.png").write_bytes(b"no picture at all")

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "what is it?")
        room.presenter.take(Offer(files=(tmp_path / "bad.png",)))
        room.composer.submit()
        await room.until(lambda: bool(room.chips()) and room.chips()[0].refused)
        assert room.asked == []
        room.composer.submit()
        assert [draft.text for _, draft in room.asked] == ["what is it?"]

    tell(story)


def test_an_address_is_sent_only_when_the_user_says_so(tell):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "see ")
        room.composer.put_words(URL)
        room.presenter.take(Offer(address=URL, text=URL))
        await room.until(lambda: "not this program" in room.said())
        assert room.composer.draft() == Draft(f"see {URL}")
        button(room, "Send as picture").click()
        assert room.composer.draft() == Draft("see ", (LINK,))
        assert "not this program" not in room.said()
        await room.until(lambda: "1 address in" in room.named_estimate())

    tell(story)


def test_an_address_stays_text_when_the_user_wants_that(tell):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.composer.put_words(URL)
        room.presenter.take(Offer(address=URL, text=URL))
        await room.until(lambda: "not this program" in room.said())
        button(room, "Leave as text").click()
        assert room.composer.draft() == Draft(URL)
        room.composer.show_draft(Draft())
        room.presenter.take(Offer(address=URL))  # dropped: its words are nowhere yet
        await room.until(lambda: "not this program" in room.said())
        button(room, "Leave as text").click()
        assert room.composer.draft() == Draft(URL)
        assert room.chips() == []

    tell(story)


def test_the_path_that_was_pasted_can_be_had_as_text(tell, files):
    (path,) = files(1)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(path,), text=str(path)))
        await room.until(lambda: "Attached 00.png from the pasted path." in room.said())
        button(room, "Paste as text").click()
        assert room.composer.draft() == Draft(str(path))
        await room.quiet()
        assert room.chips() == []

    tell(story)


def test_of_many_files_the_same_can_be_asked_one_by_one(tell, files):
    many = files(7, width=30)

    async def story(room) -> None:
        wanted: list = []
        room.presenter.batch_wanted.connect(wanted.append)
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=many))
        await room.until(lambda: "7 pictures attached to one question." in room.said())
        button(room, "Ask the same of each…").click()
        assert wanted == [many]
        await room.quiet()
        assert room.chips() == []
        assert room.composer.draft().is_empty

    tell(story)


def test_a_folder_is_handed_on_whole_although_only_a_part_was_attached(tell, files):
    folder = files(24, width=30)[0].parent

    async def story(room) -> None:
        wanted: list = []
        room.presenter.batch_wanted.connect(wanted.append)
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(folders=(folder,)))
        await room.until(lambda: "4 more were left out" in room.said())
        button(room, "Ask the same of each…").click()
        assert wanted == [(folder,)]

    tell(story)


def test_a_hundred_files_are_not_all_prepared(tell, files):
    many = files(30, width=30)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=many))
        await room.until(lambda: "20 files attached, 10 more were left out" in room.said())
        await room.until(lambda: len(room.chips()) == 20 and room.ready())

    tell(story)


def test_two_files_are_no_reason_to_ask(tell, files):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=files(2)))
        await room.until(lambda: len(room.chips()) == 2 and room.ready())
        assert room.said() == ""

    tell(story)


def button(room, words: str):
    (found,) = [each for each in room.composer._note.stops() if each.text() == words]
    assert found.isVisible()
    return found


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
        room.presenter.show(room.core.chats.new())
        pictures = room.core.pictures
        one = await pictures.take(photo(900, 600), "one.png")
        two = await pictures.take(photo(800, 600), "two.png")
        room.presenter.attach((one, two, LINK))
        await room.until(lambda: len(room.chips()) == 3)
        number = room.composer.number_of(two)
        made = await pictures.again(two, Recipe(crop=Crop(0, 0, 300, 300), turn=90))
        room.presenter.replace(number, made)
        assert room.presenter.image_of(number) == made
        assert room.composer.draft().images == (one, made, LINK)
        await room.quiet()
        assert room.chips()[1]._view._image.width() == room.chips()[1]._view._image.height()
        room.presenter.replace(9999, made)
        assert room.composer.draft().images == (one, made, LINK)

    tell(story)


def test_addresses_and_recipes_survive_a_restart(tell, photo):
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
