"""Leftovers, modes, and the file of the presets."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time

from scout_desktop.chat.findings import Finding
from scout_desktop.storage import files
from scout_desktop.storage.check.common import bring_library_in
from scout_desktop.storage.check.surroundings import TEMPORARY
from scout_desktop.storage.check.workshop import Workshop
from scout_desktop.storage.collected import Collected
from scout_desktop.storage.ground.salvage import objects
from scout_desktop.storage.ground.strict import encode
from scout_desktop.storage.shelf.registers import Registers

_OLD = 24 * 3600
"""Seconds after which what another machine's run left behind is taken for left behind."""


def remove_leftover(shop: Workshop, finding: Finding) -> bool:
    """Remove what a run was about to rename when it was killed, once that run is surely over."""
    path = shop.path(finding)
    found = TEMPORARY.match(path.name)
    if found is None:
        return False
    claim = shop.claim(found[1])
    try:
        over = claim is not None or shop.is_ours(found[1])
        if not over and time.time() - path.lstat().st_mtime < _OLD:
            return False
        files.remove(path)
    finally:
        if claim is not None:
            claim.release()
    return True


def close_to_others(shop: Workshop, _finding: Finding) -> bool:
    """Give every file and folder the mode it should have; links are left alone."""
    if sys.platform == "win32":
        return False
    changed = False
    pending = [shop.places.data]
    while pending:
        folder = pending.pop()
        with files.refusals(folder):
            if stat.S_IMODE(folder.stat().st_mode) != files.PRIVATE_FOLDER:
                folder.chmod(files.PRIVATE_FOLDER)
                changed = True
            with os.scandir(folder) as entries:
                below = list(entries)
        for entry in below:
            if entry.is_symlink():
                continue
            if entry.is_dir():
                pending.append(folder / entry.name)
            elif entry.is_file():
                path = folder / entry.name
                with files.refusals(path):
                    if stat.S_IMODE(entry.stat().st_mode) != files.PRIVATE_FILE:
                        path.chmod(files.PRIVATE_FILE)
                        changed = True
    return changed


def mend_library(shop: Workshop, finding: Finding) -> bool:
    """Write library.json anew from what reads of it and from what the backups hold."""
    path = shop.path(finding)
    data = files.read(path)
    shop.put_by(path.name, data)
    collected = Collected()
    for value, name, _, _ in objects(data.decode("utf-8", "replace")):
        if name == "meta":
            for each, register in value.items():
                collected.register(each, register)
        elif name and "value" in value:
            collected.register(name, value)
    saved = {
        "format": "scout-desktop/library", "version": 1, "min_reader": 1,
        "meta": {name: dict(register) for name, register in collected.meta.items()},
    }  # fmt: skip
    mark = hashlib.sha256(data).hexdigest()[:16]
    files.write(
        shop.places.data / f"library-{mark}.json",
        encode(saved).encode(),
        shop.library.writer.name,
    )
    mend_library_copies(shop, finding)
    for copy in shop.copies.of_file(shop.places.library.name):
        bring_library_in(shop.library, copy, shop.now)
    return True


def mend_library_copies(shop: Workshop, _finding: Finding) -> bool:
    """Fold the copies of library.json into it; they go to the trash."""
    Registers(shop.places, shop.library.writer).set({}, shop.now)
    return True
