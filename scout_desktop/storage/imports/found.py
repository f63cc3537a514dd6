"""What an importer finds, in words common to all programs, before it becomes a chat of ours.

An importer is a module with
    SOURCE: str                                   its name in ids and reports, for example "chatgpt"
    TITLE: str                                    as people say it, for example "ChatGPT export"
    recognises(source: Source) -> bool            by content, never by name; cheap
    read(source: Source) -> Iterator[Found]       one chat at a time, memory bounded by the largest

Keys are the other program's own ids: the same pair of SOURCE and key gives the same id here, so
that importing twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class FoundText:
    """Words of a message."""

    text: str


@dataclass(frozen=True, slots=True)
class FoundPicture:
    """A picture of a message. `load` returns its bytes, None when the export does not hold them."""

    load: Callable[[], bytes | None]
    name: str = ""
    width: int = 0
    height: int = 0
    bytes: int = 0
    """As the other program states them, shown where the picture itself is missing."""
    url: str = ""
    """An https address that the other program sent in place of bytes; never fetched by us."""


FoundPart: TypeAlias = FoundText | FoundPicture


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message in the tree of a chat."""

    key: str
    parent: str | None
    """The key of the message before it; one that is not there makes a root."""
    role: str
    """`user` or `assistant`; others are kept, and shown as what they are."""
    parts: tuple[FoundPart, ...] = ()
    created: str = ""
    """UTC as format.md stores it; empty where the export does not say."""
    model: str = ""
    provider: str = ""
    generation_id: str = ""
    finish_reason: str = ""
    state: str = "complete"
    """As in format.md; never `streaming`."""
    error: str = ""
    """The sentence of a failed reply."""
    usage: Mapping[str, int] = field(default_factory=dict)
    """prompt_tokens, completion_tokens, total_tokens, as far as they are stated."""
    usd: str = ""
    """An exact decimal as the other program reports it; never added to our totals."""
    link_only: bool = False
    """A node without anything to show that others hang below: left out, its children move up."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else is worth keeping (reasoning, tool calls), stored under the node's key `import`."""


@dataclass(frozen=True, slots=True)
class Found:
    """One chat, or (with `refused`) one that could not be taken over, and why."""

    key: str
    title: str = ""
    messages: tuple[FoundMessage, ...] = ()
    created: str = ""
    updated: str = ""
    head: str | None = None
    """The key of the last message of the branch that was shown."""
    model: str = ""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """By our API names; ones that our table refuses are dropped and counted in `left_out`."""
    pinned: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """What the chat holds that we have no place for, by kind: {"voice recordings": 2}."""
    refused: str = ""
    """A sentence; the rest is then empty."""
