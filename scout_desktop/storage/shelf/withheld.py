"""Deletions by other devices: which are known here, and which wait until the user agrees.

A device that went wrong, or somebody who got hold of a synchronised folder, may delete everything
at once. What waits is shown as if it were not deleted, and folded by nobody here; of a chat that
was deleted for good, a fold keeps a copy in quarantine/ until the deletion is known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.ids import is_id
from scout_desktop.storage import document, files
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.places import Places

_COPY = "purged-"
_MARKS = ("deleted", "purged")


class Withheld:
    """The chats whose deletion waits for the user: id -> whether for good."""

    def __init__(self, places: Places, tag: str) -> None:
        """Read what an earlier run left undecided; `tag` is the writer's name."""
        self._path, self._tag = places.state / "withheld.json", tag
        self._ids = {id: value is True for id, value in _read(self._path).items() if is_id(id)}

    def __contains__(self, id: str) -> bool:
        """Whether a chat's deletion waits."""
        return id in self._ids

    def all(self) -> dict[str, bool]:
        """Return all that wait: id -> whether for good."""
        return dict(self._ids)

    def shown(self, chat: Conversation) -> Conversation:
        """Return a chat as it is shown: without a deletion that waits.

        One that the user has made here meanwhile counts.
        """
        if chat.id not in self._ids:
            return chat
        meta = {
            name: register
            for name, register in chat.meta.items()
            if name not in _MARKS or is_by_device_of(self._tag, register)
        }
        return replace(chat, meta=meta)

    def hold(self, ids: Mapping[str, bool]) -> None:
        """Let these wait, in the next run too."""
        self._ids.update(ids)
        self.save()

    def release(self, id: str) -> None:
        """Let it wait no longer; `save` makes that last."""
        self._ids.pop(id, None)

    def save(self) -> None:
        """Remember what waits, where the state folder can be written."""
        if self._ids:
            _write(self._path, self._ids, self._tag)
        else:
            with contextlib.suppress(DiskError):
                files.remove(self._path)


class KnownDeletions:
    """Which deletions were there when the folder was last looked at, also across restarts."""

    def __init__(self, places: Places, tag: str) -> None:
        """Read what is known; nothing is known of a folder that was never looked at."""
        self._path, self._tag = places.state / "deletions.json", tag
        found = _read(self._path)
        self.is_new = not found
        """Whether there is nothing to compare with: what is deleted now is taken as it is."""
        known, recent = found.get("known"), found.get("recent")
        self.known = {id for id in known if is_id(id)} if isinstance(known, list) else set()
        self.recent = {
            id: at
            for id, at in (recent.items() if isinstance(recent, dict) else ())
            if is_id(id) and isinstance(at, int) and id in self.known
        }
        """Of these: when others' deletion was first seen, in milliseconds since 1970."""

    def save(self) -> None:
        """Keep it, where the state folder can be written."""
        self.is_new = False
        _write(self._path, {"known": sorted(self.known), "recent": self.recent}, self._tag)


def is_by_device_of(writer: str, register: Mapping[str, Any]) -> bool:
    """Whether a register was set on the device of a writer, by whatever program."""
    return str(register.get("by", "")).rpartition("-")[0] == writer.rpartition("-")[0]


def keep_purged(places: Places, whole: Conversation, writer: str) -> None:
    """Keep a copy of what a fold is about to drop because another device deleted it for good.

    Raises DiskError; then nothing must be dropped.
    """
    register = whole.meta.get("purged", {})
    until = str(register.get("at", ""))
    going = any(not node.deleted and node.created <= until for node in whole.nodes.values())
    if not going or is_by_device_of(writer, register):
        return
    path, data = _copy(places, whole.id), document.dump(whole)
    try:
        if files.read(path) == data:
            return
    except FileNotFoundError:
        pass
    files.write(path, data, writer)


def kept_copy(places: Places, id: str) -> tuple[Conversation, ...]:
    """Return the copy that `keep_purged` made of a chat, if there is one."""
    try:
        reading = document.read(files.read(_copy(places, id)))
    except FileNotFoundError:
        return ()
    return (reading.conversation,) if reading.id == id else ()


def drop_copies(places: Places, ids: Iterable[str]) -> None:
    """Remove the copies of chats that are deleted for good with the user's knowledge."""
    for id in ids:
        files.remove(_copy(places, id))


def copies(places: Places) -> list[str]:
    """Return the ids of the chats of which there is a copy."""
    names = files.names(places.quarantine)
    found = (
        name.removeprefix(_COPY).removesuffix(".json") for name in names if name.startswith(_COPY)
    )
    return [id for id in found if is_id(id)]


def _copy(places: Places, id: str) -> Path:
    return places.quarantine / f"{_COPY}{id}.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = decode(files.read(path))
    except (FileNotFoundError, NotJson, DiskError):
        # A note of ours that cannot be read is one that was never made.
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, value: Mapping[str, Any], tag: str) -> None:
    with contextlib.suppress(DiskError):
        files.write(path, encode(dict(value)).encode() + b"\n", tag)
