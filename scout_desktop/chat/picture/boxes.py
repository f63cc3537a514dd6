"""Headers of AVIF and HEIC, which are boxes in boxes (ISO 14496-12, 23008-12). Pure.

The size is the one that the decoder gives: libheif turns and trims by itself, libavif does not,
and leaves the turn to us. Functions may raise struct.error where the bytes are cut short.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from .info import UNSAID, Orientation, PictureInfo, broken, found

MOST: Final = 10_000
"""No file has more boxes or entries; one that says so is not read to its end."""
Span: TypeAlias = tuple[bytes, int, int]
"""Name, beginning and end of a box's content."""


def brands(data: bytes) -> tuple[bytes, ...]:
    """What a file of boxes calls itself, its first name first; none if it is no such file."""
    if data[4:8] != b"ftyp":
        return ()
    size = min(int.from_bytes(data[:4], "big"), 256, len(data))
    return tuple(data[at : at + 4] for at in (8, *range(16, size - 3, 4)))


def inspect_boxes(data: bytes, kind: Literal["AVIF", "HEIC"]) -> PictureInfo:
    """The primary picture of the file; PictureUnreadable where there is none."""
    meta = inside(data, (b"", 0, len(data)), b"meta", 4)
    if kind == "AVIF" and brands(data)[0] == b"avis":
        return found("AVIF", *_track_size(data), animated=True)
    if meta is None:
        raise broken(kind)
    picture = _primary(data, meta)
    width, height = picture.size
    if kind == "AVIF":
        moves = b"avis" in brands(data)
        return found(kind, width, height, picture.orientation, animated=moves, colours=picture.nclx)
    return found(kind, *picture.shown, animated=picture.several, colours=picture.nclx)


@dataclass(slots=True)
class _Primary:
    size: tuple[int, int] = (0, 0)
    shown: tuple[int, int] = (0, 0)
    angle: int = 0
    """Quarters of a turn, anticlockwise."""
    mirror: int = -1
    """0 exchanges top and bottom, 1 left and right, after the turn."""
    nclx: tuple[int, int] = (UNSAID, UNSAID)
    several: bool = False

    @property
    def orientation(self) -> Orientation:
        turns: dict[int, tuple[Orientation, Orientation, Orientation]] = {
            0: (1, 4, 2), 1: (8, 5, 7), 2: (3, 2, 4), 3: (6, 7, 5),
        }  # fmt: skip
        return turns[self.angle][self.mirror + 1]


def boxes_in(data: bytes, start: int, end: int) -> Iterator[Span]:
    """The boxes from one place to another."""
    for _ in range(MOST):
        if start + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        size = size or end - start
        if size < head or start + size > end:
            raise struct.error("a box sticks out of the one that it is in")
        yield name, start + head, start + size
        start += size


def inside(data: bytes, box: Span, name: bytes, skip: int = 0) -> Span | None:
    """The first box of a name inside another; `skip` bytes of its version and flags left out."""
    for found_name, start, end in boxes_in(data, box[1], box[2]):
        if found_name == name:
            return name, start + skip, end
    return None


def _primary(data: bytes, meta: Span) -> _Primary:
    pitm, iprp = inside(data, meta, b"pitm"), inside(data, meta, b"iprp")
    if pitm is None or iprp is None:
        raise struct.error("no primary item")
    item = struct.unpack_from(">I" if data[pitm[1]] else ">H", data, pitm[1] + 4)[0]
    ipco = inside(data, iprp, b"ipco")
    if ipco is None:
        raise struct.error("no properties")
    properties = list(boxes_in(data, ipco[1], ipco[2]))
    picture = _Primary()
    for number in _associations(data, iprp, item):
        if 0 < number <= len(properties):
            _apply(data, properties[number - 1], picture)
    picture.several = _pictures(data, meta) > 1
    return picture


def _associations(data: bytes, iprp: Span, item: int) -> list[int]:
    """Numbers of the properties that an item has, from 1."""
    wanted: list[int] = []
    for name, start, end in boxes_in(data, iprp[1], iprp[2]):
        if name != b"ipma":
            continue
        owner_form, owner_size = (">I", 4) if data[start] else (">H", 2)
        letter, size = ("H", 2) if data[start + 3] & 1 else ("B", 1)
        (entries,) = struct.unpack_from(">I", data, start + 4)
        at = start + 8
        for _ in range(min(entries, MOST)):
            (owner,) = struct.unpack_from(owner_form, data, at)
            count = data[at + owner_size]
            numbers = struct.unpack_from(f">{count}{letter}", data, at + owner_size + 1)
            at += owner_size + 1 + count * size
            if at > end:
                raise struct.error("associations stick out")
            if owner == item:
                wanted += [number & (0x7FFF if size == 2 else 0x7F) for number in numbers]
    return wanted


def _apply(data: bytes, box: Span, picture: _Primary) -> None:
    name, at, _ = box
    if name == b"ispe":
        width, height = struct.unpack_from(">II", data, at + 4)
        picture.size = picture.shown = (width, height)
    elif name == b"irot":
        picture.angle = data[at] & 3
        if picture.angle % 2:
            picture.shown = (picture.shown[1], picture.shown[0])
    elif name == b"imir":
        picture.mirror = data[at] & 1
    elif name == b"clap":
        across, across_by, down, down_by = struct.unpack_from(">IIII", data, at)
        if not across_by or not down_by:
            raise struct.error("a trim by nothing")
        picture.shown = (
            min((across + across_by // 2) // across_by, picture.shown[0]),
            min((down + down_by // 2) // down_by, picture.shown[1]),
        )
    elif name == b"colr" and data[at : at + 4] == b"nclx":
        picture.nclx = struct.unpack_from(">HH", data, at + 4)


def _pictures(data: bytes, meta: Span) -> int:
    """How many pictures of their own there are: not tiles, thumbnails, depths or gain maps."""
    parts: set[int] = set()
    iref = inside(data, meta, b"iref")
    if iref is not None:
        form, size = (">I", 4) if data[iref[1]] else (">H", 2)
        for name, at, _ in boxes_in(data, iref[1] + 4, iref[2]):
            (source,) = struct.unpack_from(form, data, at)
            (count,) = struct.unpack_from(">H", data, at + size)
            if name in {b"thmb", b"auxl"}:
                parts.add(source)
            elif name == b"dimg":
                letter = form[1]
                parts.update(struct.unpack_from(f">{count}{letter}", data, at + size + 2))
    whole = {b"hvc1", b"av01", b"grid", b"iovl", b"iden"}
    return sum(kind in whole and item not in parts for item, kind, _ in items(data, meta))


def items(data: bytes, meta: Span, *, hidden: bool = False) -> list[tuple[int, bytes, int]]:
    """Number and type of the items and where the type stands; without `hidden` ones or with."""
    iinf = inside(data, meta, b"iinf")
    listed: list[tuple[int, bytes, int]] = []
    start = iinf[1] + (8 if data[iinf[1]] else 6) if iinf else 0
    for name, at, _ in boxes_in(data, start, iinf[2]) if iinf else ():
        if name != b"infe" or data[at] < 2 or (data[at + 3] & 1 and not hidden):
            continue
        form, size = (">I", 4) if data[at] > 2 else (">H", 2)
        (item,) = struct.unpack_from(form, data, at + 4)
        place = at + 6 + size
        listed.append((item, data[place : place + 4], place))
    return listed


def metadata_places(data: bytes) -> list[int]:
    """Where the types of the items stand that are no pictures: EXIF, XMP."""
    meta = inside(data, (b"", 0, len(data)), b"meta", 4)
    told = {b"Exif", b"mime"}
    return [at for _, kind, at in items(data, meta, hidden=True) if kind in told] if meta else []


def _track_size(data: bytes) -> tuple[int, int]:
    """Size of the first track that has one: what the decoder of moving pictures says."""
    moov = inside(data, (b"", 0, len(data)), b"moov")
    for name, start, end in boxes_in(data, moov[1], moov[2]) if moov else ():
        head = inside(data, (name, start, end), b"tkhd") if name == b"trak" else None
        if head is not None:
            width, height = struct.unpack_from(">II", data, head[2] - 8)
            if width >> 16 and height >> 16:
                return width >> 16, height >> 16
    raise broken("AVIF")
