"""What an import would do, and what it did, as values; sentences are plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from scout_desktop.chat.errors import ScoutError

Standing: TypeAlias = Literal["new", "more", "same", "trash", "refused"]
"""New here; here with fewer messages; here and equal; in the trash, left there; not to be read."""


@dataclass(frozen=True, slots=True)
class PlannedChat:
    """One chat of an import. Counts are of what is to come; `sentence` says why it stays out."""

    id: str
    title: str
    standing: Standing
    created: str = ""
    updated: str = ""
    messages: int = 0
    """All that the other program has of it."""
    new_messages: int = 0
    branches: int = 0
    pictures: int = 0
    """Those to come that are there."""
    missing: int = 0
    """Those to come that the export only names."""
    bytes: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    sentence: str = ""

    @property
    def comes(self) -> bool:
        """Whether carrying out the plan would write anything for it."""
        return self.standing in ("new", "more")


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run: nothing has been written."""

    path: Path
    title: str
    """What it is, as people say it: “ChatGPT export”."""
    chats: tuple[PlannedChat, ...]
    left_out: Mapping[str, int]
    """What has no place here, by kind, of the chats that come and of the source as a whole."""

    def count(self, standing: Standing) -> int:
        """Return how many chats stand so."""
        return sum(chat.standing == standing for chat in self.chats)

    @property
    def coming(self) -> tuple[PlannedChat, ...]:
        """The chats that would be written."""
        return tuple(chat for chat in self.chats if chat.comes)


@dataclass(frozen=True, slots=True)
class Sums:
    """Totals of some chats."""

    messages: int = 0
    branches: int = 0
    pictures: int = 0
    missing: int = 0
    bytes: int = 0


def sums(chats: Iterable[PlannedChat]) -> Sums:
    """Add up what chats would bring."""
    chats = list(chats)
    return Sums(
        sum(chat.new_messages for chat in chats),
        sum(chat.branches for chat in chats),
        sum(chat.pictures for chat in chats),
        sum(chat.missing for chat in chats),
        sum(chat.bytes for chat in chats),
    )


@dataclass(slots=True)
class Result:
    """What an import did."""

    title: str
    added: list[str] = field(default_factory=list)
    """Ids of new chats."""
    grown: list[str] = field(default_factory=list)
    """Ids of chats that got messages."""
    same: int = 0
    trash: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """(title, sentence)."""
    messages: int = 0
    pictures: int = 0
    missing: int = 0
    bytes: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    error: ScoutError | None = None
    """Why it ended before its end; what is counted here is in, the rest comes with another go."""
