"""What the list shows of a chat: from the chat into the cache, and out of it again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from scout_desktop.chat.conversation import UNNAMED, Conversation
from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.message import Node
from scout_desktop.chat.rows import ChatRow
from scout_desktop.storage.merge import in_trash

from .kinds import has_picture

_LONGEST_LINE: Final = 200

KEPT, TRASHED, PURGED, UNBEGUN = 0, 1, 2, 3
"""`gone`: in the list, in the trash, gone for good and in no view, and in none as yet.

A chat whose first message the disk refused has neither message nor name.
"""

COLUMNS: Final = (
    "id, title, created, updated, last_line, messages, pinned, archived, gone, thumbnail, "
    "batch, batch_name, tags, asked"
)
_ASKED: Final = ("usage", "generation", "estimate", "unknown")
"""Where the cost of a reply is from that somebody paid for; not of one that came with an import."""


_NOTHING: Final[tuple[Decimal | None, int]] = (None, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the cache, in the order of `COLUMNS`."""

    id: str
    title: str
    created: str = ""
    updated: str = ""
    last_line: str = ""
    messages: int = 0
    pinned: bool = False
    archived: bool = False
    gone: int = KEPT
    thumbnail: str | None = None
    batch: str = ""
    batch_name: str = ""
    tags: str = "[]"
    """JSON."""
    asked: int = 0
    """Replies that somebody paid for, or may have."""

    @property
    def values(self) -> tuple[Any, ...]:
        """The row as the cache takes it."""
        return tuple(getattr(self, name) for name in self.__slots__)


def row_of(chat: Conversation) -> Row:
    """Make the row of a chat."""
    branch = chat.branch
    last = next((node.text for node in reversed(branch) if node.text.strip()), "")
    batch, batch_name = _batch(chat)
    # Of the longest chats this is done at every save: the properties would pass them three times.
    living = [
        node.record
        for node in chat.nodes.values()
        if "deleted" not in node.record or not node.deleted
    ]
    times = [time for record in living if isinstance(time := record.get("created"), str) and time]
    return Row(
        id=chat.id,
        title=chat.title,
        created=min(times, default="") or chat.created,
        updated=max(times, default="") or chat.updated,
        last_line=" ".join(last[: 10 * _LONGEST_LINE].split())[:_LONGEST_LINE],
        messages=len(living),
        pinned=chat.value("pinned") is True,
        archived=chat.value("archived") is True,
        gone=_gone(chat, empty=not living),
        thumbnail=next((found for node in reversed(branch) if (found := _picture(node))), None),
        batch=batch,
        batch_name=batch_name,
        tags=json.dumps(_tags(chat), ensure_ascii=False),
        asked=_asked(living),
    )


def unreadable(id: str, error: DiskError) -> Row:
    """Make the row of a chat that cannot be read, with the sentence that says so."""
    return Row(id, "Unreadable chat", last_line=error.headline)


def _asked(living: Iterable[Mapping[str, Any]]) -> int:
    # Without a call for each: there are ten thousand of them.
    costs = [
        cost
        for record in living
        if (cost := record.get("cost")) and record.get("purpose") != "practice"
    ]
    return sum(
        isinstance(cost, Mapping) and cost.get("source") in _ASKED and cost.get("usd") != "0"
        for cost in costs
    )


def chat_row(values: tuple[Any, ...], cost: tuple[Decimal | None, int] = _NOTHING) -> ChatRow:
    """Make a row of the list of one of the cache (`COLUMNS`) and what the chat has cost.

    `cost` is in USD, and how many attempts are of unknown cost. Where the bill knows of none and
    there are replies all the same, what they cost is unknown: it is not nothing.
    """
    # Written out in the order of the fields: every start passes here with each chat.
    id, title, created, updated, last_line, messages, pinned, archived, gone = values[:9]
    thumbnail, batch, batch_name, tags, asked = values[9:]
    if asked and cost == _NOTHING:
        cost = None, asked
    return ChatRow(
        id, title, created, updated, last_line, messages, *cost, pinned == 1, archived == 1,
        gone == TRASHED, thumbnail, batch, batch_name,
        () if tags == "[]" else tuple(json.loads(tags)),
    )  # fmt: skip


def _gone(chat: Conversation, *, empty: bool) -> int:
    if chat.value("purged"):
        return PURGED
    if empty and chat.title == UNNAMED:
        return UNBEGUN
    return TRASHED if in_trash(chat) else KEPT


def _picture(node: Node) -> str | None:
    """Return the last picture of a message; of those by address there is nothing to show."""
    if not has_picture(node):
        return None
    return next((image.sha256 for image in reversed(node.images) if image.sha256), None)


def _batch(chat: Conversation) -> tuple[str, str]:
    """Return id and name of the batch that a chat belongs to, empty where there is none."""
    found = chat.value("batch")
    told = found if isinstance(found, Mapping) else {}
    id, name = told.get("id"), told.get("name")
    return (id, name if isinstance(name, str) else "") if isinstance(id, str) else ("", "")


def _tags(chat: Conversation) -> list[str]:
    """Return the tags of a chat, each once; whatever else the register may hold is left out."""
    told = chat.value("tags")
    named = told if isinstance(told, list) else []
    return list(dict.fromkeys(tag for tag in named if isinstance(tag, str) and tag.strip()))
