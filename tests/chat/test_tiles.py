"""A picture is cut as Llama 4 cuts it, costs what it will cost, and is sent no larger than seen."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scout_desktop.chat.tiles import (
    CANVASES,
    PRESETS,
    Grid,
    fit,
    fit_into,
    pixels_lost,
    tiling,
    tokens_for,
)
from tests.chat.sizes import sizes_to_try

NINE_EXAMPLES = [
    ((336, 336), (1, 1), 1, 147, (336, 336)),
    ((337, 337), (2, 2), 5, 727, (337, 337)),
    ((640, 480), (2, 2), 5, 727, (640, 480)),
    ((1280, 720), (4, 3), 13, 1887, (1280, 720)),
    ((1920, 1080), (5, 3), 16, 2322, (1680, 945)),
    ((4000, 3000), (4, 3), 13, 1887, (1344, 1008)),
    ((1080, 1920), (3, 5), 16, 2322, (945, 1680)),
    ((2480, 3508), (3, 5), 16, 2322, (1008, 1425)),
    ((10000, 400), (16, 1), 17, 2467, (5376, 215)),
]

sides = st.one_of(
    st.integers(1, 12_000),
    # Where a rule of thresholds goes wrong: next to a multiple of a tile.
    st.builds(lambda n, off: max(336 * n + off, 1), st.integers(1, 17), st.integers(-8, 8)),
)


@pytest.mark.parametrize(("size", "grid", "tiles", "tokens", "seen"), NINE_EXAMPLES)
def test_the_nine_published_examples(size, grid, tiles, tokens, seen):
    found = tiling(*size)
    assert (found.columns, found.rows) == grid
    assert (found.tiles, found.tokens) == (tiles, tokens)
    assert (found.width, found.height) == seen


def canvas_by_another_road(width: int, height: int) -> tuple[int, int]:
    """The same rule without scales: integers only, and the roomy case solved by counting.

    A picture that some canvas holds unreduced gets the grid that just covers it. For the others,
    canvas (c, r) is better than (d, s) when c*336/width and r*336/height, the smaller of the two,
    is greater; multiplied by width*height that is min(c * height, r * width).
    """
    columns, rows = math.ceil(width / 336), math.ceil(height / 336)
    if columns * rows <= 16:
        return columns, rows
    grids = [(c, r) for c in range(1, 17) for r in range(1, 17) if c * r <= 16]
    best = max(min(c * height, r * width) for c, r in grids)
    return min(
        (g for g in grids if min(g[0] * height, g[1] * width) == best), key=lambda g: g[0] * g[1]
    )


def test_the_rule_agrees_with_a_second_road_to_it_over_six_thousand_sizes():
    dice = random.Random(4)
    near = [336 * n + off for n in range(1, 18) for off in (-1, 0, 1)]
    sizes = [(w, h) for w in near for h in near]
    sizes += [(dice.randint(1, 2500), dice.randint(1, 2500)) for _ in range(2500)]
    sizes += [(dice.randint(1, 20000), dice.randint(1, 20000)) for _ in range(1000)]
    assert len(sizes) > 6000
    wrong = [
        size
        for size in sizes
        if ((found := tiling(*size)).columns, found.rows) != canvas_by_another_road(*size)
    ]
    assert wrong == []


def test_there_are_fifty_canvases_and_the_dearest_costs_2467():
    assert len(CANVASES) == len(set(CANVASES)) == 50
    assert max(grid.tokens for grid in CANVASES) == tokens_for(16) == 2467
    assert [grid.tokens for grid in PRESETS] == [147, 437, 727, 1017, 1452, 1887, 2467]
    assert set(PRESETS) <= set(CANVASES)


def test_a_small_picture_is_enlarged_by_the_model_towards_one_tile_only():
    tiny = tiling(100, 50)
    assert (tiny.width, tiny.height, tiny.tokens) == (336, 168, 147)
    ribbon = tiling(1000, 100)
    assert (ribbon.columns, ribbon.rows, ribbon.width, ribbon.height) == (3, 1, 1000, 100)


@pytest.mark.parametrize(
    ("given_size", "sent"),
    [
        ((337, 337), (336, 336)),  # the issue's own example: a fifth of the tokens
        ((336, 340), (332, 336)),
        ((1344, 1010), (1341, 1008)),
        ((344, 344), (344, 344)),  # would need 2.3 %
        ((640, 480), (640, 480)),
        ((1280, 720), (1280, 720)),
        ((1920, 1080), (1680, 945)),
        ((4000, 3000), (1344, 1008)),
        ((4000, 3001), (1344, 1008)),  # the model alone would take 4 x 4 for the odd line
        ((2480, 3508), (1008, 1425)),
        ((10000, 400), (5376, 215)),
        ((1028, 1028), (1008, 1008)),
        ((1020, 684), (1002, 672)),  # both sides come down: the cheapest canvas, not the nearest
        ((20000, 1), (5376, 1)),
        ((1, 1), (1, 1)),
    ],
)
def test_what_is_sent_is_no_larger_than_what_is_seen(given_size, sent):
    assert fit(*given_size) == sent


@given(sides, sides)
@example(337, 337)
@example(5377, 336)
@example(1, 20000)
def test_a_fitted_picture_is_never_enlarged_nor_dearer_and_fits_its_canvas(width, height):
    sent_width, sent_height = fit(width, height)
    assert 1 <= sent_width <= width
    assert 1 <= sent_height <= height
    sent, given_tiling = tiling(sent_width, sent_height), tiling(width, height)
    assert sent.tokens <= given_tiling.tokens
    assert sent_width <= sent.canvas_width
    assert sent_height <= sent.canvas_height
    if max(sent_width, sent_height) >= 336:
        assert (sent.width, sent.height) == (sent_width, sent_height)  # the model scales no more


@given(sides, sides)
def test_a_fitted_picture_keeps_its_aspect_to_the_pixel(width, height):
    sent_width, sent_height = fit(width, height)
    # One scale explains both sides, each rounded down at most twice (one pixel at least).
    least = max(
        Fraction(sent_width if sent_width > 1 else 0, width),
        Fraction(sent_height if sent_height > 1 else 0, height),
    )
    most = min(Fraction(sent_width + 2, width), Fraction(sent_height + 2, height))
    assert least < most


@given(sides, sides)
@example(1025, 691)
@example(343, 343)
def test_at_most_two_percent_go_to_save_tokens_and_only_to_save_tokens(width, height):
    seen_width, seen_height = width, height
    before = tiling(width, height)
    if before.scale < 1:
        seen_width, seen_height = before.width, before.height
    sent_width, sent_height = fit(width, height)
    assert sent_width > seen_width * 0.98 - 1
    assert sent_height > seen_height * 0.98 - 1
    if (sent_width, sent_height) != (seen_width, seen_height):
        reached = tiling(sent_width, sent_height).tokens
        assert reached < tiling(seen_width, seen_height).tokens
    else:
        # Nothing cheaper was to be had: every size from 98 % up costs the same.
        for part in (Fraction(98, 100), Fraction(99, 100)):
            smaller = (math.ceil(seen_width * part), math.ceil(seen_height * part))
            assert tiling(*smaller).tokens >= tiling(seen_width, seen_height).tokens


def test_fitting_twice_changes_nothing_but_in_the_corner_that_is_documented():
    dice = random.Random(9)
    sizes = [(dice.randint(300, 1800), dice.randint(300, 1800)) for _ in range(1500)]
    twice = [(once, again) for s in sizes if (again := fit(*(once := fit(*s)))) != once]
    assert len(twice) < len(sizes) / 100
    for once, again in twice:
        assert tiling(*again).tokens < tiling(*once).tokens
    assert fit(1025, 691) == (1008, 679)
    assert fit(1008, 679) == (997, 672)


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (-1, 5)])
def test_a_picture_without_pixels_is_refused(size):
    with pytest.raises(ValueError, match="at least 1 x 1"):
        tiling(*size)


@pytest.mark.parametrize("count", [0, 17])
def test_there_is_no_picture_of_no_tiles_or_seventeen(count):
    with pytest.raises(ValueError, match="1 to 16"):
        tokens_for(count)


@given(sides, sides, st.sampled_from(CANVASES))
@example(337, 337, Grid(2, 2))
@example(20_000, 1, Grid(1, 16))
def test_a_picture_put_into_a_grid_never_costs_more_and_is_final(width, height, grid):
    sent = fit_into(width, height, grid)
    assert 1 <= sent[0] <= min(width, grid.width)
    assert 1 <= sent[1] <= min(height, grid.height)
    seen = tiling(*sent)
    assert seen.tokens <= grid.tokens
    assert seen.columns <= grid.columns
    assert seen.rows <= grid.rows
    assert fit_into(*sent, grid) == sent
    if max(sent) >= 336:
        assert (seen.width, seen.height) == sent  # the model reduces no more


def test_a_picture_put_into_any_of_the_fifty_grids_is_as_large_as_it_can_be():
    for width, height in sizes_to_try(500, 5):
        for grid in CANVASES:
            sent = fit_into(width, height, grid)
            if (width, height) != sent:
                # It touches the canvas on a side, and the other follows from its shape.
                touches_across = sent[0] == grid.width
                assert touches_across or sent[1] == grid.height
                if touches_across:
                    assert sent[1] == max(height * grid.width // width, 1)
                else:
                    assert sent[0] == max(width * grid.height // height, 1)
            else:
                assert width <= grid.width
                assert height <= grid.height


@pytest.mark.parametrize(
    ("given_size", "sent", "lost"),
    [
        ((336, 336), (336, 336), 0),
        ((100, 50), (100, 50), 0),  # enlarged by the model: nothing is lost, nothing gained
        ((672, 672), (336, 336), 0.75),
        ((4000, 3000), (1344, 1008), 1 - 1344 * 1008 / 12_000_000),
        ((4000, 3000), (4000, 3000), 1 - 1344 * 1008 / 12_000_000),  # the model reduces it
    ],
)
def test_what_the_model_never_gets_is_said(given_size, sent, lost):
    assert pixels_lost(given_size, sent) == pytest.approx(lost)
