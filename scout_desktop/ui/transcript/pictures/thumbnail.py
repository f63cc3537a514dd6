"""A picture in a message at its true proportions; its room is there before the picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.parts.facts import sent_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_WIDEST, _TALLEST, _LEAST = 320, 240, 48


class Thumbnail(QAbstractButton):
    """Shows one picture of a message; a press opens it. A click is `clicked`, as for any button."""

    pixels_wanted = Signal(str, int)
    """This picture (sha256) is to be shown in so many device pixels at most, each way."""

    def __init__(self, theme: Theme, image: ImagePart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = image
        self._theme = theme
        self._picture: QPixmap | None = None
        self._problem = ""
        self._asked = False
        name = image.name or "picture"
        self.setAccessibleName(f"Picture {name}, {sent_words(image)}")
        self.setToolTip(plain_tip(f"{name}\n{sent_words(image)}"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def shape_within(self, width: int) -> QSize:
        """The size in pixels that the picture takes where `width` are to be had."""
        px = self._theme.px
        wide, tall = max(self.image.width, 1), max(self.image.height, 1)
        scale = min(px(_WIDEST) / wide, px(_TALLEST) / tall, width / wide, 1.0)
        least = px(_LEAST)
        return QSize(max(round(wide * scale), least), max(round(tall * scale), least))

    def show_pixels(self, width: int, height: int, rgba: bytes) -> None:
        """Show the decoded picture."""
        image = QImage(rgba, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        self._picture = QPixmap.fromImage(image)
        self.update()

    def show_problem(self, sentence: str) -> None:
        """Say in its place why there is no picture."""
        self._problem = sentence
        self.setToolTip(plain_tip(sentence))
        self.setAccessibleName(f"Picture {self.image.name}: {sentence}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._asked:
            # Asked when it is first painted: a picture far up in a long chat is never decoded.
            self._asked = True
            side = round(max(self.width(), self.height()) * self.devicePixelRatioF())
            self.pixels_wanted.emit(self.image.sha256, side)
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        area = QRectF(self.rect())
        outline = QPainterPath()
        radius = self._theme.px(SIZES.radius_field)
        outline.addRoundedRect(area, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(area, self._theme.color("bubble"))
        if self._picture is not None:
            painter.drawPixmap(self._inside(area), self._picture, QRectF(self._picture.rect()))
        else:
            self._paint_placeholder(painter)
        painter.restore()
        focused = self.hasFocus()
        painter.setPen(
            QPen(self._theme.color("accent" if focused else "line"), SIZES.focus if focused else 1)
        )
        painter.drawPath(outline)
        painter.end()

    def _inside(self, area: QRectF) -> QRectF:
        """Where the picture goes: whole, in the middle, in its own proportions."""
        assert self._picture is not None  # painted only when there
        size = self._picture.size().toSizeF()
        size.scale(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = area.x() + (area.width() - size.width()) / 2
        return QRectF(left, area.y() + (area.height() - size.height()) / 2, *size.toTuple())

    def _paint_placeholder(self, painter: QPainter) -> None:
        side = self._theme.px(SIZES.icon_large)
        name = "warning" if self._problem else "image"
        icon = self._theme.pixmap(name, "text_3", SIZES.icon_large, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
