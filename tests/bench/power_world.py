"""What a disk may hold when the power goes: which calls had not reached it, and what it has."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TypeAlias

from tests.bench.power_trace import Op

Disk: TypeAlias = tuple[tuple[str, bytes | None], ...]
"""(name, content) of everything on it, None for a folder."""

Choice: TypeAlias = Mapping[int, str]
"""What became of the calls that were not synced, by their place."""

_NAMING = frozenset({"mkdir", "create", "rename", "link", "unlink"})
_CONTENT = frozenset({"write", "cut"})
_EVERY = 512
"""Combinations of one moment up to which all are taken."""
_DICE_THROWS = 64


def pending(ops: Sequence[Op], moment: int) -> list[int]:
    """Return the places of the calls before a moment that no sync had forced to the disk."""
    open_ends: list[int] = []
    for place, op in enumerate(ops[:moment]):
        if op.kind in _NAMING or op.kind in _CONTENT:
            open_ends.append(place)
        elif op.kind == "sync":
            open_ends = [
                p for p in open_ends if not (ops[p].kind in _CONTENT and ops[p].file == op.file)
            ]
        elif op.kind == "sync folder":
            open_ends = [
                p for p in open_ends if not (ops[p].kind in _NAMING and _folder(ops[p]) == op.name)
            ]
    return open_ends


def choices(ops: Sequence[Op], open_ends: Sequence[int], dice: random.Random) -> Iterator[Choice]:
    """Yield what may have become of calls that were not synced."""
    ways = [_ways(ops[place]) for place in open_ends]
    if math.prod(map(len, ways)) <= _EVERY:
        for each in itertools.product(*ways):
            yield dict(zip(open_ends, each, strict=True))
        return
    whole, nothing = dict.fromkeys(open_ends, "full"), dict.fromkeys(open_ends, "none")
    yield whole
    yield nothing
    for count, place in enumerate(open_ends):
        for way in ways[count]:
            yield {**whole, place: way}
            yield {**nothing, place: way}
        yield {p: "full" if p <= place else "none" for p in open_ends}
    for _ in range(_DICE_THROWS):
        yield {p: dice.choice(way) for p, way in zip(open_ends, ways, strict=True)}


def state_of(ops: Sequence[Op], moment: int, choice: Choice) -> Disk:
    """Return the disk after the calls before a moment, with those not synced as chosen."""
    folders, names, content = set[str](), dict[str, int](), dict[int, bytes]()
    for place, op in enumerate(ops[:moment]):
        how = choice.get(place, "full")
        if how == "none":
            continue
        match op.kind:
            case "mkdir":
                folders.add(op.name)
            case "create" | "link":
                names[op.name] = op.file
            case "rename":
                names.pop(op.name, None)
                names[op.to] = op.file
            case "unlink":
                names.pop(op.name, None)
            case "cut":
                content[op.file] = content.get(op.file, b"")[: op.at]
            case "write":
                content[op.file] = _written(content.get(op.file, b""), op, how)
    there = sorted(name for name in folders if _above(name) <= folders)
    held = {name: file for name, file in names.items() if _above(name) <= set(there)}
    return (
        *((name, None) for name in there),
        *((name, content.get(file, b"")) for name, file in sorted(held.items())),
    )


def _ways(op: Op) -> tuple[str, ...]:
    return ("full", "none", "half", "zero") if op.kind == "write" else ("full", "none")


def _written(before: bytes, op: Op, how: str) -> bytes:
    data = op.data
    if how == "half":
        data = data[: len(data) // 2]
    elif how == "zero":
        data = bytes(len(data))
    before = before.ljust(op.at, b"\0")
    return before[: op.at] + data + before[op.at + len(data) :]


def _folder(op: Op) -> str:
    name = str(PurePosixPath(op.to or op.name).parent)
    return "" if name == "." else name


def _above(name: str) -> set[str]:
    return {str(parent) for parent in PurePosixPath(name).parents} - {"."}
