"""The small buttons over a picture: look, fit, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QPaintEvent

    from scout_desktop.ui.theme.theme import Theme

_SIDE = 22
_PIXELS = 14


class ChipTools(QWidget):
    """Remove is always there; the others come with the pointer or the focus."""

    look_pressed = Signal()
    fit_pressed = Signal()
    removed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self._more: tuple[IconButton, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row.addWidget(self._button("close", f"Remove {name}", self.removed))
        self.adjustSize()

    def show_more(self, shown: bool) -> None:
        """Show all buttons, or Remove alone."""
        if shown and not self._more:
            # Made when first wanted: most chips are sent without a hand laid on them.
            look = self._button("eye", f"What the model sees of {self._name}", self.look_pressed)
            fit = self._button("fit", f"Fit of {self._name}", self.fit_pressed)
            self._more = look, fit
            for place, button in enumerate(self._more):
                self._row.insertWidget(place, button)
        for button in self._more:
            button.setVisible(shown)
        self.adjustSize()

    def fit_button(self) -> QWidget:
        """Where the menu of fits belongs."""
        return self._more[1] if self._more else self

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), SIZES.radius_field, SIZES.radius_field)
        painter.fillPath(path, self._theme.brush("surface"))
        painter.end()

    def sizeHint(self) -> QSize:
        side = self._theme.px(_SIDE)
        return QSize(side * (1 + sum(not button.isHidden() for button in self._more)), side)

    def _button(self, icon: str, name: str, pressed: SignalInstance) -> IconButton:
        made = IconButton(self._theme, icon, name, pixels=_PIXELS, side=_SIDE, parent=self)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chip itself is the stop
        made.clicked.connect(pressed)
        return made
