"""Lines of one physical pixel, at any scale of the display."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QSplitter, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from scout_desktop.ui.theme.theme import Theme


class HairLine(QWidget):
    """A horizontal line, or a vertical one."""

    def __init__(
        self, theme: Theme, *, vertical: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._vertical = theme, vertical
        across, along = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(across, along)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(along, across)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_hairline(self, self._theme, vertical=self._vertical)


class Panes(QSplitter):
    """Panes side by side with a hairline between, which is easy to grab all the same."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__()
        if parent is not None:
            self.setParent(parent)
        self._theme = theme
        self.setHandleWidth(1)  # at 1 Qt widens the area to grab, beyond what is painted
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        # Into the gaps, over which Qt's own handles lie, which the stylesheet keeps transparent.
        panes = [pane for i in range(self.count()) if (pane := self.widget(i)) is not None]
        for pane in [pane for pane in panes if not pane.isHidden()][:-1]:
            gap = QRectF(pane.geometry()).adjusted(pane.width(), 0, 0, 0)
            gap.setWidth(1)
            paint_hairline(self, self._theme, vertical=True, inside=gap)


def paint_hairline(
    widget: QWidget, theme: Theme, *, vertical: bool, inside: QRectF | None = None
) -> None:
    """Paint one physical pixel at the start of the widget's contents, or of a part of it."""
    area = QRectF(widget.contentsRect()) if inside is None else inside
    one = 1 / widget.devicePixelRatioF()
    if vertical:
        area.setWidth(one)
    else:
        area.setHeight(one)
    painter = QPainter(widget)
    painter.setBackground(theme.brush("line"))
    painter.eraseRect(area)  # not fillRect, as in theme/icons.py
    painter.end()
