"""What lies in a folder or an archive of ours, told by how it begins; names only hint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from scout_desktop.chat.ids import is_id
from scout_desktop.storage.document import read as read_document
from scout_desktop.storage.ground.framing import read_header
from scout_desktop.storage.imports.source import Source

_CHAT = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"scout-desktop/chat"(?:[^{}\[\]]{0,400}?"id"\s*:\s*'
    rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")?'
)
_JOURNAL = b'{"format":"scout-desktop/journal"'
_LEDGER = b'{"format":"scout-desktop/ledger"'
_LIBRARY = b'{"format":"scout-desktop/library"'
_MEDIA = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{1,8}\Z")
_ASIDE: Final = frozenset({"trash", "quarantine", "backups"})
"""Folders of a data folder whose files are copies of what lies elsewhere in it."""
_START: Final = 4096
_ENDS: Final = (".json", ".jsonl", ".prev")


LEFT_OUT: Final[Mapping[str, str]] = {
    "ledger": "months of the bill",
    "library": "files of presets and saved prompts",
}


class Piece(NamedTuple):
    """A piece of a source: its name, what it is, and whose."""

    name: str
    kind: Literal["chat", "picture", "ledger", "library"]
    """A journal is a chat too."""
    id: str = ""
    """Of the chat; of a picture the hash that its name says, checked when it is read."""


def pieces(source: Source) -> Iterator[Piece]:
    """Yield what is ours in a source, in order of names."""
    names = source.names()
    for name in names:
        if _ASIDE & set(name.split("/")[:-1]):
            continue
        if (picture := _MEDIA.search(name)) is not None:
            yield Piece(name, "picture", picture[1])
        elif len(names) == 1 or name.lower().endswith(_ENDS):
            yield from _told(source, name)


def _told(source: Source, name: str) -> Iterator[Piece]:
    start = source.start(name, _START)
    if (found := _CHAT.match(start)) is not None:
        id = found[1].decode() if found[1] else read_document(source.read(name)).id
        if id is not None:
            yield Piece(name, "chat", id)
    elif start.startswith(_JOURNAL):
        head = read_header(start.split(b"\n", 1)[0]) or {}
        chat = head.get("chat")
        if isinstance(chat, str) and is_id(chat):
            yield Piece(name, "chat", chat)
    elif start.startswith(_LEDGER):
        yield Piece(name, "ledger")
    elif start.startswith(_LIBRARY):
        yield Piece(name, "library")
