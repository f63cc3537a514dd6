"""Reads the whole window over AT-SPI while replies stream and chats are switched; prints figures.

    python -m tests.bench.reading [SECONDS]

The real program on a desktop of its own, a stand-in in this process, a real client of AT-SPI that
reads every thing of the tree again and again for SECONDS (60). Ends with 1 if the program does not
live to the end and close as it should.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from tests.journeys.desktop import Desktop, missing  # noqa: E402  the path comes first
from tests.journeys.person import Person  # noqa: E402
from tests.journeys.stand_in import StandIn  # noqa: E402
from tests.journeys.test_reading import read_while_it_streams  # noqa: E402


def main() -> int:
    """Read for so many seconds and say what came of it."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    if reason := missing():
        print(reason)
        return 1
    with tempfile.TemporaryDirectory() as folder, Desktop(Path(folder) / "d") as desktop:
        with StandIn() as stand_in:
            person = Person(desktop, Path(folder) / "data", "--base-url", stand_in.url)
            begun = time.monotonic()
            reads, seen = read_while_it_streams(person, stand_in, seconds)
            took = time.monotonic() - begun
            code = person.app.quit()
        print(f"{reads} readings of the whole tree, {seen} things read, in {took:.0f} s")
        print(f"the program lived, and ended with {code}")
        print(person.app.output[-2000:] if code else "", end="")
    return 1 if code else 0


if __name__ == "__main__":
    sys.exit(main())
