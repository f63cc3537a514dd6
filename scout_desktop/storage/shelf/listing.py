"""Which files belong to which chat; a copy under another name belongs to it by its content."""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.ids import imported_id, is_id, milliseconds_of, timestamp
from scout_desktop.storage import document, files
from scout_desktop.storage.ground.framing import read_header
from scout_desktop.storage.places import Places

from .odd_names import lasting_names, may_be_chat

CANONICAL = re.compile(r"\d{8}-\d{6}-([0-9a-f]{12})\.json\Z")
_LONG = len("20261123-011852-334455667788.json")
_HEAD = re.compile(
    rb'\{"format":"scout-desktop/chat",[^{}\[\]]{0,100}?"id":"'
    rb'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
)
_JOURNAL = re.compile(
    rb'\{"format":"scout-desktop/journal",[^{}\[\]]{0,60}?"chat":"'
    rb'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"'
)
_SETTLED = 0.1
"""Seconds; a folder that changed more recently is read again, since clocks tick coarsely."""


def file_name(id: str, created: str) -> str:
    """Return the name of a chat's file: the time in its id, or of its creation, and 12 hex."""
    moment = int(id[:8] + id[9:13], 16) if id[14] == "7" else milliseconds_of(created) or 0
    digits = re.sub(r"[^0-9]", "", timestamp(moment)[:19])
    return f"{digits[:8]}-{digits[8:]}-{id[-12:]}.json"


def free_name(folder: Path, wanted: str, id: str) -> str:
    """Return the wanted name, or one with the whole id where another chat has that already."""
    if not (folder / wanted).exists():
        return wanted
    return f"{wanted.removesuffix('.json')}-{id}.json"


class _Listing:
    """The names in a folder, read again when the folder has changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []
        self._stamp: int | None = None
        self.held = False
        """Whether the names are taken as they were last read."""

    def names(self) -> list[str]:
        if self.held:
            return self._names
        try:
            stamp = self.folder.stat().st_mtime_ns
        except OSError:
            # Not there, or not to be had: listing it says which, with a sentence.
            stamp = -1
        if stamp != self._stamp:
            settled = time.time_ns() - stamp > _SETTLED * 1e9
            self._names = lasting_names(self.folder)
            self._stamp = stamp if settled and stamp != -1 else None
        return self._names


class Shelf:
    """The chats folder and the journal folder, as lists of names by chat."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._chats = _Listing(places.chats)
        self._journals = _Listing(places.journals)
        self._counted: tuple[list[str] | None, int] = None, 0
        self._known: dict[str, str] = {}
        self._checked: dict[str, tuple[int, int]] = {}
        self._strange: dict[str, tuple[int, int]] = {}
        self._listed: list[str] | None = None
        self._placed: dict[str, str] = {}
        self._by_id: dict[str, set[str]] = {}
        self._doubtful = False
        self._listed_journals: list[str] | None = None
        self._journal_ids: dict[str, str] = {}
        self._journals_by_id: dict[str, list[str]] = {}

    @contextmanager
    def steady(self) -> Iterator[None]:
        """List chats/ once for all that is done to a chat meanwhile.

        A fold asks nine times, and the folder has just changed each time. What others add in
        between is seen afterwards; the journals are listed as always.
        """
        self._look()
        self._chats.held = True
        try:
            yield
        finally:
            self._chats.held = False

    def chat_files(self, id: str) -> list[str]:
        """Return the names in chats/ that carry this id."""
        names = self._chats.names()
        if self._listed is None and not self._doubtful:
            # At the start, for one chat: only files that may be its own are looked into.
            own = f"-{id[-12:]}.json"
            near = [n for n in names if n.endswith(own) or not CANONICAL.match(n)]
            return [name for name in near if self._id(name) == id]
        self._look()
        return sorted(self._by_id.get(id, ()))

    def journals(self, id: str) -> list[str]:
        """Return the names in journal/ that belong to this chat, kept ones (`.prev`) included."""
        return list(self._grouped_journals().get(id, ()))

    def all_journals(self) -> list[str]:
        """Return every name in journal/ that belongs to some chat."""
        return [name for names in self._grouped_journals().values() for name in names]

    def count(self) -> int:
        """Return how many files there are in chats/, without looking into any.

        Copies by sync programs do not count: they come and go, and are no chats.
        """
        names = self._chats.names()
        if names is not self._counted[0]:
            # By length: that is every name we give, and matching 10,000 takes 5 ms.
            ours = [name for name in names if len(name) == _LONG and name.endswith(".json")]
            self._counted = names, len(ours)
        return self._counted[1]

    def has_any(self) -> bool:
        """Whether there is any chat, deleted ones included."""
        return self.count() > 0 or bool(self._grouped_journals())

    def ids(self) -> set[str]:
        """Return the id of every chat that has a file or a journal."""
        self._look()
        return self._grouped_journals().keys() | self._by_id.keys()

    def by_id(self) -> Mapping[str, Collection[str]]:
        """Return the names in chats/ by the id they carry, for all at once."""
        self._look()
        return self._by_id

    def journalled(self) -> Collection[str]:
        """Return the id of every chat that has a journal."""
        return self._grouped_journals().keys()

    def learn(self, names: Iterable[tuple[str, str]]) -> None:
        """Take (file name, id) from the index, so that the files need not be opened for it."""
        self._known = {**dict(names), **self._known}

    def known_names(self) -> list[tuple[str, str]]:
        """Return (file name, id) of the chats, for `learn` in a later run."""
        self._look()
        return list(self._placed.items())

    def doubt(self) -> None:
        """Look into every file again: one of them turned out to hold another chat than it did."""
        for known in (self._known, self._checked, self._strange, self._placed, self._by_id):
            known.clear()
        self._journal_ids.clear()
        self._listed = self._listed_journals = None
        self._doubtful = True

    def journal_id(self, name: str) -> str | None:
        """Return whose journal it is: what its first line says, and without one its name."""
        if (known := self._journal_ids.get(name)) is None:
            start = files.read_start(self._places.journals / name)
            known = chat_of_journal(start) or journal_of(name)
            if known is not None:
                self._journal_ids[name] = known
        return known

    def _grouped_journals(self) -> dict[str, list[str]]:
        names = self._journals.names()
        if names is not self._listed_journals:
            grouped: dict[str, list[str]] = {}
            for name in names:
                if (id := self.journal_id(name)) is not None:
                    grouped.setdefault(id, []).append(name)
            self._listed_journals, self._journals_by_id = names, grouped
        return self._journals_by_id

    def _look(self) -> None:
        names = self._chats.names()
        if names is self._listed:
            return
        now = set(names)
        odd = {name for name, id in self._placed.items() if not _is_right(name, id)}
        for name in (self._placed.keys() - now) | odd:
            id = self._placed.pop(name)
            self._by_id[id].discard(name)
            if not self._by_id[id]:
                del self._by_id[id]
        for name in now - self._placed.keys():
            if (found := self._id(name)) is not None:
                self._placed[name] = found
                self._by_id.setdefault(found, set()).add(name)
        self._listed = names

    def _id(self, name: str) -> str | None:
        # A name never changes its chat; only names we gave ourselves are trusted that far.
        known = self._known.get(name)
        if known is not None and _is_right(name, known):
            return known
        path = self._places.chats / name
        try:
            found = path.lstat()
        except OSError:
            return known
        stamp = found.st_size, found.st_mtime_ns
        if self._strange.get(name) == stamp:
            return None
        if known is None or self._checked.get(name) != stamp:
            known = id_in(path) if may_be_chat(path) else None
            if known is not None:
                self._known[name], self._checked[name] = known, stamp
            elif files.read_start(path, 1):
                # It can be read, and is none: not to be looked into again until it changes.
                self._strange[name] = stamp
        return known


def _is_right(name: str, id: str) -> bool:
    """Whether a file of this name is the one that we would make for a chat."""
    return name[16:28] == id[-12:] and CANONICAL.match(name) is not None


def id_in(path: Path) -> str | None:
    """Return the id that a chat file carries; a made-up one for a file that has lost its head.

    None for what is not a chat, or is empty.
    """
    head = _HEAD.match(files.read_start(path))
    if head is not None:
        return head[1].decode()
    try:
        reading = document.read(files.read(path))
    except (OSError, DiskError):
        return None
    if reading.id is not None:
        return reading.id
    has_content = reading.conversation.nodes or reading.conversation.meta
    return imported_id("damaged file", path.name) if has_content else None


def chat_of_journal(start: bytes) -> str | None:
    """Return the id of the chat that a journal names in its first line."""
    if (head := _JOURNAL.match(start)) is not None:
        return head[1].decode()
    facts = read_header(start.split(b"\n", 1)[0])
    if facts is None or facts["format"] != "scout-desktop/journal":
        return None
    return facts["chat"] if is_id(facts.get("chat")) else None


def journal_of(name: str) -> str | None:
    """Return the id of the chat that a journal belongs to, None for another file."""
    id = name[:36]
    # What a sync program has not finished ends otherwise (.tmp, .!sync).
    ours = name[36:37] == "." and ".jsonl" in name and name.endswith((".jsonl", ".prev"))
    return id if ours and is_id(id) else None


def journal_name(id: str, writer: str) -> str:
    """Return the name of a writer's journal of a chat."""
    return f"{id}.{writer}.jsonl"
