"""Names in a folder that the user chose: readable, free, and never a path that content made."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.exporting.names import folded
from scout_desktop.storage.elsewhere import hand_out_folder, hand_out_pieces
from scout_desktop.storage.files import refusals

_ADVICE = "Choose another place or name; the chats themselves are untouched."


class Folder:
    """A folder that is made when the first file goes into it."""

    def __init__(self, path: Path, *, replacing: bool = False, is_there: bool = False) -> None:
        """`replacing` allows files of before to be overwritten, but none of this time.

        With `is_there` the folder is not made: a mistyped one is to be said.
        """
        self.path = path
        self.bytes = 0
        self.files: list[Path] = []
        self._replacing, self._is_there = replacing, is_there
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def name(self, stem: str, extension: str = "") -> str:
        """Return a free name and keep it: `stem.extension`, or with (2) and so on."""
        ending = f".{extension}" if extension else ""
        wanted = folded(stem + ending)
        while True:
            count = self._next.get(wanted, 0) + 1
            self._next[wanted] = count
            name = f"{stem}{f' ({count})' if count > 1 else ''}{ending}"
            if folded(name) not in self._taken and self._is_free(name):
                self._taken.add(folded(name))
                return name

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write a file whole or not at all. Raises DiskError."""
        try:
            if not self._is_there:
                hand_out_folder(self.path)
                self._is_there = True
            self.bytes += hand_out_pieces(self.path / name, pieces, replacing=self._replacing)
        except DiskError as error:
            if error.advice == error.default_advice:  # which speaks of the data folder
                error.advice = _ADVICE
            raise
        self.files.append(self.path / name)

    def put_once(self, stem: str, extension: str, data: bytes) -> str:
        """Write a picture and return its name; what an earlier export left of it serves again."""
        first = f"{stem}.{extension}"
        if folded(first) not in self._taken and self._holds(first, data):
            self._taken.add(folded(first))
            return first
        name = self.name(stem, extension)
        self.put(name, (data,))
        return name

    def _is_free(self, name: str) -> bool:
        return self._replacing or not os.path.lexists(self.path / name)

    def _holds(self, name: str, data: bytes) -> bool:
        path = self.path / name
        with refusals(path):
            if path.is_symlink() or not path.is_file() or path.stat().st_size != len(data):
                return False
            return path.read_bytes() == data
