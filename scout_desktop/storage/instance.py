"""One window a data folder and machine: a second start asks the first window to come forward.

The window holds a lock in the state folder, which a kill frees. Who finds it taken leaves a small
file there, which the window reads and removes: that is the answer. No socket, no bus. Commands
(`ask`, `list`) are writers of their own beside the window and need none of this; neither does a
window on another machine with the same folder.
"""

from __future__ import annotations

import binascii
import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scout_desktop.chat.errors import DiskError, FolderLocked

from . import files
from .ground.locks import Lock
from .places import Places

_PATIENCE = 3.0
"""Seconds that a window has to answer."""
_LOOK_SECONDS = 0.02
_OLD_SECONDS = 10.0
"""A request of before that has nobody waiting for it any more."""
_LARGEST = 64 * 1024
_MOST_FILES = 500
_LONGEST_TOKEN = 512
_TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What a desktop gives to the program that the user started, so that its window may take the
keyboard: of Wayland, and of X11."""


@dataclass(frozen=True, slots=True)
class Summons:
    """What a second start asks of the window."""

    tokens: Mapping[str, str]
    """By name, those of the desktop that came with the start."""
    paths: tuple[str, ...] = ()
    """Absolute paths of files to open."""


class Instance:
    """The right to be the window of a data folder; held until `release`, or the process's end."""

    def __init__(self, folder: Path, lock: Lock | None) -> None:
        self.folder = folder
        """Where summons arrive; it is there, unless nothing can be written."""
        self._lock = lock

    @classmethod
    def take(cls, places: Places) -> Instance | None:
        """Return the right, None when another window has it.

        Where the state folder cannot be written everybody has it, and nobody can be summoned.
        """
        folder = _folder(places)
        try:
            lock = Lock.take(places.locks / f"window-{folder.name}.lock")
        except FolderLocked:
            return None
        except DiskError:
            return cls(folder, None)
        with contextlib.suppress(DiskError, OSError):
            files.make_folder(folder)
            _clear(folder)
        return cls(folder, lock)

    @classmethod
    def begin(
        cls,
        places: Places,
        environment: Mapping[str, str] | None = None,
        paths: Sequence[str] = (),
        patience: float = _PATIENCE,
    ) -> Instance | None:
        """Return the right; None when the window that has it came forward instead.

        Raises FolderLocked when it has not answered after `patience` seconds. A window that closes
        meanwhile leaves the right to us.
        """
        taken = cls.take(places)
        if taken is not None:
            return taken
        found = environment if environment is not None else os.environ
        request = _folder(places) / f"{os.getpid()}-{time.time_ns()}.json"
        try:
            files.write(request, _written(found, paths), "summons")
        except DiskError:
            raise _silent() from None
        until = time.monotonic() + patience
        try:
            while request.exists():
                if (taken := cls.take(places)) is not None:
                    return taken
                if time.monotonic() >= until:
                    raise _silent()
                time.sleep(_LOOK_SECONDS)
        finally:
            with contextlib.suppress(DiskError):
                files.remove(request)
        return None

    def summons(self) -> list[Summons]:
        """Return what was asked since the last call, oldest first, and answer all of it."""
        try:
            waiting = [self.folder / name for name in files.names(self.folder)]
        except DiskError:
            return []
        return [found for path in waiting if (found := _read(path)) is not None]

    def release(self) -> None:
        """Let another window have it; twice is once."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _folder(places: Places) -> Path:
    # A home folder may be on a disk that several machines share; each has a window of its own.
    # No better sum than this: hashlib is half of what a start may spend here.
    id = (
        files.read_start(Path("/etc/machine-id")).strip()
        or os.environ.get("COMPUTERNAME", "").encode()
    )
    return places.state / "summons" / f"{binascii.crc32(id):08x}"


def _clear(folder: Path) -> None:
    """Remove what starts left that were killed while they asked."""
    for left in os.scandir(folder):
        if left.name.startswith(".") and time.time() - left.stat().st_mtime > _OLD_SECONDS:
            files.remove(Path(left.path))


def _written(environment: Mapping[str, str], paths: Sequence[str]) -> bytes:
    from .ground.strict import encode  # with the second start only, as its reading below

    tokens = {name: environment[name] for name in _TOKENS if environment.get(name)}
    return encode({"paths": list(paths), "tokens": tokens}).encode() + b"\n"


def _read(path: Path) -> Summons | None:
    """Read and remove one request; None for what is none, or is too old."""
    if path.suffix != ".json":
        return None
    from .ground.strict import NotJson, decode

    try:
        age = time.time() - path.stat().st_mtime
        found = decode(files.read(path, _LARGEST))
    except (OSError, NotJson, DiskError):
        found, age = None, 0.0
    # Removing it is the answer, so it must not fail after the window came forward.
    try:
        files.remove(path)
    except DiskError:
        return None
    if not isinstance(found, dict) or age > _OLD_SECONDS:
        return None
    tokens, paths = found.get("tokens"), found.get("paths")
    return Summons(
        {
            name: value
            for name, value in (tokens.items() if isinstance(tokens, dict) else ())
            if name in _TOKENS and isinstance(value, str) and _is_token(value)
        },
        tuple(
            each
            for each in (paths[:_MOST_FILES] if isinstance(paths, list) else ())
            if isinstance(each, str) and Path(each).is_absolute()
        ),
    )


def _is_token(text: str) -> bool:
    return len(text) <= _LONGEST_TOKEN and text.isascii() and text.isprintable()


def _silent() -> FolderLocked:
    return FolderLocked(
        "Scout Desktop is open with this folder, but does not answer.",
        "Look for its window and close it, or end the program; then start it again. Nothing is "
        "lost by that.",
    )
