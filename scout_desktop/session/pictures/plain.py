"""What leaves of a picture: the bytes as they are kept where they are plain, else made anew.

An import keeps pictures byte for byte, so that nothing is lost here; places, names and comments
that a camera or a program wrote into them do not leave this computer.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture import MIME_OF
from scout_desktop.chat.picture.plain import plain_kind
from scout_desktop.chat.recipe import ORIGINAL, Recipe

from .pictures import Pictures


class Plain:
    """Remembers by hash which pictures are plain, and what was made of the others."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._known: dict[str, ImagePart] = {}
        """What goes in the place of each picture looked at; the same hash for a plain one."""

    async def of(self, image: ImagePart, data: bytes) -> tuple[ImagePart, bytes]:
        """Return what is sent of a picture that is kept as `data`, and its bytes.

        Of the same size in pixels, upright, and kept like any other.
        Raises PictureError, DiskError.
        """
        sent = self._known.get(image.sha256) or await self._look(image, data)
        if sent.sha256 == image.sha256:
            return replace(image, mime=sent.mime), data
        try:
            made = await self._pictures.bytes_of(sent.sha256)
        except PictureUnreadable:
            # Somebody has removed it since: what it was made of is still there.
            sent = await self._look(image, data)
            made = await self._pictures.bytes_of(sent.sha256)
        return replace(sent, name=image.name), made

    async def _look(self, image: ImagePart, data: bytes) -> ImagePart:
        kind = await asyncio.to_thread(plain_kind, data)
        if kind is not None:
            sent = replace(image, mime=MIME_OF[kind])
        else:
            bare = replace(image, original=None)
            sent = await self._pictures.again(bare, Recipe(ORIGINAL))
        self._known[image.sha256] = sent
        return sent
