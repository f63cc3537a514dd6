"""Folding: what the journals say becomes the chat's file; then our own journal is put aside."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskRefused
from scout_desktop.chat.message import Node, Record
from scout_desktop.storage import files
from scout_desktop.storage.document import dump
from scout_desktop.storage.ground.locks import Lock
from scout_desktop.storage.journal import replay
from scout_desktop.storage.merge import union
from scout_desktop.storage.places import Places

from .gather import PREVIOUS, Gathered, gather, is_filed, storable
from .listing import CANONICAL, Shelf, file_name, free_name, journal_name
from .withheld import is_by_device_of, keep_purged

_PATIENCE = 5.0
"""Seconds to wait for another process that folds the same chat."""


def chat_lock(places: Places, id: str) -> Path:
    """Return the lock of a chat; 256 of them serve all chats, or the folder would grow for ever."""
    return places.locks / f"chat-{hashlib.sha256(id.encode()).hexdigest()[:2]}.lock"


def fold(
    places: Places,
    shelf: Shelf,
    id: str,
    writer: str,
    live: Collection[str] = (),
    *,
    held: tuple[Iterable[Node], dict[str, Record]] = ((), {}),
) -> Conversation:
    """Fold a chat and return it, replies on their way included.

    `held` is what this process has put since its last fold, in case a disk forgot it. The
    caller's own journal must not be open. A read-only chat is returned untouched.
    Raises FolderLocked, ChatUnknown, DiskError; then nothing is lost and a later fold does it.
    """
    with Lock.take(chat_lock(places, id), _PATIENCE):
        ours = Conversation(id, held[1], {node.id: node for node in held[0]})
        try:
            found = gather(places, shelf, id, writer, live)
        except ChatUnknown:
            if not (ours.nodes or ours.meta):
                raise
            # All its files are gone; what is in memory becomes a file again.
            found = Gathered(Conversation(id))
        if found.conversation.read_only:
            return found.conversation
        whole = union([found.conversation, ours])
        journalled = {*found.streaming, *live}
        if found.unpurged is not None:
            keep_purged(
                places, storable(union([found.unpurged, ours], purging=False), journalled), writer
            )
        _set_aside_broken(places, found, writer)
        data = dump(storable(whole, journalled))
        if len(data) > files.LARGEST:
            raise DiskRefused(
                "This chat has grown beyond 64 MB and can no longer be written as one file.",
                "Nothing is lost; go on in a new chat.",
            )
        path = places.chats / _name(places, found, id, whole)
        if found.files.get(path.name) == data:
            # Another process may have written it and died before the disk had it.
            files.make_lasting(path)
        else:
            files.write(path, data, writer)
        register = whole.meta.get("purged", {})
        # What the user deleted for good here must not lie in the trash because a copy turned up.
        erased = bool(register.get("value")) and is_by_device_of(writer, register)
        for name in found.files:
            if name != path.name:
                retire(places, places.chats / name, found.files[name], erased=erased)
        _put_away_copies(places, found, whole, erased=erased)
        _put_aside_journal(places, found, id, writer, live)
        return whole


def _name(places: Places, found: Gathered, id: str, whole: Conversation) -> str:
    wanted = file_name(id, whole.created)
    ours = [name for name in found.files if CANONICAL.match(name) and name[-17:-5] == id[-12:]]
    if wanted in found.files or not ours:
        return wanted if wanted in found.files else free_name(places.chats, wanted, id)
    return min(ours)


def _set_aside_broken(places: Places, found: Gathered, writer: str) -> None:
    for name in found.broken:
        _keep(places.quarantine, name, found.files[name], writer)
    if found.own is not None and found.own.damaged:
        _keep(places.quarantine, "journal.jsonl", found.own_bytes, writer)


def _keep(folder: Path, name: str, data: bytes, writer: str) -> None:
    """Write a copy that no other copy replaces: its hash is in its name."""
    path = folder / f"{hashlib.sha256(data).hexdigest()[:16]}-{name}"
    if not path.exists():
        files.write(path, data, writer)


def retire(places: Places, path: Path, data: bytes, *, erased: bool = False) -> None:
    """Move a file to the trash of which all that it says, `data`, is in the chat now.

    Of an `erased` chat nothing is kept. One that has been changed or taken away since it was read
    stays as it is.
    """
    try:
        if files.read(path) != data:
            return
    except FileNotFoundError:
        return
    if erased:
        files.remove(path)
        return
    mark = hashlib.sha256(data).hexdigest()[:16]
    files.move(path, places.trash / f"{mark}-{path.name}")


def _put_aside_journal(
    places: Places, found: Gathered, id: str, writer: str, live: Collection[str]
) -> None:
    """Rename our journal to `.prev`: an empty journal is one that is not there."""
    own = found.own
    if own is None or own.unknown or own.streaming & set(live):
        return
    path = places.journals / journal_name(id, writer)
    if found.conversation.value("purged"):
        files.remove(path)
        files.remove(path.with_name(path.name + PREVIOUS))
        return
    files.move(path, path.with_name(path.name + PREVIOUS))


def _put_away_copies(places: Places, found: Gathered, whole: Conversation, *, erased: bool) -> None:
    """Move copies of journals to the trash whose every word the chat's file has now."""
    for name, said in found.copied.items():
        waits = any(
            whole.nodes[id].state == "streaming" for id in said.streaming & whole.nodes.keys()
        )
        if not (said.unknown or said.damaged or waits):
            retire(places, places.journals / name, found.copied_bytes[name], erased=erased)


def drop_previous(places: Places, shelf: Shelf, id: str, writer: str) -> bool:
    """Delete our `.prev` when the chat's files say all of it; False when they do not."""
    path = places.journals / (journal_name(id, writer) + PREVIOUS)
    try:
        said = replay(files.read(path))
    except FileNotFoundError:
        return True
    if said.unknown or not is_filed(places, shelf, Conversation(id, said.meta, said.nodes), writer):
        return False
    files.remove(path)
    return True
