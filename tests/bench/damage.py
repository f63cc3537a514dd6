"""Damages a data folder as other hands do, and asks whether anything that can be read is missing.

    python -m tests.bench.damage [--seeds N] [--first S] [--chats N] [--verbose]

Each seed makes a folder, damages it (cut, flipped, swapped, duplicated, merged by hand, filled with
zeros, other line ends, BOM, laid out anew, renamed), lists with an oracle of its own every message
that is still readable, and asserts that it is in `show --all`, before and after a repair; that
looking changed no byte; and that a second look finds nothing more to repair. Prints counts.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scout_desktop.chat.findings import Report
from scout_desktop.chat.written import as_markdown
from scout_desktop.storage.check.looking import look
from scout_desktop.storage.check.repair import repair
from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.check.hands import damage
from tests.storage.check.oracle import readable
from tests.storage.check.shelf import fill
from tests.storage.story import Story, everything_under


@dataclass
class Outcome:
    """What one seed found."""

    seed: int
    damages: list[str]
    messages: int
    missing: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def looked(places: Places) -> Report:
    """Look a folder over."""
    steps = look(places)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            report: Report = end.value
            return report


def shown(places: Places) -> str:
    """Return what `show --all` prints of every chat."""
    writer = Writer.open(places)
    try:
        library = Library(places, writer, Story(1_800_000_000_000).now)
        return "\n".join(as_markdown(library.open(i), every_branch=True) for i in library.ids())
    finally:
        writer.close()


def mend(places: Places, report: Report, start: int = 1_800_000_000_000) -> list[str]:
    """Repair, and return what could not be."""
    writer = Writer.open(places)
    try:
        library = Library(places, writer, Story(start).now)
        library.recover()
        steps = repair(library, report, Story(start).now())
        while True:
            try:
                next(steps)
            except StopIteration as end:
                library.close()
                return list(end.value.failed)
    finally:
        writer.close()


def run(seed: int, folder: Path, chats: int) -> Outcome:
    """Make, damage, look, mend, look again."""
    dice = random.Random(seed)
    places = Places.beside(folder / "data")
    fill(places, dice, chats)
    done = damage(places, dice)
    wanted = readable(places.data)
    found = Outcome(seed, done, len(wanted))
    before = everything_under(places.data)
    report = looked(places)
    found.kinds.update(finding.kind for finding in report.findings)
    text = shown(places)
    if everything_under(places.data) != before:
        found.missing.append("looking and showing changed the folder")
    found.missing += [f"not shown: {t[:60]!r}" for t in wanted if t not in text]
    failed = mend(places, report)
    found.missing += [f"not mended: {sentence}" for sentence in failed]
    text = shown(places)
    found.missing += [f"not shown after repair: {t[:60]!r}" for t in wanted if t not in text]
    again = looked(places)
    found.missing += [
        f"still: {finding.sentence}" for finding in again.findings if finding.severity == "repair"
    ]
    quarantined = {path.read_bytes() for path in places.quarantine.glob("*")}
    for finding in report.findings:
        if finding.kind in ("damaged", "beginning", "unreadable"):
            data = before[finding.where]
            if data and data not in quarantined:
                found.missing.append(f"its original is not kept: {finding.name}")
    return found


def main() -> int:
    """Run the seeds of the command line."""
    wanted = argparse.ArgumentParser(description="Damage data folders and look for what is lost.")
    wanted.add_argument("--seeds", type=int, default=200)
    wanted.add_argument("--first", type=int, default=0)
    wanted.add_argument("--chats", type=int, default=6)
    wanted.add_argument("--verbose", action="store_true")
    given = wanted.parse_args()
    kinds: Counter[str] = Counter()
    damages: Counter[str] = Counter()
    bad = messages = 0
    began = time.perf_counter()
    for seed in range(given.first, given.first + given.seeds):
        folder = Path(tempfile.mkdtemp(prefix="damage-"))
        try:
            found = run(seed, folder, given.chats)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        kinds += found.kinds
        damages.update(found.damages)
        messages += found.messages
        if found.missing:
            bad += 1
            print(f"seed {seed} {found.damages}")
            for line in found.missing[: None if given.verbose else 5]:
                print("   ", line)
    print(f"{given.seeds} folders, {sum(damages.values())} damages, {messages} messages readable, "
          f"{bad} folders with violations, {time.perf_counter() - began:.1f} s")  # fmt: skip
    print("damages:", dict(damages.most_common()))
    print("findings:", dict(kinds.most_common()))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
