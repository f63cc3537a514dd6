"""The copies that sync programs make when two devices wrote one file: told by their names.

Syncthing `x.sync-conflict-20261123-101112-ABCDEFG.json`, Dropbox and Nextcloud `x (Anna's
conflicted copy 2026-11-23).json`, OneDrive `x-DESKTOP-AB12.json`, iCloud `x 2.json`. What is in a
copy counts as what is in the file itself; a fold takes it in and moves the copy to the trash.
"""

from __future__ import annotations

import re
from collections import Counter

from .listing import CANONICAL, Shelf

_JOURNAL = re.compile(r"[0-9a-f-]{36}\.[A-Za-z0-9]+-\d{1,4}\.jsonl(\.prev)?\Z")


def is_copied_journal(name: str) -> bool:
    """Whether a journal has a name that no writer gave it."""
    return _JOURNAL.match(name) is None


def chats_with_copies(shelf: Shelf) -> list[str]:
    """Return the ids of chats of which there is more than one file, or a copy of a journal."""
    names = shelf.known_names()
    found = {shelf.journal_id(name) for name in shelf.all_journals() if is_copied_journal(name)}
    if any(not CANONICAL.match(name) for name, _ in names):
        count = Counter(id for _, id in names)
        found |= {id for id, files in count.items() if files > 1}
    return sorted(id for id in found if id is not None)
