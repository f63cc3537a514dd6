"""JSON from outside, decoded untyped and without trust; and the one way that we write it."""

from __future__ import annotations

import contextlib
import gc
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

DEEPEST = 100
"""Levels of nesting."""
_RECORDS = b'"nodes":[\n'
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
    written with few brackets cannot nest deeply.
    """
    import msgspec

    write = msgspec.json.Encoder().encode
    try:
        value = msgspec.json.decode(data)
        if (most := _most_brackets(value, data, write)) is not None:
            return value, True, most <= DEEPEST
        return value, write(value) == data.replace(b"\n", b""), False
    except (ValueError, RecursionError):
        return None, False, False


def _most_brackets(value: Any, data: bytes, write: Callable[[Any], bytes]) -> int | None:
    """Return how deep a chat in our own layout can nest at the most; None for all other data.

    Record by record: a long chat as one more text of 10 MB would cost as much as reading it.
    """
    records = value.get("nodes") if isinstance(value, dict) else None
    at = data.find(_RECORDS) + len(_RECORDS)
    if not isinstance(records, list) or not records or at < len(_RECORDS):
        return None
    around = write({**value, "nodes": []}).removesuffix(b"]}")
    if data[:at].replace(b"\n", b"") != around:
        return None
    most = 0
    for record in records:
        written = write(record)
        end = at + len(written)
        if not (data.startswith(written, at) and data.startswith(b",\n", end)):
            break
        at = end + 2
        most = max(most, written.count(b"{") + written.count(b"["))
    if record is not records[-1] or data[at:] != written + b"\n]}\n":
        return None
    most = max(most, written.count(b"{") + written.count(b"["))
    # The records stand two levels deep.
    return max(most + 2, around.count(b"{") + around.count(b"["))


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
