"""Reads what a short life asks of the system, call by call, from strace.

python -m tests.bench.power_trace FOLDER [MISTAKE]      lives it, saying what it keeps on output
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scout_desktop.storage import files
from scout_desktop.storage.ground import appending
from tests.bench.storage_sweep import put_journals_aside_first, void
from tests.storage.life import live

MISTAKES: Final = ("folder", "file", "order")
_CALLS: Final = (
    "open,openat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,ftruncate,unlink,"
    "unlinkat,mkdir,mkdirat,close,link,linkat"
)
_LINE = re.compile(r"\d+\s+(\w+)\((.*)\)\s+= (\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Op:
    """One thing asked of the system. Names are relative to the folder that is lived in."""

    kind: str
    """mkdir, create, write, cut, sync, sync folder, rename, link, unlink, ack"""
    name: str = ""
    to: str = ""
    file: int = 0
    """Which file, whatever it is called."""
    at: int = 0
    data: bytes = b""
    text: str = ""


class Refused(RuntimeError):
    """This system does not let programs be traced."""


def trace(folder: Path, mistake: str = "") -> list[Op]:
    """Live in *folder* and return what was asked. Raises Refused."""
    folder.mkdir(parents=True)
    log = folder.with_name("calls.txt")
    done = subprocess.run(
        ["strace", "-f", "-qq", "-xx", "-s", "10000000", "-o", str(log), "-e", f"trace={_CALLS}",
         sys.executable, "-m", "tests.bench.power_trace", str(folder), mistake],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode and "ptrace" in done.stderr:
        raise Refused(done.stderr)
    if done.returncode:
        raise RuntimeError(done.stderr)
    reading = _Reading(str(folder) + "/")
    with log.open() as lines:
        for line in lines:
            if (found := _LINE.match(line)) is not None:
                reading.take(found[1], found[2], int(found[3]))
    return reading.ops


class _Reading:
    """What the calls so far have made of names and files."""

    def __init__(self, root: str) -> None:
        self.ops: list[Op] = []
        self._root = root
        self._handles: dict[int, tuple[str, int]] = {}
        """By number: (name, file), file 0 for a folder."""
        self._files: dict[str, int] = {}
        self._sizes: dict[int, int] = {}

    def take(self, call: str, words: str, result: int) -> None:
        """Take one call that succeeded."""
        if call in {"open", "openat"}:
            self._open(words, result)
        elif call in {"write", "pwrite64"}:
            self._write(call, words, result)
        elif call in {"fsync", "fdatasync"}:
            self._sync(int(words))
        elif call == "ftruncate":
            self._cut(words)
        elif call.startswith("rename"):
            self._rename(words)
        elif call.startswith("unlink") and (name := self._names(words)[0]) in self._files:
            del self._files[name]
            self.ops.append(Op("unlink", name))
        elif call.startswith("mkdir") and (name := self._names(words)[0]):
            self.ops.append(Op("mkdir", name))
        elif call == "close":
            self._handles.pop(int(words), None)

    def _open(self, words: str, handle: int) -> None:
        name = self._names(words)[0]
        if not name and not self._is_root(words):
            self._handles.pop(handle, None)
            return
        if "O_DIRECTORY" in words:
            self._handles[handle] = (name, 0)
            return
        file = self._files.get(name)
        if file is None:
            if "O_CREAT" not in words:
                return
            file = self._files[name] = len(self._sizes) + 1
            self._sizes[file] = 0
            self.ops.append(Op("create", name, file=file))
        elif "O_TRUNC" in words and self._sizes[file]:
            self._sizes[file] = 0
            self.ops.append(Op("cut", name, file=file))
        self._handles[handle] = (name, file)

    def _write(self, call: str, words: str, length: int) -> None:
        handle = int(words.partition(",")[0])
        data = _unhexed(words)[0][:length]
        if handle == 1:
            self.ops += [Op("ack", text=line) for line in data.decode().splitlines()]
        elif handle in self._handles:
            name, file = self._handles[handle]
            # Everything of ours is written from the beginning or at the end.
            at = int(words.rpartition(",")[2]) if call == "pwrite64" else self._sizes[file]
            self.ops.append(Op("write", name, file=file, at=at, data=data))
            self._sizes[file] = max(self._sizes[file], at + length)

    def _sync(self, handle: int) -> None:
        if handle in self._handles:
            name, file = self._handles[handle]
            self.ops.append(Op("sync" if file else "sync folder", name, file=file))

    def _cut(self, words: str) -> None:
        handle, size = (int(word) for word in words.split(", "))
        if handle in self._handles:
            name, file = self._handles[handle]
            self._sizes[file] = size
            self.ops.append(Op("cut", name, file=file, at=size))

    def _rename(self, words: str) -> None:
        source, target = self._names(words)[:2]
        if source not in self._files:
            return
        file = self._files[target] = self._files.pop(source)
        if Path(source).parent == Path(target).parent:
            self.ops.append(Op("rename", source, target, file))
        else:
            self.ops += [Op("link", target, file=file), Op("unlink", source)]

    def _names(self, words: str) -> list[str]:
        """Return the names in a call, empty for what lies elsewhere and for locks."""
        names = [text.decode("utf-8", "replace") for text in _unhexed(words)]
        inside = [name.removeprefix(self._root) for name in names if name.startswith(self._root)]
        return [name for name in inside if "/locks" not in name] or ["", ""]

    def _is_root(self, words: str) -> bool:
        return _unhexed(words) == [self._root.removesuffix("/").encode()]


def _unhexed(words: str) -> list[bytes]:
    return [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]


def _break(mistake: str) -> None:
    if mistake == "folder":
        files.sync_folder = lambda folder: None
    elif mistake == "file":
        files.sync = lambda handle: None
        appending.data_sync = lambda handle: None
    elif mistake == "order":
        put_journals_aside_first()


if __name__ == "__main__":
    _break(sys.argv[2])
    told = sys.stdout.fileno()
    live(Path(sys.argv[1]) / "data", lambda line: void(os.write(told, f"{line}\n".encode())))
