"""Does anything to a transcript, in any order, and says what broke.

    python -m tests.bench.monkey [--steps 2000] [--seed 1] [--runs 1] [--folder F]

Prints the deeds that led to a failure; F gets the pictures of a stale screen. Ends with 1 then.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from scout_desktop.ui.theme.theme import Theme
from tests.ui.transcript.monkey import judge
from tests.ui.transcript.monkey.monkey import Monkey

_LOOK_EVERY = 12


def run(theme: Theme, seed: int, steps: int, folder: str) -> bool:
    """Whether all was well."""
    theme.choose("light")
    theme.zoom(1.0)
    with judge.listening() as heard:
        monkey = Monkey(theme, seed, folder)
        compared = 0
        begun = time.process_time()
        try:
            for number in range(steps):
                monkey.step()
                assert not heard, heard[0]
                if number % _LOOK_EVERY == _LOOK_EVERY - 1:
                    compared += monkey.look()
                    assert not heard, heard[0]
            monkey.end_all()
            assert not heard, heard[0]
        except AssertionError:
            print(f"seed {seed}, after {len(monkey.log)} deeds: " + "; ".join(monkey.log[-25:]))
            traceback.print_exc()
            return False
    took = time.process_time() - begun
    print(f"seed {seed}: {steps} deeds, {compared} new views compared, {took:.1f} s", flush=True)
    return True


def main() -> int:
    """Run and say."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--folder", default="")
    asked = parser.parse_args()
    app = QApplication(sys.argv[:1])
    theme = Theme(app, "light")
    app.setQuitOnLastWindowClosed(False)
    well = [run(theme, asked.seed + n, asked.steps, asked.folder) for n in range(asked.runs)]
    print(f"{sum(well)} of {len(well)} runs went well")
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
