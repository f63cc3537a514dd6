"""Locks between processes of one machine, held by an open file: a kill frees them at once."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from scout_desktop.chat.errors import FolderLocked
from scout_desktop.storage import files


class Lock:
    """A lock that is held from `take` to `release`."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    @classmethod
    def take(cls, path: Path, patience: float = 0.0) -> Lock:
        """Take the lock, waiting up to `patience` seconds. Raises FolderLocked, DiskError."""
        files.make_folder(path.parent)
        with files.refusals(path):
            handle = files.open_private(path, os.O_RDWR | os.O_CREAT)
        until = time.monotonic() + patience
        while not _try(handle):
            if time.monotonic() >= until:
                os.close(handle)
                raise FolderLocked(
                    "Another Scout Desktop is using this part of the data folder.",
                    "Try again in a moment, or close the other one.",
                    detail=path.name,
                )
            time.sleep(0.01)
        return cls(handle)

    def release(self) -> None:
        """Let go; twice is once."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Lock:
        """Hold it for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go at the block's end."""
        self.release()


def _try(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
