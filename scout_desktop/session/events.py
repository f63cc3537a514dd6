"""What a turn tells whoever follows it, in order: Asked, then growth, then exactly one end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import Node
from scout_desktop.chat.usage import Cost, Usage


@dataclass(frozen=True, slots=True)
class Asked:
    """The user's message is safe on disk and an empty reply stands below it in `conversation`."""

    conversation: Conversation
    reply_id: str


@dataclass(frozen=True, slots=True)
class Queued:
    """The service is alive and has not begun; `comments` counts its signs of life."""

    reply_id: str
    comments: int


@dataclass(frozen=True, slots=True)
class ReplyGrew:
    """`text` came behind the first `at` code points; `provider` is known by now, or empty."""

    reply_id: str
    at: int
    text: str
    provider: str = ""


@dataclass(frozen=True, slots=True)
class UsageKnown:
    """The service said what the reply used and cost."""

    reply_id: str
    usage: Usage
    cost: Cost


@dataclass(frozen=True, slots=True)
class Finished:
    """The reply is complete and on disk."""

    conversation: Conversation
    reply: Node


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The reply broke off; what had arrived is on disk and can be continued."""

    conversation: Conversation
    reply: Node
    error: ScoutError


@dataclass(frozen=True, slots=True)
class Failed:
    """The service or network refused; the message is on disk, the reply may hold partial text."""

    conversation: Conversation
    reply: Node
    error: ScoutError


TurnEvent: TypeAlias = Asked | Queued | ReplyGrew | UsageKnown | Finished | Interrupted | Failed
"""A stopped turn (its task cancelled) yields no end; `Chats.current` then holds it as stopped."""
