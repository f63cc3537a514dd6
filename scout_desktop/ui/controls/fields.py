"""Fields for numbers and choices that a passing mouse wheel does not change.

A wheel turn over a field that does not have the focus scrolls the pane around it instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSlider

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme


class NumberField(QDoubleSpinBox):
    """A number typed or stepped with the arrow keys; `decimals=0` for whole ones.

    Exact up to 15 digits, as doubles are; a seed of 64 bits wants a line edit instead.
    """

    def __init__(
        self,
        theme: Theme,
        name: str,
        low: float,
        high: float,
        *,
        step: float = 1.0,
        decimals: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setKeyboardTracking(False)
        # The stylesheet's padding does not reach the text of a spin box (Qt 6.11).
        self.lineEdit().setTextMargins(SIZES.s1 + 1, 0, SIZES.s1, 0)
        self._restyle()
        theme.changed.connect(self._restyle)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)

    def _restyle(self) -> None:
        self.setFont(self._theme.font("number"))
        # Said twice: under a stylesheet the text keeps the font of before (Qt 6.11).
        self.lineEdit().setFont(self._theme.font("number"))
        self.setFixedHeight(self._theme.px(SIZES.control))


class Slider(QSlider):
    """A horizontal slider over whole steps."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


class Choice(QComboBox):
    """One of a few, in a list that drops down."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)


def _only_with_focus(
    widget: QWidget, event: QWheelEvent, turn: Callable[[QWheelEvent], None]
) -> None:
    if widget.hasFocus():
        turn(event)
    else:
        event.ignore()
