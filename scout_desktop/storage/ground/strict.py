"""JSON from outside, decoded untyped and without trust; and the one way that we write it."""

from __future__ import annotations

import contextlib
import gc
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

DEEPEST = 100
"""Levels of nesting."""
_WORTH_IT = 50_000
"""Bytes; below, the fast reader is not worth importing."""


class NotJson(ValueError):
    """The bytes are not JSON that we take: broken, too deep, a key twice, NaN or infinity."""


def encode(value: Any) -> str:
    """Return the one form of a value: sorted keys, no spaces; lone surrogates become U+FFFD."""
    text = _ENCODER.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return mend(text)
    return text


def mend(text: str) -> str:
    """Join surrogate halves and replace lone ones, so that the text can be written as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def decode(data: bytes) -> Any:
    """Return the value. Raises NotJson."""
    with no_collection():
        value, proven, shallow = _quickly(data) if len(data) > _WORTH_IT else (None, False, False)
        if not proven:
            try:
                value = _DECODER.decode(data.decode("utf-8-sig"))
            except (ValueError, RecursionError) as broken:
                raise NotJson(str(broken)) from broken
        if not shallow and _deepest(value, len(data)) > DEEPEST:
            raise NotJson("nested too deeply")
        return _mended(value) if not proven and _HALF.search(data) else value


def _quickly(data: bytes) -> tuple[Any, bool, bool]:
    """Return the value, whether it is proven, and whether it is proven to be shallow.

    A value that is written as the very bytes it was read from had no key twice and no NaN. What is
    written with few brackets cannot nest deeply; a chat is looked at record by record.
    """
    import msgspec

    write = msgspec.json.Encoder().encode
    try:
        value = msgspec.json.decode(data)
        records = value.get("nodes") if isinstance(value, dict) else None
        if not isinstance(records, list) or next(reversed(value)) != "nodes":
            return value, write(value) == data.replace(b"\n", b""), False
        written = [write(record) for record in records]
        around = write({**value, "nodes": []}).removesuffix(b"]}")
        proven = b"".join((around, b",".join(written), b"]}")) == data.replace(b"\n", b"")
        most = max((each.count(b"{") + each.count(b"[") for each in written), default=0)
        meta = around.count(b"{") + around.count(b"[")
    except (ValueError, RecursionError):
        return None, False, False
    # The records stand two levels deep.
    return value, proven, max(most + 2, meta) <= DEEPEST


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Keep the collector from walking thousands of new values again and again; none is garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key stands twice")
    return found


def _never(text: str) -> NoReturn:
    raise NotJson(f"{text} is not a number of JSON")


def _finite(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        raise NotJson("a number without bounds")
    return value


def _deepest(value: Any, size: int) -> int:
    """Return how deep the nesting goes; small inputs cannot nest deeply and are not walked."""
    if size <= 2 * DEEPEST:
        return 0
    level: list[Any] = [value]
    depth = 0
    while level and depth <= DEEPEST:
        # Written out: this is a fifth of the time that opening a long chat takes.
        below: list[Any] = []
        for item in level:
            kind = type(item)
            if kind is dict:
                children: Iterable[Any] = item.values()
            elif kind is list:
                children = item
            else:
                continue
            for child in children:
                if type(child) in _CONTAINERS:
                    below.append(child)  # noqa: PERF401 - a comprehension would be slower here
        level, depth = below, depth + 1
    return depth


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, dict):
        found = {_mended(key): _mended(item) for key, item in value.items()}
        if len(found) != len(value):
            raise NotJson("a key stands twice")
        return found
    return [_mended(item) for item in value] if isinstance(value, list) else value


_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)
_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_never, parse_float=_finite)
_CONTAINERS = frozenset({dict, list})
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
