"""A recipe says what is sent of a picture before it is decoded, and survives any file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.message import ImagePart, Node
from scout_desktop.chat.recipe import (
    MOST_MARKS,
    ONE_TILE,
    ORIGINAL,
    TILES,
    Crop,
    Mark,
    Recipe,
    fit_of,
    grid_of,
    is_fit,
    plan,
    recipe_of,
)
from scout_desktop.chat.tiles import CANVASES, Grid, fit

numbers = st.integers(0, 5000)
crops = st.builds(Crop, numbers, numbers, st.integers(1, 5000), st.integers(1, 5000))
marks = st.builds(
    Mark,
    st.sampled_from(["box", "arrow", "number"]),
    *[st.integers(-500, 6000)] * 4,
    number=st.integers(0, 99),
)
fits = st.sampled_from([TILES, ORIGINAL, *(fit_of(grid) for grid in CANVASES)])
recipes = st.builds(
    Recipe,
    fit=fits,
    crop=st.none() | crops,
    turn=st.sampled_from([0, 90, 180, 270]),
    marks=st.lists(marks, max_size=4).map(tuple),
)
lengths = st.integers(1, 5000)


@given(recipes)
def test_what_is_written_is_read_back(recipe):
    assert recipe_of(recipe.record()) == recipe
    part = ImagePart(
        "a" * 64, "image/png", 1, 1, 1, "x", recipe.fit, None, recipe.crop, recipe.turn,
        recipe.marks,
    )  # fmt: skip
    node = Node({"parts": [part.record()]})
    assert node.images[0].recipe == recipe


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["left", "top", "width", "height", "right", "bottom", "kind", "number"]
            ),
            inner,
            max_size=8,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from(["fit", "crop", "turn", "marks"]), anything),
    lengths,
    lengths,
)
def test_whatever_another_program_wrote_is_a_recipe_that_can_be_followed(record, width, height):
    recipe = recipe_of(record)
    assert is_fit(recipe.fit)
    made = plan(recipe, width, height)
    assert made is None or (made.width >= 1 and made.height >= 1)


@given(recipes, lengths, lengths)
def test_a_plan_stays_inside_the_picture_and_never_enlarges(recipe, width, height):
    made = plan(recipe, width, height)
    if made is None:
        assert recipe.crop is not None
        assert recipe.crop.left >= width or recipe.crop.top >= height
        return
    part = made.part
    assert part.left >= 0
    assert part.top >= 0
    assert part.left + part.width <= width
    assert part.top + part.height <= height
    across, down = part.width, part.height
    if recipe.turn in (90, 270):
        across, down = down, across
    assert 1 <= made.width <= across
    assert 1 <= made.height <= down
    assert 0 <= made.lost < 1
    grid = grid_of(recipe.fit)
    if grid is not None:
        assert made.tiling.tokens <= grid.tokens
    elif recipe.fit == ORIGINAL:
        assert (made.width, made.height) == (across, down)
    else:
        assert (made.width, made.height) == fit(across, down)


@given(recipes, lengths, lengths)
def test_the_corners_of_the_part_are_the_corners_of_what_is_sent(recipe, width, height):
    made = plan(recipe, width, height)
    if made is None:
        return
    part = made.part
    right, bottom = part.left + part.width, part.top + part.height
    corners = [(part.left, part.top), (right, part.top), (right, bottom), (part.left, bottom)]
    sent = [(0, 0), (made.width, 0), (made.width, made.height), (0, made.height)]
    # Turned clockwise, what was the left bottom corner comes to the top left.
    steps = made.turn // 90
    assert [made.place(*corner) for corner in corners] == [
        pytest.approx(place) for place in sent[steps:] + sent[:steps]
    ]


def test_a_plan_in_numbers():
    whole = plan(Recipe(), 4000, 3000)
    assert whole is not None
    assert (whole.part, whole.width, whole.height) == (Crop(0, 0, 4000, 3000), 1344, 1008)
    assert whole.tiling.tokens == 1887
    assert round(whole.lost, 3) == 0.887
    detail = plan(Recipe(fit="2x1", crop=Crop(3900, 0, 500, 400), turn=90), 4000, 3000)
    assert detail is not None
    assert detail.part == Crop(3900, 0, 100, 400)
    assert (detail.width, detail.height) == (400, 100)
    assert detail.lost == 0
    assert detail.place(3900, 0) == (400, 0)
    tile = plan(Recipe(fit=ONE_TILE), 4000, 3000)
    assert tile is not None
    assert (tile.width, tile.height, tile.tiling.tokens) == (336, 252, 147)
    assert plan(Recipe(crop=Crop(4000, 0, 10, 10)), 4000, 3000) is None


@pytest.mark.parametrize("name", ["", "x", "0x1", "5x4", "17x1", "1x", "-1x2", "1x2x3", "²x1"])
def test_what_is_no_grid_is_no_fit(name):
    assert grid_of(name) is None
    assert not is_fit(name)


def test_every_grid_has_a_name():
    assert [grid_of(fit_of(grid)) for grid in CANVASES] == list(CANVASES)
    assert grid_of(ONE_TILE) == Grid(1, 1)


def test_a_foreign_file_can_say_anything_and_still_be_opened():
    far = 10**400
    box = {"kind": "box", "left": 0, "top": 0, "right": 9, "bottom": 9}
    found = recipe_of(
        {
            "fit": "9" * 5_000 + "x1",
            "turn": 90.0,
            "crop": {"left": 0, "top": 0, "width": far, "height": 1},
            "marks": [
                {**box, "number": True},
                {**box, "number": far},
                {**box, "left": -far},
                {**box, "kind": "arrow", "right": far},
            ],
        }
    )
    assert found == Recipe(marks=(Mark("box", 0, 0, 9, 9), Mark("box", 0, 0, 9, 9)))
    assert len(recipe_of({"marks": [box] * 100_000}).marks) == MOST_MARKS
    assert not is_fit("１x１"), "digits of other scripts would be sent as they are"
