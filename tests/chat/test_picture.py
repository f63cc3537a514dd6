"""What a picture is comes from its bytes: kind, size as shown, moving or not; else a sentence."""

from __future__ import annotations

import io
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, features

from scout_desktop.chat.errors import PictureError, PictureRefused, PictureUnreadable
from scout_desktop.chat.picture import EXTENSION_OF, MIME_OF, inspect
from tests.imaging.corpus import (
    cornered,
    exif,
    plain,
    png_16_bit,
    png_chunk,
    saved,
    stored_as,
    with_planted_metadata,
)

SCENE = cornered(64, 40)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "GIF"])
def test_kind_size_and_type_come_from_the_bytes(kind):
    found = inspect(plain(kind))
    assert (found.kind, found.width, found.height) == (kind, 64, 40)
    assert (found.orientation, found.animated, found.pixels) == (1, False, 2560)
    assert found.mime == MIME_OF[kind]
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
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
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


def test_moving_pictures_are_known_as_such():
    frames = [cornered().quantize(16), cornered().rotate(180).quantize(16)]
    gif = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    webp = saved(cornered(), "WEBP", save_all=True, append_images=[cornered().rotate(180)])
    apng = saved(cornered(), "PNG", save_all=True, append_images=[cornered().rotate(180)])
    assert [inspect(data).animated for data in (gif, webp, apng)] == [True, True, True]
    assert [inspect(data).kind for data in (gif, webp, apng)] == ["GIF", "WebP", "PNG"]


def box(brand: bytes) -> bytes:
    return b"\0\0\0\x1cftyp" + brand + b"\0\0\0\0" + brand + b"miaf" + b"\0" * 20


FOREIGN = {
    "BMP": saved(SCENE, "BMP"),
    "TIFF": saved(SCENE, "TIFF"),
    "AVIF": box(b"avif"),
    "HEIC": box(b"heic"),
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


@pytest.mark.skipif(not features.check("avif"), reason="this Pillow writes no AVIF")
def test_a_real_avif_is_known():
    with pytest.raises(PictureRefused, match="AVIF"):
        inspect(saved(SCENE, "AVIF"))


def test_an_iphone_photo_is_told_what_to_do():
    with pytest.raises(PictureRefused) as refusal:
        inspect(box(b"mif1"))
    assert "iPhone" in refusal.value.headline
    assert "not supported yet" in refusal.value.headline
    assert "JPEG" in refusal.value.advice


@pytest.mark.parametrize(
    "text",
    [
        b"<svg/>",
        b"\xef\xbb\xbf  <?xml version='1.0'?>\n<!-- drawn -->\n<svg width='1'>",
        b"<!DOCTYPE svg PUBLIC 'x' 'y' [<!ENTITY a 'b'>]><svg>",
        b"<s:svg xmlns:s='http://www.w3.org/2000/svg'>",
        "<?xml version='1.0' encoding='utf-16'?><svg >".encode("utf-16"),
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
        b"\0",
    ],
)
def test_what_is_no_picture_gets_the_list_of_those_that_are(data):
    with pytest.raises(PictureUnreadable) as refusal:
        inspect(data)
    assert "PNG, JPEG, WebP or GIF" in refusal.value.advice


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


@given(
    st.binary(max_size=300),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b""]),
)
@settings(max_examples=400)
def test_noise_never_raises_anything_but_a_sentence(noise, start):
    for data in (start + noise, b"RIFF\0\0\0\0WEBP" + noise, b"RIFF\0\0\0\0WEBPVP8X" + noise):
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
