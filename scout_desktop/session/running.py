"""A reply on its way, as `turns` keeps it in mind."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.turn import Turn


@dataclass(frozen=True)
class Plan:
    """Where the reply goes, the message that comes before it, and what it begins with."""

    parent: str | None
    message: Node | None = None
    prefill: str = ""
    purpose: str = "reply"


@dataclass
class Running:
    """One reply on its way."""

    conversation: Conversation
    reply: Node
    request: ChatRequest
    text_before: str
    purpose: str
    started: float
    turn: Turn = field(default_factory=Turn)
    first_token: float | None = None
    flushed: int = 0
    flushed_at: float = 0.0
    flush_due: asyncio.TimerHandle | None = None
    """For what came right after a flush: nothing more may come for a long time."""
    asked: bool = False
    settled: bool = False
