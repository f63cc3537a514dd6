"""A library with its index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scout_desktop.storage.device import Writer
from scout_desktop.storage.index import Index
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.index.room import Room
from tests.storage.story import Story


@pytest.fixture
def room(places: Places, story: Story) -> Iterator[Room]:
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    index = Index(places, library, Ledger(places, writer))
    yield Room(library, index, story)
    index.close()
    library.close()
    writer.close()
