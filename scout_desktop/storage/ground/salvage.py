"""What can still be read of damaged JSON: whole objects in it, and words with holes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .strict import decode, encode

HOLE = "\ufffd"
"""Stands for bytes that are no text."""
_EFFORT = 60
"""How often a text may be gone over: one that is made of braces would take for ever."""
_NAMED = re.compile(r'"((?:[^"\\]|\\.){1,200})"\s*:\s*\Z')


def objects(text: str) -> Iterator[tuple[dict[str, Any], str, int, int]]:
    """Yield the objects that begin at some brace and decode, outermost first.

    Each with the name before it in the object around it, or nothing, and where it begins and ends.
    """
    scan = json.JSONDecoder().raw_decode
    at, effort = text.find("{"), _EFFORT * len(text) + 100_000
    while at >= 0 and effort > 0:
        end = at + 1
        try:
            _, stop = scan(text, at)
            value = decode(text[at:stop].encode("utf-8", "replace"))
        except json.JSONDecodeError as broken:
            effort -= broken.pos - at + 10
        except (ValueError, RecursionError):
            effort -= 10_000
        else:
            end = stop
            if isinstance(value, dict):
                name = _NAMED.search(text, max(0, at - 210), at)
                yield value, name[1] if name is not None else "", at, stop
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
