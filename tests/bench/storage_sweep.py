"""Fails every system call of a short life, one after the other, and counts what was lost.

    python -m tests.bench.storage_sweep [--folder F] [--calls=write,replace] [--failures=KILL]
                                        [--short] [--broken] [--json]

Each case is a fork: the N-th call of its kind kills the process, or fails once, or fails from then
on. `--short` takes only the last call at each place in the program that makes one, when there is
most to lose, as the suite does. `--broken` puts the journal aside before the chat is written, which
the sweep has to notice.
Prints a table of runs and losses, or {"runs": …, "each": …, "violations": […]} with `--json`.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import itertools
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from scout_desktop.storage.shelf import fold
from tests.storage.life import find_lost, live

Case: TypeAlias = tuple[str, str, int]
"""The call, what happens to it, and to which one."""

CALLS = ("write", "fsync", "fdatasync", "replace", "ftruncate", "open", "mkdir", "unlink")
FAILURES: dict[str, int] = {
    "KILL": 0, "HALF": 0, "ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EACCES": errno.EACCES,
    "EMFILE": errno.EMFILE, "FULL FROM HERE": errno.ENOSPC,
}  # fmt: skip


class Fault:
    """The N-th call of one kind goes wrong."""

    def __init__(self, call: str, failure: str, number: int) -> None:
        self.real: Callable[..., Any] = getattr(os, call)
        self.call, self.failure, self.number, self.seen = call, failure, number, 0
        self.places: dict[str, int] = {}
        setattr(os, call, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.call == "open" and not args[1] & os.O_CREAT:
            return self.real(*args, **kwargs)
        self.seen += 1
        if self.failure == "LOOK":
            self.places[_place()] = self.seen
            return self.real(*args, **kwargs)
        if self.seen < self.number or (self.seen > self.number and "FROM" not in self.failure):
            return self.real(*args, **kwargs)
        if self.failure == "HALF":
            # Power goes while a line is being written.
            self.real(args[0], bytes(args[1])[: len(args[1]) // 2])
        if self.failure in {"KILL", "HALF"}:
            os.kill(os.getpid(), signal.SIGKILL)
        code = FAILURES[self.failure]
        raise OSError(code, os.strerror(code))


def run(folder: Path, fault: tuple[str, str, int] | None) -> tuple[list[str], int]:
    """Live once in a child; return what it acknowledged and how often the call was made."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        real_write = os.write
        made = Fault(*fault) if fault else None
        with contextlib.suppress(Exception):
            live(folder, lambda line: void(real_write(writer, f"{line}\n".encode())))
        real_write(writer, f"SEEN {made.seen if made else 0}\n".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        said = stream.read().splitlines()
    os.waitpid(child, 0)
    seen = [int(line.split()[1]) for line in said if line.startswith("SEEN")]
    return [line for line in said if not line.startswith("SEEN")], seen[0] if seen else -1


def void(_: object) -> None:
    """Take a result that nobody needs."""


def _place() -> str:
    """Return where in storage a call is made from, callers included."""
    frame, lines = sys._getframe(2), []
    while frame is not None:
        code = frame.f_code
        if "/storage/" in code.co_filename and "/tests/" not in code.co_filename:
            lines.append(f"{Path(code.co_filename).stem}:{frame.f_lineno}")
        frame = frame.f_back  # type: ignore[assignment]  # the last frame has none
    return " ".join(lines)


def places(folder: Path, call: str) -> list[int]:
    """Return the number of the last call at each place that makes one."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        real_write = os.write
        looking = Fault(call, "LOOK", 0)
        live(_cleared(folder) / "data", void)
        real_write(writer, json.dumps(sorted(looking.places.values())).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        found: list[int] = json.load(stream)
    os.wait()
    return found


def cases(folder: Path, call: str, failure: str, *, short: bool) -> Iterator[Case]:
    """Yield the cases of a kind; without `short` the caller stops when there are no more calls."""
    numbers = places(folder, call) if short else itertools.count(1)
    for number in numbers:
        yield call, failure, number


def sweep(
    folder: Path, calls: Sequence[str], failures: Sequence[str], *, short: bool
) -> dict[str, Any]:
    """Run every case."""
    said, _ = run(_cleared(folder) / "data", None)
    acknowledged, runs, taken = len(said), dict[str, int](), 0
    violations = find_lost(folder / "data", said)
    for call, failure in itertools.product(calls, failures):
        if failure == "HALF" and call != "write":
            continue
        for case in cases(folder, call, failure, short=short):
            said, seen = run(_cleared(folder) / "data", case)
            if 0 <= seen < case[2]:
                break
            taken += 1
            runs[f"{call} {failure}"] = runs.get(f"{call} {failure}", 0) + 1
            lost = find_lost(folder / "data", said)
            violations += [f"{call} {failure} {case[2]}: {line}" for line in lost]
    return {"runs": taken, "acknowledged": acknowledged, "each": runs, "violations": violations}


def _cleared(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def put_journals_aside_first() -> None:
    """Make the mistake that the order of a fold is there to prevent."""
    real_write, real_move = fold.files.write, fold.files.move

    def write(path: Path, data: bytes, tag: str) -> None:
        if path.parent.name == "chats":
            for journal in (path.parent.parent / "journal").glob("*.jsonl"):
                journal.unlink()
        real_write(path, data, tag)

    def move(source: Path, target: Path) -> None:
        if source.exists():
            real_move(source, target)

    fold.files.write, fold.files.move = write, move


def _told(result: dict[str, Any]) -> str:
    lines = [f"{count:5} x {kind}" for kind, count in sorted(result["each"].items())]
    lines += [f"lost: {line}" for line in result["violations"]]
    lost, kept = len(result["violations"]), result["acknowledged"]
    return "\n".join([*lines, f"{result['runs']} runs, {kept} things kept each, {lost} lost"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--calls", default=",".join(CALLS))
    parser.add_argument("--failures", default=",".join(FAILURES))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if chosen.broken:
        put_journals_aside_first()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as spare:
        result = sweep(
            chosen.folder or Path(spare) / "life",
            chosen.calls.split(","),
            chosen.failures.split(","),
            short=chosen.short,
        )
    print(json.dumps(result, indent=1) if chosen.json else _told(result))
    sys.exit(bool(result["violations"]))
