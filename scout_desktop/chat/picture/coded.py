"""What the codecs inside AVIF and HEIC will need room for, from their own headers. Pure.

A box may say 64 × 64 while the AV1 frame in it has 16,384 × 16,384, which its decoder then makes
room for; libheif refuses the same lie by itself. Raises struct.error or IndexError where bytes are
cut short.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from .boxes import MOST, Span, boxes_in, inside, items

_FEW: Final = 64


@dataclass(frozen=True, slots=True)
class Coded:
    """How the pixels are stored."""

    deep: bool = False
    """More than 8 bits a channel."""
    fine: bool = False
    """Colours at more than a quarter of the resolution."""
    clear: bool = False
    """With transparency."""
    frames: int = 0
    """Pixels of all AV1 frames together, at most; 0 for HEIC."""


def coded(data: bytes, kind: Literal["AVIF", "HEIC"]) -> Coded:
    """Read it from bytes that `inspect` has taken."""
    meta = inside(data, (b"", 0, len(data)), b"meta", 4)
    iprp = inside(data, meta, b"iprp") if meta else None
    ipco = inside(data, iprp, b"ipco") if iprp else None
    properties = list(boxes_in(data, ipco[1], ipco[2])) if ipco else []
    places = list(_av1_items(data, meta)) if meta else []
    for entry, first in _tracks(data):
        properties += boxes_in(data, entry[1] + 78, entry[2])
        places.append(first)
    deep = fine = clear = False
    for name, start, end in properties:
        if name == b"av1C":
            deep |= bool(data[start + 2] & 0x40)
            fine |= data[start + 2] & 0x0C != 0x0C
        elif name == b"hvcC":
            fine |= data[start + 16] & 3 > 1
            deep |= data[start + 17] & 7 > 0 or data[start + 18] & 7 > 0
        elif name == b"auxC":
            clear |= b"alpha" in data[start:end] or b"auxid:1" in data[start:end]
    frames = sum(_frame(data, *place) for place in places) if kind == "AVIF" else 0
    return Coded(deep, fine, clear, frames)


def _av1_items(data: bytes, meta: Span) -> Iterator[tuple[int, int]]:
    """Where the first piece of each AV1 picture begins and ends."""
    iloc = inside(data, meta, b"iloc")
    if iloc is None:
        return
    wanted = {item for item, kind, _ in items(data, meta, hidden=True) if kind == b"av01"}
    idat = inside(data, meta, b"idat")
    at, version = iloc[1] + 4, data[iloc[1]]
    offset_size, length_size = data[at] >> 4, data[at] & 15
    base_size, index_size = data[at + 1] >> 4, data[at + 1] & 15 if version else 0
    wide = 4 if version == 2 else 2
    count, at = _number(data, at + 2, wide)
    for _ in range(min(count, MOST)):
        item, at = _number(data, at, wide)
        method, at = _number(data, at, 2) if version else (0, at)
        _, at = _number(data, at, 2)
        begin, at = _number(data, at, base_size)
        pieces, at = _number(data, at, 2)
        for piece in range(min(pieces, MOST)):
            _, at = _number(data, at, index_size)
            offset, at = _number(data, at, offset_size)
            length, at = _number(data, at, length_size)
            if piece == 0 and item in wanted:
                start = begin + offset + (idat[1] if method & 15 == 1 and idat else 0)
                yield start, min(start + length if length else len(data), len(data))


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise struct.error("cut short")
    return int.from_bytes(data[at : at + size], "big"), at + size


def _tracks(data: bytes) -> Iterator[tuple[Span, tuple[int, int]]]:
    """Sample entry and first chunk of each AV1 track."""
    moov = inside(data, (b"", 0, len(data)), b"moov")
    for name, start, end in boxes_in(data, moov[1], moov[2]) if moov else ():
        box: Span | None = (name, start, end) if name == b"trak" else None
        for step in (b"mdia", b"minf", b"stbl"):
            box = inside(data, box, step) if box else None
        stsd = inside(data, box, b"stsd", 8) if box else None
        entry = inside(data, stsd, b"av01") if stsd else None
        if box is None or entry is None:
            continue
        chunks = inside(data, box, b"stco", 8) or inside(data, box, b"co64", 8)
        if chunks is None:
            raise struct.error("a track without chunks")
        (first,) = struct.unpack_from(">I" if chunks[0] == b"stco" else ">Q", data, chunks[1])
        yield entry, (first, len(data))


def _frame(data: bytes, at: int, end: int) -> int:
    """The most pixels that a frame of these units (OBU) can have."""
    most = 0
    for _ in range(_FEW):
        if at >= end:
            break
        head = data[at]
        at += 2 if head & 4 else 1
        size = end - at
        if head & 2:
            size = shift = 0
            while True:
                size |= (data[at] & 0x7F) << shift
                at, shift, more = at + 1, shift + 7, data[at] & 0x80
                if not more or shift > 56:
                    break
        if head >> 3 & 15 == 1:
            most = max(most, _most_pixels(data[at : at + min(size, 256)]))
        at += size
    if not most:
        raise struct.error("no sequence header")
    return most


def _most_pixels(header: bytes) -> int:
    """Width times height, at most, of a sequence header (AV1 specification, 5.5.1)."""
    bits = _Bits(header)
    bits.take(4)
    if alone := bits.take(1):
        bits.take(5)
    else:
        delay = 0
        if bits.take(1):
            bits.take(64)
            if bits.take(1):
                bits.skip_counted()
            if bits.take(1):
                delay = bits.take(5) + 1
                bits.take(42)
        shown_late = bits.take(1)
        for _ in range(bits.take(5) + 1):
            bits.take(12)
            if bits.take(5) > 7:
                bits.take(1)
            if delay and bits.take(1):
                bits.take(2 * delay + 1)
            if shown_late and bits.take(1):
                bits.take(4)
    across, down = bits.take(4) + 1, bits.take(4) + 1
    if alone:
        return (bits.take(across) + 1) * (bits.take(down) + 1)
    # A frame of its own size may be as large as these bits can say.
    return (1 << across) * (1 << down)


class _Bits:
    def __init__(self, content: bytes) -> None:
        self._value = int.from_bytes(content, "big")
        self._left = len(content) * 8

    def take(self, count: int) -> int:
        self._left -= count
        if self._left < 0:
            raise struct.error("cut short")
        return self._value >> self._left & (1 << count) - 1

    def skip_counted(self) -> None:
        """A number with as many bits as there were zeroes before it."""
        zeroes = 0
        while not self.take(1):
            zeroes += 1
        self.take(zeroes)
