"""The fits to choose from, each with what it costs. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scout_desktop.chat.money import exact_product, show_dollars
from scout_desktop.chat.recipe import ONE_TILE, ORIGINAL, TILES, fit_of, grid_of, plan
from scout_desktop.chat.tiles import PRESETS, Grid

if TYPE_CHECKING:
    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.recipe import Recipe

_NAMES = {TILES: "Fit to tiles", ORIGINAL: "Original size", ONE_TILE: "One tile"}


@dataclass(frozen=True, slots=True)
class FitChoice:
    """One fit: what it is called, what is sent by it, and what that costs."""

    fit: str
    name: str
    width: int
    height: int
    tokens: int


def fit_choices(recipe: Recipe, width: int, height: int) -> tuple[FitChoice, ...]:
    """Return what can be chosen for an original of `width` x `height` pixels with this recipe.

    Grids lie as what is sent lies: on their side for a portrait. A fit of the recipe that is none
    of the usual ones comes last. Empty where the recipe leaves nothing of the original.
    """
    todo = plan(replace(recipe, fit=ORIGINAL), width, height)
    if todo is None:
        return ()
    upright = todo.height > todo.width
    grids = [Grid(each.rows, each.columns) if upright else each for each in PRESETS]
    fits = [TILES, ORIGINAL, *(fit_of(grid) for grid in grids)]
    if recipe.fit not in fits:
        fits.append(recipe.fit)
    return tuple(_choice(replace(recipe, fit=fit), width, height) for fit in fits)


def fit_name(fit: str) -> str:
    """Return what a fit is called."""
    grid = grid_of(fit)
    if fit in _NAMES or grid is None:
        return _NAMES.get(fit, _NAMES[TILES])
    return f"{grid.columns} × {grid.rows} tiles"


def fit_words(choice: FitChoice, prices: Prices | None) -> str:
    """Return a choice in one line."""
    words = f"{choice.name}  ·  {choice.tokens:,} tokens"
    if prices is None:
        return words
    return f"{words}  ·  {show_dollars(exact_product(prices.prompt, choice.tokens))}"


def _choice(recipe: Recipe, width: int, height: int) -> FitChoice:
    todo = plan(recipe, width, height)
    assert todo is not None  # the fit decides nothing about what is left
    name = fit_name(recipe.fit)
    return FitChoice(recipe.fit, name, todo.width, todo.height, todo.tiling.tokens)
