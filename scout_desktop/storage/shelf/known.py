"""The folder itself: made private, labelled, and how many chats it held when last seen."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from scout_desktop.storage import files
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.places import Places

from .labelling import label


class Ground:
    """The folder under what is put into it: made ready with the first thing, by reading never."""

    def __init__(self, places: Places, tag: str) -> None:
        """`tag` is the writer's name."""
        self._places = places
        self._tag = tag
        self.is_ready = False
        """Whether something is put into it in this run."""

    def look(self) -> None:
        """Say at once, and not with the first message, where nothing can be put. Raises DiskError.

        Nothing is written but for the folder itself, where there is none.
        """
        places = self._places
        with files.refusals(places.data):
            if places.data.exists() and not places.data.is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        files.make_folder(places.data)
        files.refuse_links((*_folders(places), places.trash, places.quarantine))
        with files.refusals(places.data):
            if not places.chats.exists() and not os.access(places.data, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def make_ready(self) -> None:
        """Do it once. Raises DiskError."""
        if not self.is_ready:
            prepare(self._places, self._tag)
            self.is_ready = True


def prepare(places: Places, tag: str) -> None:
    """Make the data folder with its README.txt; one that is ours already is made private."""
    files.make_folder(places.data)
    files.refuse_links((*_folders(places), places.trash, places.quarantine))
    found = files.names(places.data)
    ours = not found or places.readme.name in found or places.chats.name in found
    if sys.platform != "win32" and ours:
        # Not one that holds other things: it may be somebody's home.
        with files.refusals(places.data):
            if places.data.stat().st_mode & 0o077:
                places.data.chmod(files.PRIVATE_FOLDER)
    for folder in _folders(places):
        files.make_folder(folder)
    with files.refusals(places.data):
        # A run that died may have made them without the disk having them.
        files.sync_folder(places.data)
        files.sync_folder(places.data.parent)
    label(places, tag)


def _folders(places: Places) -> tuple[Path, ...]:
    return places.chats, places.journals, places.ledger, places.media


def known_count(places: Places) -> int:
    """Return how many chats there were; 0 where it is not known."""
    try:
        found = decode(files.read(_file(places)))
    except (FileNotFoundError, NotJson):
        return 0
    count = found.get("chats") if isinstance(found, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else 0


def remember_count(places: Places, count: int, tag: str) -> None:
    """Note how many chats there are; `tag` is the writer, as two programs may do it at once."""
    if count != known_count(places):
        files.write(_file(places), encode({"chats": count}).encode() + b"\n", tag)


def _file(places: Places) -> Path:
    return places.state / "shelf.json"
