"""A folder that is in order, and how a test mends it."""

from __future__ import annotations

from scout_desktop.chat.findings import Mended, Report
from scout_desktop.storage.backups import Backups
from scout_desktop.storage.check.repair import repair
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.bench.damage import looked
from tests.storage.story import Story


def mended(library: Library, story: Story, report: Report | None = None) -> Mended:
    steps = repair(library, report or looked(library.places), story.now())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: Mended = end.value
            return done


def backed_up(library: Library, story: Story) -> str:
    steps = Backups(library.places, library.writer.name).make(story.now())
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return str(end.value.name)


def quarantined(places: Places) -> list[bytes]:
    return [path.read_bytes() for path in sorted(places.quarantine.glob("*"))]
