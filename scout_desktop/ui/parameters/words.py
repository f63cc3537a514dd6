"""How values are written in the panel and read back from what a person types; pure."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scout_desktop.chat.parameters import ParameterSpec

_WHOLE = re.compile(r"[+-]?\d{1,400}\Z")
_DECIMAL = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d{1,4})?\Z")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPED = {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def number_text(value: Any) -> str:
    """A value as it stands in a number's field; unset is empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, int | str) and not isinstance(value, bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def read_number(text: str) -> Any:
    """The number that a field says, None when it is empty, the text itself when it is none."""
    text = text.strip().replace("\u2212", "-")
    if not text:
        return None
    if _WHOLE.match(text):
        return int(text)
    if _DECIMAL.match(text):
        found = float(text.replace(",", "."))
        # What is too large for a double is no number that we could send.
        return found if math.isfinite(found) else text
    return text


def stepped(spec: ParameterSpec, value: Any, steps: int) -> int | float:
    """The value so many steps away, within the range and on the grid of steps."""
    start = within(spec, value)
    if start is None:
        start = spec.default if spec.default is not None else max(spec.low or 0, 0)
    found = within(spec, start + steps * (int(spec.step) if spec.kind == "integer" else spec.step))
    lowest = (spec.low or 0) + (spec.step if spec.low_open else 0)
    found = max(lowest, found or 0) if spec.low is not None else found or 0
    return int(found) if spec.kind == "integer" else round(float(found), 6)


def within(spec: ParameterSpec, value: Any) -> int | float | None:
    """The nearest number of the range; None for what is no number. Whole numbers stay exact."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if spec.low is not None and value < spec.low:
        return spec.low
    if spec.high is not None and value > spec.high:
        return spec.high
    return value


def slider_range(spec: ParameterSpec) -> tuple[int, int]:
    """First and last position of a bounded parameter's slider, in steps."""
    low, high = spec.low or 0, spec.high or 0
    return round(low / spec.step) + spec.low_open, round(high / spec.step)


def slider_position(spec: ParameterSpec, value: Any) -> int:
    """Where the slider stands for a value; for the default where there is none."""
    known = within(spec, value)
    at = spec.default or 0 if known is None else known
    low, high = slider_range(spec)
    return min(max(round(at / spec.step), low), high)


def slider_value(spec: ParameterSpec, position: int) -> float:
    """The value of a slider's position, without the noise of binary fractions."""
    return round(position * spec.step, 6)


def escaped(text: str) -> str:
    r"""A stop sequence on one line: line breaks as \n, a backslash as \\."""
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def unescaped(text: str) -> str:
    """The stop sequence that was typed; a backslash before any other letter is itself."""
    return re.sub(r"\\(.)", lambda m: _UNESCAPED.get(m[1], m[0]), text, flags=re.DOTALL)


def changed_words(count: int) -> str:
    """How many parameters are changed."""
    if not count:
        return "All at the provider's defaults."
    return f"{count} changed; only {'this is' if count == 1 else 'these are'} sent."


def format_words(value: Any) -> str:
    """A response format in a word or two."""
    kind = value.get("type") if hasattr(value, "get") else None
    known = {"text": "text", "json_object": "JSON object", "json_schema": "JSON schema"}
    return known.get(str(kind), str(kind or value)[:24])


def summary(spec: ParameterSpec, value: Any) -> str:
    """A value in a word or two, for the head of its row; numbers stand in their field."""
    if value is None:
        return "default"
    match spec.kind:
        case "boolean":
            return str(value)[:24] if not isinstance(value, bool) else "on" if value else "off"
        case "strings" if isinstance(value, list):
            return f"{len(value)} of 4"
        case "bias" if hasattr(value, "items"):
            return f"{len(value)} token{'' if len(value) == 1 else 's'}"
        case "format":
            return format_words(value)
        case _:
            return ""


def bias_rows(value: Any) -> list[tuple[str, str]]:
    """Token id and bias as the texts of a table; nothing for what is no table."""
    items: Mapping[Any, Any] = value if hasattr(value, "items") else {}
    # A decimal keeps its ".0", so that editing one row leaves the others as they were.
    return [
        (str(token), repr(bias) if isinstance(bias, float) else number_text(bias))
        for token, bias in items.items()
    ]


def read_bias(rows: list[tuple[str, str]]) -> tuple[dict[str, Any] | None, dict[int, str]]:
    """Read a table of texts; wholly empty rows do not count.

    Returns the mapping (None for an empty table) and the sentence for every row that is wrong.
    """
    found: dict[str, Any] = {}
    wrong: dict[int, str] = {}
    for index, (token_text, bias_text) in enumerate(rows):
        token = token_text.strip()
        # Read as whole where it is, so that what was stored comes back as it was.
        bias = read_number(bias_text)
        if not token and bias is None:
            continue
        if not (token.isascii() and token.isdigit()):
            wrong[index] = "A token id is a whole number from 0."
        elif bias is None or isinstance(bias, str) or not -100 <= bias <= 100:
            wrong[index] = f"The bias of token {token} must be a number from -100 to 100."
        elif token in found:
            wrong[index] = f"Token {token} is there twice."
        found.setdefault(token, bias)
    return found or None, wrong
