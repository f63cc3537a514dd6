"""What stands in the records of other programs, taken with care: a wrong kind counts as missing.

Nothing here raises. Times come out as format.md stores them, money as exact decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from scout_desktop.chat.ids import milliseconds_of, timestamp
from scout_desktop.chat.money import dollars
from scout_desktop.chat.parameters import SPECS
from scout_desktop.storage.ground.strict import NotJson, decode

_LAST: Final = 253_402_300_799_999
"""The last millisecond of the year 9999."""
_MOST: Final = 2**63 - 1
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ALIASES: Final[Mapping[str, str]] = {
    "num_predict": "max_tokens",
    "max_output_tokens": "max_tokens",
    "max_completion_tokens": "max_tokens",
    "repeat_penalty": "repetition_penalty",
    "stop_sequences": "stop",
}

_COUNTS: Final = (
    ("prompt_tokens", "input_tokens", "inputTokens", "promptTokens", "prompt_eval_count"),
    ("completion_tokens", "output_tokens", "outputTokens", "completionTokens", "eval_count"),
    ("total_tokens", "totalTokens"),
)


def text(value: object) -> str:
    """Return a text, "" for anything else."""
    return value if isinstance(value, str) else ""


def key(value: object) -> str:
    """Return an id as text: some programs number what others name."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value)


def record(value: object) -> Mapping[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, without anything else that stands in it."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Return the texts of a list that are not empty."""
    found = value if isinstance(value, list) else []
    return [item for item in found if item and isinstance(item, str)]


def unpacked(value: object) -> object:
    """Return what a JSON text stands for, None where it is broken; all else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return decode(value.encode(errors="replace"))
    except NotJson:
        return None


def whole(value: object) -> int | None:
    """Return a count: a whole number from 0, however it is written; None for anything else."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= _MOST else None


def usage(prompt: object = None, completion: object = None, total: object = None) -> dict[str, int]:
    """Return the counts of tokens that are stated, by their names in format.md."""
    stated = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": total}
    return {name: count for name, value in stated.items() if (count := whole(value)) is not None}


def stated_usage(counts: Mapping[str, Any]) -> dict[str, int]:
    """Return the counts of tokens under whichever names a program states them."""
    return usage(*(next((counts[name] for name in names if name in counts), None)
                   for names in _COUNTS))  # fmt: skip


def usd(value: object) -> str:
    """Return an amount to the digit, however it is written; "" where there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ""
    try:
        # The shortest text of a float is the number that the other program wrote.
        amount = Decimal(value.strip() if isinstance(value, str) else repr(value))
    except InvalidOperation:
        return ""
    if not amount.is_finite() or amount < 0 or not -40 < amount.adjusted() < 12:
        return "0" if amount == 0 else ""
    return dollars(amount) if len(amount.as_tuple().digits) <= 60 else ""


def moment(value: object) -> str:
    """Return a time: ISO text, or a number of seconds or milliseconds since 1970 told by its size.

    Micro- and nanoseconds are understood too. "" where it is none of these.
    """
    if isinstance(value, str):
        found = _iso(value.strip())
        if found or not re.fullmatch(r"\d{9,19}(\.\d{1,9})?", value.strip()):
            return found
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    number = Decimal(repr(value))
    if not number.is_finite() or number <= 0:
        return ""
    # 1e11 seconds are the year 5138, as many milliseconds 1973.
    exponent = 3 if number < 10**11 else 0 if number < 10**14 else -3 if number < 10**17 else -6
    milliseconds = int(number.scaleb(exponent))
    return timestamp(milliseconds) if milliseconds <= _LAST else ""


def parameters(*given: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """Return what is set, by our API names whichever way it is spelt, and how much is unknown.

    The later of several wins. What a program leaves at null is not set, nor a length of 0.
    """
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    for values in given:
        for spelt, value in values.items():
            name = _HUMP.sub("_", spelt).lower()
            name = _ALIASES.get(name, name)
            if value is None or value in ("", [], {}) or (name == "max_tokens" and value == 0):
                continue
            if name in SPECS:
                found[name] = [value] if name == "stop" and text(value) else _number(value)
            else:
                unknown.add(name)
    return found, len(unknown)


def joined(pieces: Iterable[str]) -> str:
    """Return pieces of prose as one text, empty ones left out."""
    return "\n\n".join(piece for piece in pieces if piece)


def _number(value: Any) -> Any:
    """Whole numbers that a program writes as 1.0 become whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _iso(value: str) -> str:
    if len(value) > 64:
        return ""
    found = milliseconds_of(value)
    if found is None:
        try:
            # Without a zone: these programs store UTC.
            naive = datetime.fromisoformat(value)
        except ValueError:
            return ""
        found = milliseconds_of(naive.replace(tzinfo=UTC).isoformat())
    return timestamp(found) if found is not None and 0 < found <= _LAST else ""
