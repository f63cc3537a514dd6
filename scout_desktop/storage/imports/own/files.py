"""What lies in a folder or an archive of ours, told by how it begins; names only hint."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

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
_START: Final = 4096
_ENDS: Final = (".json", ".jsonl", ".prev")


class Files:
    """The pieces of a source by what they are."""

    def __init__(self, source: Source) -> None:
        self.by_chat: dict[str, list[str]] = {}
        """Names of chats and journals, by the id they carry."""
        self.media: dict[str, str] = {}
        """Names of pictures, by the hash that their name says; checked when they are read."""
        self.left_out: Counter[str] = Counter()
        names = source.names()
        for name in names:
            if (picture := _MEDIA.search(name)) is not None:
                self.media.setdefault(picture[1], name)
            elif len(names) == 1 or name.lower().endswith(_ENDS):
                self._sort(source, name)

    def _sort(self, source: Source, name: str) -> None:
        start = source.start(name, _START)
        if (found := _CHAT.match(start)) is not None:
            id = found[1].decode() if found[1] else read_document(source.read(name)).id
            if id is not None:
                self.by_chat.setdefault(id, []).append(name)
        elif start.startswith(_JOURNAL):
            head = read_header(start.split(b"\n", 1)[0]) or {}
            chat = head.get("chat")
            if isinstance(chat, str) and is_id(chat):
                self.by_chat.setdefault(chat, []).append(name)
        elif start.startswith(_LEDGER):
            self.left_out["months of the bill"] += 1
        elif start.startswith(_LIBRARY):
            self.left_out["files of presets and saved prompts"] += 1
