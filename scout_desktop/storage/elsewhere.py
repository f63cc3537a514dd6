"""Writes a file where the user wants it, outside the data folder: whole or not at all.

Unlike the data folder's files these are not private (the user's own mask decides), and disks that
know no modes and no folder sync, such as memory sticks, are as good as others.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from .files import refusals, replace, sync, sync_folder, write_all

_O_BINARY = getattr(os, "O_BINARY", 0)
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_PORTION = 1 << 20
"""Bytes that go to the disk together."""


def hand_out(path: Path, data: bytes) -> None:
    """Put `data` in place of whatever is at `path`, keeping its mode. Raises DiskError.

    The folder must be there. A link is followed, as the user who chose it expects. A device or a
    pipe is written to as it is: the file that took its place would be no device any more.
    """
    hand_out_pieces(path, (data,), replacing=True)


def hand_out_pieces(path: Path, pieces: Iterable[bytes], *, replacing: bool = False) -> int:
    """Put the pieces, one behind the other, at `path` as `hand_out` does; returns how many bytes.

    Nothing is there, or what was there still is, when making a piece raises. Unless `replacing`, a
    file that is there already is refused with a DiskError and stays as it is.
    """
    with refusals(path):
        target = path.resolve()
        if _is_device(target):
            return _write_into(target, pieces)
        temporary = target.parent / f".{uuid4().hex}.tmp"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY | _O_NOFOLLOW
        handle = os.open(temporary, flags, 0o666)
        try:
            try:
                written = _write_pieces(handle, pieces)
                sync(handle)
            finally:
                os.close(handle)
            if replacing:
                _take_mode_of(target, temporary)
                replace(temporary, target)
            else:
                _name_anew(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        with contextlib.suppress(OSError):  # not every disk can, and the file is there
            sync_folder(target.parent)
    return written


def hand_out_folder(folder: Path) -> None:
    """Make a folder where the user wants one, with those above it. Raises DiskError."""
    with refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)


def _name_anew(temporary: Path, target: Path) -> None:
    """Give a file a name that no other has. Raises OSError."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks know no second names: there is a moment in which another could come first.
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        replace(temporary, target)
    else:
        temporary.unlink()


def _is_device(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _write_into(target: Path, pieces: Iterable[bytes]) -> int:
    handle = os.open(target, os.O_WRONLY | _O_BINARY)
    try:
        return _write_pieces(handle, pieces)
    finally:
        os.close(handle)


def _write_pieces(handle: int, pieces: Iterable[bytes]) -> int:
    written, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PORTION:
            write_all(handle, bytes(waiting))
            written += len(waiting)
            waiting = bytearray()
    write_all(handle, bytes(waiting))
    return written + len(waiting)


def _take_mode_of(target: Path, temporary: Path) -> None:
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return
    with contextlib.suppress(OSError):  # a disk without modes has none to keep
        temporary.chmod(mode)
