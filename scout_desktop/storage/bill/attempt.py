"""One attempt to generate, as a line of the ledger says it, and as its lines say it together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    usd = parse_dollars(record.get("usd"))
    source = _text(record, "source") or "unknown"
    return Attempt(
        id=id,
        at=at,
        chat=_text(record, "chat"),
        node=_text(record, "node"),
        host=_text(record, "host"),
        model=_text(record, "model"),
        purpose=_text(record, "purpose") or "reply",
        state=_text(record, "state"),
        source=source,
        usd=usd,
        provider=_text(record, "provider"),
        generation_id=_text(record, "generation_id") or None,
        prompt_tokens=number(record.get("prompt_tokens")),
        completion_tokens=number(record.get("completion_tokens")),
        is_byok=record.get("is_byok") is True,
        upstream_usd=parse_dollars(record.get("upstream_usd")),
    )


def resolved(lines: Sequence[Line]) -> Attempt:
    """Return what the lines of one attempt say: the best one, dated as the first one.

    What the best leaves out (a looked-up cost without its model) is taken from the next.
    """
    ranked = sorted(lines, key=_rank, reverse=True)
    best = ranked[0].attempt
    for line in ranked[1:]:
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
    return replace(best, at=min(line.attempt.at for line in lines))


def _rank(line: Line) -> tuple[int, str, str, str]:
    return _PRECEDENCE.get(line.attempt.source, -1), line.attempt.at, line.by, repr(line.attempt)


def _first(one: int | None, other: int | None) -> int | None:
    return other if one is None else one


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""
