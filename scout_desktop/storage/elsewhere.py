"""Writes a file where the user wants it, outside the data folder: whole or not at all.

Unlike the data folder's files these are not private (the user's own mask decides), and disks that
know no modes and no folder sync, such as memory sticks, are as good as others.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path
from uuid import uuid4

from .files import refusals, replace, sync, sync_folder, write_all

_O_BINARY = getattr(os, "O_BINARY", 0)
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def hand_out(path: Path, data: bytes) -> None:
    """Put `data` in place of whatever is at `path`, keeping its mode. Raises DiskError.

    The folder must be there. A link is followed, as the user who chose it expects. A device or a
    pipe is written to as it is: the file that took its place would be no device any more.
    """
    with refusals(path):
        target = path.resolve()
        if _is_device(target):
            _write_into(target, data)
            return
        temporary = target.parent / f".{uuid4().hex}.tmp"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_BINARY | _O_NOFOLLOW
        handle = os.open(temporary, flags, 0o666)
        try:
            try:
                write_all(handle, data)
                sync(handle)
            finally:
                os.close(handle)
            _take_mode_of(target, temporary)
            replace(temporary, target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        with contextlib.suppress(OSError):  # not every disk can, and the file is there
            sync_folder(target.parent)


def _is_device(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def _write_into(target: Path, data: bytes) -> None:
    handle = os.open(target, os.O_WRONLY | _O_BINARY)
    try:
        write_all(handle, data)
    finally:
        os.close(handle)


def _take_mode_of(target: Path, temporary: Path) -> None:
    try:
        mode = stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return
    with contextlib.suppress(OSError):  # a disk without modes has none to keep
        temporary.chmod(mode)
