"""The event that a reply consists of nearly alone, one that adds text and says nothing else.

Read with types, which is several times as fast as looking at every member with care. Whatever else
an event carries makes it an uncommon one, which `wire` reads. Loads the JSON library.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import msgspec

Nothing = None | Literal[""]


class _Delta(msgspec.Struct, gc=False):
    content: str
    reasoning: Nothing = None
    reasoning_content: Nothing = None
    reasoning_details: None = None
    refusal: Nothing = None
    tool_calls: None = None
    function_call: None = None
    annotations: None = None


class _Choice(msgspec.Struct, gc=False):
    delta: _Delta
    text: Nothing = None
    finish_reason: None = None
    native_finish_reason: None = None
    usage: None = None
    error: None = None


class PlainEvent(msgspec.Struct, gc=False):
    """Members that are not named here mean nothing to us."""

    choices: tuple[_Choice]
    object: Literal["chat.completion.chunk"]
    id: str | None = None
    model: str | None = None
    provider: str | None = None
    type: Nothing = None
    usage: None = None
    error: None = None
    x_groq: None = None

    @property
    def text(self) -> str:
        """What it adds."""
        return self.choices[0].delta.content


decode: Final[Callable[[bytes], PlainEvent]] = msgspec.json.Decoder(PlainEvent).decode
"""Return the event; raises ValueError for every other, good or bad."""
