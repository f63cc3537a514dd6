"""A workshop whose blocks are painted on a widget that nobody shows."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.workshop import Workshop


@pytest.fixture
def workshop(theme: Theme, qtbot) -> Workshop:
    viewport = QWidget()
    qtbot.addWidget(viewport)
    return Workshop(theme, viewport)
