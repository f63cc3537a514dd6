"""What a picture is comes from its bytes: kind, size as shown, moving or not; else a sentence."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from scout_desktop.chat.picture import EXTENSION_OF, MIME_OF, inspect, is_document, kind_of
from tests.imaging.corpus import (
    KINDS,
    avif,
    bmp,
    cornered,
    exif,
    heic,
    plain,
    png_16_bit,
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


def test_a_first_frame_larger_than_the_screen_counts():
    image = Image.new("P", (50, 30))
    data = bytearray(saved(image, "GIF"))
    data[6:10] = struct.pack("<HH", 10, 10)
    with Image.open(io.BytesIO(bytes(data))) as decoded:
        assert (inspect(bytes(data)).width, inspect(bytes(data)).height) == decoded.size
