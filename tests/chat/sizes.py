"""Sizes of pictures to try a rule with."""

from __future__ import annotations

import random


def sizes_to_try(count: int, seed: int) -> list[tuple[int, int]]:
    """Sizes of all sorts, and those where such rules go wrong."""
    dice = random.Random(seed)
    odd = (1, 2, 3, 99, 335, 336, 337, 671, 672, 673, 1007, 1008, 1009, 5375, 5376, 5377, 20000)
    found = [(w, h) for w in odd for h in odd]
    found += [(336 * n, 21 * n) for n in range(1, 40)] + [(21 * n, 336 * n) for n in range(1, 40)]
    found += [(65_535, 65_535), (65_535, 1), (40_000_000, 1), (1, 40_000_000)]
    for _ in range(count - len(found)):
        most = dice.choice((700, 3000, 12_000))
        found.append((dice.randint(1, most), dice.randint(1, most)))
    return found
