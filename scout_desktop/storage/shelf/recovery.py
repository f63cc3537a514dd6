"""What is done at the start and now and then: runs that died are ended, leftovers put away."""

from __future__ import annotations

import os
import re
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError
from scout_desktop.chat.ids import milliseconds_of
from scout_desktop.storage import files
from scout_desktop.storage.device import Writer
from scout_desktop.storage.journal import replay
from scout_desktop.storage.places import Places

from .fold import drop_previous, fold, retire
from .gather import PREVIOUS, contains, gather, is_filed
from .listing import Shelf, id_in, journal_of

_OLD = 30 * 24 * 3600 * 1000
"""Milliseconds."""
_TEMPORARY = re.compile(r"\..+\.(d[0-9a-f]{4,32}-\d{1,4})\.tmp\Z")


def recover(places: Places, shelf: Shelf, writer: Writer) -> tuple[list[Conversation], list[str]]:
    """Fold what runs of this machine left in their journals when they died.

    Only a writer may say that its reply ended, so a dead one's slot is taken for the moment.
    Returns the chats folded and the sentences of what could not be; never raises for one chat.
    """
    folded: list[Conversation] = []
    said: list[str] = []
    names = shelf.all_journals()
    for name in sorted({_writer_of(journal) for journal in names}):
        claim = None if name == writer.name else writer.claim(name)
        if claim is None and name != writer.name:
            continue
        try:
            _remove_temporaries(places, name)
            for journal in names:
                if _writer_of(journal) == name:
                    try:
                        folded += _recover_one(places, shelf, journal, name)
                    except ChatUnknown:
                        continue
                    except DiskError as error:
                        said.append(error.sentence)
        finally:
            if claim is not None:
                claim.release()
    _remove_temporaries(places, writer.name)
    return folded, said


def _recover_one(places: Places, shelf: Shelf, journal: str, writer: str) -> list[Conversation]:
    id = shelf.journal_id(journal) or ""
    path = places.journals / journal
    if id != journal_of(journal):
        # Somebody gave it the name of another chat, whose own journal must not go on in it.
        data = files.read(path)
        said = replay(data)
        folded = fold(places, shelf, id, writer)
        part = Conversation(id, said.meta, said.nodes)
        if not (said.unknown or said.damaged) and is_filed(places, shelf, part, writer):
            retire(places, path, data)
        return [folded]
    if journal.endswith(PREVIOUS):
        if drop_previous(places, shelf, id, writer):
            return []
    else:
        try:
            if replay(files.read(path)).empty:
                return []
        except FileNotFoundError:
            return []
    return [fold(places, shelf, id, writer)]


def put_away_old_journals(places: Places, shelf: Shelf, writer: Writer, now: str) -> None:
    """Move journals of other devices to the trash when the chats have had it all for 30 days.

    Nobody but its writer shortens a journal; a device that is gone never will.
    """
    today = milliseconds_of(now) or 0
    for name in shelf.all_journals():
        device = _writer_of(name).rpartition("-")[0]
        path = places.journals / name
        try:
            age = today - path.stat().st_mtime_ns // 1_000_000
            if device == writer.device or age < _OLD:
                continue
            said = replay(files.read(path))
            id = shelf.journal_id(name) or ""
            filed = gather(places, shelf, id, writer.name).filed
            part = Conversation(id, said.meta, said.nodes)
            whole = not (said.unknown or said.streaming or said.damaged)
            if filed is not None and whole and contains(filed, part):
                files.move(path, places.trash / name)
        except (OSError, DiskError):
            # Only tidying: another start may find it readable.
            continue


def _writer_of(journal: str) -> str:
    return journal[37:].removesuffix(PREVIOUS).removesuffix(".jsonl")


def _remove_temporaries(places: Places, writer: str) -> None:
    """Remove what a killed run of this writer was about to rename."""
    folders = [places.data, places.chats, places.trash, places.quarantine]
    folders += [places.config, places.state, places.drafts]
    for folder in [*folders, *_subfolders(places.media)]:
        for path in _hidden(folder):
            found = _TEMPORARY.match(path.name)
            if found is not None and found[1] == writer:
                files.remove(path)


def _subfolders(folder: Path) -> list[Path]:
    return [folder / name for name in files.names(folder) if (folder / name).is_dir()]


def _hidden(folder: Path) -> list[Path]:
    # Not by a pattern: among 10,000 names that takes a start several times as long.
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return []
    return [folder / name for name in sorted(names)]


def erase_copies(places: Places, id: str) -> None:
    """Remove what trash and quarantine hold of a chat that was deleted for good."""
    for folder in (places.trash, places.quarantine):
        for name in files.names(folder):
            if id_in(folder / name) == id:
                files.remove(folder / name)
