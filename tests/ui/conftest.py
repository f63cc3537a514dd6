"""What every test of the window starts with: an offscreen Qt, and the theme in light."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from scout_desktop.ui.theme.theme import Theme


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    from scout_desktop.ui.theme.theme import Theme

    return Theme(qapp, "light")


@pytest.fixture
def theme(dressed: Theme) -> Iterator[Theme]:
    """The one theme of the run, back to light and 100 % after each test."""
    yield dressed
    dressed.choose("light")
    dressed.zoom(1.0)
    dressed.keep_calm(False)
