"""Prints what reading Markdown costs: a look at a growing reply, and a whole one.

    python -m tests.bench.markdown [--runs 5]

CPU of the thread, the quickest of the runs: what else the machine does only adds to it. A look
takes 20 characters (5 tokens) and finds out what they changed, at four lengths of the reply. The
growth is the exponent from 20,000 to 100,000 characters (0: a look costs the same however long the
reply is; 1: the reply is read anew at every look); a difference of less than `COPYING` says
nothing. Ends with 1 when a figure that must hold does not.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from math import log

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.growing import GrowingPieces

LENGTHS = (1_000, 5_000, 20_000, 100_000)
LOOKS, STEP = 60, 20
MOST_GROWTH, MOST_PER_KB, MOST_LOOK = 0.15, 0.6, 4.0
"""The exponent; milliseconds for 1,024 characters of a usual reply; milliseconds for a look."""

COPYING = 0.2
"""Milliseconds: moving a paragraph of 100,000 characters and its thousands of runs about once."""

_PROSE = (
    "The light falls **softly** through the window, and the street below is still wet from the "
    "rain.\nPeople pass with umbrellas; one of them wears a `red` coat, as [the guide]"
    "(https://example.org/guide) says.\n\n"
)
_REPLY = (
    "## What the picture shows\n\n"
    + _PROSE
    + "The baker opens early, and by eight the loaves are gone. Nobody minds waiting, because the "
    "smell alone is worth it and the talk at the door never ends before the bell rings.\n\n"
    "1. The street is narrow and lies in the shade.\n2. Two windows are **open**.\n"
    "   - One has a `blue` frame.\n\n```python\ndef find(light, limit=3):\n"
    "    return [each for each in light if each.value > limit]\n```\n\n"
    "| part | colour |\n|---|---|\n| wall | red |\n| door | *green* |\n\n"
    "> Somebody once said that it was a fine place.\n\nThe area is $a \\cdot b$, about $5.\n\n"
)
KINDS = {
    "prose": ("", _PROSE),
    "mixed": ("", _REPLY),
    "list": ("", "- an item with **bold** words and `code` in it\n"),
    "nested list": ("", "- item\n  - nested item with words\n    - deeper **item** here\n"),
    "table": ("| a | b | c |\n|---|---|---|\n", "| one **x** | two words | `three` |\n"),
    "fenced code": ("```python\n", "    value = compute(x, y)  # words\n"),
    "quote": ("", "> quoted words that go on and on, with **bold** ones\n>\n> - and an item\n"),
    "endless paragraph": ("", "words that go on with **bold** and `code` and more [1] words, "),
}


def text_of(kind: str, length: int) -> str:
    """Return a reply of one kind."""
    first, again = KINDS[kind]
    return first + again * (length // len(again) + 1)


def look_ms(kind: str, length: int) -> float:
    """Return the milliseconds of a look at a reply that is so long, on the average."""
    text = text_of(kind, length + LOOKS * STEP)
    # The last of the lengths ends where a paragraph would be too long to be read at all.
    start = length - LOOKS * STEP
    growing = GrowingPieces()
    growing.add(text[:start])
    growing.settle()
    growing.settle()
    gc.collect()
    begun = time.thread_time()
    for at in range(start, start + LOOKS * STEP, STEP):
        growing.add(text[at : at + STEP])
        growing.settle()
    return (time.thread_time() - begun) * 1_000 / LOOKS


def whole_ms(kind: str) -> float:
    """Return the milliseconds per KB of reading a whole reply of 50,000 characters."""
    text = text_of(kind, 50_000)
    gc.collect()
    begun = time.thread_time()
    pieces_of(text)
    return (time.thread_time() - begun) * 1_000 / (len(text) / 1_024)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    look_ms("mixed", 5_000)
    bad, usual = False, 0.0
    print(f"load {os.getloadavg()[0]:.1f}; ms a look <= {MOST_LOOK}, growth <= {MOST_GROWTH}")
    print(f"{'':20}" + "".join(f"{length:10,}" for length in LENGTHS) + "    growth   ms/KB")
    for kind in KINDS:
        costs = [min(look_ms(kind, length) for _ in range(runs)) for length in LENGTHS]
        growth = log(costs[3] / costs[2]) / log(LENGTHS[3] / LENGTHS[2])
        per_kb = min(whole_ms(kind) for _ in range(runs))
        grows = growth > MOST_GROWTH and costs[3] - costs[2] > COPYING
        fails = grows or max(costs) > MOST_LOOK
        bad = bad or fails
        row = "".join(f"{cost:10.3f}" for cost in costs) + f"{growth:10.2f}{per_kb:8.2f}"
        print(f"{kind:20}{row}{'  FAILS' if fails else ''}", flush=True)
        if kind == "mixed":
            usual = per_kb
    over = usual > MOST_PER_KB
    print(
        f"a usual reply (mixed): {usual:.2f} ms/KB, limit {MOST_PER_KB}{'  FAILS' if over else ''}"
    )
    return 1 if bad or over else 0


if __name__ == "__main__":
    sys.exit(main())
