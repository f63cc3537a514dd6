from __future__ import annotations

import pytest

from scout_desktop.ui.conversations.pane import ConversationsPane
from tests.ui.conversations.hand import (
    Sky,
)


@pytest.fixture
def sky() -> Sky:
    return Sky()


@pytest.fixture
def pane(theme, qtbot, sky) -> ConversationsPane:
    made = ConversationsPane(theme, now=sky)
    qtbot.addWidget(made)
    made.resize(272, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made
