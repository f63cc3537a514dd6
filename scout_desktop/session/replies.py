"""From a folded turn to the reply's record on disk; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scout_desktop.chat.errors import (
    BadInput,
    ConnectionLost,
    DiskError,
    KeyProblem,
    NetworkError,
    NoSecureConnection,
    ReplyCut,
    ScoutError,
    ServiceError,
    Stalled,
    Unreachable,
)
from scout_desktop.chat.message import Node, State
from scout_desktop.chat.turn import Turn
from scout_desktop.chat.usage import Cost, cost_of

_BROKE_OFF = (Stalled, ConnectionLost, ReplyCut)


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds from the moment the request left; None where that never came."""

    first_token_ms: int | None
    total_ms: int


def empty_reply(
    id: str,
    parent: str | None,
    created: str,
    request: Mapping[str, Any],
    *,
    text: str = "",
    purpose: str,
) -> Node:
    """Make the reply that is about to arrive; `text` is what a continued one begins with."""
    record: dict[str, Any] = {
        "id": id, "parent": parent, "role": "assistant", "created": created, "state": "streaming",
        "parts": [{"type": "text", "text": text}], "request": dict(request),
    }  # fmt: skip
    if purpose != "reply":
        record["purpose"] = purpose
    return Node(record)


def state_of(turn: Turn, error: ScoutError | None) -> tuple[State, ScoutError | None]:
    """Return how a turn ended that nobody stopped, and the error to show."""
    if isinstance(error, NetworkError) and turn.error is None and turn.finish_reason is not None:
        # Everything had arrived before the connection broke; that is a complete reply.
        error = turn.failure()
    elif error is None:
        error = turn.failure()
    if error is None:
        return "complete", None
    begun = not turn.is_empty or turn.generation_id is not None
    if isinstance(error, _BROKE_OFF) and begun:
        return "interrupted", error
    return "failed", error


def cost_after(state: State, turn: Turn, error: ScoutError | None) -> Cost:
    """Return what is known of the cost when a turn has ended.

    A request that was refused outright, or never left, is charged by nobody: an estimate of zero.
    """
    if turn.usage is not None and turn.usage.cost is not None:
        return cost_of(turn.usage)
    # Refused before any of a reply came (a status other than 200), or never sent at all.
    refused = isinstance(error, ServiceError) and error.status is not None and error.status < 500
    unsent = isinstance(error, KeyProblem | BadInput | DiskError | Unreachable | NoSecureConnection)
    if state == "failed" and turn.chunks == 0 and turn.comments == 0 and (refused or unsent):
        return Cost("estimate", Decimal(0))
    return Cost()


def final_reply(
    reply: Node,
    turn: Turn,
    state: State,
    *,
    text_before: str,
    error: ScoutError | None,
    cost: Cost,
    timing: Timing,
) -> Node:
    """Return the reply as it is kept."""
    changes: dict[str, Any] = {
        "state": state,
        "parts": [{"type": "text", "text": text_before + turn.shown_text}],
        "finish_reason": turn.finish_reason,
        "native_finish_reason": turn.native_finish_reason,
        "reply": {
            "generation_id": turn.generation_id,
            "model": turn.model,
            "provider": turn.provider,
        },
        "cost": cost.record(),
        "timing": {
            "first_token_ms": timing.first_token_ms,
            "total_ms": timing.total_ms,
        },
    }
    if turn.usage is not None:
        changes["usage"] = turn.usage.record()
    if error is not None:
        changes["error"] = error.record()
    if len(turn.reasoning):
        changes["reasoning"] = str(turn.reasoning)
    if not len(turn.text) and len(turn.refusal):
        changes["refusal"] = True
    if turn.tools:
        changes["tool_calls"] = [
            {"name": call.name, "arguments": call.arguments, "id": call.id}
            for _, call in sorted(turn.tools.items())
        ]
    if turn.annotations:
        changes["annotations"] = [dict(note) for note in turn.annotations]
    return reply.changed(**changes)
