"""The one writer of files: whole or not at all, private from the first byte, synced at the end.

Every failure is a DiskError that names the file by its last part only. Nothing else in the program
opens a file of the data folder for writing.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from scout_desktop.chat.errors import DiskError, DiskFull, DiskRefused

LARGEST = 64 * 1024 * 1024
"""Bytes; a bigger file is not ours and is not read (format.md)."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REASONS = {
    errno.EACCES: "permission was denied",
    errno.EPERM: "permission was denied",
    errno.EROFS: "it is on a read-only disk",
    errno.EIO: "the disk reported an error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
    errno.ENOENT: "its folder is not there",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.ELOOP: "it is a link, and links are not followed",
    errno.EISDIR: "a folder stands in its place",
    errno.EEXIST: "something else has its name",
}
_O_BINARY = getattr(os, "O_BINARY", 0)
_O_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_O_NONBLOCK = getattr(os, "O_NONBLOCK", 0)


def translate(error: OSError, path: Path) -> DiskError:
    """Return the member of the error family that stands for a failure of the operating system."""
    detail = f"{errno.errorcode.get(error.errno or 0, error.errno)}: {path.name}"
    if error.errno in _FULL:
        return DiskFull(detail=detail)
    return DiskRefused(f"“{path.name}” could not be used: {_reason(error)}.", detail=detail)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, (error.strerror or "unknown error").lower())


@contextlib.contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn an OSError inside the block into a DiskError about `path`."""
    try:
        yield
    except OSError as error:
        raise translate(error, path) from error


@contextlib.contextmanager
def needed(folder: Path, what: str) -> Iterator[None]:
    """Turn a refusal inside the block into one sentence about a folder that nothing goes without.

    `what` says what the folder is for; its whole path is named, since somebody has to go there.
    """
    try:
        yield
    except DiskRefused as error:
        cause = error.__cause__
        if not isinstance(cause, OSError):
            raise
        raise DiskRefused(
            f"Scout Desktop cannot write to “{folder}”, where it keeps {what}: {_reason(cause)}.",
            "Nothing was changed. Make that folder yours to write, or start with another one: "
            "--data-dir FOLDER.",
            detail=error.detail,
        ) from error


def read(path: Path, largest: int = LARGEST) -> bytes:
    """Return a regular file's bytes; links, devices and files above `largest` bytes are refused.

    Raises FileNotFoundError for one that is not there: to most callers that is an answer.
    """
    try:
        return _read(path, largest)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise translate(error, path) from error


def read_piece(path: Path, offset: int, length: int) -> bytes:
    """Return at most `length` bytes of a regular file from a byte on. Raises DiskError."""
    with refusals(path):
        handle = _open_regular(path)
        try:
            os.lseek(handle, offset, os.SEEK_SET)
            return os.read(handle, length)
        finally:
            os.close(handle)


def _read(path: Path, largest: int) -> bytes:
    handle = _open_regular(path)
    try:
        found = os.fstat(handle)
        if found.st_size > largest:
            raise DiskRefused(
                f"“{path.name}” is larger than {largest // 1_000_000} MB and is not read.",
                "Move it out of the data folder if it is not yours.",
            )
        pieces, total = [], 0
        while piece := os.read(handle, 1 << 20):
            pieces.append(piece)
            total += len(piece)
            if total > largest:
                raise DiskRefused(f"“{path.name}” grew too large while it was read.")
        return b"".join(pieces)
    finally:
        os.close(handle)


def _open_regular(path: Path) -> int:
    # Non-blocking, or a pipe somebody put there would hold the worker for ever.
    handle = os.open(path, os.O_RDONLY | _O_BINARY | _O_NOFOLLOW | _O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise DiskRefused(f"“{path.name}” is not a regular file and is not read.")
    return handle


def read_start(path: Path, length: int = 4096) -> bytes:
    """Return the first bytes of a regular file, empty where it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | _O_BINARY | _O_NOFOLLOW | _O_NONBLOCK)
    except OSError:
        return b""
    try:
        return os.read(handle, length) if stat.S_ISREG(os.fstat(handle).st_mode) else b""
    except OSError:
        return b""
    finally:
        os.close(handle)


def names(folder: Path, *, hidden: bool = False) -> list[str]:
    """Return the names in a folder, sorted, without hidden ones; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.name for entry in entries if hidden or not entry.name.startswith(".")
            )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise translate(error, folder) from error


def make_folder(folder: Path) -> None:
    """Make a private folder and the ones above it, each synced into its parent."""
    if folder.is_dir():
        return
    with refusals(folder):
        make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=PRIVATE_FOLDER)
        # The umask may have taken more away than it should.
        folder.chmod(PRIVATE_FOLDER)
        sync_folder(folder.parent)


def write(path: Path, data: bytes, tag: str) -> None:
    """Put `data` in place of the file's content, whole or not at all, synced with its folder.

    `tag` keeps the temporary names of two processes apart; what a killed one leaves is removed by
    the next with the same tag.
    """
    make_folder(path.parent)
    temporary = path.parent / f".{path.name}.{tag}.tmp"
    try:
        handle = open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            write_all(handle, data)
            sync(handle)
        finally:
            os.close(handle)
        replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise translate(error, path) from error


def replace(source: Path, target: Path) -> None:
    """Rename over whatever is there. Raises OSError.

    On Windows a virus scanner or a sync program may hold the file for a moment: about two seconds
    of patience, and never a rewrite in place.
    """
    for pause in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.4, 0.5):
        try:
            source.replace(target)
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(pause)
        else:
            return
    source.replace(target)


def refuse_links(folders: Iterable[Path]) -> None:
    """Refuse folders of ours that are links: what is written would land in a place unknown."""
    for folder in folders:
        if folder.is_symlink():
            raise DiskRefused(
                f"“{folder.name}” in the data folder is a link, and links are not followed.",
                "Put the folder itself there, or name another data folder.",
            )


def move(source: Path, target: Path) -> None:
    """Rename a file within the data folder, making the target's folder; synced."""
    make_folder(target.parent)
    with refusals(source):
        # A sync program's copy may have been readable by everybody.
        source.chmod(PRIVATE_FILE)
        replace(source, target)
        sync_folder(target.parent)
        sync_folder(source.parent)


def remove(path: Path) -> None:
    """Delete a file that may be gone already."""
    with refusals(path):
        path.unlink(missing_ok=True)


def make_lasting(path: Path) -> None:
    """Force a file that is there, and its name, to the disk."""
    with refusals(path):
        handle = os.open(path, os.O_RDWR | _O_BINARY | _O_NOFOLLOW)
        try:
            sync(handle)
        finally:
            os.close(handle)
        sync_folder(path.parent)


def sync(handle: int) -> None:
    """Force a file's content to the disk. Raises OSError; never call it twice after a failure."""
    if sys.platform == "darwin":
        import fcntl

        # Plain fsync stops at the drive's cache there; some file systems know only that.
        with contextlib.suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to the disk. Raises OSError; Windows has no such call."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_private(path: Path, flags: int) -> int:
    """Open a file that only its owner may read, whatever the umask. Raises OSError."""
    handle = os.open(path, flags | _O_BINARY | _O_NOFOLLOW, PRIVATE_FILE)
    if sys.platform != "win32" and stat.S_IMODE(os.fstat(handle).st_mode) != PRIVATE_FILE:
        try:
            os.fchmod(handle, PRIVATE_FILE)
        except BaseException:
            os.close(handle)
            raise
    return handle


def write_all(handle: int, data: bytes) -> None:
    """Write every byte; a system call may take fewer than it is given. Raises OSError."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
