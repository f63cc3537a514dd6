"""A folder, or one file, as a source. Links below the folder are neither listed nor followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO, Final

from .database import LOG, MAGIC
from .refusing import MOST_MEMBERS, failures, refusal, shown

_DEEPEST: Final = 20
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class Folder:
    """The regular files below a folder, by their way from it; hidden ones are left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes: dict[str, int] = {}
        with failures(path.name):
            self._walk(path, "", 0)

    def names(self) -> tuple[str, ...]:
        """Return the files' ways from the folder, with “/”, sorted."""
        return tuple(sorted(self._sizes))

    def size(self, name: str) -> int:
        """Return a file's bytes when the folder was looked at."""
        return self._sizes[name]

    def open(self, name: str) -> IO[bytes]:
        """Return a file to be read. Raises OSError, BadInput for a link that came meanwhile."""
        self._sizes[name]
        parts = name.split("/")
        for depth in range(1, len(parts)):
            if self._path.joinpath(*parts[:depth]).is_symlink():
                raise refusal(f"“{shown(name)}” lies behind a link, and links are not followed.")
        return open_file(self._path.joinpath(*parts))

    def close(self) -> None:
        """Nothing is held."""

    def _walk(self, folder: Path, before: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise refusal("This folder holds folders within folders too deeply.")
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    self._walk(folder / entry.name, f"{before}{entry.name}/", depth + 1)
                elif entry.is_file(follow_symlinks=False):
                    self._sizes[before + entry.name] = entry.stat(follow_symlinks=False).st_size
                    if len(self._sizes) > MOST_MEMBERS:
                        raise refusal(f"This folder holds more than {MOST_MEMBERS:,} files.")


class OneFile:
    """A single file, by its own name; of a database also the log of what is not folded in yet."""

    def __init__(self, path: Path) -> None:
        self._paths = {path.name: path}
        self._sizes: dict[str, int] = {}
        beside = path.with_name(f"{path.name}{LOG}")
        with failures(path.name):
            self._sizes[path.name] = path.stat().st_size
            if beside.is_file() and not beside.is_symlink() and _is_database(path):
                self._paths[beside.name] = beside
                self._sizes[beside.name] = beside.stat().st_size

    def names(self) -> tuple[str, ...]:
        """Return the one name, or both."""
        return tuple(self._sizes)

    def size(self, name: str) -> int:
        """Return its bytes."""
        return self._sizes[name]

    def open(self, name: str) -> IO[bytes]:
        """Return it to be read. Raises OSError."""
        return open_file(self._paths[name])

    def close(self) -> None:
        """Nothing is held."""


def _is_database(path: Path) -> bool:
    with open_file(path) as file:
        return file.read(len(MAGIC)) == MAGIC


def open_file(path: Path) -> IO[bytes]:
    """Open a regular file, no link and nothing that would keep a reader waiting."""
    handle = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise refusal(f"“{shown(path.name)}” is not a regular file.")
    return os.fdopen(handle, "rb")
