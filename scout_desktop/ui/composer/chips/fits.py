"""The ways in which a picture may be fitted, with the tokens of each. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.recipe import ONE_TILE, ORIGINAL, TILES, fit_of, grid_of
from scout_desktop.chat.tiles import PRESETS, Grid, fit, fit_into, tiling
from scout_desktop.ui.composer.chips.words import source_size

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart


class FitChoice(NamedTuple):
    """One way: its fit as `Recipe` names it, words for the menu, and what it would cost."""

    fit: str
    words: str
    tokens: int


def fit_choices(image: ImagePart) -> tuple[FitChoice, ...]:
    """The fits worth offering for this picture, the usual one first; none for an address."""
    if image.url or not image.width:
        return ()
    width, height = source_size(image) or (image.width, image.height)
    made = [
        FitChoice(TILES, "Fit to tiles", tiling(*fit(width, height)).tokens),
        FitChoice(ORIGINAL, f"Original size, {width}×{height}", tiling(width, height).tokens),
    ]
    sizes = set()
    offered = [Grid(grid.rows, grid.columns) if height > width else grid for grid in PRESETS]
    present = grid_of(image.fit)
    if present is not None and present not in offered:
        offered = sorted((*offered, present), key=lambda grid: grid.tokens)
    for grid in offered:
        size = fit_into(width, height, grid)
        # A grid that gives nothing more than a smaller one is no choice.
        if size not in sizes or grid == present:
            sizes.add(size)
            name = fit_of(grid)
            words = f"{grid.columns} × {grid.rows} tiles, {size[0]}×{size[1]}"
            if name == ONE_TILE:
                words = f"One tile, {size[0]}×{size[1]}"
            made.append(FitChoice(name, words, tiling(*size).tokens))
    return tuple(made)
