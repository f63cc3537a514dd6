"""What a chip's picture looks like, with signs in words and how far its making has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent

    from scout_desktop.ui.theme.theme import Theme

_BAR = SIZES.s1


class Thumbnail(QWidget):
    """A picture with rounded corners, or a symbol while there is none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._symbol = ("image", "text_3")
        self._signs: tuple[str, ...] = ()
        self._share: float | None = None
        theme.changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        """Show this picture."""
        self._image = image
        self.update()

    def show_symbol(self, name: str, token: str) -> None:
        """Show an icon in its place."""
        self._image, self._symbol = None, (name, token)
        self.update()

    def show_signs(self, signs: tuple[str, ...]) -> None:
        """Write these words over the picture's foot."""
        self._signs = signs
        self.update()

    def show_progress(self, share: float | None) -> None:
        """Show that 0 to 1 of the work is done; None shows no work."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self._image is not None:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = _centred(box, size)
            painter.save()
            painter.setClipPath(_rounded(place, SIZES.radius_field))
            painter.drawImage(place, self._image)
            painter.restore()
        else:
            name, token = self._symbol
            picture = self._theme.pixmap(name, token, SIZES.s6, self.devicePixelRatioF())
            side = self._theme.px(SIZES.s6)
            painter.drawPixmap(_centred(box, QSize(side, side)).toRect(), picture)
        self._paint_signs(painter, box)
        if self._share is not None:
            self._paint_bar(painter, box, self._share)
        painter.end()

    def _paint_signs(self, painter: QPainter, box: QRectF) -> None:
        """From the foot up, as many a row as fit; on a ground of their own, to be read anywhere."""
        if not self._signs:
            return
        font = self._theme.font("caption")
        metrics = QFontMetrics(font)
        painter.setFont(font)
        gap, height = SIZES.s1 / 2, metrics.height()
        y = box.bottom() - height - (2 * _BAR if self._share is not None else 0)
        wide = box.width()
        if self._image is not None:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            wide = size.width()  # within the picture, where the words are no longer than that
        for row in reversed(self._rows(metrics, wide - SIZES.s1)):
            words = row if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else row[::-1]
            room = [metrics.horizontalAdvance(word) + 2.0 * SIZES.s1 for word in words]
            x = box.center().x() - (sum(room) + gap * (len(room) - 1)) / 2
            for word, width in zip(words, room, strict=True):
                place = QRectF(x, y, width, height)
                painter.fillPath(_rounded(place, SIZES.s1), self._theme.brush("surface"))
                painter.setPen(self._theme.color("text"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)
                x += width + gap
            y -= height + gap

    def _rows(self, metrics: QFontMetrics, width: float) -> list[list[str]]:
        rows: list[list[str]] = [[]]
        left = width
        for word in self._signs:
            wanted = metrics.horizontalAdvance(word) + 2.5 * SIZES.s1
            if rows[-1] and wanted > left:
                rows.append([])
                left = width
            rows[-1].append(word)
            left -= wanted
        return rows

    def _paint_bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        height = self._theme.px(_BAR)
        groove = box.adjusted(SIZES.s1, box.height() - height - 1, -SIZES.s1, -1)
        painter.fillPath(_rounded(groove.adjusted(-1, -1, 1, 1), height), self._theme.brush("edge"))
        painter.fillPath(_rounded(groove, height / 2), self._theme.brush("surface"))
        done = QRectF(groove)
        done.setWidth(groove.width() * min(max(share, 0.0), 1.0))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            done.moveRight(groove.right())
        painter.setClipPath(_rounded(groove, height / 2))
        painter.fillRect(done, self._theme.color("accent"))


def _centred(box: QRectF, size: QSize) -> QRectF:
    found = QRectF(0, 0, size.width(), size.height())
    found.moveCenter(box.center())
    return found


def _rounded(area: QRectF, radius: float) -> QPainterPath:
    made = QPainterPath()
    made.addRoundedRect(area, radius, radius)
    return made
