"""Two ways with the pictures of a chat that arrives: only counted, or kept with the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scout_desktop.chat.errors import PictureError, ScoutError
from scout_desktop.chat.message import ImagePart, Node, Record
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.picture.kinds import kind_of
from scout_desktop.storage.imports.found import FoundPicture
from scout_desktop.storage.imports.own.chats import OwnChat, pictures_of
from scout_desktop.storage.imports.pictures import Beside
from scout_desktop.storage.media import Media

from .taking import missing_picture, name_of

_NOT_ONE: Final = "of a kind that is not taken, or damaged"


@dataclass(slots=True)
class Counting:
    """Says of each picture whether it is there; nothing is written, little is read."""

    media: Media
    there: int = 0
    missing: int = 0
    bytes: int = 0

    def __call__(self, picture: FoundPicture) -> Record:
        """Return a part that stands for the picture in a dry run."""
        size = _size(picture)
        if size is None:
            self.missing += 1
            return missing_picture(picture)
        self.there += 1
        self.bytes += size
        return {"type": "image", "sha256": "", "bytes": size}

    def take_own(self, own: OwnChat, nodes: Iterable[Node]) -> None:
        """Count what messages of a chat of ours name, but for what is here already."""
        for sha256 in dict(pictures_of(nodes)):
            if self.media.has(sha256):
                continue
            size = own.size(sha256)
            self.there += size is not None
            self.missing += size is None
            self.bytes += size or 0


@dataclass(slots=True)
class Keeping:
    """Puts each picture on the disk before the message that names it."""

    media: Media
    there: int = 0
    missing: int = 0
    bytes: int = 0

    def __call__(self, picture: FoundPicture) -> Record:
        """Return the part of a picture that is kept, or that says that it is missing.

        Raises DiskError when ours cannot be written.
        """
        try:
            data = picture.load()
        except ScoutError:
            data = None
        if not data:
            self.missing += 1
            return missing_picture(picture)
        try:
            info = inspect(data)
        except PictureError:
            self.missing += 1
            return missing_picture(picture, _NOT_ONE)
        sha256 = self.media.keep(data, info.mime)
        self.there += 1
        self.bytes += len(data)
        return ImagePart(
            sha256, info.mime, info.width, info.height, len(data), name_of(picture), "original"
        ).record()

    def take_own(self, own: OwnChat, nodes: Iterable[Node]) -> None:
        """Keep what messages of a chat of ours name, where its bytes match. Raises DiskError."""
        for sha256, mime in dict(pictures_of(nodes)).items():
            if self.media.has(sha256):
                continue
            data = own.load(sha256)
            if data is None:
                self.missing += 1
                continue
            self.media.keep(data, mime, sha256)
            self.there += 1
            self.bytes += len(data)


def _size(picture: FoundPicture) -> int | None:
    """Return the bytes of a picture that is there and is one."""
    load = picture.load
    try:
        if isinstance(load, Beside):
            if load.name not in load.source:
                return None
            start, size = load.source.start(load.name), load.source.size(load.name)
        else:
            start = load() or b""
            size = len(start)
        kind_of(start)
    except ScoutError:
        return None
    return size
