"""What repair and bringing a backup back share: lines of the ledger, presets, originals put by."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage import files
from scout_desktop.storage.ground.appending import Appending
from scout_desktop.storage.ground.framing import header, unframe
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.registers import Registers

_MONTH = re.compile(r".+-(\d{4}-\d{2})\.jsonl\Z")


def keep_original(places: Places, name: str, data: bytes, tag: str) -> bool:
    """Write a file's bytes into quarantine/, durable when this returns; False where they are there.

    The hash in its name keeps it from ever replacing another.
    """
    path = places.quarantine / f"{hashlib.sha256(data).hexdigest()[:16]}-{name}"
    if path.exists():
        return False
    files.refuse_links([places.quarantine])
    files.write(path, data, tag)
    return True


def lines_back(library: Library, name: str, data: bytes) -> int:
    """Add to our own ledger what a copy of the file `name` says and the file does not.

    Nobody's file is rewritten, and a line says the same wherever it stands. Returns how many.
    """
    month = _MONTH.match(name)
    if month is None:
        return 0
    own = f"{library.writer.name}-{month[1]}.jsonl"
    folder = library.places.ledger
    there: set[bytes] = set()
    for each in {name, own}:
        path = folder / each
        if path.parent == folder:
            there.update(_lines(path))
    back = [
        line
        for line in dict.fromkeys(data.split(b"\n"))
        if line not in there and isinstance(unframe(line), dict)
    ]
    if back:
        appending = Appending(folder / own, header("ledger", writer=library.writer.name))
        try:
            appending.append(b"".join(line + b"\n" for line in back), sync=True)
        finally:
            appending.close()
    return len(back)


def _lines(path: Path) -> list[bytes]:
    try:
        return files.read(path).split(b"\n")
    except (FileNotFoundError, DiskError):
        return []


def bring_library_in(library: Library, data: bytes, now: str) -> None:
    """Merge a copy of library.json as a copy that a sync program made is merged."""
    places = library.places
    mark = hashlib.sha256(data).hexdigest()[:16]
    try:
        if files.read(places.library) == data:
            return
    except FileNotFoundError:
        files.write(places.library, data, library.writer.name)
        return
    files.write(places.data / f"library-{mark}.json", data, library.writer.name)
    Registers(places, library.writer).set({}, now)
