"""Small pictures for the screen are upright, opaque and within their size."""

from __future__ import annotations

import pytest
from PIL import Image

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.imaging import prepare, thumbnail
from tests.imaging.corpus import CORNERS, alike, cornered, exif, plain, saved, stored_as


def corners(pixels):
    assert len(pixels.rgba) == pixels.width * pixels.height * 4
    image = Image.frombytes("RGBA", (pixels.width, pixels.height), pixels.rgba)
    assert image.getchannel("A").getextrema() == (255, 255)
    across, down = image.size
    places = [(1, 1), (across - 2, 1), (1, down - 2), (across - 2, down - 2)]
    return [image.getpixel(place)[:3] for place in places]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WebP", "GIF"])
def test_the_longer_side_is_as_asked_and_nothing_is_enlarged(kind):
    small = thumbnail(plain(kind), 32)
    assert (small.width, small.height) == (32, 20)
    assert alike(corners(small), CORNERS, 30)
    same = thumbnail(plain(kind), 500)
    assert (same.width, same.height) == (64, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(orientation):
    data = saved(stored_as(cornered(), orientation), "JPEG", exif=exif(orientation), quality=95)
    pixels = thumbnail(data, 48)
    assert (pixels.width, pixels.height) == (48, 30)
    assert alike(corners(pixels), CORNERS, 30)


def test_a_ribbon_keeps_at_least_one_pixel():
    pixels = thumbnail(saved(Image.new("RGB", (2000, 3)), "PNG"), 64)
    assert (pixels.width, pixels.height) == (64, 1)


def test_a_broken_picture_has_none():
    with pytest.raises(PictureUnreadable):
        thumbnail(plain("JPEG")[:200], 64)


def test_a_face_made_on_the_way_looks_as_the_one_decoded_from_what_is_sent():
    wide = Image.radial_gradient("L").resize((1600, 1200)).convert("RGB")
    made = prepare(saved(wide, "JPEG"), name="x", face_size=144)
    later = thumbnail(made.data, 144)
    assert made.face is not None
    assert (made.face.width, made.face.height) == (later.width, later.height) == (144, 108)
    off = [abs(a - b) for a, b in zip(made.face.rgba, later.rgba, strict=True)]
    assert max(off) <= 24
    assert sum(off) / len(off) < 2
