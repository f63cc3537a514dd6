"""How to tell without reading that a chat has changed: size and time of its files."""

from __future__ import annotations

import os
import time
from collections.abc import Container
from pathlib import Path
from typing import TypeAlias

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage.files import refusals
from scout_desktop.storage.places import Places

from .gather import PREVIOUS
from .listing import Shelf, journal_name

Stamps: TypeAlias = tuple[tuple[str, int, int], ...]
"""(name, size, time of change) of each file."""

_SETTLED = 100_000_000
"""Nanoseconds; a folder that changed more recently may change again without showing it."""


class Watched:
    """The files of all chats, seen from outside."""

    def __init__(self, places: Places, shelf: Shelf, writer: str) -> None:
        self._places = places
        self._shelf = shelf
        self._writer = writer

    def of(self, id: str) -> Stamps:
        """Return the stamps of what others can change of a chat: all but our own journal."""
        # Journals first, as in reading: what moves meanwhile is seen as a change, not missed.
        journals = self.journals(id)
        return (*self.files(id), *journals)

    def files(self, id: str) -> Stamps:
        """Return the stamps of a chat's files."""
        return tuple(_stamp(self._places.chats / name) for name in self._shelf.chat_files(id))

    def journals(self, id: str) -> Stamps:
        """Return the stamps of the journals that others write."""
        own = journal_name(id, self._writer)
        return tuple(
            _stamp(self._places.journals / name)
            for name in self._shelf.journals(id)
            if name != own and not name.endswith(PREVIOUS)
        )

    def whole(self, id: str) -> Stamps:
        """Return the stamps with that of our own journal, for a chat that is not open."""
        own = _stamp(self._places.journals / journal_name(id, self._writer))
        return (*self.of(id), own) if own[1] > 0 else self.of(id)

    def every(self, opened: Container[str]) -> dict[str, str]:
        """Return the text of every chat's stamps, those in `opened` without our own journal."""
        files = _listed(self._places.chats)
        found = {}
        for id, names in self._shelf.by_id().items():
            if len(names) == 1:
                # Nearly all: written out, as every start of many chats passes here with each.
                (name,) = names
                found[id] = files.get(name, "")
            else:
                found[id] = " ".join(files.get(name, "") for name in sorted(names))
        for id in self._shelf.journalled():
            found[id] = told(self.of(id) if id in opened else self.whole(id))
        return found

    def folders(self) -> Stamps | None:
        """Return stamps of the folders and of others' journals, None while they may still move.

        Equal ones mean that nobody has added, renamed or folded anything in between. A file that
        was written in place without that shows in `every` only.
        """
        chats, journals = _stamp(self._places.chats), _stamp(self._places.journals)
        if time.time_ns() - max(chats[2], journals[2]) < _SETTLED:
            return None
        others = [
            _stamp(self._places.journals / name)
            for name in self._shelf.all_journals()
            if not name.endswith((PREVIOUS, f".{self._writer}.jsonl"))
        ]
        return (chats, journals, *others)


def told(stamps: Stamps) -> str:
    """Return stamps as a text."""
    return " ".join(f"{name}:{size}:{time}" for name, size, time in stamps)


def size_of(path: Path) -> int:
    """Return a file's size, 0 where there is none."""
    return max(0, _stamp(path)[1])


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return path.name, -1, -1
    return path.name, found.st_size, found.st_mtime_ns


def _listed(folder: Path) -> dict[str, str]:
    """Return the text of every file's stamp, by name."""
    found = {}
    try:
        with refusals(folder), os.scandir(folder) as entries:
            for entry in entries:
                seen, name = entry.stat(), entry.name
                found[name] = f"{name}:{seen.st_size}:{seen.st_mtime_ns}"
    except DiskError:
        return found
    return found
