"""The global tile: the whole picture squashed into one tile, as the model gets it besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.chat.tiles import TILE
from scout_desktop.ui.controls.label import PlainLabel, plain_tip
from scout_desktop.ui.theme.tokens import DARK

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from scout_desktop.ui.theme.theme import Theme

_SIDE = 92


class GlobalTile(QWidget):
    """A small square with its label; empty where there is only one tile."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._square = _Square(theme, self)
        self._label = PlainLabel("Global tile", kind="caption", parent=self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._square, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._label)
        column.addStretch(1)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def show_overview(self, overview: QImage | None) -> None:
        """Show the squashed picture, or nothing."""
        self.setVisible(overview is not None)
        if overview is not None:
            words = (
                f"Global tile: the whole picture squashed into {TILE} × {TILE} pixels, "
                "which the model gets besides its tiles."
            )
            self.setAccessibleName(words)
            self.setToolTip(plain_tip(words))
            self._square.show_image(overview)


class _Square(QWidget):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._made: QImage | None = None
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_image(self, image: QImage) -> None:
        self._image, self._made = image, None
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is not None:
            scale = self.devicePixelRatioF()
            side = round(self.width() * scale)
            if self._made is None or self._made.width() != side:
                whole, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode
                made = self._image.scaled(side, side, whole, smooth.SmoothTransformation)
                made.setDevicePixelRatio(scale)
                self._made = made
            painter.drawImage(0, 0, self._made)
            painter.setPen(QColor(DARK.edge))
            painter.drawRect(QRect(0, 0, self.width() - 1, self.height() - 1))
        painter.end()

    def _restyle(self) -> None:
        side = self._theme.px(_SIDE)
        self.setFixedSize(side, side)
        self._made = None
