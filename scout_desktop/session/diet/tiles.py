"""Versions of one tile of pictures that were sent before: made once, kept, found again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from scout_desktop.chat.diet import Planned
from scout_desktop.chat.diet_cost import ONE_TILE_TOKENS
from scout_desktop.chat.errors import PictureError, PictureUnreadable
from scout_desktop.chat.estimate import picture_tokens
from scout_desktop.chat.message import ImagePart, Node
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.recipe import ONE_TILE, Recipe
from scout_desktop.chat.tiles import tiling
from scout_desktop.session.pictures.pictures import Pictures

ADVICE = "Let it go as a caption, or drop it, under “Pictures in this chat”; then send again."


class Tiles:
    """Makes them off the GUI thread."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._made: dict[str, ImagePart] = {}

    def known(self, planned: Iterable[Planned]) -> tuple[dict[str, ImagePart], list[ImagePart]]:
        """Return the tiles that are there, by sha256 of their picture, and what lacks one.

        A picture that is a single tile already needs none.
        """
        found: dict[str, ImagePart] = {}
        missing: dict[str, ImagePart] = {}
        for each in planned:
            image = each.image
            if each.how != "tile" or (picture_tokens(image) or 0) <= ONE_TILE_TOKENS:
                continue
            if image.sha256 in self._made:
                found[image.sha256] = self._made[image.sha256]
            else:
                missing[image.sha256] = image
        return found, list(missing.values())

    async def make(self, images: Iterable[ImagePart], branch: Sequence[Node]) -> None:
        """Make what is missing, the same as an earlier reply of the branch was asked with.

        Raises PictureError or DiskError; a cancelled one goes on with the next call.
        """
        earlier = _sent_before(branch)
        for image in images:
            sha256 = image.sha256
            found = await self._found(image, earlier[sha256]) if sha256 in earlier else None
            self._made[sha256] = found or await self._reduced(image)

    async def _found(self, image: ImagePart, sha256: str) -> ImagePart | None:
        try:
            data = await self._pictures.bytes_of(sha256)
            info = inspect(data)
        except PictureError:
            # Gone or damaged: it is made anew.
            return None
        if tiling(info.width, info.height).tokens > ONE_TILE_TOKENS:
            # The file is wrong: so large a picture was not what the estimate spoke of.
            return None
        return ImagePart(
            sha256, info.mime, info.width, info.height, len(data), image.name, fit=ONE_TILE
        )

    async def _reduced(self, image: ImagePart) -> ImagePart:
        sent = replace(image, original=None)
        source = await self._pictures.source(image)
        if source.original and image.marks:
            # Marks are drawn at the size that is sent: reduced with the picture they would blur.
            return await self._again(image, replace(image.recipe, fit=ONE_TILE))
        try:
            return await self._pictures.again(sent, Recipe(ONE_TILE))
        except PictureError as gone:
            if not source.original:
                raise _no_longer(image) from gone
            return await self._again(image, replace(image.recipe, fit=ONE_TILE))

    async def _again(self, image: ImagePart, recipe: Recipe) -> ImagePart:
        try:
            return await self._pictures.again(image, recipe)
        except PictureError as gone:
            raise _no_longer(image) from gone


def _no_longer(image: ImagePart) -> PictureUnreadable:
    shown = f"The earlier picture “{image.name}”" if image.name else "A picture of this chat"
    return PictureUnreadable(
        f"{shown} cannot be made smaller: it is no longer on the disk. The message was not sent.",
        ADVICE,
    )


def _sent_before(branch: Sequence[Node]) -> Mapping[str, str]:
    """Return the sha256 of tiles by that of their pictures, as replies say they were sent."""
    found: dict[str, str] = {}
    for node in branch:
        listed = node.section("request").get("pictures")
        for each in listed if isinstance(listed, Sequence) else ():
            if isinstance(each, Mapping) and each.get("how") == "tile":
                own, sent = each.get("sha256"), each.get("sent")
                if isinstance(own, str) and isinstance(sent, str):
                    found[own] = sent
    return found
