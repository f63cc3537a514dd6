"""Names pictures for the stylesheet without writing them to disk.

A stylesheet can only point at a file or at Qt's resource tree, and our icons get their colour when
they are loaded. So the tinted few that it needs are packed in Qt's own resource format (version 3,
as `rcc` writes it) and registered from memory.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from PySide6.QtCore import qRegisterResourceData

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER, _PLAIN, _VERSION = 0x02, 0x00, 3
_kept: list[tuple[bytes, bytes, bytes]] = []  # Qt reads these buffers for as long as it runs.


def register(folder: str, files: Mapping[str, bytes]) -> None:
    """Make each of `files` (file name -> content) readable as `:/folder/name`, for good."""
    names, data, places = b"", b"", {}
    for text in (folder, *files):
        places[text] = len(names)
        names += struct.pack(">HI", len(text), _hash(text)) + text.encode("utf-16-be")
    nodes = struct.pack(">IHIIQ", 0, _FOLDER, 1, 1, 0)
    nodes += struct.pack(">IHIIQ", places[folder], _FOLDER, len(files), 2, 0)
    for name in sorted(files, key=_hash):  # Qt finds a child by bisection over the hashes
        nodes += struct.pack(">IHHHIQ", places[name], _PLAIN, 0, 1, len(data), 0)
        data += struct.pack(">I", len(files[name])) + files[name]
    _kept.append((nodes, names, data))
    if not qRegisterResourceData(_VERSION, nodes, names, data):
        raise RuntimeError(f"Qt refused the pictures of {folder}")


def _hash(text: str) -> int:
    value = 0
    for char in text:
        value = ((value << 4) + ord(char)) & 0xFFFFFFFF
        top = value & 0xF0000000
        value ^= top >> 23
        value &= ~top & 0xFFFFFFFF
    return value
