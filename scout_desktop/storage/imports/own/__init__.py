"""Chats of this program from elsewhere: another data folder, a backup, exported JSON, one chat.

They keep their ids, so that a chat that is here too is merged with, not doubled. The bill of the
other folder stays there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from scout_desktop.storage.imports.source import Source

from .chats import OwnChat, chat_of
from .files import LEFT_OUT, pieces

SOURCE = "scout-desktop"
TITLE = "Scout Desktop chats (a data folder, a backup, exported JSON)"


def recognises(source: Source) -> bool:
    """Whether a file of it begins as a chat or a journal of ours."""
    return any(piece.kind == "chat" for piece in pieces(source))


def beside(source: Source) -> Mapping[str, int]:
    """Return what is not imported: the bill of the other folder, and its presets."""
    kinds = Counter(LEFT_OUT[piece.kind] for piece in pieces(source) if piece.kind in LEFT_OUT)
    return dict(kinds)


def read(source: Source) -> Iterator[OwnChat]:
    """Yield one chat after the other, each the union of all files and journals of its id."""
    by_chat: dict[str, list[str]] = {}
    media: dict[str, str] = {}
    for piece in pieces(source):
        if piece.kind == "chat":
            by_chat.setdefault(piece.id, []).append(piece.name)
        elif piece.kind == "picture":
            media.setdefault(piece.id, piece.name)
    for id in sorted(by_chat):
        yield chat_of(source, id, by_chat[id], media)
