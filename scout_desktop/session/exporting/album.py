"""The pictures of a chat on their way out: into the page, beside the text, or by their hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TypeAlias

from scout_desktop.chat.errors import PictureError, ScoutError
from scout_desktop.chat.exporting.names import stem
from scout_desktop.chat.exporting.placed import Placed, as_data, mime_of
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture import EXTENSION_OF

from .folder import Folder

Fetch: TypeAlias = Callable[[str], bytes | ScoutError]
"""Gives the bytes under a sha256, or says why there are none."""


class Album:
    """Counts what it placed and what it could not; one for a chat."""

    def __init__(self, fetch: Fetch) -> None:
        self.placed = 0
        self.missing = 0
        self._fetch = fetch
        self._names: dict[str, Placed] = {}

    def inline(self, image: ImagePart) -> Placed:
        """Place a picture in the page itself."""
        return self._counted(image, as_data)

    def beside(self, folder: Folder) -> Callable[[ImagePart], Placed]:
        """Return what places pictures in a folder beside the text, each once."""

        def place(image: ImagePart) -> Placed:
            known = self._names.get(image.sha256)
            if known is None:
                known = self._counted(image, lambda data: _file(folder, image, data))
                self._names[image.sha256] = known
            else:
                self.placed += not known.problem
                self.missing += bool(known.problem)
            return known

        return place

    def copy(self, sha256: str, name: str, into: Path) -> int:
        """Copy what lies under a hash into a media folder; returns the bytes written."""
        found = self._fetch(sha256)
        if isinstance(found, ScoutError):
            if not isinstance(found, PictureError):
                raise found
            self.missing += 1
            return 0
        folder = Folder(into / sha256[:2], replacing=True)
        folder.put(name, (found,))
        self.placed += 1
        return folder.bytes

    def _counted(self, image: ImagePart, make: Callable[[bytes], Placed]) -> Placed:
        found = self._fetch(image.sha256)
        if isinstance(found, ScoutError):
            if not isinstance(found, PictureError):
                raise found
            words = found.headline.rstrip(".")
            made = Placed(problem=words[:1].lower() + words[1:])
        else:
            made = make(found)
        self.placed += not made.problem
        self.missing += bool(made.problem)
        return made


def _file(folder: Folder, image: ImagePart, data: bytes) -> Placed:
    mime = mime_of(data)
    if not mime:
        return Placed(problem="a file of a kind that is not shown")
    wanted = PurePath(image.name.replace("\\", "/")).stem
    page = image.original.page if image.original is not None else 0
    name = stem(f"{wanted} page {page}" if page else wanted, "picture")
    return Placed(f"{folder.path.name}/{folder.put_once(name, EXTENSION_OF[mime], data)}")
