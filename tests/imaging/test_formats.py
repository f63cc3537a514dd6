"""Every format gives the picture that was drawn: under any name, upright, whole or a part."""

from __future__ import annotations

import threading
import warnings

import pytest
from PIL import Image, ImageChops

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.recipe import Crop
from scout_desktop.imaging import Abandoned, decode, look, read_picture_file
from tests.imaging.corpus import (
    CORNERS,
    KINDS,
    alike,
    avif,
    cornered,
    exif,
    heic,
    plain,
    saved,
    stored_as,
    with_planted_metadata,
)
from tests.imaging.shown import quarters, whole

GREEN, WHITE = CORNERS[1], (255, 255, 255)
TURNED = {
    "JPEG": lambda image, turn: saved(image, "JPEG", exif=exif(turn), quality=95, subsampling=0),
    "PNG": lambda image, turn: saved(image, "PNG", exif=exif(turn)),
    "WebP": lambda image, turn: saved(image, "WEBP", exif=exif(turn), lossless=True),
    "TIFF": lambda image, turn: saved(image, "TIFF", exif=exif(turn)),
    "AVIF": lambda image, turn: avif(image, exif=exif(turn)),
    "HEIC": lambda image, turn: heic(image, exif=exif(turn)),
}


def farthest(one: Image.Image, other: Image.Image) -> int:
    return max(ImageChops.difference(one.convert("RGB"), other.convert("RGB")).tobytes())


@pytest.mark.parametrize("name", ["x.png", "x.svg", "x", "x.heic", "x.pdf"])
def test_the_name_never_matters(name, tmp_path):
    for kind in KINDS:
        (tmp_path / name).write_bytes(plain(kind))
        data = read_picture_file(tmp_path / name)
        assert look(data).kind == kind
        assert alike(quarters(whole(data)), CORNERS)


@pytest.mark.parametrize("name", with_planted_metadata())
def test_what_comes_back_knows_nothing_but_its_pixels(name):
    image = whole(with_planted_metadata()[name])
    assert image.mode == "RGB"
    assert type(image) is Image.Image
    assert image.info == {}
    assert dict(image.getexif()) == {}
    assert alike(quarters(image), CORNERS)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", TURNED)
def test_all_eight_orientations_are_upright_also_where_only_a_part_is_wanted(kind, orientation):
    data = TURNED[kind](stored_as(cornered(), orientation), orientation)
    assert alike(quarters(whole(data)), CORNERS)
    info = look(data)
    part = decode(data, info, (20, 10), Crop(36, 4, 24, 12))
    assert part.size == (20, 10)
    assert alike(set(part.get_flattened_data()), [GREEN] * len(set(part.get_flattened_data())))


@pytest.mark.parametrize("orientation", [1, 4, 6, 7])
def test_a_part_is_what_cutting_the_whole_gives(orientation):
    scene = Image.radial_gradient("L").resize((300, 200)).convert("RGB")
    scene.paste((250, 0, 0), (40, 30, 90, 61))
    turned = stored_as(scene, orientation)
    for crop, size in [
        (Crop(30, 20, 101, 53), (101, 53)),
        (Crop(30, 20, 101, 53), (40, 30)),
        (Crop(299, 199, 1, 1), (4, 4)),
        (Crop(200, 100, 500, 500), (50, 50)),  # sticks out: cut off at the edge
    ]:
        right, bottom = min(crop.left + crop.width, 300), min(crop.top + crop.height, 200)
        box = (crop.left, crop.top, right, bottom)
        expected = scene.resize(size, Image.Resampling.LANCZOS, box=box)
        for kind, tolerance in (("PNG", 12), ("JPEG", 40)):
            options = {"quality": 98, "subsampling": 0} if kind == "JPEG" else {}
            data = saved(turned, kind, exif=exif(orientation), **options)
            assert farthest(decode(data, look(data), size, crop), expected) <= tolerance


def test_a_part_of_a_photograph_keeps_its_finest_lines():
    lines = Image.new("L", (1600, 1200), 90)
    for x in range(400, 500, 2):
        lines.paste(230, (x, 400, x + 1, 480))
    data = saved(lines.convert("RGB"), "JPEG", quality=98, subsampling=0)
    # The whole would be decoded at an eighth of its size for so small a picture; the part is not.
    part = decode(data, look(data), (100, 80), Crop(400, 400, 100, 80)).convert("L")
    assert abs(part.getpixel((50, 40)) - part.getpixel((51, 40))) > 100
    assert decode(data, look(data), (160, 120)).size == (160, 120)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF", "AVIF", "HEIC"])
def test_of_several_pictures_the_first_is_used(kind):
    other = Image.new("RGB", (64, 40), (9, 9, 9))
    make = {"AVIF": avif, "HEIC": heic}.get(kind)
    options = {"save_all": True, "append_images": [other]}
    data = make(cornered(), **options) if make else saved(cornered(), kind, **options)
    assert look(data).animated
    assert alike(quarters(whole(data)), CORNERS)


def noisy(kind: str) -> bytes:
    """A small picture whose pixels fill most of the file."""
    grain = Image.effect_noise((64, 64), 60)
    noise = Image.merge("RGB", (grain, grain.rotate(90), grain.rotate(180)))
    if kind in {"AVIF", "HEIC"}:
        return {"AVIF": avif, "HEIC": heic}[kind](noise)
    return saved(noise, kind, **({"compression": "tiff_lzw"} if kind == "TIFF" else {}))


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "AVIF", "HEIC"])
def test_cut_at_any_byte_it_is_never_shown_in_half(kind):
    data = noisy(kind)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for length in {*range(0, 700, 7), *range(700, len(data) - 8, 97), len(data) - 8}:
            with pytest.raises(PictureError) as refusal:
                whole(data[:length])
            assert refusal.value.headline
            assert refusal.value.advice


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_waits_for_a_picture_that_is_no_longer_wanted(kind):
    data = plain(kind)
    asked = []

    def no() -> bool:
        asked.append(threading.get_ident())
        return True

    with pytest.raises(Abandoned):
        decode(data, look(data), (64, 40), cancelled=no)
    assert asked == [threading.get_ident()]


def test_work_on_a_long_tiff_is_given_up_in_the_middle():
    data = saved(Image.effect_noise((2000, 2000), 60), "TIFF")
    asked = []

    def after_a_while() -> bool:
        asked.append(1)
        return len(asked) > 5

    with pytest.raises(Abandoned):
        decode(data, look(data), (200, 200), cancelled=after_a_while)
    assert len(asked) == 6
