"""A real, tiny picture for the exports that hold one."""

from __future__ import annotations

import base64
import struct
import zlib


def png(colour: tuple[int, int, int] = (200, 30, 30)) -> bytes:
    """A picture of 2 by 1 pixels."""
    rows = b"\0" + bytes(colour) * 2

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">2I5B", 2, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def data_address(colour: tuple[int, int, int] = (200, 30, 30)) -> str:
    return "data:image/png;base64," + base64.b64encode(png(colour)).decode()
