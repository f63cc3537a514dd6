"""A picture is cut, turned, fitted and marked as its recipe says; its places never move."""

from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.recipe import ONE_TILE, ORIGINAL, TILES, Crop, Mark, Recipe, plan
from scout_desktop.chat.tiles import Grid
from scout_desktop.imaging import prepare
from tests.imaging.corpus import (
    BLUE,
    CORNERS,
    GREEN,
    MARKER,
    RED,
    YELLOW,
    alike,
    cornered,
    corners_of,
    exif,
    saved,
    stored_as,
    with_planted_metadata,
)

WIDTH, HEIGHT = 900, 640
SQUARE = (30, 160, 40)


def sent(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


@pytest.mark.parametrize(
    ("turn", "corners"),
    [
        (0, [RED, GREEN, BLUE, YELLOW]),
        (90, [BLUE, RED, YELLOW, GREEN]),
        (180, [YELLOW, BLUE, GREEN, RED]),
        (270, [GREEN, YELLOW, RED, BLUE]),
    ],
)
def test_a_turn_is_clockwise_and_in_quarters(turn, corners):
    done = prepare(saved(cornered(), "PNG"), name="x", recipe=Recipe(turn=turn))
    assert corners_of(done.data) == corners
    assert (done.width, done.height) == ((64, 40) if turn in (0, 180) else (40, 64))
    assert (done.original.width, done.original.height) == (64, 40)
    assert done.recipe.turn == turn


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_crop_counts_in_the_picture_as_it_is_shown(orientation):
    data = saved(stored_as(cornered(), orientation), "JPEG", exif=exif(orientation), quality=95)
    for crop, colour in [
        (Crop(4, 4, 20, 10), RED),
        (Crop(40, 2, 20, 14), GREEN),
        (Crop(2, 24, 24, 12), BLUE),
        (Crop(40, 24, 20, 12), YELLOW),
    ]:
        done = prepare(data, name="x", recipe=Recipe(crop=crop))
        assert (done.width, done.height) == (crop.width, crop.height)
        assert alike(corners_of(done.data), [colour] * 4, 25)
        assert done.recipe.crop == crop


def test_a_detail_of_a_large_photograph_is_as_sharp_as_the_photograph():
    image = cornered(3000, 2000)
    for left in range(1500, 1600, 2):
        image.paste((0, 0, 0), (left, 100, left + 1, 300))
    detail = Recipe(crop=Crop(1500, 100, 100, 200))
    found = sent(prepare(saved(image, "JPEG", quality=95), name="x", recipe=detail).data)
    assert found.size == (100, 200)
    line = [found.getpixel((x, 100))[1] for x in range(20, 30)]
    assert max(line) - min(line) > 100  # every single line of one pixel is there
    whole = sent(prepare(saved(image, "JPEG", quality=95), name="x").data)
    line = [whole.getpixel((x, 100))[1] for x in range(760, 800)]
    assert max(line) - min(line) < 40  # and was lost in the whole


def test_a_crop_that_sticks_out_is_cut_and_said_so():
    done = prepare(saved(cornered(), "PNG"), name="x", recipe=Recipe(crop=Crop(48, 30, 100, 100)))
    assert (done.width, done.height) == (16, 10)
    assert done.recipe.crop == Crop(48, 30, 16, 10)
    assert corners_of(done.data) == [YELLOW] * 4
    whole = prepare(saved(cornered(), "PNG"), name="x", recipe=Recipe(crop=Crop(0, 0, 999, 999)))
    assert whole.recipe.crop is None


def test_a_crop_that_leaves_nothing_is_refused_with_a_way_out():
    for crop in (Crop(64, 0, 10, 10), Crop(0, 40, 10, 10), Crop(999, 999, 1, 1)):
        with pytest.raises(PictureError, match="outside of the picture") as refusal:
            prepare(saved(cornered(), "PNG"), name="x", recipe=Recipe(crop=crop))
        assert refusal.value.advice


@pytest.mark.parametrize(
    ("fit", "size", "tokens"),
    [
        (TILES, (1344, 1008), 1887),
        (ORIGINAL, (2000, 1500), 1887),
        (ONE_TILE, (336, 252), 147),
        ("2x2", (672, 504), 727),
        ("4x1", (448, 336), 437),  # two tiles are enough: what is not needed is not paid
    ],
)
def test_each_fit_has_its_size_and_its_price(fit, size, tokens):
    done = prepare(saved(cornered(2000, 1500), "PNG"), name="x", recipe=Recipe(fit=fit))
    assert (done.width, done.height) == sent(done.data).size == size
    assert (done.fit, done.tokens) == (fit, tokens)
    assert corners_of(done.data) == list(CORNERS)


@pytest.mark.parametrize("name", with_planted_metadata())
def test_nothing_that_was_planted_leaves_by_any_recipe(name):
    data = with_planted_metadata()[name]
    for recipe in (
        Recipe(crop=Crop(0, 0, 30, 20), turn=90),
        Recipe(fit=ORIGINAL, turn=180, marks=(Mark("box", 5, 5, 30, 20, number=2),)),
        Recipe(fit=ONE_TILE, marks=(Mark("arrow", 5, 5, 60, 35, number=1),)),
    ):
        assert MARKER not in prepare(data, name="x", recipe=recipe).data


def marked(data: bytes, recipe: Recipe, square: tuple[int, int, int, int]) -> None:
    """A box around a green square on grey is around it in what is sent, and hides none of it."""
    todo = plan(recipe, WIDTH, HEIGHT)
    assert todo is not None
    done = prepare(data, name="x", recipe=recipe)
    assert (done.width, done.height) == (todo.width, todo.height)
    found = sent(done.data)
    corners = [todo.place(*square[:2]), todo.place(*square[2:])]
    left, right = sorted(x for x, _ in corners)
    top, bottom = sorted(y for _, y in corners)
    # Where the square really is: by its colour, not by our arithmetic. A pixel's middle, and the
    # softness of two pixels that reducing and JPEG bring.
    unlike = ImageChops.difference(found, Image.new("RGB", found.size, SQUARE))
    bands = [band.point(lambda value: 255 * (value <= 40)) for band in unlike.split()]
    seen = ImageChops.multiply(ImageChops.multiply(bands[0], bands[1]), bands[2]).getbbox()
    assert seen is not None
    assert left - 2 <= seen[0] < seen[2] <= right + 2
    assert top - 2 <= seen[1] < seen[3] <= bottom + 2
    middle_x, middle_y = round((left + right) / 2), round((top + bottom) / 2)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        # From the middle outwards: green, and then the frame, within a few pixels of the edge.
        edge = {(-1, 0): left, (1, 0): right, (0, -1): top, (0, 1): bottom}[dx, dy]
        away = abs(edge - (middle_x if dx else middle_y))
        path = []
        for step in range(round(away) - 3, round(away) + 12):
            x, y = middle_x + dx * step, middle_y + dy * step
            if 0 <= x < found.width and 0 <= y < found.height:
                path.append(found.getpixel((x, y)))
        assert any(red > 200 and green < 110 and blue < 140 for red, green, blue in path), path


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    left=st.integers(60, 500),
    top=st.integers(60, 300),
    side=st.integers(60, 220),
    turn=st.sampled_from([0, 90, 180, 270]),
    fit=st.sampled_from([TILES, ORIGINAL, "2x2", "3x2", "2x1"]),
    margin=st.none() | st.tuples(*[st.integers(20, 60)] * 4),
    orientation=st.sampled_from([1, 3, 6, 8]),
)
@example(left=300, top=200, side=100, turn=90, fit="2x1", margin=(20, 60, 40, 30), orientation=6)
def test_a_mark_stays_around_its_thing(*, left, top, side, turn, fit, margin, orientation):
    square = (left, top, left + side, top + side)
    image = Image.new("RGB", (WIDTH, HEIGHT), (128, 128, 128))
    image.paste(SQUARE, square)
    stored = image.rotate({3: 180, 6: 90, 8: 270}.get(orientation, 0), expand=True)
    data = saved(stored, "JPEG", quality=95, subsampling=0, exif=exif(orientation))
    crop = None
    if margin is not None:
        crop = Crop(
            left - margin[0], top - margin[1],
            side + margin[0] + margin[2], side + margin[1] + margin[3],
        )  # fmt: skip
    recipe = Recipe(fit=fit, crop=crop, turn=turn, marks=(Mark("box", *square),))
    marked(data, recipe, square)


def test_marks_outside_of_the_crop_are_not_drawn_and_not_forgotten():
    data = saved(Image.new("RGB", (400, 300), (9, 9, 9)), "PNG")
    marks = (
        Mark("box", 300, 200, 380, 280, number=1),
        Mark("number", 350, 250, 350, 250, number=2),
        Mark("arrow", 350, 250, 390, 290, number=3),
    )
    done = prepare(data, name="x", recipe=Recipe(crop=Crop(0, 0, 200, 150), marks=marks))
    assert sent(done.data).getcolors() == [(200 * 150, (9, 9, 9))]
    assert done.recipe.marks == marks


def test_the_original_is_what_it_was_and_a_finer_fit_can_be_had_later():
    data = saved(cornered(2000, 1500), "PNG")
    coarse = prepare(data, name="x", recipe=Recipe(fit=ONE_TILE))
    fine = prepare(data, name="x", recipe=Recipe(fit="4x4"))
    assert coarse.original == fine.original
    assert (fine.width, fine.height) == (1344, 1008)
    assert fine.tiling.grid == Grid(4, 3)
