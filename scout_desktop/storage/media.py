"""Pictures by the hash of their bytes: written once, checked at every reading, never replaced."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from scout_desktop.chat.errors import DiskRefused, PictureUnreadable
from scout_desktop.chat.picture import EXTENSION_OF

from . import files
from .places import Places
from .shelf.known import Ground

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_OWN = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,5}\Z")
_PARTIAL = re.compile(r"\.(tmp|part|partial|crdownload|!sync|icloud)\Z", re.IGNORECASE)
"""What a sync program has not finished."""
_ORIGINALS: Final = {
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "application/pdf": "pdf",
}
"""Originals may be of kinds that are never sent."""


class Media:
    """The media folder."""

    def __init__(self, places: Places, tag: str) -> None:
        """`tag` is the writer's name."""
        self._places = places
        self._tag = tag
        self._ground = Ground(places, tag)

    def keep(self, data: bytes, mime: str, sha256: str = "") -> str:
        """Put a picture on the disk and return its sha256; it is there for good when this returns.

        `sha256` is that of `data` where it is known already. Raises DiskError. The same bytes again
        change nothing.
        """
        sha256 = sha256 or hashlib.sha256(data).hexdigest()
        here = self.path(sha256)
        if here is not None:
            there = files.read(here)
            if there == data:
                # A run that died may have written it without the disk having it.
                files.make_lasting(here)
                return sha256
            wrong = hashlib.sha256(there).hexdigest()[:16]
            files.move(here, self._places.quarantine / f"{wrong}-{here.name}")
        self._ground.make_ready()
        extension = EXTENSION_OF.get(mime) or _ORIGINALS.get(mime, "bin")
        files.write(self._folder(sha256) / f"{sha256}.{extension}", data, self._tag)
        return sha256

    def fetch(self, sha256: str) -> bytes:
        """Return a picture's bytes, which match its hash.

        Raises PictureUnreadable where it is missing or damaged, DiskError where it cannot be read.
        """
        found = self._paths(sha256)
        if not found:
            raise PictureUnreadable(
                "This picture is not in the data folder.",
                "If the folder is synchronised, it may still be on its way.",
            )
        read = 0
        for path in found:
            try:
                data = files.read(path)
            except FileNotFoundError:
                continue
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
            read += 1
        if not read:
            raise PictureUnreadable("This picture has just been removed.")
        raise PictureUnreadable(
            "This picture's file is damaged: its bytes do not match its name.",
            "The file is kept as it is; a backup may hold a good copy.",
        )

    def has(self, sha256: str) -> bool:
        """Whether there is a file for it; only `fetch` looks whether it is undamaged."""
        return self.path(sha256) is not None

    def path(self, sha256: str) -> Path | None:
        """Return where a picture lies, None where it is not here."""
        return next(iter(self._paths(sha256)), None)

    def _paths(self, sha256: str) -> list[Path]:
        """Return the files that may be a picture: under its own name first, then copies of it.

        A sync program names those after it (`<sha256> (1).jpg`); one may be all there is.
        """
        if not _SHA256.match(sha256):
            return []
        folder = self._folder(sha256)
        if folder.is_symlink():
            raise DiskRefused("A folder of the pictures is a link, and links are not followed.")
        names = [name for name in files.names(folder) if name.startswith(sha256)]
        names.sort(key=lambda name: (_OWN.match(name) is None, name))
        return [
            folder / name
            for name in names
            if not _PARTIAL.search(name) and not (folder / name).is_symlink()
        ]

    def _folder(self, sha256: str) -> Path:
        return self._places.media / sha256[:2]
