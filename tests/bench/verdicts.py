"""Prints the medians of what was measured, each beside what it must be and what we would like."""

from __future__ import annotations

import os
import statistics
from collections.abc import Mapping, Sequence


def tell(
    taken: Mapping[str, Sequence[float]], limits: Mapping[str, tuple[float, float]], platform: str
) -> int:
    """Print every figure's median; 1 when one that must hold does not.

    `limits` maps a name to (must, goal), at most.
    """
    runs = max((len(values) for values in taken.values()), default=0)
    print(f"medians of {runs}, load {os.getloadavg()[0]:.1f}, {platform}")
    missed = 0
    for name, values in taken.items():
        value, verdict = statistics.median(values), ""
        if name in limits:
            must, goal = limits[name]
            word = "goal" if value <= goal else "must" if value <= must else "MISSED"
            missed += word == "MISSED"
            verdict = f"must {must:g}, goal {goal:g}: {word}"
        print(f"{name:55} {value:12.2f}   {verdict}")
    return 1 if missed else 0
