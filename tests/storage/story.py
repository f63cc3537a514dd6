"""What the tests of the disk write with: a clock that ticks by itself, ids in order, messages."""

from __future__ import annotations

import itertools
from pathlib import Path

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.ids import new_id, timestamp
from scout_desktop.chat.message import Node, user_node

START = 1_795_400_000_000
"""Milliseconds: 2026-11-23 02:13:20 UTC."""


class Story:
    """What a test writes with: time, ids, questions and replies."""

    def __init__(self, start: int = START) -> None:
        self._time = itertools.count(start)
        self._last: str | None = None

    def now(self) -> str:
        return timestamp(next(self._time))

    def id(self) -> str:
        moment = next(self._time)
        self._last = new_id(moment, moment * 7919**16, self._last)
        return self._last

    def chat(self, title: str = "Receipts", by: str = "d0000-0") -> Conversation:
        return Conversation(self.id()).with_registers({"title": title}, self.now(), by)

    def question(self, text: str, parent: str | None = None) -> Node:
        return user_node(self.id(), parent, self.now(), text)

    def reply(self, parent: str | None, text: str = "", state: str = "streaming") -> Node:
        return Node(
            {
                "id": self.id(),
                "parent": parent,
                "role": "assistant",
                "created": self.now(),
                "parts": [{"type": "text", "text": text}],
                "rev": 0,
                "state": state,
            }
        )


def everything_under(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
