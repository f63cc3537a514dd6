"""kill -9 in the middle of a reply: all that had been handed over is there at the next start."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story

ROUNDS = 6


def test_a_killed_reply_is_kept_and_shown_as_interrupted(
    root: Path, places: Places, story: Story
) -> None:
    dice = random.Random(20261123)
    kept: dict[str, int] = {}
    for _ in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-m", "tests.storage.streamer", str(places.data)],
            cwd=root, stdout=subprocess.PIPE, text=True,
        ) as program:  # fmt: skip
            assert program.stdout is not None
            first = program.stdout.readline().split()
            # At least one growth, or a slow machine would test nothing.
            program.stdout.readline()
            time.sleep(dice.random() * 0.15)
            program.kill()
            lengths = [int(line) for line in program.stdout.read().splitlines()]
        kept[first[2]] = max(lengths, default=8)
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    assert writer.slot == 0
    assert library.recover() == []
    chat = library.open(first[1])
    assert len(chat.branch) == 2 * ROUNDS
    for id, length in kept.items():
        node = chat.nodes[id]
        assert node.state == "interrupted"
        assert len(node.text) >= length
        assert node.text == "".join(f"{at:07d}\n" for at in range(0, len(node.text), 8))
    writer.close()
