"""Finds the sessions in the flat object that a backup is; nothing else of it is ever decoded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.documents import documents, pairs, refused
from scout_desktop.storage.imports.fields import key, record
from scout_desktop.storage.imports.found import Found
from scout_desktop.storage.imports.source import Source

from .sessions import found_session

SOURCE = "chatbox"
TITLE = "Chatbox"

_LIST: Final = "chat-sessions-list"
_LEGACY: Final = "chat-sessions"
_SESSION: Final = "session:"


def recognises(source: Source) -> bool:
    """Whether one of the JSON files is a backup of Chatbox."""
    return any(_is_one(source, name) for name in documents(source, b"{"))


def read(source: Source) -> Iterator[Found]:
    """Yield each session, and each earlier topic of one as a chat of its own."""
    for name in documents(source, b"{"):
        if not _is_one(source, name):
            continue
        try:
            yield from _backup(source, name)
        except ScoutError as error:
            yield refused(name, error)


def _is_one(source: Source, name: str) -> bool:
    keys = source.keys(name)
    return bool(keys & {_LIST, _LEGACY}) or any(found.startswith(_SESSION) for found in keys)


def _backup(source: Source, name: str) -> Iterator[Found]:
    """Yield what a backup holds. Sessions stand under keys of their own, in old files in a list."""
    there = {found.removeprefix(_SESSION) for found in source.keys(name) if _is_session(found)}
    listed = _listed(source, name)
    for found, value in pairs(source.elements(name, wanted=_is_session)):
        own = found.removeprefix(_SESSION)
        about = {**listed.get(own, {}), **record(value)}
        yield from found_session({**about, "id": key(about.get("id")) or own})
    for place in (_LEGACY, _LIST):
        for value in source.elements(name, place):
            session = record(value)
            own = key(session.get("id"))
            if own and own not in there and isinstance(session.get("messages"), list):
                there.add(own)
                yield from found_session({**listed.get(own, {}), **session})


def _listed(source: Source, name: str) -> dict[str, Mapping[str, Any]]:
    """Return what the list says of each session; in some files it holds their ids only."""
    return {
        own: {"name": value.get("name"), "starred": value.get("starred")}
        for value in source.elements(name, _LIST)
        if isinstance(value, dict) and (own := key(value.get("id")))
    }


def _is_session(found: str) -> bool:
    return found.startswith(_SESSION)
