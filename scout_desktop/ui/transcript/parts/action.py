"""A small button that is an icon, made in a fraction of what a styled tool button takes.

Footers are made whenever the pointer comes over a message, so theirs must cost next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_DONE_MS = 2000


class Action(QAbstractButton):
    """Space and Enter press it; a click does not take the focus from the text being written."""

    def __init__(self, theme: Theme, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icon = theme, icon
        self._done = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))

    def sizeHint(self) -> QSize:
        side = self._theme.px(SIZES.control)
        return QSize(side, side)

    def show_done(self) -> None:
        """Say for a moment that it was done."""
        self._done = True
        self.update()
        QTimer.singleShot(_DONE_MS, self, self._forget_done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        lit = self.isEnabled() and (self.isDown() or self.underMouse())
        if lit or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.hasFocus():
                painter.setPen(QPen(theme.color("accent"), SIZES.focus))
            if lit:
                painter.setBrush(theme.brush("pressed" if self.isDown() else "hover"))
            inset = SIZES.focus / 2
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            radius = theme.px(SIZES.radius_field)
            painter.drawRoundedRect(box, radius, radius)
        name, token = ("check", "good") if self._done else (self._icon, "text_2")
        token = token if self.isEnabled() else "edge"
        icon = theme.pixmap(name, token, SIZES.icon, self.devicePixelRatioF())
        side = theme.px(SIZES.icon)
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
        painter.end()

    def _forget_done(self) -> None:
        self._done = False
        self.update()
