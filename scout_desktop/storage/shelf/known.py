"""The folder itself: made private, labelled, and how many chats it held when last seen."""

from __future__ import annotations

import sys
from pathlib import Path

from scout_desktop.storage import files
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.places import Places

README = """\
Chats kept by Scout Desktop, a program for talking with language models about text and pictures.
Format 1 (each file says its own in its first line: scout-desktop/chat, /journal, /ledger).

You need no program to read them. Everything but the pictures is text in UTF-8, JSON with one
record a line: open it in any text editor. Times are UTC.

chats/        One file a chat. The name begins with the day and time at which the chat was begun.
              "meta" holds its title and settings, one a line; of each, "value" counts.
              "nodes" holds the messages, one a line: "role" says who speaks (user is you,
              assistant is the model), "parts" holds the words and the pictures, "parent" the
              "id" of the message before. A question that was edited, or a reply that was made
              anew, stands beside the old one under the same "parent". To read what was shown,
              begin at the message that "head" in "meta" names and follow "parent" upwards.
              A message with "deleted" is only the mark that something was deleted there.
media/        The pictures, as ordinary picture files. A message names one by its "sha256":
              look in the folder of its first two letters. "original" is the picture as it was
              given, from which the one that was sent was made.
journal/      The newest messages, not yet written into chats/; the name begins with the chat's
              "id". In each line "o" is the record and "h" its checksum; a line with "text" and
              "at" is more text of a reply. Part of the chats: keep it.
ledger/       What every request cost, in files by month, also those of deleted chats. Lines of
              the same "id" say more about the same request. "usd" is in US dollars; null means
              that nobody said.
library.json  Presets and saved prompts.

May be deleted when nothing is missed: trash/ (copies that a synchronising program made, already
merged into chats/), quarantine/ (damaged files as they were found), backups/ (older copies).
Caches, settings and drafts are not here but in the system's folders for such things; the caches
there may be deleted at any time.

The folder may be copied, backed up and synchronised as a whole. Nothing in it is encrypted: whoever
can read the disk can read the chats. The API key is not here; it is in the system's keyring.
"""


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


def remember_count(places: Places, count: int, tag: str) -> None:
    """Note how many chats there are; `tag` is the writer, as two programs may do it at once."""
    if count != known_count(places):
        files.write(_file(places), encode({"chats": count}).encode() + b"\n", tag)


def _file(places: Places) -> Path:
    return places.state / "shelf.json"
