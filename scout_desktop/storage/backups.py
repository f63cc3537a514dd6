"""Copies of the chats as they were: one zip a week and before each change of the format, 7 kept.

A zip holds chats/, journal/, ledger/ and library.json as they lay in the folder, and can be opened
by any program. Pictures are not copied: each is written once and never changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import zipfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.findings import Backup, Progress
from scout_desktop.chat.ids import milliseconds_of, timestamp

from . import files
from .ground.strict import NotJson, decode, encode
from .places import Places

KEPT: Final = 7
_WEEK: Final = 7 * 24 * 3600 * 1000
"""Milliseconds."""
_NAME: Final = re.compile(r"(\d{8})-(\d{6})(?:-([a-z0-9][a-z0-9-]{0,30}))?\.zip\Z")
_PIECE: Final = 256 * 1024
"""Bytes that are put into the zip in one step."""
_LEVEL: Final = 4
"""Of deflate: text shrinks to a quarter, at twice the pace of the usual 6."""
_FORMAT: Final = "scout-desktop/backup"


class Backups:
    """The backups of a data folder. They need no lock: each is one file that is written once."""

    def __init__(self, places: Places, tag: str) -> None:
        """`tag` is the writer's name."""
        self._places = places
        self._tag = tag

    def all(self) -> list[Backup]:
        """Return what there is, newest first; nothing is opened. Raises DiskError."""
        found = []
        for name in files.names(self._places.backups):
            path = self._places.backups / name
            parts = _NAME.match(name)
            if parts is not None and not path.is_symlink():
                day, clock = parts[1], parts[2]
                made = f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}.000Z"
                with contextlib.suppress(FileNotFoundError):
                    found.append(Backup(name, made, path.stat().st_size, parts[3] or ""))
        return sorted(found, key=lambda backup: backup.name, reverse=True)

    def is_due(self, now: str) -> bool:
        """Whether the last one is a week old and something has changed since. Raises DiskError."""
        here = self.all()
        today = milliseconds_of(now) or 0
        if here and today - (milliseconds_of(here[0].made) or 0) < _WEEK:
            return False
        sources = list(self._sources())
        if not any(path.parent == self._places.chats for path, _ in sources):
            return False
        return not here or self._state_in(here[0].name) != _state(sources)

    def make(self, now: str, reason: str = "") -> Generator[Progress, None, Backup]:
        """Copy everything, verify the copy, and remove the oldest; yields between small steps.

        `reason` is a word for the name. Raises DiskError (DiskFull with its sentence), and then
        nothing of it stays; also when it is given up half-way.
        """
        sources = list(self._sources())
        folder = self._places.backups
        files.refuse_links([folder])
        files.make_folder(folder)
        path = folder / self._free_name(now, reason)
        temporary = folder / f".{path.name}.{self._tag}.tmp"
        try:
            with files.refusals(path):
                handle = files.open_private(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
                with os.fdopen(handle, "w+b") as stream:
                    written = yield from self._fill(stream, sources, now, reason)
                    stream.flush()
                    files.sync(stream.fileno())
                    yield from _verify(stream, written, len(sources))
                files.replace(temporary, path)
                files.sync_folder(folder)
        except zipfile.BadZipFile as wrong:
            raise DiskError("The backup could not be read again and was not kept.") from wrong
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
        self._remove_oldest()
        return next(backup for backup in self.all() if backup.name == path.name)

    def path(self, name: str) -> Path:
        """Return where a backup lies. Raises DiskError for what is none."""
        path = self._places.backups / name
        if _NAME.match(name) is None or path.is_symlink() or not path.is_file():
            raise DiskError(f"There is no backup “{name}”.")
        return path

    def _fill(
        self, stream: BinaryIO, sources: list[tuple[Path, str]], now: str, reason: str
    ) -> Generator[Progress, None, list[str]]:
        written = []
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for number, (path, name) in enumerate(sources):
                yield Progress(number, len(sources), "Copying the chats")
                try:
                    data = files.read(path)
                except (FileNotFoundError, DiskError):
                    # Gone meanwhile, or not to be read: the others must not want for it.
                    continue
                yield from _put(archive, name, data, Progress(number, len(sources), "Copying"))
                written.append(name)
            facts = {
                "format": _FORMAT, "version": 1, "min_reader": 1, "made": now,
                "reason": reason, "state": _state(sources),
            }  # fmt: skip
            archive.comment = encode(facts).encode()
        return written

    def _sources(self) -> Iterator[tuple[Path, str]]:
        """Yield (file, name in the zip). Journals first: content moves from them to the chats."""
        places = self._places
        for folder in (places.journals, places.chats, places.ledger):
            if folder.is_symlink():
                continue
            for name in files.names(folder):
                path = folder / name
                if not path.is_symlink() and path.is_file():
                    yield path, f"{folder.name}/{name}"
        if places.library.is_file() and not places.library.is_symlink():
            yield places.library, places.library.name

    def _free_name(self, now: str, reason: str) -> str:
        moment = milliseconds_of(now) or 0
        while True:
            digits = re.sub(r"[^0-9]", "", timestamp(moment)[:19])
            name = f"{digits[:8]}-{digits[8:]}{'-' if reason else ''}{reason}.zip"
            if not (self._places.backups / name).exists():
                return name
            moment += 1000

    def _state_in(self, name: str) -> str | None:
        try:
            with zipfile.ZipFile(self.path(name)) as archive:
                found = decode(archive.comment)
        except (OSError, zipfile.BadZipFile, NotJson, DiskError):
            return None
        return found.get("state") if isinstance(found, dict) else None

    def _remove_oldest(self) -> None:
        for backup in self.all()[KEPT:]:
            files.remove(self._places.backups / backup.name)


def _put(
    archive: zipfile.ZipFile, name: str, data: bytes, at: Progress
) -> Generator[Progress, None, None]:
    with archive.open(name, "w") as member:
        for start in range(0, len(data), _PIECE):
            member.write(data[start : start + _PIECE])
            yield at


def _verify(stream: BinaryIO, written: list[str], total: int) -> Generator[Progress, None, None]:
    """Read all of it again; zipfile compares the sums. Raises BadZipFile."""
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        if archive.namelist() != written:
            raise zipfile.BadZipFile("not what was written")
        for name in written:
            with archive.open(name) as member:
                while member.read(_PIECE):
                    yield Progress(total, total, "Verifying the copy")
            yield Progress(total, total, "Verifying the copy")


def _state(sources: list[tuple[Path, str]]) -> str:
    """Return a text that differs when any of the files does."""
    found = hashlib.sha256()
    for path, name in sources:
        try:
            seen = path.stat()
        except OSError:
            continue
        found.update(f"{name}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    return found.hexdigest()
