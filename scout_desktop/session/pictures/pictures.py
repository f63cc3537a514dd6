"""Pictures in: prepared off the GUI thread, kept by hash. Pictures out: pixels for the screen."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TypeVar

from scout_desktop.chat.errors import DiskError, PictureUnreadable
from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.chat.picture import is_document
from scout_desktop.chat.recipe import Recipe
from scout_desktop.imaging import MAX_BYTES, Pixels, Prepared, prepare, read_picture_file, thumbnail
from scout_desktop.imaging.documents import document_pages
from scout_desktop.session.disk import Disk
from scout_desktop.session.preferences import Preferences
from scout_desktop.storage.elsewhere import hand_out
from scout_desktop.storage.media import Media

__all__ = ["Pictures", "Pixels", "Prepared", "Source"]

T = TypeVar("T")
Progress = Callable[[float], None]
"""Gets 0 to 1 from a worker thread."""
_KEPT_BYTES = 24 * 1024 * 1024
"""Decoded thumbnails kept for the next paint."""
_FRESH_BYTES = 64 * 1024 * 1024
"""Given pictures that are not kept on the disk, held while they may be cropped anew."""
_WHOLE = 1 << 16
"""Longer than any picture that is sent."""
_HEAD = 4096
"""Bytes that tell a document from a picture."""
_PLAIN = Recipe()


@dataclass(frozen=True, slots=True)
class Source:
    """What a picture is made from: its original, or where none is kept, what was sent of it."""

    sha256: str
    width: int
    height: int
    """Pixels as shown; places of a recipe count in these."""
    page: int = 0
    """Which page of a document, from 1; 0 for a picture."""
    original: bool = True
    """False when only the sent picture is left: what it does not have cannot come back."""


class Pictures:
    """Takes what the user drops, and gives pixels to whoever paints."""

    def __init__(self, media: Media, disk: Disk, preferences: Preferences) -> None:
        self._media = media
        self._disk = disk
        self._preferences = preferences
        # One at a time: the largest picture allowed takes 350 MB while it is decoded.
        self._decoding = asyncio.Semaphore(1)
        self._pixels: OrderedDict[tuple[str, int, int], Pixels] = OrderedDict()
        self._fresh: OrderedDict[str, bytes] = OrderedDict()
        """Originals that the user does not want kept, by hash, until others push them out."""

    async def take(
        self,
        data: bytes,
        name: str,
        recipe: Recipe = _PLAIN,
        page: int = 0,
        progress: Progress | None = None,
        *,
        face_size: int = 0,
    ) -> ImagePart:
        """Prepare a picture for sending and keep it (and, unless switched off, its original).

        `face_size` says which `pixels` will be asked for next. Raises PictureError or DiskError.
        Cancelling the caller ends the work soon after.
        """
        made = await self._prepare(data, name, recipe, page, progress=progress, face_size=face_size)
        source = made.original
        if self._preferences.current.keep_originals:
            await self._disk.run(self._media.keep, data, source.mime, source.sha256)
        else:
            self._hold(source.sha256, data)
        return await self._kept(
            made,
            Original(
                source.sha256, source.mime, source.width, source.height, source.bytes,
                source.animated, source.page,
            ),
        )  # fmt: skip

    async def take_file(
        self,
        path: Path,
        recipe: Recipe = _PLAIN,
        page: int = 0,
        progress: Progress | None = None,
        *,
        face_size: int = 0,
    ) -> ImagePart:
        """Take a picture file that the user chose; its name goes along as a label only."""
        data = await _bytes(path)
        return await self.take(data, path.name, recipe, page, progress, face_size=face_size)

    async def pages(self, source: Path | bytes) -> int:
        """Return how many pages a document has; 0 for anything that is none.

        Raises PictureError for a document that is broken or locked, and for an unreadable file.
        """
        if not is_document(await _bytes(source, _HEAD)):
            return 0
        return len(await asyncio.to_thread(document_pages, await _bytes(source)))

    async def page_pixels(self, source: Path | bytes, page: int, size: int) -> Pixels:
        """Return a page (from 1) with its longer side at most `size`; raises as `pages` does."""
        return await self._decode(await _bytes(source), size, page)

    async def source(self, image: ImagePart) -> Source:
        """Return what `again` starts from."""
        own = image.original
        if own is not None and (own.sha256 in self._fresh or await self._has(own.sha256)):
            return Source(own.sha256, own.width, own.height, own.page)
        return Source(image.sha256, image.width, image.height, original=False)

    async def again(
        self, image: ImagePart, recipe: Recipe, progress: Progress | None = None
    ) -> ImagePart:
        """Make a picture anew from its original, or from what was sent of it, and keep it.

        Raises PictureError or DiskError. The picture given stays what it is.
        """
        source, made = await self._remake(image, recipe, progress)
        return await self._kept(made, image.original if source.original else None)

    async def trial(self, image: ImagePart, recipe: Recipe) -> Prepared:
        """Return the very bytes that `again` would send; nothing is kept."""
        return (await self._remake(image, recipe, None))[1]

    async def pixels(self, sha256: str, size: int, page: int = 0) -> Pixels:
        """Return a picture with its longer side at most `size` device pixels.

        Raises PictureError for a missing or damaged one.
        """
        key = (sha256, size, page)
        if (known := self._pixels.get(key)) is not None:
            self._pixels.move_to_end(key)
            return known
        found = await self._decode(await self._given(sha256), size, page)
        self._show_again(key, found)
        return found

    def _show_again(self, key: tuple[str, int, int], pixels: Pixels) -> None:
        self._pixels[key] = pixels
        while sum(len(held.rgba) for held in self._pixels.values()) > _KEPT_BYTES:
            self._pixels.popitem(last=False)

    async def sent_pixels(self, data: bytes, size: int = _WHOLE) -> Pixels:
        """Return a prepared picture as it is, pixel by pixel; a longer one reduced to `size`."""
        return await self._decode(data, size, 0)

    async def bytes_of(self, sha256: str) -> bytes:
        """Return a kept picture's bytes, checked against its hash."""
        return await self._disk.run(self._media.fetch, sha256)

    async def lost(self, images: Iterable[ImagePart]) -> dict[str, str]:
        """Return what is wrong with those that cannot be shown: a sentence by sha256."""
        found = {}
        for sha256 in dict.fromkeys(image.sha256 for image in images if not image.url):
            try:
                await self.bytes_of(sha256)
            except (PictureUnreadable, DiskError) as problem:
                found[sha256] = problem.headline
        return found

    async def save(self, sha256: str, path: Path) -> None:
        """Write a kept picture, byte for byte as it was sent, where the user wants it.

        The file is there whole when this returns. Raises PictureError for a missing or damaged
        picture, DiskError where it cannot be written.
        """
        data = await self.bytes_of(sha256)
        # Not on the disk's own thread: a slow stick must not hold up the journal of a reply.
        await asyncio.to_thread(hand_out, path, data)

    async def _remake(
        self, image: ImagePart, recipe: Recipe, progress: Progress | None
    ) -> tuple[Source, Prepared]:
        source = await self.source(image)
        data = await self._given(source.sha256)
        return source, await self._prepare(data, image.name, recipe, source.page, progress=progress)

    async def _prepare(
        self,
        data: bytes,
        name: str,
        recipe: Recipe,
        page: int,
        *,
        progress: Progress | None,
        face_size: int = 0,
    ) -> Prepared:
        async with self._decoding:
            made = await _abandonable(
                lambda given_up: prepare(
                    data, name=name, recipe=recipe, page=page, cancelled=given_up,
                    progress=progress, face_size=face_size,
                )
            )  # fmt: skip
        if made.face is not None:
            self._show_again((made.sha256, face_size, 0), made.face)
        return made

    async def _decode(self, data: bytes, size: int, page: int) -> Pixels:
        async with self._decoding:
            return await _abandonable(lambda given_up: thumbnail(data, size, given_up, page))

    async def _kept(self, made: Prepared, original: Original | None) -> ImagePart:
        sha256 = await self._disk.run(self._media.keep, made.data, made.mime, made.sha256)
        recipe = made.recipe
        return ImagePart(
            sha256=sha256, mime=made.mime, width=made.width, height=made.height,
            bytes=len(made.data), name=made.name, fit=recipe.fit, original=original,
            crop=recipe.crop, turn=recipe.turn, marks=recipe.marks,
        )  # fmt: skip

    async def _given(self, sha256: str) -> bytes:
        held = self._fresh.get(sha256)
        return held if held is not None else await self.bytes_of(sha256)

    async def _has(self, sha256: str) -> bool:
        return await self._disk.run(self._media.has, sha256)

    def _hold(self, sha256: str, data: bytes) -> None:
        self._fresh[sha256] = data
        while sum(map(len, self._fresh.values())) > _FRESH_BYTES and len(self._fresh) > 1:
            self._fresh.popitem(last=False)


async def _bytes(source: Path | bytes, most: int = MAX_BYTES + 1) -> bytes:
    if isinstance(source, bytes):
        return source
    return await asyncio.to_thread(read_picture_file, source, most)


async def _abandonable(work: Callable[[Callable[[], bool]], T]) -> T:
    """Run work in a thread; a cancelled caller makes its `given_up` true."""
    given_up = Event()
    try:
        return await asyncio.to_thread(work, given_up.is_set)
    except asyncio.CancelledError:
        given_up.set()
        raise
