"""The folder itself: made private, labelled, and how many chats it held when last seen."""

from __future__ import annotations

import sys
from pathlib import Path

from scout_desktop.storage import files
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.places import Places

README = """\
These are the chats of Scout Desktop (format 1).

chats/       One file a chat: JSON in UTF-8, one message a line. Any text editor shows it.
             "nodes" are the messages; "parent" names the message before, so a chat is a tree;
             "head" in "meta" names the last message of the branch that was shown.
journal/     What has not been written into the chats yet. Part of the chats: keep it.
media/       The pictures, named by the SHA-256 of their bytes.
ledger/      What every question cost.
library.json Presets and saved prompts.
trash/       Copies that a sync program made and that are merged into the chats. May be deleted.
quarantine/  Damaged files as they were found. May be deleted when nothing is missing.
backups/     Older copies.

The API key is not here; it is in the system's keyring. The folder may be copied, backed up and
synchronised as a whole. The files are not encrypted: whoever can read the disk can read the chats.
"""


def prepare(places: Places, tag: str) -> None:
    """Make the data folder with its README.txt; one that is ours already is made private."""
    files.make_folder(places.data)
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
    if places.readme.name not in found:
        files.write(places.readme, README.encode(), tag)


def known_count(places: Places) -> int:
    """Return how many chats there were; 0 where it is not known."""
    try:
        found = decode(files.read(_file(places)))
    except (FileNotFoundError, NotJson):
        return 0
    count = found.get("chats") if isinstance(found, dict) else None
    return count if isinstance(count, int) and not isinstance(count, bool) else 0


def remember_count(places: Places, count: int) -> None:
    """Note how many chats there are."""
    if count != known_count(places):
        files.write(_file(places), encode({"chats": count}).encode() + b"\n", "shelf")


def _file(places: Places) -> Path:
    return places.state / "shelf.json"
