"""Whatever way a format stores colours, what comes out is what was drawn."""

from __future__ import annotations

import base64
import io
import struct

import pillow_heif
import pytest
from PIL import Image, ImageCms

from tests.imaging.corpus import (
    CORNERS,
    alike,
    avif,
    bmp,
    cornered,
    heic,
    png,
    png_16_bit,
    png_chunk,
    profile,
    saved,
    tiff,
)
from tests.imaging.shown import quarters, whole

WHITE = (255, 255, 255)


def grey_steps() -> bytes:
    return b"".join(bytes([value]) * 16 for value in (0, 85, 170, 255))


GREYS = [(value,) * 3 for value in (0, 85, 170, 255)]


def steps(image: Image.Image) -> list[tuple[int, int, int]]:
    return [image.convert("RGB").getpixel((8 + 16 * step, 1)) for step in range(4)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("white", [0, 1], ids=["white is zero", "black is zero"])
def test_greys_of_a_scanner(order, bits, white):
    row = grey_steps() if white else bytes(255 - value for value in grey_steps())
    if bits == 16:
        row = b"".join(struct.pack(f"{order}H", value * 257) for value in row)
    tags = {256: (64,), 257: (4,), 258: (bits,), 259: (1,), 262: (white,), 277: (1,), 278: (4,)}
    data = tiff({tag: ("H", value) for tag, value in tags.items()}, row * 4, order)
    assert alike(steps(whole(data)), GREYS, 1)


@pytest.mark.parametrize("order", ["<", ">"])
def test_sixteen_bits_a_channel(order):
    rows = b"".join(
        struct.pack(f"{order}3H", *(value * 257 for value in CORNERS[y // 20 * 2 + x // 32]))
        for y in range(40)
        for x in range(64)
    )
    tags = {256: (64,), 257: (40,), 258: (16, 16, 16), 259: (1,), 262: (2,), 277: (3,), 278: (40,)}
    data = tiff({tag: ("H", value) for tag, value in tags.items()}, rows, order)
    assert alike(quarters(whole(data)), CORNERS, 1)
    assert alike(quarters(whole(png_16_bit())), CORNERS, 1)


@pytest.mark.parametrize("top", [1.0, 255.0, 4000.0])
def test_fractions_and_long_numbers_become_greys(top):
    image = Image.new("F", (64, 4))
    for number, value in enumerate((0, 1 / 3, 2 / 3, 1)):
        image.paste(value * top, (16 * number, 0, 16 * number + 16, 4))
    assert alike(steps(whole(saved(image, "TIFF"))), GREYS, 1)
    if top > 1:
        long = image.convert("I").point(lambda value: value * (65535 / top))
        assert alike(steps(whole(saved(long, "TIFF"))), GREYS, 2)


TEN_BITS = base64.b64decode(
    "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD5bWV0YQAAAAAAAAAvaGRscgAAAAAAAAAAcGljdAAAAAAAAAAA"
    "AAAAAFBpY3R1cmVIYW5kbGVyAAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAASEAAAAzAAAAKGlpbmYA"
    "AAAAAAEAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAAGppcHJwAAAAS2lwY28AAAAUaXNwZQAAAAAAAABAAAAAQAAAABBw"
    "aXhpAAAAAAMKCgoAAAAMYXYxQ4EATAAAAAATY29scm5jbHgAAQANAAaAAAAAF2lwbWEAAAAAAAAAAQABBAECgwQAAAA7bWRh"
    "dAoNAAAAAq//iV8qAhoNCDIiEACTggMMEEAAAB1EsYL8Jgt01PP0MymmUzbJGQEemxj7Qw=="
)
"""64 x 64, greys from 64 to 864 of 1023 across, made with another program's encoder (SVT-AV1)."""


def test_ten_bits_of_a_new_phone():
    ramp = whole(TEN_BITS).convert("L")
    for x in (4, 20, 40, 60):
        assert abs(ramp.getpixel((x, 30)) - (64 + x * 800 / 64) * 255 / 1023) < 4
    samples = [int(value) * 257 for corner in CORNERS for value in corner]
    top = struct.pack("<6H", *samples[:6])
    rows = (top[:6] * 32 + top[6:] * 32) * 20
    bottom = struct.pack("<6H", *samples[6:])
    rows += (bottom[:6] * 32 + bottom[6:] * 32) * 20
    photo = pillow_heif.from_bytes("RGB;16", (64, 40), rows)
    file = io.BytesIO()
    photo.save(file, quality=95, chroma=444)
    assert alike(quarters(whole(file.getvalue())), CORNERS)


def test_print_colours_of_scanners_and_of_photoshop():
    inks = cornered().convert("CMYK")
    plain_jpeg = saved(inks, "JPEG", quality=95)
    assert b"Adobe" in plain_jpeg  # which says that the inks are stored inverted
    for data in (plain_jpeg, saved(inks, "TIFF"), saved(inks, "TIFF", compression="tiff_lzw")):
        assert alike(quarters(whole(data)), CORNERS, 16)


def test_palettes_alpha_and_colours_of_the_laboratory():
    see_through = cornered().convert("RGBA")
    see_through.paste((0, 0, 0, 0), (0, 0, 32, 20))
    for kind in ("TIFF", "AVIF", "HEIC", "WEBP"):
        make = {"AVIF": avif, "HEIC": heic}.get(kind)
        data = make(see_through) if make else saved(see_through, kind)
        assert alike(quarters(whole(data)), [WHITE, *CORNERS[1:]], 16)
    few = cornered().quantize(8)
    for kind in ("TIFF", "BMP", "GIF", "PNG"):
        assert alike(quarters(whole(saved(few, kind))), CORNERS, 2)
    to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(cornered(), to_lab)
    assert alike(quarters(whole(saved(lab, "TIFF"))), CORNERS, 3)
    fax = Image.new("1", (64, 40), 1)
    fax.paste(0, (0, 0, 32, 20))
    for compression in ("group4", "group3", "raw"):
        data = saved(fax, "TIFF", compression=compression)
        assert quarters(whole(data)) == [(0, 0, 0), WHITE, WHITE, WHITE]


def bitmap_rows(pixel=lambda red, green, blue: bytes((blue, green, red))) -> list[bytes]:
    return [b"".join(pixel(*CORNERS[y // 20 * 2 + x // 32]) for x in range(64)) for y in range(40)]


@pytest.mark.parametrize("header", [12, 40, 52, 56, 64, 108, 124])
def test_bitmaps_of_every_age(header):
    from_below = b"".join(reversed(bitmap_rows()))
    assert alike(quarters(whole(bmp(header, from_below, (64, 40)))), CORNERS, 0)
    if header > 12:
        from_above = b"".join(bitmap_rows())
        assert alike(quarters(whole(bmp(header, from_above, (64, -40)))), CORNERS, 0)


def test_bitmaps_whose_fourth_byte_is_transparency_or_nothing():
    for alpha, expected in ((255, list(CORNERS)), (0, list(CORNERS))):
        rows = bitmap_rows(lambda *rgb, alpha=alpha: bytes((*reversed(rgb), alpha)))
        for header in (40, 56, 108, 124):
            data = bmp(header, b"".join(reversed(rows)), (64, 40), 32)
            assert alike(quarters(whole(data)), expected, 0), (header, alpha)
    rows = bitmap_rows(lambda *rgb: bytes((*reversed(rgb), 0 if rgb == CORNERS[0] else 255)))
    data = bmp(124, b"".join(reversed(rows)), (64, 40), 32)
    assert alike(quarters(whole(data)), [WHITE, *CORNERS[1:]], 0)


def test_a_bitmap_of_runs():
    colours = b"".join(bytes((blue, green, red, 0)) for red, green, blue in CORNERS)
    colours = colours.ljust(1024, b"\0")
    rows = b"".join(bytes((32, pair, 32, pair + 1, 0, 0)) * 20 for pair in (2, 0)) + b"\0\1"
    data = bytearray(bmp(40, rows, (64, 40), 8, colours))
    data[30:34] = struct.pack("<I", 1)
    assert alike(quarters(whole(bytes(data))), CORNERS, 0)


def swapped_red(kind: str) -> bytes:
    pure = Image.new("RGB", (64, 40), (255, 0, 0))
    icc = profile(swapped=True)
    if kind == "BMP":
        data = bytearray(bmp(124, bytes((0, 0, 255)) * 64 * 40, (64, 40)))
        data[70:74] = b"DEBM"
        data[126:134] = struct.pack("<II", len(data) - 14, len(icc))
        return bytes(data) + icc
    if kind == "HEIC":
        return heic(pure, icc_profile=icc)
    return avif(pure, icc_profile=icc) if kind == "AVIF" else saved(pure, kind, icc_profile=icc)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "AVIF", "HEIC", "BMP"])
def test_a_colour_profile_is_applied_in_every_format(kind):
    assert alike([whole(swapped_red(kind)).getpixel((9, 9))], [(0, 255, 0)])


def from_display_p3(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """To sRGB, with the matrix that Apple and the W3C publish."""
    matrix = ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979))
    light = [((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour]
    seen = [sum(a * b for a, b in zip(row, light, strict=True)) for row in matrix]
    return tuple(round(255 * (1.055 * max(v, 0.0) ** (1 / 2.4) - 0.055)) for v in seen)


def test_display_p3_said_by_a_png():
    rows = b"".join(b"\0" + bytes((180, 110, 60)) * 8 for _ in range(8))
    said = png(8, 8, 8, 2, rows, png_chunk(b"cICP", bytes((12, 13, 0, 1))))
    assert alike([whole(said).getpixel((3, 3))], [from_display_p3((180, 110, 60))], 2)
    assert whole(png(8, 8, 8, 2, rows)).getpixel((3, 3)) == (180, 110, 60)


@pytest.mark.parametrize("make", [avif, heic])
def test_display_p3_said_by_a_number_is_shown_as_it_looked(make):
    colour = (180, 110, 60)
    data = make(Image.new("RGB", (64, 40), colour))
    assert alike([whole(data).getpixel((9, 9))], [colour], 3)
    said = data.replace(b"nclx\0\1\0\x0d", b"nclx\0\x0c\0\x0d")
    assert said != data
    expected = from_display_p3(colour)
    assert not alike([colour], [expected], 8)  # or this would say nothing
    assert alike([whole(said).getpixel((9, 9))], [expected], 3)


def test_high_dynamic_range_is_neither_black_nor_burnt():
    # A PQ value of 0.58 is the white of paper (203 candelas); 0.75 is a light of 1000.
    shown = {}
    for value in (60, 100, 148, 191, 255):
        data = avif(Image.new("RGB", (64, 40), (value,) * 3))
        said = data.replace(b"nclx\0\1\0\x0d", b"nclx\0\x09\0\x10")
        assert said != data
        shown[value] = whole(said).getpixel((9, 9))[1]
    levels = list(shown.values())
    assert levels == sorted(levels)
    assert 20 < shown[60] < 80
    assert 170 < shown[148] < 215
    assert min(shown[191], shown[255]) >= 250
