"""A file that only grows at its end, by whole lines, by one process.

What a call wrote is on the disk when it returns with `sync`. After a failed sync the descriptor is
never trusted again: what it may have lost is written once more through a new one.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from scout_desktop.storage import files


class Appending:
    """One file open for appending; made with its folder and `header` line at the first append."""

    def __init__(self, path: Path, header: bytes) -> None:
        self._path = path
        self._header = header
        self._handle: int | None = None
        self._unsynced = b""
        """Accepted and perhaps not on the disk yet."""
        self._distrusted = False
        self.size = 0
        """Bytes in the file as far as this object knows; right once something was appended."""

    def append(self, lines: bytes, *, sync: bool) -> None:
        """Add whole lines. Raises DiskError, and then takes back what it can of them."""
        with files.refusals(self._path):
            self._append(lines, sync=sync)

    def _append(self, lines: bytes, *, sync: bool) -> None:
        handle = self._opened()
        before = self.size
        # After a failed sync the lines before may be gone from the disk although they can be read.
        again = self._unsynced if self._distrusted else b""
        try:
            files.write_all(handle, again + lines)
            if sync:
                data_sync(handle)
        except OSError:
            # Ours alone, so the half line can go; where even that fails, readers skip it.
            with contextlib.suppress(OSError):
                os.ftruncate(handle, before)
            self._distrusted = True
            self.close()
            raise
        self.size = before + len(again) + len(lines)
        if sync:
            self._unsynced, self._distrusted = b"", False
        else:
            self._unsynced += lines

    def _opened(self) -> int:
        if self._handle is not None:
            found = os.fstat(self._handle)
            if found.st_nlink and found.st_size == self.size:
                return self._handle
            # Somebody removed, replaced or wrote the file below us: opening it again mends its end.
            self.close()
            self._distrusted = True
        files.make_folder(self._path.parent)
        handle = files.open_private(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
        try:
            self.size = os.fstat(handle).st_size
            if self.size == 0:
                files.write_all(handle, self._header)
            elif last_byte(handle, self.size) != b"\n":
                files.write_all(handle, b"\n")
            self.size = os.fstat(handle).st_size
            # Also for a file that was there: who made it may have died before this.
            files.sync_folder(self._path.parent)
        except OSError:
            os.close(handle)
            raise
        self._handle = handle
        return handle

    def close(self) -> None:
        """Let go of the file; a later append opens it again."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def last_byte(handle: int, size: int) -> bytes:
    """Return a file's last byte without moving its position for appending."""
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1)


def data_sync(handle: int) -> None:
    """Force content and length to the disk; times may follow later. Raises OSError."""
    if sys.platform == "linux":
        os.fdatasync(handle)
    else:
        files.sync(handle)
