"""One attempt to generate, as a line of the ledger says it, and as its lines say it together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scout_desktop.chat.message import number
from scout_desktop.chat.money import dollars, parse_dollars
from scout_desktop.chat.usage import PRECEDENCE

_PRECEDENCE: dict[str, int] = {source: rank for rank, source in enumerate(PRECEDENCE)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of an attempt. Money in USD, exact; times UTC as stored.

    `state` is `asked` before the request leaves, then the reply's state. `usd` None is unknown.
    """

    id: str
    at: str
    chat: str = ""
    node: str = ""
    host: str = ""
    model: str = ""
    purpose: str = "reply"
    state: str = "asked"
    source: str = "unknown"
    usd: Decimal | None = None
    provider: str = ""
    generation_id: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    is_byok: bool = False
    upstream_usd: Decimal | None = None

    @property
    def counts(self) -> bool:
        """Whether it is on the bill."""
        return self.purpose != "practice" and self.source != "reported"


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the writer whose file holds it."""

    attempt: Attempt
    by: str


def line_of(attempt: Attempt) -> dict[str, Any]:
    """Return the record of a line (format.md)."""
    found: dict[str, Any] = {
        "at": attempt.at,
        "chat": attempt.chat,
        "completion_tokens": attempt.completion_tokens,
        "generation_id": attempt.generation_id,
        "host": attempt.host,
        "id": attempt.id,
        "model": attempt.model,
        "node": attempt.node,
        "prompt_tokens": attempt.prompt_tokens,
        "provider": attempt.provider or None,
        "purpose": attempt.purpose,
        "source": attempt.source,
        "state": attempt.state,
        "usd": None if attempt.usd is None else dollars(attempt.usd),
    }
    if attempt.is_byok:
        found["is_byok"] = True
        if attempt.upstream_usd is not None:
            found["upstream_usd"] = dollars(attempt.upstream_usd)
    return found


def attempt_of(record: Mapping[str, Any]) -> Attempt | None:
    """Return what a line says; None for a record that is none of ours."""
    id, at = record.get("id"), record.get("at")
    if not isinstance(id, str) or not isinstance(at, str):
        return None
    return Attempt(
        id,
        at,
        _text(record, "chat"),
        _text(record, "node"),
        _text(record, "host"),
        _text(record, "model"),
        _text(record, "purpose") or "reply",
        _text(record, "state"),
        _text(record, "source") or "unknown",
        parse_dollars(record.get("usd")),
        _text(record, "provider"),
        _text(record, "generation_id") or None,
        number(record.get("prompt_tokens")),
        number(record.get("completion_tokens")),
        record.get("is_byok") is True,
        parse_dollars(record.get("upstream_usd")),
    )


def resolved(lines: Sequence[Line]) -> Attempt:
    """Return what the lines of one attempt say: the best one, dated as the first one.

    What the best leaves out (a looked-up cost without its model) is taken from the next.
    """
    return together(essential(lines), min(line.attempt.at for line in lines))


def essential(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that matter, the best first; mostly it is one.

    A line that says nothing which a better one leaves out adds but its time, whatever lines are
    still to come.
    """
    found: list[Line] = []
    for line in sorted(lines, key=_rank, reverse=True):
        if not any(_says_all(better.attempt, line.attempt) for better in found):
            found.append(line)
    return found


def together(lines: Sequence[Line], first: str) -> Attempt:
    """Return what lines, the best first, say of an attempt that was begun at `first`."""
    best = lines[0].attempt
    for line in lines[1:]:
        other = line.attempt
        best = replace(
            best,
            chat=best.chat or other.chat,
            node=best.node or other.node,
            host=best.host or other.host,
            model=best.model or other.model,
            provider=best.provider or other.provider,
            generation_id=best.generation_id or other.generation_id,
            prompt_tokens=_first(best.prompt_tokens, other.prompt_tokens),
            completion_tokens=_first(best.completion_tokens, other.completion_tokens),
        )
    return best if best.at == first else replace(best, at=first)


def _says_all(one: Attempt, other: Attempt) -> bool:
    return (
        bool(one.chat or not other.chat)
        and bool(one.node or not other.node)
        and bool(one.host or not other.host)
        and bool(one.model or not other.model)
        and bool(one.provider or not other.provider)
        and bool(one.generation_id or not other.generation_id)
        and (one.prompt_tokens is not None or other.prompt_tokens is None)
        and (one.completion_tokens is not None or other.completion_tokens is None)
    )


class _Last:
    """What decides between lines of one source, time and writer; written only where it must."""

    __slots__ = ("_attempt",)

    def __init__(self, attempt: Attempt) -> None:
        self._attempt = attempt

    def __lt__(self, other: _Last) -> bool:
        return repr(self._attempt) < repr(other._attempt)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Last) and repr(self._attempt) == repr(other._attempt)

    __hash__ = None  # type: ignore[assignment]  # a key for sorting, and for nothing else


def _rank(line: Line) -> tuple[int, str, str, _Last]:
    attempt = line.attempt
    return _PRECEDENCE.get(attempt.source, -1), attempt.at, line.by, _Last(attempt)


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
