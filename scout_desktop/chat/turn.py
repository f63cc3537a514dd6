"""A reply as it arrives: the values of a stream, and the fold that makes a turn of them.

`turn = turn.after(event)`: live streams, replays and tests use the same fold, and any cutting of
the same bytes gives the same turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from .errors import ReplyCut, ReplyFailed, ScoutError
from .growing import GrowingText
from .usage import Usage

_BENIGN_FAILURES = frozenset({"error", "network_error"})
"""Native finish reasons that mean failure although the finish reason says stop."""
_NOTHING = "Nothing arrived; your message is kept, regenerate to try again."


@dataclass(frozen=True, slots=True)
class Opened:
    """Response headers are here; the id allows the true cost to be looked up after a Stop."""

    generation_id: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """A comment: the service is alive, the reply has not moved."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class ToolDelta:
    """A fragment of a tool call."""

    index: int
    name: str = ""
    arguments: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """One data event, several that only add text, or a whole non-streamed body."""

    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    tools: tuple[ToolDelta, ...] = ()
    finish_reason: str | None = None
    native_finish_reason: str | None = None
    generation_id: str | None = None
    model: str | None = None
    provider: str | None = None
    usage: Usage | None = None
    error: ScoutError | None = None
    choices: int = 1
    annotations: tuple[Mapping[str, Any], ...] = ()
    events: int = 1
    """How many data events of the stream it holds."""


@dataclass(frozen=True, slots=True)
class StreamDone:
    """`[DONE]`, or the end of a well-formed JSON body."""


WireEvent: TypeAlias = Opened | KeepAlive | Chunk | StreamDone


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call put together; a cut one has arguments that are not valid JSON."""

    name: str
    arguments: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What has arrived of one reply."""

    text: GrowingText = field(default_factory=GrowingText)
    reasoning: GrowingText = field(default_factory=GrowingText)
    refusal: GrowingText = field(default_factory=GrowingText)
    tools: Mapping[int, ToolCall] = field(default_factory=dict)
    annotations: tuple[Mapping[str, Any], ...] = ()
    generation_id: str | None = None
    model: str | None = None
    provider: str | None = None
    finish_reason: str | None = None
    native_finish_reason: str | None = None
    usage: Usage | None = None
    error: ScoutError | None = None
    done: bool = False
    comments: int = 0
    chunks: int = 0

    def after(self, event: WireEvent) -> Turn:
        """Return the turn with one more event folded in."""
        match event:
            case Chunk():
                return self._after_chunk(event)
            case KeepAlive():
                return replace(self, comments=self.comments + 1)
            case StreamDone():
                return replace(self, done=True)
            case Opened():
                return replace(
                    self,
                    generation_id=event.generation_id or self.generation_id,
                    provider=event.provider or self.provider,
                )

    def _after_chunk(self, chunk: Chunk) -> Turn:
        tools = self.tools
        if chunk.tools:
            grown = dict(tools)
            for delta in chunk.tools:
                old = grown.get(delta.index, ToolCall("", ""))
                grown[delta.index] = ToolCall(
                    # Some servers repeat the whole name with every fragment.
                    old.name if delta.name == old.name else old.name + delta.name,
                    old.arguments + delta.arguments,
                    old.id or delta.id,
                )
            tools = grown
        return replace(
            self,
            text=self.text.plus(chunk.text),
            reasoning=self.reasoning.plus(chunk.reasoning),
            refusal=self.refusal.plus(chunk.refusal),
            tools=tools,
            annotations=self.annotations + chunk.annotations,
            generation_id=self.generation_id or chunk.generation_id,
            model=chunk.model or self.model,
            provider=chunk.provider or self.provider,
            # A later null never takes back a reason; the usage chunk often carries one.
            finish_reason=chunk.finish_reason or self.finish_reason,
            native_finish_reason=chunk.native_finish_reason or self.native_finish_reason,
            usage=self.usage if chunk.usage is None else chunk.usage.over(self.usage),
            error=self.error or chunk.error,
            chunks=self.chunks + chunk.events,
        )

    @property
    def shown_text(self) -> str:
        """The reply's text; a refusal stands in its place when that is all there is."""
        return str(self.text) if len(self.text) or self.text.half else str(self.refusal)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has arrived that a person could read."""
        return not (len(self.text) or len(self.refusal) or self.tools or len(self.reasoning))

    def failure(self) -> ScoutError | None:
        """Return what is wrong with a stream that has ended, None when it is complete."""
        if self.error is not None:
            return self.error
        if (self.finish_reason or "").lower() == "error":
            return ReplyFailed(provider=self.provider, detail=self.native_finish_reason or "")
        if self.native_finish_reason in _BENIGN_FAILURES:
            return ReplyFailed(
                "The provider failed without saying so.",
                _NOTHING if self.is_empty else "",
                provider=self.provider,
                detail=self.native_finish_reason or "",
            )
        if self.finish_reason == "content_filter" and self.is_empty:
            return ReplyFailed(
                "The provider's content filter held the reply back.",
                "Nothing arrived; change the message and send it again.",
                provider=self.provider,
            )
        if self.finish_reason is None and not self.done:
            return ReplyCut(advice=_NOTHING if self.is_empty else "", provider=self.provider)
        if self.finish_reason is None and self.is_empty and self.usage is None:
            return ReplyFailed(
                "The service ended the reply before it began.", _NOTHING, provider=self.provider
            )
        return None
