"""What file managers, browsers, screenshot tools and word processors put on the table."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.composer.intake.offer import Loose, counted, read_offer, unfold


def mime(urls=(), formats=(), text=None, image=None) -> QMimeData:
    made = QMimeData()
    if urls:
        made.setUrls([QUrl(url) for url in urls])
    for kind, content in formats:
        made.setData(kind, QByteArray(content))
    if text is not None:
        made.setText(text)
    if image is not None:
        made.setImageData(image)
    return made


def test_a_file_manager_gives_addresses_of_files(qapp):
    given = mime(
        formats=[("text/uri-list", b"file:///photos/M%C3%BCll.jpg\r\nfile:///b/c.PNG\r\n")]
    )
    assert read_offer(given).files == (Path("/photos/Müll.jpg"), Path("/b/c.PNG"))
    assert counted(given) == (2, 0)


def test_folders_and_other_files_are_counted_apart(qapp):
    given = mime(urls=["file:///a/holiday", "file:///a/b.webp", "file:///a/notes.txt"])
    assert counted(given) == (1, 2)


def test_files_win_over_the_pixels_beside_them(qapp, photo):
    given = mime(urls=["file:///a/b.jpg"], formats=[("image/png", photo())])
    assert read_offer(given).files == (Path("/a/b.jpg"),)
    assert read_offer(given).loose == ()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_bytes_of_a_copied_picture_are_taken_as_they_are(qapp, photo, kind):
    content = photo(kind=kind)
    given = mime(formats=[(f"image/{kind.lower()}", content)])
    (loose,) = read_offer(given).loose
    assert loose.encoded() == content


def test_a_picture_dragged_from_a_browser_comes_with_its_address(qapp, photo):
    given = mime(
        urls=["https://example.org/cat.jpg"],
        formats=[("image/jpeg", photo(kind="JPEG")), ("text/html", b"<img src='https://x'>")],
        text="https://example.org/cat.jpg",
    )
    assert len(read_offer(given).loose) == 1


def test_copied_cells_of_a_spreadsheet_are_text(qapp, photo):
    given = mime(formats=[("image/png", photo())], text="a\tb\n1\t2")
    assert not read_offer(given)
    assert counted(given) == (0, 0)


def test_an_address_alone_is_text(qapp):
    given = mime(urls=["https://example.org/cat.jpg"], text="https://example.org/cat.jpg")
    assert not read_offer(given)


def test_pixels_of_a_screenshot_become_png(qapp):
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    (loose,) = read_offer(mime(image=image)).loose
    with Image.open(io.BytesIO(loose.encoded())) as opened:
        assert opened.format == "PNG"
        assert opened.size == (30, 20)
        assert opened.convert("RGB").getpixel((3, 3)) == (0x33, 0x66, 0x99)


def test_a_folder_gives_the_pictures_directly_inside_up_to_twenty(tmp_path):
    for number in range(23):
        (tmp_path / f"p{number:02}.JPG").touch()
    (tmp_path / "notes.txt").touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "deep.png").touch()
    single = tmp_path / "notes.txt"
    files, folders = unfold([single, tmp_path])
    assert files == [single, *[tmp_path / f"p{number:02}.JPG" for number in range(20)]]
    assert folders[0].left_out == 3


def test_pasted_pictures_become_chips_and_pasted_text_becomes_text(stage, photo):
    clipboard = QApplication.clipboard()
    clipboard.setMimeData(mime(formats=[("image/png", photo())]))
    stage.text.paste()
    clipboard.setMimeData(mime(urls=["file:///a/b.jpg"], text="/a/b.jpg"))
    stage.text.paste()
    clipboard.setMimeData(mime(text="<b>plain</b>\r\nline", formats=[("text/html", b"<b>x</b>")]))
    stage.text.paste()
    pictures, files = stage.offers
    assert isinstance(pictures.loose[0], Loose)
    assert files.files == (Path("/a/b.jpg"),)
    assert stage.text.text() == "<b>plain</b>\nline"


def test_undo_after_pasting_text(stage):
    QApplication.clipboard().setMimeData(mime(text="pasted"))
    QTest.keyClicks(stage.text, "a ")
    stage.text.paste()
    stage.text.undo()
    assert "pasted" not in stage.text.text()
