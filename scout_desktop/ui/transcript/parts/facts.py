"""What stands under a reply: tokens, money, speed, and how it ended, in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.message import number
from scout_desktop.chat.money import dollars, show_dollars

if TYPE_CHECKING:
    from scout_desktop.chat.message import Node

_ENDINGS: Final = {
    "stop": "finished",
    "length": "cut at Max tokens",
    "content_filter": "content filter",
    "tool_calls": "asked for a tool",
    "error": "error",
}
_KEY_KINDS: Final = frozenset(
    {"key", "key_missing", "key_malformed", "key_rejected", "keyring", "keyring_absent",
     "keyring_locked", "keyring_silent", "keyring_untrusted"}
)  # fmt: skip

_LONGEST_WORD: Final = 48


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reply ended that is not simply complete; `actions` are at most two, first suggested."""

    tone: str
    icon: str
    sentence: str
    actions: tuple[str, ...] = ()
    details: str = ""


def outcome_of(reply: Node) -> Outcome | None:
    """Return what to say below a reply; None for one that is complete or still arriving."""
    has_text = bool(reply.text.strip())
    again = ("Continue", "Regenerate") if has_text else ("Regenerate",)
    error = reply.section("error")
    sentence = error.get("message") if isinstance(error.get("message"), str) else ""
    if reply.state == "stopped":
        kept = "Stopped. What had arrived is kept." if has_text else "Stopped before it began."
        return Outcome("second", "stop", kept, again)
    if reply.state == "interrupted":
        said = sentence or "The reply was cut short. What had arrived is kept."
        return Outcome("warn", "warning", said, again, details_of(reply))
    if reply.state == "complete":
        return _quiet_end(reply, has_text=has_text)
    if reply.state != "failed":
        return None
    if error.get("kind") in _KEY_KINDS:
        missing = error.get("kind") == "key_missing"
        word = "Add a key" if missing else "Replace key"
        return Outcome(
            "bad", "key", sentence or "The key did not work.", (word, "Regenerate"),
            details_of(reply),
        )  # fmt: skip
    said = sentence or "The reply failed. Your message is kept."
    tokens = affordable_of(reply)
    if tokens is not None:
        again = (f"Retry with {tokens:,} token{'' if tokens == 1 else 's'}", "Regenerate")
    return Outcome("bad", "error", said, again, details_of(reply))


def _quiet_end(reply: Node, *, has_text: bool) -> Outcome | None:
    """What to say of a reply that is complete, yet not what one would expect of a reply."""
    if reply.record.get("finish_reason") == "length" and has_text:
        said = "The reply ended at the limit of tokens, perhaps in the middle."
        return Outcome("second", "info", said, ("Continue", "Regenerate"))
    if not has_text:
        said = "The model answered with nothing."
        return Outcome("second", "info", said, ("Regenerate",), details_of(reply))
    return None


def affordable_of(reply: Node) -> int | None:
    """Return how many tokens the service said the balance allows; None when it did not say."""
    tokens = number(reply.section("error").get("affordable"))
    return tokens if tokens is not None and tokens > 0 else None


def details_of(reply: Node) -> str:
    """Return everything known about a failure, one fact a line, foreign text as it came."""
    error, answer, request = (reply.section(name) for name in ("error", "reply", "request"))
    facts = {
        "What": error.get("message"),
        "Kind": error.get("kind"),
        "HTTP status": error.get("status"),
        "Retry after": _seconds(error.get("retry_after")),
        "Provider": error.get("provider") or answer.get("provider"),
        "Model": answer.get("model") or request.get("model"),
        "Sent to": request.get("host"),
        "Generation id": answer.get("generation_id"),
        "Finish reason": reply.record.get("finish_reason"),
        "Native finish reason": reply.record.get("native_finish_reason"),
        "When": reply.created,
        "Said by the service": error.get("detail"),
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value not in (None, ""))


def facts_of(reply: Node) -> tuple[str, ...]:
    """Return the quiet line under a reply, what matters most first: tokens, cost, speed, ending."""
    usage, timing, answer = (reply.section(name) for name in ("usage", "timing", "reply"))
    sent, got = number(usage.get("prompt_tokens")), number(usage.get("completion_tokens"))
    first, total = number(timing.get("first_token_ms")), number(timing.get("total_ms"))
    facts = []
    if sent is not None or got is not None:
        facts.append(f"{_count(sent)} in, {_count(got)} out")
    facts.append(cost_words(reply))
    ending = _word(reply.record.get("finish_reason"))
    said = _ENDINGS.get(ending, ending)
    if ending != "stop":
        # Before what a narrow window leaves out: it tells why a reply is shorter than expected.
        facts.append(said)
    if first is not None:
        facts.append(f"first token {first / 1000:.1f} s")
    if got and first is not None and total is not None and total > first:
        facts.append(f"{got * 1000 / (total - first):,.0f} tokens/s")
    facts.append(_word(answer.get("provider")))
    if ending == "stop":
        facts.append(said)
    return tuple(fact for fact in facts if fact)


def exact_of(reply: Node) -> str:
    """Return the cost to the last digit as a sentence, or nothing where it is unknown."""
    return "" if reply.usd is None else f"Exactly {dollars(reply.usd)} USD"


def cost_words(reply: Node) -> str:
    """Return what a reply cost, said as exactly as it is known."""
    if reply.record.get("purpose") == "practice":
        return "practice, no charge"
    cost = reply.section("cost")
    source, usd = cost.get("source"), reply.usd
    if not cost:
        return ""
    if usd is None or source == "unknown":
        return "cost unknown"
    if source == "estimate":
        return "not charged" if usd == 0 else f"about {show_dollars(usd)} (estimate)"
    if source == "reported":
        # Copied or imported with its chat: said there, and in no sum of ours a second time.
        return f"{show_dollars(usd)} (not paid here)"
    return show_dollars(usd)


def elapsed(seconds: float) -> str:
    """Return seconds as m:ss."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def _count(tokens: int | None) -> str:
    return "?" if tokens is None else f"{tokens:,}"


def _seconds(value: object) -> str | None:
    return f"{value:g} s" if isinstance(value, int | float) else None


def _word(value: object) -> str:
    """One line of a foreign text, not longer than such a word can sensibly be."""
    if not isinstance(value, str):
        return ""
    shown = "".join(c if c.isprintable() else " " for c in value[: 4 * _LONGEST_WORD])
    word = " ".join(shown.split())
    return f"{word[: _LONGEST_WORD - 1]}…" if len(word) > _LONGEST_WORD else word
