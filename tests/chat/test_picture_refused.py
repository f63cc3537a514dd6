"""What is no picture, or no longer one, gets a sentence and nothing but a sentence."""

from __future__ import annotations

import contextlib
import gzip
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.errors import PictureError, PictureRefused, PictureUnreadable
from scout_desktop.chat.picture import inspect, is_document, kind_of
from scout_desktop.chat.picture.coded import coded
from tests.imaging.corpus import (
    avif,
    bmp,
    cornered,
    heic,
    pdf,
    png_chunk,
    saved,
    tiff,
    with_planted_metadata,
)

SCENE = cornered(64, 40)


def test_a_cameras_raw_file_is_no_picture_of_a_thumbnail():
    small = {256: ("I", (160,)), 257: ("I", (120,)), 254: ("I", (1,)), 330: ("I", (4711,))}
    negative = {256: ("I", (160,)), 257: ("I", (120,)), 50706: ("I", (0x0401,))}
    for data in (
        tiff(small, b"x" * 100),
        tiff(negative, b"x" * 100, ">"),
        b"II*\0\x10\0\0\0CR\2\0",
        box(b"crx "),
        b"FUJIFILMCCD-RAW 0201",
        b"IIU\0\x18\0\0\0",
    ):
        with pytest.raises(PictureRefused, match="raw file") as refusal:
            inspect(data)
        assert "JPEG" in refusal.value.advice


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x1cftyp" + brand + b"\0\0\0\0" + brand + b"miaf" + b"\0" * 20


FOREIGN = {
    "SVG": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "PDF": saved(SCENE, "PDF"),
    "Icon (ICO)": saved(SCENE, "ICO"),
    "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n",
    "JPEG XL": b"\xff\x0a\0\0",
    "Photoshop": b"8BPS\0\1",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_known_format_that_is_not_taken_is_called_by_its_name(name):
    with pytest.raises(PictureRefused) as refusal:
        inspect(FOREIGN[name])
    assert name in refusal.value.headline
    assert refusal.value.advice


def test_a_document_is_told_by_what_it_is_and_sent_to_the_page_picker():
    for data in (pdf(b""), b"\n\n<junk>" + pdf(b"")):
        assert is_document(data)
        with pytest.raises(PictureRefused, match="PDF document") as refusal:
            inspect(data)
        assert "page picker" in refusal.value.advice
    # What is said in the middle of a picture makes it none.
    with_comment = saved(SCENE, "GIF", comment=b"%PDF-1.7")
    assert kind_of(with_comment) == "GIF"
    assert not is_document(with_comment)
    assert not is_document(b"")
    assert not is_document(b"x" * 2000 + b"%PDF-1.7")


@pytest.mark.parametrize(
    "text",
    [
        b"<svg/>",
        b"\xef\xbb\xbf  <?xml version='1.0'?>\n<!-- drawn -->\n<svg width='1'>",
        b"<!DOCTYPE svg PUBLIC 'x' 'y' [<!ENTITY a 'b'>]><svg>",
        b"<s:svg xmlns:s='http://www.w3.org/2000/svg'>",
        "<?xml version='1.0' encoding='utf-16'?><svg >".encode("utf-16"),
        "<?xml version='1.0' encoding='utf-16'?><svg >".encode("utf-16-be"),
        "<svg\n>".encode("utf-16-le"),
        "<svg/>".encode("utf-32"),
        b"<!--" + b"x" * 30_000 + b"--><svg/>",
        b"<!DOCTYPE drawing [<!ENTITY a 'b'>]><svg>",
        gzip.compress(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", mtime=0),
    ],
)
def test_a_drawing_in_disguise_is_known(text):
    with pytest.raises(PictureRefused, match="SVG"):
        inspect(text)


@pytest.mark.parametrize(
    "data",
    [
        b"hello",
        b"<html><svg></svg></html>",
        b"BM is the beginning of a letter",
        b"\x1f\x8b\x08svgz",
        gzip.compress(b"no drawing", mtime=0),
        b"\0",
    ],
)
def test_what_is_no_picture_gets_the_list_of_those_that_are(data):
    with pytest.raises(PictureUnreadable) as refusal:
        inspect(data)
    assert "PNG, JPEG, WebP, GIF, BMP, TIFF, AVIF or HEIC picture, or a PDF" in refusal.value.advice


def test_an_empty_file_is_called_empty():
    with pytest.raises(PictureUnreadable, match="empty"):
        inspect(b"")


def test_a_picture_of_no_pixels_is_damaged():
    header = struct.pack(">IIBBBBB", 0, 10, 8, 2, 0, 0, 0)
    with pytest.raises(PictureUnreadable, match="PNG picture is damaged"):
        inspect(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header))


@pytest.mark.parametrize("name", with_planted_metadata())
def test_cut_anywhere_it_is_a_picture_or_a_sentence(name):
    data = with_planted_metadata()[name]
    for length in range(len(data)):
        try:
            found = inspect(data[:length])
        except PictureError as error:
            assert error.headline  # noqa: PT017 - either outcome is right, another exception is not
        else:
            assert (found.width, found.height) == (64, 40)


@given(st.data(), st.sampled_from(["AVIF", "HEIC", "TIFF", "BMP", "AVIF that moves"]))
@settings(max_examples=500, deadline=None)
def test_a_header_with_any_bytes_changed_gives_a_size_or_a_sentence(data, name):
    content = bytearray(CHANGED[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=4)):
        content[place] = data.draw(st.sampled_from([0, 1, 2, 0x7F, 0x80, 0xFF]))
    try:
        found = inspect(bytes(content))
        assert found.width > 0
    except PictureError as error:
        assert error.sentence  # noqa: PT017 - as above
    if name.startswith(("AVIF", "HEIC")):
        with contextlib.suppress(struct.error, IndexError):  # which is what `coded` promises
            coded(bytes(content), "HEIC" if name == "HEIC" else "AVIF")


CHANGED = {
    "AVIF": avif(SCENE, quality=10),
    "HEIC": heic(SCENE, quality=10, tile_size=32),
    "TIFF": tiff({256: ("I", (64,)), 257: ("I", (40,)), 274: ("H", (3,))}, b"xxxx"),
    "BMP": bmp(40, bytes(30), (3, 3)),
    "AVIF that moves": avif(
        SCENE, quality=10, save_all=True, append_images=[cornered().rotate(180)]
    ),
}


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBP",
            b"RIFF\0\0\0\0WEBPVP8X",
            b"II*\0\x08\0\0\0",
            b"MM\0+\0\x08\0\0\0\0\0\0\0\x10",
            b"BM" + bytes(12) + b"\x28\0\0\0",
            box(b"avif")[:28] + b"\0\0\1\0meta\0\0\0\0",
            box(b"heic")[:28] + b"\0\0\1\0meta\0\0\0\0",
            b"\x1f\x8b\x08",
            b"",
        ]
    ),
)
@settings(max_examples=600)
def test_noise_never_raises_anything_but_a_sentence(noise, start):
    for data in (start + noise, (start + noise)[:40]):
        try:
            inspect(data)
        except PictureError as error:
            assert error.sentence  # noqa: PT017 - as above


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8\xff" + b"\xff" * 2_000_000,
        b"\xff\xd8" + b"\xff\xe0\0\2" * 400_000,
        b"GIF89a\1\0\1\0\0\0\0" + b"\x21\xfe\1a\0" * 300_000,
        b"<?" * 1_000_000,
        b"<!--" * 500_000,
        b"<!DOCTYPE a [" * 200_000,
        gzip.compress(b"<svg" + b" " * 20_000_000, mtime=0)[:2000] + b"x" * 100_000,
        b"II*\0\x08\0\0\0" + b"\xff" * 2_000_000,
        b"\0\0\0\x10ftypavif\0\0\0\0\0\xff\xff\xffmeta" + b"\0\0\0\x08free" * 100_000,
    ],
)
def test_a_hostile_header_takes_no_time_to_speak_of(data):
    start = time.process_time()
    with pytest.raises(PictureError):
        inspect(data if data[:3] != b"GIF" else data[:10])
    inspect_gif = data[:3] == b"GIF" and inspect(data)
    assert not inspect_gif or inspect_gif.width == 1
    assert time.process_time() - start < 5  # CPU, and a hundred times what it needs
