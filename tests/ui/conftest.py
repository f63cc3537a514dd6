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


@pytest.fixture(scope="session", autouse=True)
def nothing_left_on_the_clipboard() -> Iterator[None]:
    """Take back what tests copied.

    The offscreen platform keeps it in a static variable, which is destroyed after Python has ended;
    if Python ever held that object, the interpreter crashes there, after all tests have passed.
    """
    yield
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
