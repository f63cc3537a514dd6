"""Mends what a look over the folder found. Originals go to quarantine/ byte for byte first.

Every step can be done again and stands for itself: one that fails is said, and the others go on.
Nothing is removed before what takes its place is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from dataclasses import dataclass, field

from scout_desktop.chat.errors import DiskError, DiskFull
from scout_desktop.chat.findings import Finding, Mended, Progress, Report, count
from scout_desktop.storage import files
from scout_desktop.storage.library import Library
from scout_desktop.storage.migrations import migrate

from .copies import Copies
from .mending.around import close_to_others, mend_library, mend_library_copies, remove_leftover
from .mending.chats import LONG_NAME, mend_astray, mend_chat, mend_unreadable, settle_name
from .mending.journals import mend_journal, mend_journal_name, mend_ledger
from .mending.pictures import fetch_back, mend_name, set_aside_wrong
from .workshop import Workshop

_Step = Callable[[Workshop, Finding], bool]

_STEPS: dict[str, tuple[_Step, str, str]] = {
    # In this order: what frees space first, then what makes files readable, then the files.
    "leftover": (remove_leftover, "leftover removed", "leftovers removed"),
    "modes": (close_to_others, "folder closed to others", "folders closed to others"),
    "misplaced": (mend_name, "picture given its name", "pictures given their names"),
    "extension": (mend_name, "picture given its name", "pictures given their names"),
    "wrong": (set_aside_wrong, "damaged picture set aside", "damaged pictures set aside"),
    "missing": (fetch_back, "picture found again", "pictures found again"),
    "astray": (mend_astray, "chat found again", "chats found again"),
    "empty": (mend_unreadable, "unreadable file set aside", "unreadable files set aside"),
    "zeros": (mend_unreadable, "unreadable file set aside", "unreadable files set aside"),
    "unreadable": (mend_unreadable, "unreadable file set aside", "unreadable files set aside"),
    "beginning": (mend_chat, "chat mended", "chats mended"),
    "damaged": (mend_chat, "chat mended", "chats mended"),
    "copies": (mend_chat, "chat put together", "chats put together"),
    "twice": (mend_chat, "chat written anew", "chats written anew"),
    "layout": (mend_chat, "chat written anew", "chats written anew"),
    "name": (mend_chat, "chat given its name", "chats given their names"),
    "parent": (mend_chat, "chat looked through", "chats looked through"),
    "head": (mend_chat, "chat looked through", "chats looked through"),
    "journal name": (mend_journal_name, "journal folded", "journals folded"),
    "journal": (mend_journal, "journal mended", "journals mended"),
    "ledger": (mend_ledger, "ledger file mended", "ledger files mended"),
    "library": (mend_library, "presets mended", "presets mended"),
    "library copies": (mend_library_copies, "copy of the presets", "copies of the presets"),
}


@dataclass(slots=True)
class _Told:
    done: dict[tuple[str, str], int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    full: bool = False

    def does(self, shop: Workshop, finding: Finding) -> bool:
        """Do one step; False where going on makes no sense."""
        step, one, many = _STEPS[finding.kind]
        try:
            if step(shop, finding):
                self.done[one, many] = self.done.get((one, many), 0) + 1
        except DiskFull as full:
            self.failed.append(full.sentence)
            self.full = True
        except DiskError as error:
            self.failed.append(f"“{finding.name}”: {error.sentence}")
        except FileNotFoundError:
            # Somebody else has removed or mended it meanwhile: the next look says.
            return True
        return not self.full

    def settles(self, shop: Workshop, name: str, id: str) -> None:
        """Give a chat its own name, where that was taken before."""
        try:
            settle_name(shop, name, id)
        except DiskError as error:
            self.failed.append(f"“{name}”: {error.sentence}")


def repair(
    library: Library, report: Report, now: str, opened: Collection[str] = ()
) -> Generator[Progress, None, Mended]:
    """Mend what can be; yields between steps. To be run where the library is used.

    `opened` are the ids of chats that stay open. Never raises for what a single step meets; where
    the disk is full it stops and says so. A second look says what is left.
    """
    quarantine = library.places.quarantine
    before = len(files.names(quarantine))
    # What was learnt of which file is whose may be what others have changed.
    library.shelf.doubt()
    yield from migrate(library.places, library.writer.name, now)
    shop = Workshop(library, Copies(library.places), now, opened)
    order = list(_STEPS)
    every = sorted(
        (f for f in report.findings if f.mendable and f.kind in _STEPS),
        key=lambda finding: order.index(finding.kind),
    )
    if any(finding.kind in ("missing", "wrong") for finding in every):
        for _ in shop.copies.look_for_pictures():
            yield Progress(0, len(every), "Looking for pictures")
    told = _Told()
    seen: set[str] = set()
    for number, finding in enumerate(every):
        yield Progress(number, len(every), "Mending")
        # One writing mends all that is wrong with a chat.
        if _STEPS[finding.kind][0] is mend_chat and finding.chat in seen:
            continue
        seen.add(finding.chat)
        if not told.does(shop, finding):
            break
    # Some found their own names taken by what has been mended since.
    for name in files.names(library.places.chats):
        if not told.full and (long := LONG_NAME.match(name)) is not None:
            yield Progress(len(every), len(every), "Mending")
            told.settles(shop, name, long[1])
    done = tuple(f"{count(number, *words)}." for words, number in told.done.items())
    return Mended(done, tuple(told.failed), len(files.names(quarantine)) - before)
