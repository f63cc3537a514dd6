"""What file managers, browsers, screenshot tools and word processors put on the table."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.errors import PictureTooLarge, PictureUnreadable
from scout_desktop.ui.composer.intake.offer import Loose, Offer, unfold
from scout_desktop.ui.composer.intake.reading import Glance, glance, read_offer


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
    assert glance(given) == Glance(pictures=2)


def test_folders_and_other_files_are_counted_apart(qapp):
    given = mime(urls=["file:///a/holiday", "file:///a/b.webp", "file:///a/notes.txt"])
    assert glance(given) == Glance(pictures=1, others=2)


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
    assert not glance(given)


def test_the_address_of_a_picture_alone_is_text_with_an_offer(qapp):
    given = mime(urls=["https://example.org/cat.jpg"], text="https://example.org/cat.jpg")
    assert read_offer(given) == Offer(
        address="https://example.org/cat.jpg", text="https://example.org/cat.jpg"
    )
    assert glance(given) == Glance(address=True)


def test_a_folder_that_says_so_is_kept_apart(qapp):
    offer = read_offer(mime(urls=["file:///a/holiday/", "file:///a/b.webp"]))
    assert (offer.files, offer.folders) == ((Path("/a/b.webp"),), (Path("/a/holiday"),))
    assert offer.paths == (Path("/a/b.webp"), Path("/a/holiday"))
    assert offer.is_many


def test_more_than_five_at_once_are_many(qapp):
    urls = [f"file:///a/{number}.jpg" for number in range(6)]
    assert read_offer(mime(urls=urls)).is_many
    assert not read_offer(mime(urls=urls[:5])).is_many


@pytest.mark.parametrize("kind", ["image/avif", "image/heic", "image/tiff", "image/bmp"])
def test_newer_and_older_kinds_of_pictures_come_as_they_are(qapp, kind):
    (loose,) = read_offer(mime(formats=[(kind, b"bytes of it")])).loose
    assert loose.encoded() == b"bytes of it"
    assert loose.name == f"pasted.{kind[6:]}"


@pytest.mark.parametrize("as_link", [False, True])
def test_a_picture_in_an_address_is_unpacked(qapp, photo, as_link):
    address = "data:image/png;base64," + base64.b64encode(photo()).decode()
    given = mime(urls=[address]) if as_link else mime(text=f"  {address}\n")
    assert glance(given) == Glance(pictures=1)
    (loose,) = read_offer(given).loose
    assert loose.encoded() == photo()
    assert loose.name == "pasted.png"


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("data:image/png;base64,-_8", b"\xfb\xff"),
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        ("data:image/svg+xml;charset=utf-8;base64,PHN2Zy8+", b"<svg/>"),
        ("data:image/png;base64,QU\nJD", b"ABC"),
    ],
)
def test_addresses_hold_pictures_in_several_ways(address, content):
    assert Loose("pasted", address).encoded() == content


@pytest.mark.parametrize("rest", ["", "A", "****", "QUJD=QUJD", "%zz%"])
def test_a_broken_address_says_so(rest):
    with pytest.raises(PictureUnreadable, match="broken"):
        Loose("pasted", f"data:image/png;base64,{rest}").encoded()


def test_a_huge_address_is_refused_before_it_is_unpacked():
    # Were it unpacked, its stars would be what is wrong with it.
    with pytest.raises(PictureTooLarge, match="25 MB"):
        Loose("pasted", "data:image/png;base64," + "*" * 34_000_000).encoded()


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/cat.jpg",
        "https://example.org/cat.jpg\nhttps://example.org/dog.jpg",
        "http://example.org/cat.jpg",
        "https://example.org/about",
        "https://png.example.org/",
        "https://user@example.org/cat.jpg",
        "data:text/html;base64,QUJD",
        "data:image/png;base64,QUJD is what it says",
        "data:image/png;base64," + "QUJD" * 400 + " is what it says",
        "data:image/png;base64",
    ],
)
def test_other_texts_are_text(qapp, text):
    assert not read_offer(mime(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/cat.JPEG",
        "https://example.org/cat.png?width=80#top",
        "https://example.org/media/Xy1?format=jpg&name=large",
    ],
)
def test_an_address_promises_a_picture_by_its_looks(qapp, text):
    assert read_offer(mime(text=text)).address == text


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
    assert folders[0].path == tmp_path


def test_a_folder_gives_every_kind_but_not_what_is_hidden(tmp_path):
    names = ["a.heic", "b.PDF", "c.tiff", "d.avif", "e.bmp"]
    for name in [*names, ".thumb.png", "f.svg", "g.mp4"]:
        (tmp_path / name).touch()
    files, _folders = unfold([tmp_path])
    assert [file.name for file in files] == names


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
