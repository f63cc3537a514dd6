"""What is offered becomes pictures of the message, in order, and tells how far it is."""

from __future__ import annotations

import asyncio
import io
import threading
import time

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from scout_desktop.ui.composer.intake.offer import Loose, Offer
from scout_desktop.ui.composer.taking.progress import handed_over


def names(room) -> list[str]:
    return [image.name for image in room.composer.draft().images]


def test_a_worker_s_word_is_heard_in_the_window_s_own_thread_and_in_order(tell):
    async def story(room) -> None:
        heard: list[tuple[float, bool]] = []
        main = threading.current_thread()
        say = handed_over(lambda share: heard.append((share, threading.current_thread() is main)))

        def work() -> None:
            say(0.1)
            time.sleep(0.5)
            for step in range(5_000, 10_001):
                say(step / 10_000)

        await asyncio.to_thread(work)
        await room.until(lambda: bool(heard) and heard[-1][0] == 1)
        assert all(own for _, own in heard)
        assert [share for share, _ in heard] == sorted(share for share, _ in heard)
        assert len(heard) == 1 + 26, "what came first, and every step of the bar"

    tell(story)


def test_what_is_ready_at_once_never_has_a_bar(tell):
    async def story(room) -> None:
        heard: list[float] = []
        say = handed_over(heard.append)
        await asyncio.to_thread(lambda: [say(share) for share in (0.0, 0.5, 1.0)])
        await asyncio.sleep(0.6)
        assert heard == []

    tell(story)


def test_a_large_photograph_shows_that_it_is_being_prepared(tell, tmp_path):
    big = tmp_path / "big.jpg"
    noise = Image.effect_noise((7700, 5190), 80).convert("RGB")
    noise.save(big, "JPEG", quality=70, progressive=True)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(big,)))
        await room.until(lambda: bool(room.chips()))
        (chip,) = room.chips()
        await room.until(lambda: "%" in chip._lines[0].whole_text())
        assert chip.pending
        await room.until(room.ready)
        assert chip._lines[0].whole_text().startswith("7700×5190 → ")

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


def test_a_document_of_one_page_is_taken_at_once(tell, tmp_path, pdf):
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


def test_of_a_longer_document_the_user_is_asked_for_pages(tell, tmp_path, photo, pdf):
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


def test_enter_before_the_pages_are_known_sends_nothing(tell, tmp_path, pdf):
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


def test_a_hundred_files_are_not_all_prepared(tell, files):
    many = files(30, width=30)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=many))
        await room.until(lambda: "20 files attached, 10 more were left out" in room.said())
        await room.until(lambda: len(room.chips()) == 20 and room.ready())

    tell(story)
