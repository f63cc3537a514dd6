"""Chats of this program from elsewhere: another data folder, a backup, exported JSON, one chat.

They keep their ids, so that a chat that is here too is merged with, not doubled. The bill of the
other folder stays there.
"""

from __future__ import annotations

from collections.abc import Iterator

from scout_desktop.storage.imports.source import Source

from .chats import OwnChat, chats_of
from .files import Files

SOURCE = "scout-desktop"
TITLE = "Scout Desktop chats (a data folder, a backup, exported JSON)"


def recognises(source: Source) -> bool:
    """Whether a file of it begins as a chat or a journal of ours."""
    return bool(Files(source).by_chat)


def read(source: Source) -> Iterator[OwnChat]:
    """Yield one chat after the other, each the union of all files and journals of its id."""
    files = Files(source)
    for id in sorted(files.by_chat):
        yield chats_of(source, files, id)
