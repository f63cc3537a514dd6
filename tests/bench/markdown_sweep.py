"""Lets replies arrive in every way and counts those that end as anything but the whole.

    python -m tests.bench.markdown_sweep [--texts 3000] [--pairs 1000] [--seed 1]

Runs the examples of CommonMark in parts of many sizes, random pairs of them, and random texts of
fragments of every construct, some of them with an endless paragraph that settles early. After every
look the pieces are compared with those of the text so far, after the end with those of the whole.
Ends with 1 if any differed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Iterator

from scout_desktop.chat.markdown.inside import words
from tests.chat.markdown.reply import FRAGMENTS, cut, cut_at, examples, grown

SIZES = (1, 2, 3, 5, 8, 13, 40, 10_000)
Run = tuple[str, list[str]]


def each_example() -> Iterator[Run]:
    """Every example, cut into parts of every size."""
    for example in examples():
        for size in SIZES:
            yield example["markdown"], list(cut(example["markdown"], size))


def pairs(dice: random.Random, count: int) -> Iterator[Run]:
    """Two examples, one below the other: one may end amid what the other begins."""
    found = examples()
    for _ in range(count):
        one, other = dice.choice(found)["markdown"], dice.choice(found)["markdown"]
        text = one.removesuffix("\n") + dice.choice(("", "\n", "\n\n")) + other
        yield text, list(cut(text, dice.choice(SIZES[:-1])))


def glued(dice: random.Random, count: int) -> Iterator[Run]:
    """Fragments glued together, cut anywhere."""
    for _ in range(count):
        text = "".join(dice.choices(FRAGMENTS, k=dice.randint(1, 40)))
        if dice.random() < 0.3:
            yield text, list(text)
        else:
            yield (
                text,
                cut_at(text, [dice.randint(0, len(text)) for _ in range(dice.randint(0, 9))]),
            )


def endless(dice: random.Random, count: int) -> Iterator[Run]:
    """Words with signs strewn in, settled after sixty characters instead of thousands."""
    for _ in range(count):
        signs = dice.choices(FRAGMENTS, k=dice.randint(1, 40))
        text = "".join(f"some words {sign} and {sign} more " for sign in signs)
        yield text, list(cut(text, dice.randint(1, 60)))


def sweep(runs: Iterator[Run], *, show: int = 3) -> tuple[int, int]:
    """Return how many were run and how many differed; the first of those are printed."""
    count = differed = 0
    for text, parts in runs:
        count += 1
        try:
            grown(text, parts)
        except AssertionError:
            differed += 1
            if differed <= show:
                print(f"  differs: {parts!r}")
    return count, differed


def main() -> int:
    """Print a table of runs and differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=3_000)
    parser.add_argument("--pairs", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    rows: list[tuple[str, Callable[[], Iterator[Run]]]] = [
        ("examples of CommonMark x 8 sizes", each_example),
        ("pairs of examples", lambda: pairs(dice, chosen.pairs)),
        ("glued fragments", lambda: glued(dice, chosen.texts)),
        ("endless paragraphs", lambda: endless(dice, chosen.texts // 4)),
    ]
    usual = {"_SHORT": words._SHORT, "_YOUNG": words._YOUNG, "_PART": words._PART}
    bad = 0
    print(f"{'':36}{'runs':>8}{'differ':>8}")
    for name, make in rows:
        early = name.startswith("endless")
        vars(words).update({"_SHORT": 60, "_YOUNG": 15, "_PART": 200} if early else usual)
        count, differed = sweep(make())
        bad += differed
        print(f"{name:36}{count:8}{differed:8}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
