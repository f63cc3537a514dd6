"""After other hands were in the folder, everything that still reads is shown, before and after."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from scout_desktop.storage.places import Places
from tests.bench.damage import run
from tests.storage.check.hands import damage
from tests.storage.check.oracle import readable
from tests.storage.check.shelf import fill


@pytest.mark.parametrize("seed", [*range(1000, 1015), 9049])
def test_nothing_readable_is_missing_after_other_hands(seed: int, tmp_path: Path) -> None:
    # tests/bench/damage.py runs as many of these as one likes.
    found = run(seed, tmp_path, 4)
    assert found.missing == []
    assert found.damages


def test_the_oracle_reads_what_is_there_and_misses_what_is_gone(tmp_path: Path) -> None:
    places = Places.beside(tmp_path / "data")
    fill(places, random.Random(3), 4)
    whole = readable(places.data)
    assert len(whole) > 8
    for path in [*places.chats.iterdir(), *places.journals.iterdir()]:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert 0 < len(readable(places.data)) < len(whole)
    assert damage(places, random.Random(1))
