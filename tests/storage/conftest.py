"""A data folder of its own for every test, a clock that ticks by itself, and ids in order."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scout_desktop.storage.device import Writer
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.beside(tmp_path / "data")


@pytest.fixture
def start(places: Places, story: Story) -> Iterator[Callable[[], Library]]:
    """Start the program on the folder, as another process would: each call is one more writer."""
    writers = []

    def begin() -> Library:
        writers.append(Writer.open(places))
        return Library(places, writers[-1], story.now)

    yield begin
    for writer in writers:
        writer.close()


@pytest.fixture
def library(start: Callable[[], Library]) -> Library:
    return start()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what is tested is order, not the speed of a disk."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path / "life"
        return
    made = memory / f"scout-test-{os.getpid()}"
    yield made
    shutil.rmtree(made, ignore_errors=True)
