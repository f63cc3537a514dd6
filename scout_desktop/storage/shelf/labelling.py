"""The README.txt of the data folder, for a person who finds it in ten years."""

from __future__ import annotations

import hashlib
from typing import Final

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage import files
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
merged into chats/), quarantine/ (damaged files as they were found), backups/ (the chats as they
were, one zip a week). Caches, settings and drafts are not here but in the system's folders for such
things; the caches there may be deleted at any time.

The program brings a page that describes all of this, schemas, and read_chat.py, which prints any
chat with nothing but Python, also a damaged one: in resources/format/ of its sources, in
scout_desktop/_resources/format/ where it is installed. "Check data" in its menu looks the folder
over and mends it.

The folder may be copied, backed up and synchronised as a whole. Nothing in it is encrypted: whoever
can read the disk can read the chats. The API key is not here; it is in the system's keyring.
"""

_EARLIER: Final = frozenset(
    {
        "0db744b04a40183b45e0eacaa20d6d7d69783e75f2d97f608b305fd1847f66a2",
        "5f62dcaa000b111aff71779dad412d61613da350326b72eeede962e1762bb9d8",
    }
)
"""sha256 of what the file said in earlier versions; a text that somebody changed is not among them.
"""


def label(places: Places, tag: str) -> None:
    """Write README.txt, or renew one that is ours and older. One that was changed is left alone."""
    try:
        there = hashlib.sha256(files.read(places.readme)).hexdigest()
    except FileNotFoundError:
        there = ""
    except DiskError:
        return  # something else has its name, and no chat depends on it
    if not there or there in _EARLIER:
        files.write(places.readme, README.encode(), tag)
