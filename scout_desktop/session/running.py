"""A reply on its way, as `turns` keeps it in mind: what arrived, and what of it is journalled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.chat.request import ChatRequest
from scout_desktop.chat.turn import Turn

from .composing import Composed

FLUSH_SECONDS = 0.1
"""Growth reaches the journal this often (format.md)."""


@dataclass
class Running:
    """One reply on its way."""

    conversation: Conversation
    reply: Node
    composed: Composed
    text_before: str
    purpose: str
    started: float
    journal: Callable[[str, str, int, str], None]
    """Keeps growth: chat, reply, how many code points it has, what comes behind them."""
    turn: Turn = field(default_factory=Turn)
    first_token: float | None = None
    flushed: int = 0
    flushed_at: float = 0.0
    flush_due: asyncio.TimerHandle | None = None
    """For what came right after a flush: nothing more may come for a long time."""
    asked: bool = False
    settled: bool = False

    @property
    def request(self) -> ChatRequest:
        """What is asked."""
        return self.composed.request

    def note_growth(self, now: float) -> None:
        """Journal what arrived, now or soon; `now` is in the clock's seconds."""
        self.first_token = self.first_token or now
        wait = FLUSH_SECONDS - (now - self.flushed_at)
        if wait <= 0:
            self._flush(now)
        elif self.flush_due is None:
            loop = asyncio.get_running_loop()
            self.flush_due = loop.call_later(wait, self._flush, now + wait)

    def forget_flush(self) -> None:
        """Journal no more growth: what follows is the whole reply."""
        if self.flush_due is not None:
            self.flush_due.cancel()
            self.flush_due = None

    def _flush(self, now: float) -> None:
        self.forget_flush()
        text = self.turn.text.since(self.flushed - len(self.text_before))
        if text:
            self.journal(self.conversation.id, self.reply.id, self.flushed, text)
            self.flushed += len(text)
        self.flushed_at = now
