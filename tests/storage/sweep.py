"""Fail every system call of a short life, one after the other, and count what was lost.

    python -m tests.storage.sweep FOLDER [--calls=write,replace] [--failures=KILL] [--broken]

Each case is a fork: the N-th call of its kind kills the process, or fails once, or fails from then
on. `--broken` puts the journal aside before the chat is written, which the sweep has to notice.
Prints {"runs": …, "violations": […]} as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scout_desktop.storage.shelf import fold
from tests.storage.life import find_lost, live

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
        setattr(os, call, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.call == "open" and not args[1] & os.O_CREAT:
            return self.real(*args, **kwargs)
        self.seen += 1
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


def sweep(folder: Path, calls: Sequence[str], failures: Sequence[str]) -> dict[str, Any]:
    """Run every case."""
    said, _ = run(_cleared(folder) / "data", None)
    runs, acknowledged = 0, len(said)
    violations = find_lost(folder / "data", said)
    for call in calls:
        for failure in failures:
            if failure == "HALF" and call != "write":
                continue
            number = 0
            while True:
                number += 1
                said, seen = run(_cleared(folder) / "data", (call, failure, number))
                if 0 <= seen < number:
                    break
                runs += 1
                lost = find_lost(folder / "data", said)
                violations += [f"{call} {failure} {number}: {line}" for line in lost]
    return {"runs": runs, "acknowledged": acknowledged, "violations": violations}


def _cleared(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _break() -> None:
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--calls", default=",".join(CALLS))
    parser.add_argument("--failures", default=",".join(FAILURES))
    parser.add_argument("--broken", action="store_true")
    chosen = parser.parse_args()
    if chosen.broken:
        _break()
    result = sweep(chosen.folder, chosen.calls.split(","), chosen.failures.split(","))
    print(json.dumps(result, indent=1))
