"""The copies that the folder holds beside the chats: trash, quarantine, backups.

What is damaged or missing may be whole there.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError
from scout_desktop.storage import document, files
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.listing import id_in

from .naming import hashes_in

_TEXTS = (".json", ".jsonl", ".prev", ".txt")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy lies: a file, or a member of a backup."""

    path: Path
    member: str = ""

    def read(self) -> bytes:
        """Return its bytes. Raises DiskError."""
        try:
            if not self.member:
                return files.read(self.path)
            with zipfile.ZipFile(self.path) as archive:
                if archive.getinfo(self.member).file_size > files.LARGEST:
                    raise DiskError("A chat in a backup is too large.")
                return archive.read(self.member)
        except (OSError, zipfile.BadZipFile, KeyError, EOFError, RuntimeError) as broken:
            raise DiskError(f"“{self.path.name}” could not be read.") from broken


class Copies:
    """Looked through on demand; nothing is kept of it but where things lie."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.pictures: dict[str, Path] = {}
        """sha256 -> a file with these bytes; after `look_for_pictures`."""
        self._by_id: dict[str, list[Place]] | None = None
        self._by_tail: dict[str, list[Place]] = {}

    def look_for_pictures(self) -> Iterator[Path]:
        """Hash what may be pictures, one file a step: in trash, quarantine, and where none belong.

        Yields each before it is read.
        """
        places = self._places
        for folder in (places.trash, places.quarantine, places.backups, places.data, places.chats):
            yield from self._hash_in(folder)
        for name in files.names(places.media):
            yield from self._hash_in(places.media / name)

    def _hash_in(self, folder: Path) -> Iterator[Path]:
        if folder.is_symlink() or not folder.is_dir():
            return
        for name in files.names(folder):
            path = folder / name
            if name.endswith((*_TEXTS, ".zip")) or path.is_symlink() or not path.is_file():
                continue
            yield path
            try:
                self.pictures.setdefault(hashlib.sha256(files.read(path)).hexdigest(), path)
            except (FileNotFoundError, DiskError):
                continue

    def of_chat(self, id: str) -> list[Conversation]:
        """Return every copy of a chat that reads."""
        self._look_for_chats()
        found = []
        for place in [*(self._by_id or {}).get(id, ()), *self._by_tail.get(id[-12:], ())]:
            try:
                reading = document.read(place.read())
            except (FileNotFoundError, DiskError):
                continue
            if reading.id == id:
                found.append(reading.conversation)
        return found

    def id_of_tail(self, tail: str) -> str | None:
        """Return the id of a chat of whose id only the last 12 digits are known."""
        self._look_for_chats()
        known = [id for id in (self._by_id or {}) if id.endswith(tail)]
        if known:
            return known[0]
        pattern = re.compile(rb'"chat":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-%s)"' % tail.encode())
        for name in files.names(self._places.ledger):
            with contextlib.suppress(FileNotFoundError, DiskError):
                if (found := pattern.search(files.read(self._places.ledger / name))) is not None:
                    return found[1].decode()
        for place in self._by_tail.get(tail, ()):
            try:
                id = document.read(place.read()).id
            except (FileNotFoundError, DiskError):
                continue
            if id is not None and id.endswith(tail):
                return id
        return None

    def of_file(self, member: str) -> Iterator[bytes]:
        """Yield what the backups hold of one file, newest first: `ledger/…` or `library.json`."""
        for place in self._members(("ledger/", "library.json")):
            if place.member == member:
                with contextlib.suppress(DiskError):
                    yield place.read()

    def named_of(self, left: set[bytes]) -> set[bytes]:
        """Return those of some hashes that trash, quarantine, backups or drafts name."""
        found: set[bytes] = set()
        for place in self._texts():
            if found >= left:
                break
            try:
                found |= hashes_in(place.read()) & left
            except (FileNotFoundError, DiskError):
                continue
        return found

    def _texts(self) -> Iterator[Place]:
        places = self._places
        for folder in (places.drafts, places.trash, places.quarantine):
            for name in files.names(folder):
                if name.endswith(_TEXTS):
                    yield Place(folder / name)
        yield from self._members()

    def _members(self, begin: tuple[str, ...] = ("chats/", "journal/")) -> Iterator[Place]:
        """Yield what the backups hold, newest backup first."""
        backups = self._places.backups
        for name in reversed(files.names(backups)):
            path = backups / name
            if path.is_symlink() or not name.endswith(".zip"):
                continue
            try:
                with zipfile.ZipFile(path) as archive:
                    members = archive.namelist()
            except (OSError, zipfile.BadZipFile):
                continue
            yield from (Place(path, m) for m in members if m.startswith(begin))

    def _look_for_chats(self) -> None:
        if self._by_id is not None:
            return
        self._by_id = {}
        for folder in (self._places.trash, self._places.quarantine):
            for name in files.names(folder):
                if name.endswith(".json") and (id := id_in(folder / name)) is not None:
                    self._by_id.setdefault(id, []).append(Place(folder / name))
        for place in self._members():
            if place.member.startswith("chats/"):
                # By our own names: opening each would mean reading all backups.
                tail = place.member.removesuffix(".json")[-12:]
                self._by_tail.setdefault(tail, []).append(place)
