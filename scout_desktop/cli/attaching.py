"""What `--image`, `--fit` and `--pages` name, made into the pictures of a message."""

from __future__ import annotations

import argparse
from pathlib import Path

from scout_desktop.chat.errors import PictureError, RequestInvalid, ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.pages import read_pages
from scout_desktop.chat.picture_address import picture_address
from scout_desktop.chat.recipe import ONE_TILE, TILES, Recipe, is_fit
from scout_desktop.chat.tiles import tiling
from scout_desktop.session.core import Core

from .paper import Paper

_MOST_PAGES = 5
"""Of a document whose pages are not named: what every provider takes in one request."""
_WORDS = {"one": ONE_TILE, "one-tile": ONE_TILE}


def fit_named(text: str) -> str:
    """Return the fit that a word of the command line names; RequestInvalid for any other."""
    fit = _WORDS.get(text, text)
    if not is_fit(fit):
        raise RequestInvalid(
            f"--fit {text} is not a way to fit pictures.",
            "Take tiles, original, one, or a grid of at most 16 tiles such as 3x2.",
        )
    return fit


async def pictures_named(
    core: Core, arguments: argparse.Namespace, paper: Paper
) -> tuple[ImagePart, ...]:
    """Take the pictures of a command line, in order, and say on standard error what is sent."""
    recipe = Recipe(fit_named(arguments.fit or TILES))
    found: list[ImagePart] = []
    for name in arguments.image:
        for image in await _taken(core, name, recipe, arguments.pages):
            paper.note(picture_line(image))
            found.append(image)
    return tuple(found)


async def _taken(core: Core, name: str, recipe: Recipe, pages: str | None) -> list[ImagePart]:
    if (url := picture_address(name)) is not None:
        # Typed as an address on purpose: the service fetches it, nothing is loaded here.
        return [ImagePart("", "", 0, 0, 0, name=url.rsplit("/", 1)[-1], url=url)]
    path = Path(name)
    try:
        count = await core.pictures.pages(path)
        wanted = (0,) if count == 0 else _pages(path, count, pages)
        return [await core.pictures.take_file(path, recipe, page) for page in wanted]
    except PictureError as error:
        # There may be several pictures: which one it was belongs to the sentence.
        if path.name in error.headline:
            raise
        raise type(error)(f"{path.name}: {error.headline}", error.advice) from error


def _pages(path: Path, count: int, named: str | None) -> tuple[int, ...]:
    if named is not None:
        try:
            found = read_pages(named, count)
        except ScoutError as error:
            raise RequestInvalid(f"{path.name}: {error.headline}", error.advice) from error
        if not found:
            raise RequestInvalid("--pages names no page.", "Write them as 1-3,7.")
        return found
    if count > _MOST_PAGES:
        raise RequestInvalid(
            f"{path.name} has {count} pages.", f"Say which to send, as in --pages 1-{_MOST_PAGES}."
        )
    return tuple(range(1, count + 1))


def picture_line(image: ImagePart) -> str:
    """Say what goes out of a picture, and what of it does not."""
    if image.url:
        return f"{image.url}: the service fetches it; its size and tokens are not known here"
    tiles = tiling(image.width, image.height)
    given = image.original
    page = f", page {given.page}" if given is not None and given.page else ""
    said = f"{image.name}{page}: {image.width} x {image.height} pixels"
    if given is not None and (given.width, given.height) != (image.width, image.height):
        said += f" (made from {given.width} x {given.height})"
    if given is not None and given.animated:
        said += ", the first frame only"
    return f"{said}, {tiles.tiles} tiles, {tiles.tokens} tokens"
