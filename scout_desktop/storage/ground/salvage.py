"""What can still be read of damaged JSON: whole objects in it, and words with holes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .strict import decode, encode

HOLE = "\ufffd"
"""Stands for bytes that are no text."""
_MOST_FAILURES = 10_000


def objects(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects that begin at some brace and decode, outermost first."""
    import json

    scan = json.JSONDecoder().raw_decode
    at, failures = text.find("{"), 0
    while at >= 0 and failures < _MOST_FAILURES:
        try:
            _, end = scan(text, at)
            value = decode(text[at:end].encode("utf-8", "replace"))
        except (ValueError, RecursionError):
            failures += 1
            end = at + 1
        else:
            if isinstance(value, dict):
                yield value
        at = text.find("{", end)


def has_holes(record: Mapping[str, Any]) -> bool:
    """Whether there is a hole anywhere in a record."""
    return HOLE in encode(dict(record))


def without_words(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message without what it says: where only words have holes, it is still itself."""
    parts = record.get("parts")
    if not isinstance(parts, list):
        return dict(record)
    named = [{**part, "text": ""} if isinstance(part, dict) else part for part in parts]
    return {**record, "parts": named}
