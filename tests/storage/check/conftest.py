"""A folder that is in order, for tests that put it out of order."""

from __future__ import annotations

import pytest

from scout_desktop.storage.library import Library
from tests.storage.one_chat import answered
from tests.storage.story import Story


@pytest.fixture
def folded(library: Library, story: Story) -> Library:
    """A folder with one chat that is all in its file."""
    library.recover()
    chat = answered(library, story)
    library.put_away(chat.id)
    return library
