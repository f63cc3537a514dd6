"""Look for a known key where no key may ever be.

The tests use one made-up key wherever a key is needed. When a run has finished, every folder and
every output it made is searched for that key, as plain bytes and in the disguises that a careless
program would give it (UTF-16, base64, hexadecimal). A hit means that the program lets keys leak.
"""

from __future__ import annotations

import base64
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CANARY_KEY = "sk-or-v1-" + "c0ffee5ca1ab1e" * 4 + "canary00"

# The middle of the key: a leak that lost the prefix or the last characters is still a leak.
_HEART = CANARY_KEY[9:-8]


def search(places: Iterable[Path], key_heart: str = _HEART) -> list[str]:
    """Give one line per file below *places* that holds the key, or whose name does.

    Links are not followed, sockets and pipes not opened; a place that is not there is skipped.
    Python's own byte code is skipped: the tests themselves name the key in their source.
    """
    shapes = [shape.lower() for shape in _shapes(key_heart)]
    hits: list[str] = []
    for place in places:
        for path in sorted(_files(place)):
            if key_heart in str(path):
                hits.append(f"{path}: the key is in the name")
            if path.suffix == ".pyc" or not stat.S_ISREG(path.lstat().st_mode):
                continue
            content = path.read_bytes().lower()
            hits += [
                f"{path}: the key is at byte {content.find(shape)}"
                for shape in shapes
                if shape in content
            ]
    return hits


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if not path.is_dir() or path.is_symlink()]


def _shapes(text: str) -> list[bytes]:
    plain = text.encode("ascii")
    shapes = [plain, text.encode("utf-16-le"), plain.hex().encode("ascii")]
    # In base64 the same bytes look different at each of three offsets; the outermost characters
    # depend on the neighbours, so they are left out.
    for offset in range(3):
        padded = base64.b64encode(b"\0" * offset + plain)
        shapes.append(padded[4:-4])
    return shapes
