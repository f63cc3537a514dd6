"""Folders of small pictures, and a batch followed to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from scout_desktop.chat.batch import BatchSpec
from scout_desktop.session.batch.batch import Batch
from scout_desktop.session.batch.events import BatchEvent, Ended, Paused

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"plate": {"type": "string"}, "seen": {"type": "integer"}},
    "required": ["plate"],
    "additionalProperties": False,
}


@pytest.fixture
def album(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder of so many different pictures."""

    def make(count: int, name: str = "Plates", size: tuple[int, int] = (64, 48)) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        for number in range(count):
            picture(folder / f"plate {number:03}.png", number, size)
        return folder

    return make


def picture(path: Path, number: int, size: tuple[int, int] = (64, 48)) -> Path:
    """Make one picture that looks like no other."""
    image = Image.new("RGB", size, (number % 255, 80, 120))
    ImageDraw.Draw(image).text((4, 4), str(number))
    image.save(path)
    return path


def question(**more: Any) -> BatchSpec:
    """What is asked where it does not matter."""
    return BatchSpec(**{"prompt": "Which plate is it?", **more})


async def follow(batch: Batch, *, only_failed: bool = False) -> list[BatchEvent]:
    """Run a batch to its end; the last event is the end, and nothing is on its way any more."""
    async with aclosing(batch.run(only_failed)) as events:
        found = [event async for event in events]
    assert isinstance(found[-1], Ended)
    assert batch.totals.running == 0
    assert not batch.running
    return found


async def asking(batch: Batch, how_many: int) -> None:
    """Wait until so many replies are on their way with some text."""
    for _ in range(1_000):
        if sum(row.state == "asking" and row.answer != "" for row in batch.rows) >= how_many:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"not {how_many} on their way: {states(batch)}")


def sentences(events: list[BatchEvent]) -> list[Paused]:
    """Why it paused."""
    return [event for event in events if isinstance(event, Paused)]


def states(batch: Batch) -> list[str]:
    """The states of the rows, in order."""
    return [row.state for row in batch.rows]
