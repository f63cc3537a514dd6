"""Drawings stay exact, photographs small, and no picture is sent larger than it need be."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from scout_desktop.imaging import prepare
from scout_desktop.imaging.encode import DRAWN, LARGEST, SMALL, encode
from tests.imaging.corpus import cornered, saved


def photo(width: int, height: int, grain: int = 8) -> Image.Image:
    """Smooth colours with edges under a camera's noise."""
    scene = Image.merge(
        "RGB",
        [Image.radial_gradient("L").rotate(turn).resize((width, height)) for turn in (0, 90, 180)],
    )
    ImageDraw.Draw(scene).ellipse((width // 5, height // 4, width // 2, height * 3 // 4), "#336")
    noise = [Image.effect_noise((width, height), grain) for _ in range(3)]
    return ImageChops.add(scene, Image.merge("RGB", noise), 1, -128)


def screenshot(width: int, height: int, size: int = 14, lines: int = 1000) -> Image.Image:
    """Lines of code in four colours on a light ground."""
    image = Image.new("RGB", (width, height), "#fafafa")
    drawing = ImageDraw.Draw(image)
    font = ImageFont.load_default(size)
    colours = ("#202020", "#1850a0", "#a03020", "#207040")
    for line in range(min(lines, height // (size + 4))):
        for column in range(0, width, size * 20):
            words = f"{line * 7919 % 9973} call({column * 31 % 977}, x={line * column % 89})"
            place = (column + size, line * (size + 4))
            drawing.text(place, words, fill=colours[(line + column) % 4], font=font)
    return image


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def test_a_drawing_goes_as_png_exact_and_by_palette():
    image = cornered(900, 600)
    data, mime = encode(image, lossy_source=False)
    assert mime == "image/png"
    assert Image.open(io.BytesIO(data)).mode == "P"
    assert same(opened(data), image)
    assert len(data) < len(saved(image, "PNG"))


def test_greys_go_as_greys():
    image = Image.radial_gradient("L").resize((300, 300)).point(lambda grey: grey // 16 * 16)
    data, mime = encode(image.convert("RGB"), lossy_source=False)
    assert (mime, Image.open(io.BytesIO(data)).mode) == ("image/png", "L")
    assert same(opened(data), image)


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1, 2000), (2000, 1), (336, 40)])
def test_the_smallest_pictures_and_ribbons_are_exact(size):
    image = Image.new("RGB", size, (200, 30, 30))
    data, mime = encode(image, lossy_source=False)
    assert mime == "image/png"
    assert same(opened(data), image)


def test_a_screenshot_of_text_stays_exact_at_its_own_size():
    image = screenshot(1280, 720)
    data, mime = encode(image, lossy_source=False)
    assert mime == "image/png"
    assert same(opened(data), image)
    assert len(data) < len(saved(image, "JPEG", quality=90, subsampling=0))


def test_a_full_screen_too_large_as_png_stays_exact_as_webp():
    image = screenshot(2600, 1500, 20, lines=40).resize((1680, 969), Image.Resampling.LANCZOS)
    assert len(saved(image, "PNG")) > SMALL
    assert len(saved(image, "PNG")) > len(saved(image, "JPEG", quality=90, subsampling=0))
    data, mime = encode(image, lossy_source=False)
    assert mime == "image/webp"
    assert same(opened(data), image)
    assert len(data) <= LARGEST
    assert len(data) < 0.75 * len(saved(image, "PNG"))


@pytest.mark.parametrize("size", [(160, 120), (640, 480), (1344, 1008)])
def test_a_photograph_goes_as_jpeg_whatever_its_size(size):
    image = photo(*size)
    data, mime = encode(image, lossy_source=False)
    assert mime == "image/jpeg"
    assert len(data) * DRAWN < len(saved(image, "PNG"))
    error = ImageChops.difference(opened(data).convert("L"), image.convert("L"))
    assert ImageStat.Stat(error).mean[0] < 4


def test_a_grey_photograph_has_few_colours_and_is_a_photograph_still():
    image = photo(1000, 800).convert("L")
    assert encode(image, lossy_source=False)[1] == "image/jpeg"


def test_what_was_a_jpeg_stays_one_however_plain():
    assert encode(cornered(900, 600), lossy_source=True)[1] == "image/jpeg"
    plain = saved(cornered(900, 600), "JPEG")
    assert prepare(plain, name="x").mime == "image/jpeg"


def test_colour_is_kept_in_full_so_that_small_red_print_on_blue_is_legible():
    image = Image.new("RGB", (400, 60), (20, 20, 160))
    ImageDraw.Draw(image).text((5, 5), "What is written here? 0123456789", fill=(230, 20, 20))
    data, _ = encode(image, lossy_source=True)
    error = ImageStat.Stat(ImageChops.difference(opened(data), image)).rms
    halved = ImageStat.Stat(
        ImageChops.difference(opened(saved(image, "JPEG", quality=90, subsampling=2)), image)
    ).rms
    assert sum(error) < sum(halved) / 2


def test_the_noisiest_photograph_is_made_smaller_where_the_model_sees_no_more_pixels():
    noisy = photo(1344, 1008, grain=90)
    at_90 = saved(noisy, "JPEG", quality=90, subsampling=0)
    assert len(at_90) > LARGEST
    assert len(encode(noisy, lossy_source=True)[0]) < 0.9 * len(at_90)
    # All pixels of a larger one go out only where the user asked for all: then as good as any.
    large = noisy.resize((1792, 1344))
    kept = saved(large, "JPEG", quality=90, subsampling=0)
    assert encode(large, lossy_source=True)[0] == kept


def test_nothing_is_sent_exact_that_is_larger_than_the_bound_and_the_jpeg():
    for image in (
        screenshot(1600, 1000, 11),
        screenshot(2400, 1500, 11).resize((1600, 1000)),
        Image.effect_noise((1600, 1000), 90).convert("RGB"),
        photo(1500, 900, 3),
    ):
        jpeg = saved(image, "JPEG", quality=90, subsampling=0)
        data, _ = encode(image, lossy_source=False)
        assert len(data) <= max(len(jpeg), LARGEST)


def test_it_can_be_given_up_between_two_attempts():
    class Enough(Exception):
        pass

    asked = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise Enough

    with pytest.raises(Enough):
        encode(screenshot(800, 600), lossy_source=False, check=check)
