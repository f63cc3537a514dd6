"""What a picture is comes from its bytes: kind, size as shown, moving or not; else a sentence."""

from __future__ import annotations

import contextlib
import gzip
import io
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from scout_desktop.chat.errors import PictureError, PictureRefused, PictureUnreadable
from scout_desktop.chat.picture import EXTENSION_OF, MIME_OF, inspect, is_document, kind_of
from scout_desktop.chat.picture.coded import coded
from tests.imaging.corpus import (
    KINDS,
    avif,
    bmp,
    cornered,
    exif,
    heic,
    pdf,
    plain,
    png_16_bit,
    png_chunk,
    saved,
    stored_as,
    tiff,
    with_planted_metadata,
)

SCENE = cornered(64, 40)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_size_and_type_come_from_the_bytes(kind):
    found = inspect(plain(kind))
    assert (found.kind, found.width, found.height) == (kind, 64, 40)
    assert (found.orientation, found.animated, found.pixels) == (1, False, 2560)
    assert found.mime == MIME_OF[kind]
    assert kind_of(plain(kind)) == kind
    assert not is_document(plain(kind))
    if kind in {"PNG", "JPEG", "WebP", "GIF"}:
        assert EXTENSION_OF[found.mime] == kind.lower().replace("jpeg", "jpg")


@pytest.mark.parametrize(
    "data",
    [
        saved(SCENE, "JPEG", progressive=True),
        saved(SCENE.convert("L"), "JPEG"),
        saved(SCENE.convert("CMYK"), "JPEG"),
        saved(SCENE, "WEBP", quality=40),
        saved(SCENE, "WEBP", quality=40, exif=exif()),
        saved(SCENE.convert("RGBA"), "WEBP", lossless=True),
        png_16_bit(),
        *with_planted_metadata().values(),
    ],
)
def test_every_variant_has_its_size(data):
    assert (inspect(data).width, inspect(data).height) == (64, 40)


@pytest.mark.parametrize("marker", [n for n in range(0xC0, 0xD0) if n not in {0xC4, 0xC8, 0xCC}])
def test_every_kind_of_jpeg_frame_is_read(marker):
    frame = bytes([0xFF, marker]) + struct.pack(">HBHHB", 11, 8, 300, 500, 1) + b"\1\x11\0"
    for before in (
        b"",
        b"\xff\xff\xff",
        b"\xff\xd0",
        b"\xff\xc4\0\4ab",
        b"\xff\xe1\0\x08\xff\xc0\0\1ab",
    ):
        found = inspect(b"\xff\xd8" + (before or b"\xff\xe0\0\4ab") + frame + b"\xff\xda\0\2")
        assert (found.width, found.height) == (500, 300)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_the_size_is_the_one_shown_after_the_turn(kind, orientation):
    data = saved(stored_as(SCENE, orientation), kind, exif=exif(orientation))
    found = inspect(data)
    assert (found.width, found.height, found.orientation) == (64, 40, orientation)
    assert found.stored_size == ((64, 40) if orientation < 5 else (40, 64))


@pytest.mark.parametrize("order", ["<", ">"])
def test_orientation_is_read_in_either_byte_order_and_ignored_when_it_is_nonsense(order):
    for value, expected in ((6, 6), (0, 1), (9, 1), (65535, 1)):
        tiff = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
        tiff += struct.pack(order + "HHHIHH", 1, 0x0112, 3, 1, value, 0)
        app1 = b"Exif\0\0" + tiff
        jpeg = plain("JPEG")
        jpeg = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 + jpeg[2:]
        assert inspect(jpeg).orientation == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_that_its_decoder_turns_has_the_size_after_it(orientation):
    found = inspect(heic(stored_as(SCENE, orientation), exif=exif(orientation)))
    assert (found.width, found.height, found.orientation) == (64, 40, 1)


def test_pictures_of_several_are_known_as_such():
    other = cornered().rotate(180)
    frames = [cornered().quantize(16), other.quantize(16)]
    several = {"save_all": True, "append_images": [other]}
    files = {
        "GIF": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
        "WebP": saved(cornered(), "WEBP", **several),
        "PNG": saved(cornered(), "PNG", **several),
        "TIFF": saved(cornered(), "TIFF", **several),
        "AVIF": avif(cornered(), **several),
        "HEIC": heic(cornered(), **several),
    }
    for kind, data in files.items():
        found = inspect(data)
        assert (found.kind, found.animated) == (kind, True)
        assert (found.width, found.height) == (64, 40)
        assert not inspect(plain(kind)).animated


def test_tiles_and_a_thumbnail_are_parts_of_one_photo():
    data = heic(cornered(300, 200), tile_size=128, thumbnails=[64])
    assert data.count(b"hvc1") > 6
    assert not inspect(data).animated
    assert (inspect(data).width, inspect(data).height) == (300, 200)


@pytest.mark.parametrize("header", [12, 40, 52, 56, 64, 108, 124])
@pytest.mark.parametrize("height", [40, -40])
def test_every_header_of_a_bitmap_that_is_in_use(header, height):
    if header == 12 and height < 0:
        return  # the oldest knows no rows from the top
    found = inspect(bmp(header, b"", (64, height)))
    assert (found.kind, found.width, found.height) == ("BMP", 64, 40)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_tiff_in_either_byte_order_and_beyond_four_gigabytes(order, big):
    if big:
        data = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HHHQ", 43, 8, 0, 16)
        entries = [(256, 4, 64), (257, 4, 40), (274, 3, 6)]
        data += struct.pack(f"{order}Q", len(entries))
        for tag, form, value in entries:
            place = struct.pack(order + {3: "H", 4: "I"}[form], value).ljust(8, b"\0")
            data += struct.pack(f"{order}HHQ", tag, form, 1) + place
        data += bytes(8)
    else:
        data = tiff({256: ("H", (64,)), 257: ("I", (40,)), 274: ("H", (6,))}, b"", order)
    found = inspect(data)
    assert (found.width, found.height, found.orientation) == (40, 64, 6)


def test_the_colours_that_a_file_names_by_number_are_known():
    assert (inspect(avif(SCENE)).primaries, inspect(avif(SCENE)).transfer) == (1, 13)
    p3 = avif(SCENE).replace(b"nclx\0\1\0\x0d", b"nclx\0\x0c\0\x0d")
    assert (inspect(p3).primaries, inspect(p3).transfer) == (12, 13)


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
        gzip.compress(b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
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
        gzip.compress(b"no drawing"),
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
        gzip.compress(b"<svg" + b" " * 20_000_000)[:2000] + b"x" * 100_000,
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


def test_a_first_frame_larger_than_the_screen_counts():
    image = Image.new("P", (50, 30))
    data = bytearray(saved(image, "GIF"))
    data[6:10] = struct.pack("<HH", 10, 10)
    with Image.open(io.BytesIO(bytes(data))) as decoded:
        assert (inspect(bytes(data)).width, inspect(bytes(data)).height) == decoded.size
