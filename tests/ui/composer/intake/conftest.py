"""A window that dialogs can stand over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget


@pytest.fixture
def window(theme, qtbot) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def painted() -> Callable[..., QImage]:
    def paint(width: int = 60, height: int = 80, colour: str = "#c05020") -> QImage:
        made = QImage(width, height, QImage.Format.Format_RGB32)
        made.fill(QColor(colour))
        return made

    return paint
