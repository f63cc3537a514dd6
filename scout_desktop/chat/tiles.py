"""How Llama 4 cuts a picture into tiles, what that costs, and the size worth sending. Pure, exact.

The rule (reference: the image processor of `transformers`, read from source): the model has 50
canvases, every grid of at most 16 tiles of 336 x 336 pixels. It takes the canvas that needs the
least enlarging, or, when none is large enough, the least reducing; equal ones go to the smallest
area. The picture keeps its aspect, is reduced when it exceeds the canvas, is enlarged only when it
is smaller than one tile, and is padded with black. With more than one tile a squashed copy of the
whole picture, the global tile, is added. Scales are compared as fractions: floats call equal
scales unequal and then pick a dearer canvas.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

TILE: Final = 336
"""Side of one tile in pixels."""
MAX_TILES: Final = 16
"""Most tiles of one picture, the global one not counted."""
TOKENS_PER_TILE: Final = 144
LEAST_FIT: Final = Fraction(98, 100)
"""A picture is reduced to no less than this part of its size to save tokens."""


def tokens_for(tiles: int) -> int:
    """Tokens of a picture in so many tiles, the global one not counted: 147, or 145 n + 147."""
    if not 1 <= tiles <= MAX_TILES:
        raise ValueError(f"a picture has 1 to {MAX_TILES} tiles, not {tiles}")
    if tiles == 1:
        return TOKENS_PER_TILE + 3
    return (TOKENS_PER_TILE + 1) * tiles + TOKENS_PER_TILE + 3


@dataclass(frozen=True, slots=True)
class Grid:
    """A canvas: so many columns and rows of tiles."""

    columns: int
    rows: int

    @property
    def cells(self) -> int:
        """Tiles of the grid itself."""
        return self.columns * self.rows

    @property
    def tiles(self) -> int:
        """Tiles that the model sees, the global one counted."""
        return self.cells + (self.cells > 1)

    @property
    def tokens(self) -> int:
        """Tokens that the model is given for it."""
        return tokens_for(self.cells)

    @property
    def width(self) -> int:
        """Width in pixels."""
        return TILE * self.columns

    @property
    def height(self) -> int:
        """Height in pixels."""
        return TILE * self.rows

    def scale_of(self, width: int, height: int) -> Fraction:
        """The factor at which a picture of this size just touches the canvas from inside."""
        return min(Fraction(self.width, width), Fraction(self.height, height))


CANVASES: Final[tuple[Grid, ...]] = tuple(
    Grid(columns, rows)
    for columns in range(1, MAX_TILES + 1)
    for rows in range(1, MAX_TILES // columns + 1)
)
"""All 50 grids."""

PRESETS: Final[tuple[Grid, ...]] = (
    Grid(1, 1),
    Grid(2, 1),
    Grid(2, 2),
    Grid(3, 2),
    Grid(3, 3),
    Grid(4, 3),
    Grid(4, 4),
)
"""Grids worth offering by name, cheapest first; one may be turned on its side."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """What the model makes of a picture. `width` and `height` are its size on the canvas."""

    columns: int
    rows: int
    width: int
    height: int
    scale: Fraction
    """What the model multiplies the picture by: below 1 detail is lost, above 1 none is gained."""
    tiles: int
    """Tiles that the model sees, the global one counted."""
    tokens: int

    @property
    def grid(self) -> Grid:
        """The canvas."""
        return Grid(self.columns, self.rows)

    @property
    def canvas_width(self) -> int:
        """Width of the canvas in pixels, black padding included."""
        return TILE * self.columns

    @property
    def canvas_height(self) -> int:
        """Height of the canvas in pixels, black padding included."""
        return TILE * self.rows


@lru_cache(maxsize=1024)  # asked several times for every picture that is shown
def tiling(width: int, height: int) -> Tiling:
    """What the model makes of a picture of `width` x `height` pixels. ValueError below 1 x 1."""
    canvas = _canvas_for(width, height)
    # The model enlarges a picture towards one tile at most, never towards the canvas.
    room_width = min(max(width, TILE), canvas.width)
    room_height = min(max(height, TILE), canvas.height)
    scale = min(Fraction(room_width, width), Fraction(room_height, height))
    seen_width, seen_height = _scaled(width, height, scale)
    return Tiling(
        columns=canvas.columns,
        rows=canvas.rows,
        width=seen_width,
        height=seen_height,
        scale=scale,
        tiles=canvas.tiles,
        tokens=canvas.tokens,
    )


def fit(width: int, height: int) -> tuple[int, int]:
    """The size worth sending of a picture of `width` x `height` pixels; never larger than it.

    A picture larger than its canvas is reduced to touch it, exactly as the model would do; any
    other is left alone. If reducing the result by at most 2 % brings it to a cheaper canvas, it is
    reduced: to the cheapest such canvas, and as little as that one needs.

    The result is final but for one corner: a size that stops just above a second, still cheaper
    canvas (1025 x 691 becomes 1008 x 679) would be reduced again as a new picture. Doing so at
    once would break the promise of 2 %, so a prepared picture is not to be fitted again.
    """
    canvas = _canvas_for(width, height)
    scale = canvas.scale_of(width, height)
    if scale < 1:
        width, height = _scaled(width, height, scale)
    spent = _canvas_for(width, height).tokens
    cheaper = [
        (grid.tokens, -scale)
        for grid in CANVASES
        if grid.tokens < spent and (scale := grid.scale_of(width, height)) >= LEAST_FIT
    ]
    if not cheaper:
        return width, height
    return _scaled(width, height, -min(cheaper)[1])


def fit_into(width: int, height: int, grid: Grid) -> tuple[int, int]:
    """The largest size of a picture within the canvas of `grid`; never larger than the picture.

    The result is final: the model takes this canvas or a smaller part of it, as many columns and
    rows as cover the picture, so it never costs more than `grid.tokens` and is not reduced again.
    """
    scale = grid.scale_of(width, height)
    return (width, height) if scale >= 1 else _scaled(width, height, scale)


def pixels_lost(given: tuple[int, int], sent: tuple[int, int]) -> float:
    """The share (0 to 1) of a picture's pixels that the model never gets.

    `given` is the width and height of the picture, or of the part of it that was cut out, `sent`
    what was sent of it. Reducing loses pixels, whether we do it or the model; enlarging does not.
    """
    seen = tiling(*sent)
    kept = min(seen.width * seen.height, sent[0] * sent[1])
    return max(1 - kept / (given[0] * given[1]), 0.0)


def _canvas_for(width: int, height: int) -> Grid:
    if width < 1 or height < 1:
        raise ValueError(f"a picture has at least 1 x 1 pixels, not {width} x {height}")
    scales = [(grid.scale_of(width, height), grid) for grid in CANVASES]
    roomy = [scale for scale, _ in scales if scale >= 1]
    best = min(roomy) if roomy else max(scale for scale, _ in scales)
    return min((grid for scale, grid in scales if scale == best), key=lambda grid: grid.cells)


def _scaled(width: int, height: int, scale: Fraction) -> tuple[int, int]:
    # Rounded down as the model does, so that no side can stick out of the canvas by one pixel.
    return max(width * scale.numerator // scale.denominator, 1), max(
        height * scale.numerator // scale.denominator, 1
    )
