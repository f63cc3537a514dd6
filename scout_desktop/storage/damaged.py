"""Reads a chat file that is not JSON any more: line by line, and where lines fail, by its braces.

Takes what others cut, joined, laid out anew or filled with zeros; nothing is ever made up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from .collected import Collected, Reading
from .ground.salvage import objects
from .ground.strict import NotJson, decode

_FRAME = frozenset({b'"meta":{', b"}", b'"nodes":[', b"]}", b"]", b"{"})
_ID = re.compile(rb'"id"\s*:\s*"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
_LIKE_A_NODE = frozenset({"role", "deleted", "parts", "parent"})
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def in_utf_8(data: bytes) -> bytes:
    """Return a file that an editor saved as UTF-16 as what it was; any other unchanged."""
    return data.decode("utf-16", "replace").encode() if data.startswith(_WIDE) else data


def read_damaged(data: bytes) -> Reading:
    """Return all that can be read of a file that does not decode as a whole."""
    collected = Collected()
    collected.broken = True
    failed: list[tuple[int, bytes]] = []
    # No text of JSON holds a carriage return as it is, so each of them ends a line.
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw.strip().removesuffix(b",")
        if number == 1 and line.startswith((b'{"format"', b'\xef\xbb\xbf{"format"')):
            if not _read_head(line, collected):
                failed.append((number, raw))  # perhaps messages have run into it
        elif not line or line in _FRAME:
            if failed:
                failed.append((number, raw))
        elif _read_line(line, collected, alone=not failed):
            _read_stretch(failed, collected)
            failed = []
        else:
            failed.append((number, raw))
    _read_stretch(failed, collected)
    collected.head = collected.head or _guess_head(data)
    return collected.reading()


def _read_head(line: bytes, collected: Collected) -> bool:
    try:
        collected.head = decode(line.rstrip(b"}") + b"}")
    except NotJson:
        collected.head = _guess_head(line)
        return False
    return True


def _guess_head(data: bytes) -> dict[str, Any]:
    """Return the id of a file whose beginning does not decode, if it can be told."""
    # Behind that, an id is that of a message, or of a batch.
    ends = [at for word in (b'"meta"', b'"nodes"') if (at := data.find(word)) >= 0]
    beginning = data[: min(ends, default=400)]
    found = _ID.search(beginning)
    least = re.search(rb'"min_reader"\s*:\s*(\d{1,6})', beginning[:400])
    head: dict[str, Any] = {"id": found[1].decode()} if found else {}
    if least:
        head["min_reader"] = int(least[1])
    return head


def _read_line(line: bytes, collected: Collected, *, alone: bool) -> bool:
    """Take a record that stands on one line, as we write them; False where there is none.

    Not `alone` is a line behind others that failed: perhaps a part of a larger record.
    """
    if not line.startswith(b"{"):
        return _read_register_line(line, collected)
    # The last record of a file that was cut right behind it, or joined to what closes the list.
    joined = line.removesuffix(b"]}")
    for candidate in dict.fromkeys((line, joined, joined.removesuffix(b","))):
        if not candidate.endswith(b"}"):
            continue
        try:
            found = decode(candidate)
        except NotJson:
            continue
        if alone and not _is_part(found):
            collected.node(found)
            return True
        return _take_node(found, collected)
    patched = line.decode("utf-8", "replace").encode()
    if patched == line:
        return False  # no byte of it was in the way
    try:
        found = decode(patched)
    except NotJson:
        return False
    if _is_node(found):
        collected.holed(found)
        return True
    return False


def _read_register_line(line: bytes, collected: Collected) -> bool:
    try:
        found = decode(b"{" + line + b"}")
    except NotJson:
        return False
    taken = False
    for name, value in found.items():
        if _is_register(value):
            collected.register(name, value)
            taken = True
    return taken


def _read_stretch(failed: list[tuple[int, bytes]], collected: Collected) -> None:
    """Take the objects in lines that are no records by themselves; note the lines that are lost."""
    if not failed:
        return
    text = "\n".join(raw.decode("utf-8", "replace") for _, raw in failed)
    lines, covered, start = [], [], 0
    for number, raw in failed:
        end = start + len(raw.decode("utf-8", "replace"))
        lines.append((number, raw, start, end))
        start = end + 1
    for value, name, begin, end in objects(text):
        if _take_object(value, name, collected):
            covered.append((begin, end))
    missing = [(n, raw) for n, raw, a, b in _outside(lines, covered) if not _is_harmless(raw)]
    # Laid out over many lines, one record that is lost is a number of lines.
    indented = any(raw[:1] in (b" ", b"\t") for _, raw in failed)
    collected.miss([number for number, _ in missing][: 1 if indented else None])


def _outside(
    lines: list[tuple[int, bytes, int, int]], covered: list[tuple[int, int]]
) -> Iterable[tuple[int, bytes, int, int]]:
    """Yield the lines that share nothing with a part that was read; both are in order."""
    at = 0
    for line in lines:
        while at < len(covered) and covered[at][1] <= line[2]:
            at += 1
        if at == len(covered) or covered[at][0] >= line[3]:
            yield line


def _is_harmless(raw: bytes) -> bool:
    line = raw.strip().removesuffix(b",")
    if not line or line in _FRAME:
        return True
    if line.startswith(b"{"):
        return False
    try:
        decode(b"{" + line + b"}")
    except NotJson:
        return False
    return True


def _take_object(value: dict[str, Any], name: str, collected: Collected) -> bool:
    if name:
        if _is_register(value):
            collected.register(_unquoted(name), value)
            return True
        registers = {n: v for n, v in value.items() if _is_register(v)}
        for each, register in registers.items():
            collected.register(each, register)
        return bool(registers)
    if _is_node(value):
        collected.holed(value)
        return True
    # All of it, where nothing but its bytes was damaged, or one of several behind each other.
    meta, nodes = value.get("meta"), value.get("nodes")
    for node in nodes if isinstance(nodes, list) else ():
        collected.holed(node)
    for each, register in meta.items() if isinstance(meta, dict) else ():
        collected.register(each, register)
    whole = isinstance(nodes, list) or isinstance(meta, dict)
    if whole and not collected.head:
        collected.head = value
    return whole


def _take_node(found: object, collected: Collected) -> bool:
    if _is_node(found):
        collected.node(found)
        return True
    return False


def _is_node(value: object) -> bool:
    return isinstance(value, dict) and "id" in value and not _LIKE_A_NODE.isdisjoint(value)


def _is_part(value: object) -> bool:
    """Whether this is no record but a piece of one, as another program laid it out."""
    return isinstance(value, dict) and "id" not in value


def _is_register(value: object) -> bool:
    return isinstance(value, dict) and {"at", "value"} <= value.keys()


def _unquoted(name: str) -> str:
    try:
        return str(json.loads(f'"{name}"'))
    except ValueError:
        return name
