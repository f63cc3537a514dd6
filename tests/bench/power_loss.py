"""Takes the power away after every system call of a short life, in every way a disk may have it.

    python -m tests.bench.power_loss [--folder F] [--broken KIND] [--first] [--json]

The calls are traced with strace. Until it is synced, each write may be on the disk fully, by half,
as zeros or not at all, and each new name, rename and removal may have happened or not, in any
combination (strict POSIX; a name moved between folders may be in both or in neither). Each distinct
state is put on a disk and the program starts on it: all that was acknowledged must be there.
Where a moment has too many combinations, those near to "all" and to "nothing" and dice are taken.

`--broken` makes a mistake that has to be noticed: `folder` forgets to sync folders, `file` forgets
to sync files, `order` puts the journal aside before the chat is written; `--first` stops at the
first loss. Prints states and losses; ends with 1 if there are any.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.bench import power_trace
from tests.bench.power_trace import Op
from tests.bench.power_world import Disk, choices, pending, state_of
from tests.storage.life import find_lost

if TYPE_CHECKING:
    from collections.abc import Iterator

_DICE = 20261123


class State(NamedTuple):
    """One disk that a moment may leave."""

    disk: Disk
    said: int
    """How many things had been acknowledged by then."""
    moment: int
    odd: tuple[str, ...]
    """What had not reached the disk as it was asked."""


def states(ops: list[Op]) -> Iterator[State]:
    """Yield every distinct disk with what had been said by then."""
    dice = random.Random(_DICE)
    seen: set[tuple[Disk, int]] = set()
    said = 0
    for moment in range(len(ops) + 1):
        if moment and ops[moment - 1].kind == "ack":
            said += 1
        for choice in choices(ops, pending(ops, moment), dice):
            disk = state_of(ops, moment, choice)
            if (disk, said) in seen:
                continue
            seen.add((disk, said))
            odd = (
                f"{ops[place].kind} {ops[place].name}: {how}"
                for place, how in choice.items()
                if how != "full"
            )
            yield State(disk, said, moment, tuple(odd))


def put(disk: Disk, folder: Path) -> None:
    """Make a folder that holds what a disk has."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    for name, content in disk:
        path = folder / name
        if content is None:
            path.mkdir(mode=0o700, exist_ok=True)
        else:
            path.write_bytes(content)
            path.chmod(0o600)


def sweep(folder: Path, broken: str, *, first: bool) -> dict[str, Any]:
    """Live once, and start on every disk that the life may leave."""
    began = time.monotonic()
    ops = power_trace.trace(folder / "life", broken)
    said = [op.text for op in ops if op.kind == "ack"]
    violations: list[str] = []
    count = 0
    for state in states(ops):
        count += 1
        put(state.disk, folder / "world")
        try:
            lost = find_lost(folder / "world" / "data", said[: state.said])
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            lost = [f"the start raised {error!r}"]
        if lost:
            near = ops[state.moment - 1] if state.moment else Op("the beginning")
            odd = ", ".join(state.odd) or "all there"
            violations.append(f"after {near.kind} {near.name}, {odd}: {lost[0]}")
            if first:
                break
    return {
        "calls": len(ops) - len(said), "acknowledged": len(said), "states": count,
        "violations": violations, "seconds": round(time.monotonic() - began, 1),
    }  # fmt: skip


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--broken", default="", choices=["", *power_trace.MISTAKES])
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as spare:
        result = sweep(chosen.folder or Path(spare), chosen.broken, first=chosen.first)
    if chosen.json:
        print(json.dumps(result))
    else:
        for line in result["violations"][:20]:
            print("lost:", line)
        print(
            f"{result['calls']} calls, {result['acknowledged']} things kept, "
            f"{result['states']} states, {len(result['violations'])} violations, "
            f"{result['seconds']} s"
        )
    return bool(result["violations"])


if __name__ == "__main__":
    sys.exit(main())
