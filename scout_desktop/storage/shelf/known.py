"""The folder itself: made private, labelled, and how many chats it held when last seen."""

from __future__ import annotations

import sys
from pathlib import Path

from scout_desktop.storage import files
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.places import Places

from .labelling import label


def prepare(places: Places, tag: str) -> None:
    """Make the data folder with its README.txt; one that is ours already is made private."""
    files.make_folder(places.data)
    folders = (places.chats, places.journals, places.media, places.ledger)
    files.refuse_links((*folders, places.trash, places.quarantine))
    found = files.names(places.data)
    ours = not found or places.readme.name in found or places.chats.name in found
    if sys.platform != "win32" and ours:
        # Not one that holds other things: it may be somebody's home.
        with files.refusals(places.data):
            if places.data.stat().st_mode & 0o077:
                places.data.chmod(files.PRIVATE_FOLDER)
    for folder in (places.chats, places.journals, places.ledger, places.media):
        files.make_folder(folder)
    with files.refusals(places.data):
        # A run that died may have made them without the disk having them.
        files.sync_folder(places.data)
        files.sync_folder(places.data.parent)
    label(places, tag)


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
