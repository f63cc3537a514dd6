"""Looks at what lies around: modes, links, leftovers of killed runs, files that are not ours."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from scout_desktop.chat.findings import count, size_words
from scout_desktop.storage import files
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.listing import journal_of
from scout_desktop.storage.shelf.odd_names import may_be_chat

from .notebook import Notebook

TEMPORARY = re.compile(r"\..+\.(d[0-9a-f]*-\d{1,4})\.tmp\Z")
"""What a run was about to rename when it was killed; the group is who wrote it."""
_LOW = 300_000_000
"""Bytes free on the disk, below which saving may soon fail."""
_TOP = {"README.txt", "chats", "journal", "media", "ledger", "trash", "backups", "quarantine"}


def look_around(notebook: Notebook, places: Places) -> Iterator[Path]:
    """Look at every entry of the data folder without opening any; yields the folders."""
    open_files = open_folders = 0
    example: Path | None = None
    for folder, entry, found in _entries(places.data):
        path = Path(entry.path)
        if stat.S_ISLNK(found.st_mode):
            say = f"“{entry.name}” is a link; links are not followed, so it is not read."
            notebook.add("link", "note", say, path)
            continue
        is_folder = stat.S_ISDIR(found.st_mode)
        if sys.platform != "win32":
            wanted = files.PRIVATE_FOLDER if is_folder else files.PRIVATE_FILE
            if stat.S_IMODE(found.st_mode) != wanted:
                open_folders += is_folder
                open_files += not is_folder
                example = example or path
        if is_folder:
            yield path
            continue
        _look_at_name(notebook, places, path, found, folder)
    if example is not None:
        what = [count(open_files, "file", "files")] if open_files else []
        what += [count(open_folders, "folder", "folders")] if open_folders else []
        say = f"{' and '.join(what)} can be opened by others, or not by you, as “{example.name}”."
        notebook.add("modes", "repair", say, example, mendable=True)
    free = shutil.disk_usage(places.data).free
    if free < _LOW:
        say = f"The disk is nearly full: {size_words(free)} are free."
        notebook.add("space", "note", say)


def _look_at_name(
    notebook: Notebook, places: Places, path: Path, found: os.stat_result, folder: Path
) -> None:
    name = path.name
    if not stat.S_ISREG(found.st_mode):
        notebook.add("stray", "note", f"“{name}” is no file and no folder.", path)
    elif TEMPORARY.match(name):
        say = f"“{name}” was left behind by a run that ended suddenly."
        notebook.add("leftover", "repair", say, path, mendable=True)
    elif name.startswith("."):
        return  # sync programs and desktops keep such files everywhere
    elif found.st_size > files.LARGEST and path.parent != places.backups:
        size = size_words(found.st_size)
        say = f"“{name}” has {size}; more than {size_words(files.LARGEST)} are not read."
        notebook.add("large", "lost", say, path)
    elif folder in (places.quarantine, places.trash, places.backups):
        notebook.quarantined += folder == places.quarantine
    elif not _is_known(places, path, folder):
        chat = files.read_start(path, 40).lstrip(b"\xef\xbb\xbf \r\n\t{").startswith(b'"format"')
        holds = chat and b"scout-desktop/chat" in files.read_start(path, 200)
        if holds:
            say = f"“{name}” holds a chat, but lies where none is looked for."
            notebook.add("astray", "repair", say, path, mendable=True)
        else:
            notebook.add("stray", "note", f"“{name}” is not a file of this program.", path)


def _is_known(places: Places, path: Path, folder: Path) -> bool:
    name = path.name
    if folder == places.chats:
        return path.parent == folder and may_be_chat(path)
    if folder == places.journals:
        return journal_of(name) is not None or path.parent == folder
    if folder in (places.media, places.ledger):
        return True  # each is looked at by itself
    if folder == places.data:
        return name == "README.txt" or (name.startswith("library") and name.endswith(".json"))
    return False


def _entries(data: Path) -> Iterator[tuple[Path, os.DirEntry[str], os.stat_result]]:
    """Yield (the folder of the layout it is in, entry, state) for all below, links not followed."""
    pending: list[tuple[Path, Path | None]] = [(data, None)]
    while pending:
        folder, top = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError:
            continue  # its mode is noted, and what cannot be opened cannot be looked at
        for entry in entries:
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield top or data, entry, found
            if stat.S_ISDIR(found.st_mode) and not entry.name.startswith("."):
                below = top or (Path(entry.path) if entry.name in _TOP else data / "")
                pending.append((Path(entry.path), below))
