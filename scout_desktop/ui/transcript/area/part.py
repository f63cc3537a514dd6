"""What stands in a slot of a message and is no block of its text: a widget while it is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.workshop import Workshop


class Part:
    """A widget in a slot of a message; `put` brings it on the screen, `put_away` ends it."""

    gap: ClassVar[int] = 0
    """Pixels at 100 % between it and what is above."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self.height = 0
        self._width = 0
        self._widget: QWidget | None = None

    @property
    def widget(self) -> QWidget | None:
        """The widget, while it is on the screen."""
        return self._widget

    def fit(self, width: int) -> int:
        """Take a width and return the height in pixels."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Where Tab stops in it, in order."""
        inside = [] if self._widget is None else self._widget.findChildren(QWidget)
        return [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def put(self, x: int, y: int) -> None:
        """It is on the screen, its corner at this point of the viewport."""
        if self._widget is None:
            self._widget = self.make()
            if self._widget is None:
                return
            self._widget.setGeometry(x, y, self._width, self.height)
            self._widget.show()
        else:
            self._widget.setGeometry(x, y, self._width, self.height)

    def put_away(self) -> None:
        """It is no longer on the screen."""
        widget, self._widget = self._widget, None
        if widget is not None:
            end_widget(widget)

    def make(self) -> QWidget | None:
        """Make the widget, a child of the viewport; None while there is nothing to show."""
        raise NotImplementedError


def end_widget(widget: QWidget) -> None:
    """Take a widget off the viewport for good; a focus in it goes to the messages.

    Qt would hand it to whatever comes next by Tab, as if that key had been pressed.
    """
    focus, viewport = QApplication.focusWidget(), widget.parentWidget()
    area = None if viewport is None else viewport.parentWidget()
    if area is not None and focus is not None and (focus is widget or widget.isAncestorOf(focus)):
        area.setFocus(Qt.FocusReason.OtherFocusReason)
    widget.hide()
    widget.deleteLater()
