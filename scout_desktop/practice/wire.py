"""How values become the service's bytes: exact numbers, its error envelope, events.

Pure; money stays exact from here to the reader because a `Decimal` is written digit by digit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal

Newline = Literal["lf", "crlf", "cr"]

USUAL_MESSAGES: Final = {
    400: "Invalid request",
    401: "User not found.",
    402: (
        "This request requires more credits, or fewer max_tokens. You requested up to 16384 tokens,"
        " but can only afford 1200. To increase, visit https://openrouter.ai/settings/credits and"
        " upgrade to a paid account"
    ),
    403: "Key limit exceeded (monthly limit). Manage it using https://openrouter.ai/settings/keys",
    404: "No endpoints found for this model",
    405: "Method not allowed",
    408: "Request timed out. Please try again later.",
    413: "Downloaded image content cannot exceed 30MB",
    422: "Invalid argument",
    429: "Rate limit exceeded",
    500: "Internal Server Error",
    502: "Provider returned error",
    503: "No instances available",
    504: "Provider timed out",
    524: "Request timed out. Please try again later.",
    529: "Provider returned error",
}


def envelope(
    code: int | str, message: str = "", metadata: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """`{"error": {code, message, metadata?}}`; without a message, the usual one for the code."""
    usual = USUAL_MESSAGES.get(code, "Error") if isinstance(code, int) else str(code)
    error: dict[str, Any] = {"message": message or usual, "code": code}
    if metadata:
        error["metadata"] = dict(metadata)
    return {"error": error}


def to_json(value: object, *, ascii_only: bool = False) -> bytes:
    """Compact UTF-8 JSON. Decimals keep every digit; lone surrogate halves are escaped."""
    try:
        return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":")).encode()
    except (TypeError, UnicodeEncodeError):
        return _write(value, ascii_only).encode()


def _write(value: object, ascii_only: bool) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        halved = any("\ud800" <= c <= "\udfff" for c in value)
        return json.dumps(value, ensure_ascii=ascii_only or halved)
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(str(k))}:{_write(v, ascii_only)}" for k, v in value.items())
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_write(v, ascii_only) for v in value) + "]"
    return json.dumps(value)


def event(data: bytes, newline: Newline = "lf", *, multiline: bool = False) -> bytes:
    """One server-sent event carrying `data`."""
    end = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}[newline]
    lines = [data]
    if multiline:
        # Between two members a line break is white space, so the joined text is the same JSON.
        # Only breaks after the outermost brace are sure to lie outside a string.
        lines = [data[:1], data[1:-1], data[-1:]]
    return b"".join(b"data: " + line + end for line in lines) + end


def comment(newline: Newline = "lf", text: str = "OPENROUTER PROCESSING") -> bytes:
    """A keep-alive comment."""
    end = {"lf": b"\n", "crlf": b"\r\n", "cr": b"\r"}[newline]
    return b": " + text.encode() + end + end
