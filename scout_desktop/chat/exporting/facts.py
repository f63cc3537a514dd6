"""What is known of a chat and its messages, in the words that every format shares.

Times are UTC and say so, since whoever reads an export may live elsewhere. Money is what the
files state; what is unknown or estimated is called so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.growing import mend
from scout_desktop.chat.ids import milliseconds_of, timestamp
from scout_desktop.chat.message import ForeignPart, ImagePart, Node, number
from scout_desktop.chat.money import exact_sum, parse_dollars, show_dollars
from scout_desktop.chat.parameters import SPECS

from .order import Step

NAMES = {"user": "You", "assistant": "Reply", "system": "System"}
_STATES = {
    "streaming": "still arriving",
    "stopped": "stopped",
    "interrupted": "interrupted",
    "failed": "failed",
}
_LONGEST = 200
_MODELS = 3
"""Models that are named at the head of a chat."""
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return foreign words as one line without control characters."""
    line = " ".join(mend(text).split())
    line = "".join(letter for letter in line if letter >= " " and not "\x7f" <= letter <= "\x9f")
    return line if len(line) <= longest else line[: longest - 1] + "…"


def title_of(chat: Conversation) -> str:
    """Return what the chat is called."""
    return one_line(chat.title, 500)


def moment(stored: object) -> str:
    """Return a stored time as 2026-11-23 01:18 UTC; empty where there is none."""
    found = milliseconds_of(stored)
    return "" if found is None else f"{timestamp(found)[:16].replace('T', ' ')} UTC"


def speaker(step: Step) -> str:
    """Return who speaks, with what is to be known beside: Reply (version 2 of 3, stopped)."""
    node = step.node
    name = NAMES.get(node.role) or one_line(node.role, 40) or "Message"
    beside = [f"version {step.version} of {step.versions}"] if step.versions > 1 else []
    if node.state in _STATES and node.role != "user":
        beside.append(_STATES[node.state])
    return f"{name} ({', '.join(beside)})" if beside else name


def footer(node: Node) -> str:
    """Return model, provider, tokens, time and cost of a reply in one line; empty if unknown."""
    reply, usage, timing = (node.section(name) for name in ("reply", "usage", "timing"))
    told = []
    model = reply.get("model") or node.section("request").get("model")
    if isinstance(model, str) and model:
        provider = reply.get("provider")
        by = f" by {one_line(provider)}" if isinstance(provider, str) and provider else ""
        told.append(one_line(model) + by)
    counts = [
        f"{count:,} {words}"
        for name, words in (("prompt_tokens", "tokens in"), ("completion_tokens", "out"))
        if (count := number(usage.get(name))) is not None
    ]
    told += [", ".join(counts)] if counts else []
    if (total := number(timing.get("total_ms"))) is not None:
        told.append(f"{total / 1000:,.1f} s")
    told += [cost] if (cost := cost_words(node)) else []
    reason = node.record.get("finish_reason")
    if isinstance(reason, str) and reason not in ("", "stop"):
        told.append(f"ended by {one_line(reason, 40)}")
    return " · ".join(told)


def cost_words(node: Node) -> str:
    """Return what a reply cost and how that is known; empty where there is nothing to pay."""
    if _is_practice(node):
        return "practice, no charge"
    cost = node.section("cost")
    if not cost:
        return ""
    usd, source = parse_dollars(cost.get("usd")), cost.get("source")
    if usd is None or source == "unknown":
        return "cost unknown"
    if source == "estimate":
        return "not charged" if usd == 0 else f"about {show_dollars(usd)} (estimate)"
    return f"{show_dollars(usd)} (not paid here)" if source == "reported" else show_dollars(usd)


def _is_practice(node: Node) -> bool:
    return node.record.get("purpose") == "practice"


def problem_of(node: Node) -> str:
    """Return the sentence of a failed reply."""
    message = node.section("error").get("message")
    return one_line(message, 2000) if isinstance(message, str) else ""


def summary(chat: Conversation, shown: int) -> str:
    """Return date, models, messages and the whole cost in one line."""
    living = [node for node in chat.nodes.values() if not node.deleted]
    told = [moment(chat.created), models_of(chat, living), counted(shown, "message")]
    if len(living) > shown:
        told.append(f"{len(living) - shown:,} more on other branches")
    told.append(total_words(living))
    return " · ".join(words for words in told if words)


def models_of(chat: Conversation, nodes: Iterable[Node]) -> str:
    """Return which models answered, oldest first; without a reply the one that would."""
    asked = [
        node.section("request").get("model") or node.section("reply").get("model")
        for node in nodes
        if node.role == "assistant"
    ]
    models = list(dict.fromkeys(model for model in asked if isinstance(model, str) and model))
    if not models:
        # Nothing is known of imported replies; the model that is set now has not written them.
        return "" if asked else one_line(chat.model)
    more = f" and {len(models) - _MODELS} more" if len(models) > _MODELS else ""
    return ", ".join(one_line(model) for model in models[:_MODELS]) + more


def total_words(nodes: Iterable[Node]) -> str:
    """Return the sum over replies, with what is estimated or unknown beside it."""
    known: list[Decimal] = []
    estimated = reported = unknown = 0
    for node in nodes:
        cost = node.section("cost")
        if not cost or _is_practice(node):
            continue
        usd, source = parse_dollars(cost.get("usd")), cost.get("source")
        if usd is None or source == "unknown":
            unknown += 1
            continue
        known.append(usd)
        estimated += source == "estimate"
        reported += source == "reported"
    if not known and not unknown:
        return ""
    words = show_dollars(exact_sum(known)) if known else ""
    beside = [f"{estimated:,} estimated"] if estimated else []
    beside += [f"{reported:,} not paid here"] if reported else []
    beside += [f"{unknown:,} of unknown cost"] if unknown else []
    return f"{words} ({', '.join(beside)})".strip() if beside else words


def tokens_words(nodes: Iterable[Node]) -> str:
    """Return the tokens of all replies: 1,912 tokens in, 4 out; empty where none are stated."""
    into = out = 0
    for node in nodes:
        usage = node.section("usage")
        into += number(usage.get("prompt_tokens")) or 0
        out += number(usage.get("completion_tokens")) or 0
    return f"{into:,} tokens in, {out:,} out" if into or out else ""


def parameters(chat: Conversation) -> list[tuple[str, str]]:
    """Return (label, value) of every parameter that was changed, in the order of the panel."""
    changed = chat.parameters
    names = [name for name in SPECS if name in changed]
    names += sorted(name for name in changed if name not in SPECS)
    return [
        (SPECS[name].label if name in SPECS else one_line(name), _value(changed[name]))
        for name in names
    ]


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return one_line(text, 2000)


def picture_words(image: ImagePart) -> str:
    """Return a picture's name and size: IMG_2041.HEIC, 1344 × 1008."""
    page = image.original.page if image.original is not None else 0
    # A name may turn its own end round: a program that reads like a picture.
    name = one_line(_TURNING.sub("", image.name)) or "picture"
    told = [name, *([f"page {page}"] if page else [])]
    told += [f"{image.width} × {image.height}"] if image.width and image.height else []
    return ", ".join(told)


def foreign_parts(node: Node) -> int:
    """Return how many parts there are of kinds that we do not know."""
    return sum(isinstance(part, ForeignPart) for part in node.parts)


def counted(count: int, what: str) -> str:
    """Return 1 message, 1,200 messages."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
