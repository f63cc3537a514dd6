"""What can still be read of damaged JSON: whole objects in it, and words with holes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .strict import NotJson, decode, encode

HOLE = "\ufffd"
"""Stands for bytes that are no text."""
_EFFORT = 30
"""How often a text may be gone over: one that is made of braces would take for ever."""
_FAILED = 300
"""What a brace that begins no object costs beside the letters looked at, in letters."""
_FIRST = 4096
"""Letters that are looked at first: saying where all of a long text is wrong takes long."""
_BEGINNING = re.compile(r'\{\s*["}]')
_NAMED = re.compile(r'"((?:[^"\\]|\\.){1,200})"\s*:\s*\Z')


def objects(text: str) -> Iterator[tuple[dict[str, Any], str, int, int]]:
    """Yield the objects that begin at some brace and decode, outermost first.

    Each with the name before it in the object around it, or nothing, and where it begins and ends.
    """
    effort = _EFFORT * len(text) + 100_000
    begins = _BEGINNING.search(text)
    while begins is not None and effort > 0:
        at = begins.start()
        end = at + 1
        stop, cost = _end(text, at)
        effort -= cost
        if stop:
            try:
                value = decode(text[at:stop].encode("utf-8", "replace"))
            except NotJson:
                effort -= stop - at
            else:
                end = stop
                if isinstance(value, dict):
                    name = _NAMED.search(text, max(0, at - 210), at)
                    yield value, name[1] if name is not None else "", at, stop
        begins = _BEGINNING.search(text, end)


def _end(text: str, at: int) -> tuple[int, int]:
    """Return where the object ends that begins at a brace, 0 where none does; and its cost."""
    size, cost = _FIRST, _FAILED
    while True:
        piece = text[at : at + size]
        try:
            stop: int = _SCAN(piece)[1]
        except json.JSONDecodeError as broken:
            # An end that is not in the piece shows at its end, or where a string begins.
            cut = broken.pos > len(piece) - 20 or broken.msg.startswith("Unterminated")
            cost += len(piece) if cut else broken.pos
            if not cut or at + size >= len(text):
                return 0, cost
        except (ValueError, RecursionError):
            return 0, cost + 10_000
        else:
            return at + stop, cost + stop
        size *= 8


_SCAN = json.JSONDecoder().raw_decode


def has_holes(record: Mapping[str, Any]) -> bool:
    """Whether there is a hole anywhere in a record."""
    return HOLE in encode(dict(record))


def without_words(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message without what it says: where only words have holes, it is still itself."""
    without = dict(record)
    for key in ("parts", "content"):
        held = record.get(key)
        if isinstance(held, str):
            without[key] = ""
        elif isinstance(held, list):
            without[key] = [_without_words(part) for part in held]
    return without


def _without_words(part: Any) -> Any:
    if isinstance(part, dict):
        return {**part, "text": ""}
    return "" if isinstance(part, str) else part
