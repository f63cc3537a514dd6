"""A zip archive that is read member by member, once nothing about it is suspicious.

The whole directory is judged before anything is read, so that a hostile archive is refused before
it costs memory. Members are never written to a path of their own.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import IO, Final

from .refusing import (
    HIGHEST_RATIO,
    LARGEST_MEMBER,
    LARGEST_TOTAL,
    MEGABYTE,
    MOST_MEMBERS,
    TINY,
    failures,
    refusal,
    shown,
)

_LARGEST_DIRECTORY: Final = 16 * MEGABYTE
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_LONGEST_COMMENT: Final = 65_535
_DRIVE = re.compile(r"[A-Za-z]:")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, and what makes a name read otherwise than it is written."""
_LOCAL_HEADER: Final = 30
_SECRET: Final = 0x1 | 0x40 | 0x2000
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Archive:
    """The members of a zip. Raises BadInput where it cannot be trusted."""

    def __init__(self, path: Path) -> None:
        with failures(path.name):
            _judge_directory(path)
            self._zip = zipfile.ZipFile(path)
        try:
            self._members = _judged(self._zip.infolist(), self._zip.start_dir)
        except BaseException:
            self._zip.close()
            raise

    def names(self) -> tuple[str, ...]:
        """Return the members' names, as they stand in the archive."""
        return tuple(self._members)

    def size(self, name: str) -> int:
        """Return a member's bytes when unpacked."""
        return self._members[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """Return a member to be read from its start; its failures are those of `failures`."""
        return self._zip.open(self._members[name])

    def close(self) -> None:
        """Let go of the file."""
        self._zip.close()


def _judge_directory(path: Path) -> None:
    """Refuse a directory that is too long to be read into memory."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
        file.seek(tail_at)
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) - at < _END.size:
            raise zipfile.BadZipFile
        _, _, _, _, count, length, _, _ = _END.unpack_from(tail, at)
        before = tail_at + at - _LOCATOR.size
        if before >= 0:
            file.seek(before)
            sign, _, place, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
            if sign == b"PK\x06\x07":
                file.seek(place)
                record = file.read(_END_64.size)
                if len(record) < _END_64.size or not record.startswith(b"PK\x06\x06"):
                    raise zipfile.BadZipFile
                count, length = _END_64.unpack(record)[7:9]
    if count > MOST_MEMBERS or length > _LARGEST_DIRECTORY:
        raise refusal(f"This archive holds more than {MOST_MEMBERS:,} files and is not opened.")


def _judged(members: Iterable[zipfile.ZipInfo], end: int) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for member in members:
        name = member.orig_filename
        if said := _objection(name, member):
            raise refusal(f"This archive is not opened: {said}.")
        if name in found:
            raise refusal(f"This archive is not opened: it holds “{shown(name)}” twice.")
        total += member.file_size
        found[name] = member
    if total > LARGEST_TOTAL:
        raise refusal(
            f"This archive is not opened: unpacked, it would take {total // MEGABYTE:,} MB."
        )
    _judge_places(found.values(), end)
    return {name: member for name, member in found.items() if not name.endswith("/")}


def _objection(name: str, member: zipfile.ZipInfo) -> str:
    """Return what is wrong with a member, as the second half of a sentence."""
    quoted = f"“{shown(name)}”"
    parts = name.removesuffix("/").split("/")
    if not name or _UNFIT.search(name):
        return f"the name {quoted} holds characters that no file name should"
    if name.startswith("/") or "\\" in name or _DRIVE.match(name) or {"..", ".", ""} & set(parts):
        return f"the name {quoted} leads out of it"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"{quoted} is a link or a device"
    if member.flag_bits & _SECRET:
        return f"{quoted} is encrypted"
    if member.compress_type not in _METHODS:
        return f"{quoted} is packed in a way that is not read here"
    if member.file_size > LARGEST_MEMBER:
        return f"{quoted} would take {member.file_size // MEGABYTE:,} MB"
    if member.file_size > max(TINY, HIGHEST_RATIO * member.compress_size):
        return f"{quoted} is packed more than {HIGHEST_RATIO} times tighter than it can honestly be"
    return ""


def _judge_places(members: Iterable[zipfile.ZipInfo], end: int) -> None:
    """Refuse members that lie over one another: a few bytes would unpack again and again."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    starts = [member.header_offset for member in ordered] + [end]
    for member, (start, after) in zip(ordered, pairwise(starts), strict=True):
        if start < 0 or start + _LOCAL_HEADER + member.compress_size > after:
            raise refusal("This archive is not opened: its files lie over one another.")
