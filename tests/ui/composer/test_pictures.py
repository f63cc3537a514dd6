"""Pictures on their way into a message, over a real data folder."""

from __future__ import annotations

import asyncio
import io

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.draft import Draft
from scout_desktop.ui.composer.foot.estimate import EstimateLine
from scout_desktop.ui.composer.intake.offer import Loose, Offer


def test_a_photograph_becomes_a_chip_that_says_what_will_be_sent(tell, photo, tmp_path):
    big = tmp_path / "big <b>photo.jpg"
    big.write_bytes(photo(3000, 2000, "JPEG"))

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(big,)))
        await room.until(room.ready)
        await room.quiet()
        (chip,) = room.chips()
        assert chip.image is not None
        sent = f"{chip.image.width}×{chip.image.height}"
        assert f"3000×2000 → {sent} pixels sent" in chip.accessibleName()
        assert "tiles" in chip.accessibleName()
        assert "USD" in chip.accessibleName()
        assert "<b>" not in chip.toolTip()
        assert chip._view._image is not None
        assert chip._view._image.pixelColor(5, 5).red() > 180
        QTest.keyClicks(room.text, "what is it?")
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        ((_, draft),) = room.asked
        assert draft == Draft("what is it?", (chip.image,))
        assert room.composer.draft().is_empty
        assert room.chips() == []

    tell(story)


def test_what_is_no_picture_says_so_in_its_chip_and_the_rest_is_sent(tell, photo, tmp_path):
    (tmp_path / "report.png").write_bytes(b"%PDF-1.7 not a picture at all")
    (tmp_path / "gone.jpg").touch()

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        files = tmp_path / "report.png", tmp_path / "nowhere.png"
        room.presenter.take(Offer(files=files, loose=(Loose("good.png", photo()),)))
        await room.until(lambda: len(room.chips()) == 3 and room.ready())
        refused = [chip for chip in room.chips() if chip.refused]
        assert len(refused) == 2
        assert all(len(chip._sentence.text()) > 20 for chip in refused)
        room.composer.submit()
        ((_, draft),) = room.asked
        assert [image.name for image in draft.images] == ["good.png"]

    tell(story)


def test_a_folder_comes_in_and_what_is_left_out_is_said(tell, photo, tmp_path):
    folder = tmp_path / "Holiday"
    folder.mkdir()
    for number in range(22):
        (folder / f"{number:02}.png").write_bytes(photo(40 + number, 30))

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(folder,)))
        await room.until(lambda: len(room.chips()) == 20 and room.ready())
        await room.quiet()
        names = [image.name for image in room.composer.draft().images]
        assert names == [f"{number:02}.png" for number in range(20)]
        assert "20 pictures of “Holiday” attached, 2 more were left out" in room.said()

    tell(story)


def test_a_message_waits_for_its_pictures(tell, photo):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "look")
        room.presenter.take(Offer(loose=(Loose("p.png", photo(2000, 1500)),)))
        await room.until(lambda: bool(room.chips()))
        assert room.chips()[0].pending
        QTest.keyClick(room.text, Qt.Key.Key_Return)
        assert room.asked == []
        assert "Sending as soon as the pictures are ready." in room.said()
        await room.until(lambda: bool(room.asked))
        ((_, draft),) = room.asked
        assert len(draft.images) == 1

    tell(story)


def test_removing_a_picture_that_is_being_prepared_forgets_it(tell, photo):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(loose=(Loose("p.png", photo(3000, 2000)),)))
        await room.until(lambda: bool(room.chips()))
        room.chips()[0].setFocus()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
        await room.quiet()
        assert room.chips() == []
        assert room.composer.draft().is_empty

    tell(story)


def test_a_picture_that_is_ready_after_the_chat_changed_goes_to_its_own_draft(tell, photo):
    async def story(room) -> None:
        one, two = await room.begun(), await room.begun()
        room.presenter.show(one)
        await room.quiet()
        room.presenter.take(Offer(loose=(Loose("p.png", photo(2500, 2000)),)))
        await room.until(lambda: bool(room.chips()))
        room.presenter.show(two)
        await room.quiet()
        assert room.chips() == []
        room.presenter.show(one)
        assert [image.name for image in room.composer.draft().images] == ["p.png"]

    tell(story)


def test_going_away_and_back_shows_the_picture_still_being_prepared(tell, photo):
    async def story(room) -> None:
        one, two = await room.begun(), await room.begun()
        room.presenter.show(one)
        await room.quiet()
        room.presenter.take(Offer(loose=(Loose("p.png", photo(2500, 2000)),)))
        await room.until(lambda: bool(room.chips()))
        room.presenter.show(two)
        room.presenter.show(one)
        assert room.chips()[0].pending
        await room.until(room.ready)
        assert len(room.composer.draft().images) == 1

    tell(story)


def test_the_estimate_follows_the_draft_and_never_moves_its_neighbours(tell, photo):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        line = room.window.findChild(EstimateLine)
        await asyncio.sleep(0.2)
        assert line.text() == ""
        places = {name: room.named(name).geometry() for name in ("Model", "Send")}
        QTest.keyClicks(room.text, "hello there")
        await room.until(lambda: "tokens in" in line.accessibleName())
        few = line.accessibleName()
        assert few.startswith("about ")
        assert "USD + up to" in few
        assert few.endswith("(listed)")
        room.presenter.take(Offer(loose=(Loose("p.png", photo(1000, 1000)),)))
        await room.until(lambda: room.ready() and line.accessibleName() != few)
        assert "Pictures take" in line.accessibleDescription()
        for name, place in places.items():
            assert room.named(name).geometry().left() == place.left()
            assert room.named(name).geometry().width() == place.width()

    tell(story)


def test_a_pasted_screenshot_is_prepared(tell):
    async def story(room) -> None:
        from PySide6.QtCore import QMimeData
        from PySide6.QtGui import QImage

        image = QImage(640, 480, QImage.Format.Format_RGB32)
        image.fill(0xFF204060)
        given = QMimeData()
        given.setImageData(image)
        QApplication.clipboard().setMimeData(given)
        room.presenter.show(room.core.chats.new())
        room.text.paste()
        await room.until(room.ready)
        (kept,) = room.composer.draft().images
        data = await room.core.pictures.bytes_of(kept.sha256)
        with Image.open(io.BytesIO(data)) as opened:
            assert opened.convert("RGB").getpixel((9, 9)) == (0x20, 0x40, 0x60)

    tell(story)
