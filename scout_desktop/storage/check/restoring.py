"""Brings a backup back, all of it or one chat: what is newer stays, what is missing comes back."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Generator
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError, DiskFull
from scout_desktop.chat.findings import Progress, Restored
from scout_desktop.storage import document, files
from scout_desktop.storage.backups import Backups
from scout_desktop.storage.journal import replay
from scout_desktop.storage.library import Library
from scout_desktop.storage.shelf.gather import end_dead
from scout_desktop.storage.shelf.listing import file_name, free_name, journal_of

from .bringing import bring_in
from .common import bring_library_in, lines_back
from .copies import Place


def restore(
    library: Library,
    name: str,
    now: str,
    only: str | None = None,
    opened: Collection[str] = (),
) -> Generator[Progress, None, Restored]:
    """Merge a backup into the folder; yields between chats. `only` is the id of one chat.

    `opened` are the chats that stay open. Raises DiskError where the backup cannot be read at all,
    and DiskFull; chats that cannot be restored are in `failed`.
    """
    path = Backups(library.places, library.writer.name).path(name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
    except (OSError, zipfile.BadZipFile) as broken:
        raise DiskError(f"The backup “{name}” is damaged and cannot be read.") from broken
    work = _Restoring(library, path, members, only, opened)
    total = len(work.chats) + len(work.journals)
    for done, member in enumerate(work.chats):
        yield Progress(done, total, "Comparing the chats")
        work.file(member)
    for done, id in enumerate(list(work.journals), len(work.chats)):
        yield Progress(done, total, "Comparing the chats")
        work.journal(id)
    if only is None:
        for member in members:
            if member.startswith("ledger/"):
                yield Progress(total, total, "Comparing the ledger")
                lines_back(library, member.partition("/")[2], Place(path, member).read())
            elif member == library.places.library.name:
                bring_library_in(library, Place(path, member).read(), now)
    return Restored(work.changed, work.added, tuple(work.failed))


class _Restoring:
    """One backup on its way back."""

    def __init__(
        self,
        library: Library,
        path: Path,
        members: list[str],
        only: str | None,
        opened: Collection[str],
    ) -> None:
        self._library, self._path, self._only, self._opened = library, path, only, opened
        self.chats = [member for member in members if member.startswith("chats/")]
        self.journals: dict[str, list[str]] = {}
        for member in members:
            folder, _, name = member.partition("/")
            if folder == "journal" and (id := journal_of(name)) is not None:
                self.journals.setdefault(id, []).append(member)
        self.changed = self.added = 0
        self.failed: list[str] = []

    def file(self, member: str) -> None:
        """Bring the chat of a file back, and what its journals said."""
        try:
            data = Place(self._path, member).read()
        except DiskError as error:
            self.failed.append(error.sentence)
            return
        reading = document.read(data)
        if reading.id is None or self._only not in (None, reading.id):
            return
        if reading.conversation.read_only:
            self._put_back(reading.id, data)
            return
        if reading.id not in self.journals and _is_the_same(self._library, member, data):
            return
        self._bring(reading.id, [reading.conversation])

    def journal(self, id: str) -> None:
        """Bring a chat back of which the backup has no file."""
        if id in self.journals and self._only in (None, id):
            self._bring(id, [])

    def _put_back(self, id: str, data: bytes) -> None:
        """Put a newer program's file back as it was, where there is none of that chat."""
        library = self._library
        if not library.shelf.chat_files(id):
            folder = library.places.chats
            name = free_name(folder, file_name(id, ""), id)
            files.write(folder / name, data, library.writer.name)
            self.changed += 1
            self.added += 1

    def _bring(self, id: str, copies: list[Conversation]) -> None:
        try:
            copies += [_journalled(Place(self._path, n)) for n in self.journals.pop(id, ())]
            what = bring_in(self._library, id, copies, self._opened)
        except DiskFull:
            raise
        except DiskError as error:
            self.failed.append(error.sentence)
            return
        self.changed += what != ""
        self.added += what == "added"


def _is_the_same(library: Library, member: str, data: bytes) -> bool:
    here = library.places.chats / member.partition("/")[2]
    try:
        # Names come from a zip: one that leads elsewhere is simply not the same.
        if here.parent != library.places.chats or here.lstat().st_size != len(data):
            return False
        return files.read(here) == data
    except (OSError, DiskError):
        return False


def _journalled(place: Place) -> Conversation:
    said = replay(place.read())
    # The backup is the last word there may be of a reply that was on its way.
    end_dead(said, ())
    return Conversation(said.chat or "", said.meta, said.nodes, min_reader=said.min_reader)
