"""Pictures in: prepared off the GUI thread, kept by hash. Pictures out: pixels for the screen."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TypeVar

from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.imaging import Fit, Pixels, Prepared, prepare, read_picture_file, thumbnail
from scout_desktop.storage.elsewhere import hand_out
from scout_desktop.storage.media import Media

from ..disk import Disk
from ..preferences import Preferences

__all__ = ["Pictures", "Pixels"]

T = TypeVar("T")
_KEPT_BYTES = 24 * 1024 * 1024
"""Decoded thumbnails kept for the next paint."""


class Pictures:
    """Takes what the user drops, and gives pixels to whoever paints."""

    def __init__(self, media: Media, disk: Disk, preferences: Preferences) -> None:
        self._media = media
        self._disk = disk
        self._preferences = preferences
        # One at a time: the largest picture allowed takes 350 MB while it is decoded.
        self._decoding = asyncio.Semaphore(1)
        self._pixels: OrderedDict[tuple[str, int], Pixels] = OrderedDict()

    async def take(self, data: bytes, name: str, fit: Fit = "tiles") -> ImagePart:
        """Prepare a picture for sending and keep it (and, unless switched off, its original).

        Raises PictureError or DiskError. Cancelling the caller ends the work soon after.
        """
        async with self._decoding:
            made = await _abandonable(
                lambda given_up: prepare(data, name=name, fit=fit, cancelled=given_up)
            )
        sha256 = await self._disk.run(self._media.keep, made.data, made.mime)
        original = None
        if self._preferences.current.keep_originals:
            source = made.original
            kept = await self._disk.run(self._media.keep, data, source.mime)
            original = Original(
                kept, source.mime, source.width, source.height, source.bytes, source.animated
            )
        return _part(made, sha256, original)

    async def take_file(self, path: Path) -> ImagePart:
        """Take a picture file that the user chose; its name goes along as a label only."""
        data = await asyncio.to_thread(read_picture_file, path)
        return await self.take(data, path.name)

    async def pixels(self, sha256: str, size: int) -> Pixels:
        """Return a picture with its longer side at most `size` device pixels.

        Raises PictureError for a missing or damaged one.
        """
        key = (sha256, size)
        if (known := self._pixels.get(key)) is not None:
            self._pixels.move_to_end(key)
            return known
        data = await self._disk.run(self._media.fetch, sha256)
        async with self._decoding:
            found = await _abandonable(lambda given_up: thumbnail(data, size, given_up))
        self._pixels[key] = found
        while sum(len(held.rgba) for held in self._pixels.values()) > _KEPT_BYTES:
            self._pixels.popitem(last=False)
        return found

    async def bytes_of(self, sha256: str) -> bytes:
        """Return a kept picture's bytes, checked against its hash."""
        return await self._disk.run(self._media.fetch, sha256)

    async def save(self, sha256: str, path: Path) -> None:
        """Write a kept picture, byte for byte as it was sent, where the user wants it.

        The file is there whole when this returns. Raises PictureError for a missing or damaged
        picture, DiskError where it cannot be written.
        """
        data = await self.bytes_of(sha256)
        # Not on the disk's own thread: a slow stick must not hold up the journal of a reply.
        await asyncio.to_thread(hand_out, path, data)


async def _abandonable(work: Callable[[Callable[[], bool]], T]) -> T:
    """Run work in a thread; a cancelled caller makes its `given_up` true."""
    given_up = Event()
    try:
        return await asyncio.to_thread(work, given_up.is_set)
    except asyncio.CancelledError:
        given_up.set()
        raise


def _part(made: Prepared, sha256: str, original: Original | None) -> ImagePart:
    return ImagePart(
        sha256=sha256, mime=made.mime, width=made.width, height=made.height, bytes=len(made.data),
        name=made.name, fit=made.fit, original=original,
    )  # fmt: skip
