"""The button that attaches pictures, and the narrow one beside it that opens the other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent

    from scout_desktop.ui.theme.theme import Theme

_ARROW_WIDTH = 16


class AttachButton(IconButton):
    """A click opens the picker; the Down key, the menu key and the right button the menu."""

    menu_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "attach", "Attach images", hint="Ctrl+O", parent=parent)
        self.setAccessibleDescription("The Down key shows more ways to attach.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Down:
            self.menu_requested.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit()
        event.accept()


class MoreWays(QWidget):
    """Keeps the room for an arrow, which comes with `settle`, after the first paint."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._restyle()
        theme.changed.connect(self._restyle)

    def settle(self) -> None:
        """Show the arrow."""
        arrow = _Arrow(self._theme, self)
        arrow.clicked.connect(self.pressed)
        arrow.show()

    def _restyle(self) -> None:
        self.setFixedSize(self._theme.px(_ARROW_WIDTH), self._theme.px(SIZES.control))


class _Arrow(IconButton):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "chevron-down", "More ways to attach", pixels=12, parent=parent)
        # The Down key on the button beside it does the same: no stop of its own.
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.NoFocus)

    def _restyle(self) -> None:
        super()._restyle()
        self.setFixedWidth(self._theme.px(_ARROW_WIDTH))
