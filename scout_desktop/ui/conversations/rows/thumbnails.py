"""The small pictures of the list: painted when they are here, asked for when they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme

_KEPT = 400


class Thumbnails(QObject):
    """Rounded squares by hash; the ones shown longest ago are forgotten first."""

    missed = Signal(str, int)
    """(sha256, side in physical pixels) of a picture that a row on the screen wants."""

    arrived = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept: dict[str, QPixmap] = {}
        self._sides: dict[str, int] = {}
        """Side in physical pixels of what was asked for."""
        self._wanted: list[str] = []
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.timeout.connect(self._ask)

    def show_picture(self, sha256: str, image: QImage) -> None:
        """Keep `image` for `sha256`; a null one means that there is none: never asked again."""
        self._kept[sha256] = QPixmap.fromImage(_square(image, self._sides.get(sha256, 0)))
        while len(self._kept) > _KEPT:
            oldest = next(iter(self._kept))
            del self._kept[oldest]
            self._sides.pop(oldest, None)
        self.arrived.emit()

    def paint(self, painter: QPainter, sha256: str, box: QRect) -> None:
        """Paint the picture into `box`, cut to fill it, or its place while it is on its way."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), SIZES.radius_field, SIZES.radius_field)
        picture = self._kept.pop(sha256, None)
        if picture is not None:
            self._kept[sha256] = picture  # now the youngest
        if picture is None or picture.isNull():
            painter.fillPath(shape, self._theme.color("bubble"))
            scale = painter.device().devicePixelRatioF()
            icon = self._theme.pixmap("image", "text_3", SIZES.icon_large, scale)
            off = (box.width() - self._theme.px(SIZES.icon_large)) // 2
            painter.drawPixmap(box.left() + off, box.top() + off, icon)
            if picture is None and sha256:
                self._want(sha256, round(box.width() * scale))
        else:
            painter.setClipPath(shape)
            painter.drawPixmap(QRectF(box), picture, QRectF(picture.rect()))
        painter.restore()

    def _want(self, sha256: str, side: int) -> None:
        if sha256 not in self._sides:
            self._sides[sha256] = side
            self._wanted.append(sha256)
            self._ask_soon.start(0)  # never out of a paint event

    def _ask(self) -> None:
        wanted, self._wanted = self._wanted, []
        for sha256 in wanted:
            self.missed.emit(sha256, self._sides[sha256])


def _square(image: QImage, side: int) -> QImage:
    """The middle of `image`, so that scaling is done once and not with every paint."""
    if image.isNull() or not side:
        return image
    short = min(image.width(), image.height())
    left, top = (image.width() - short) // 2, (image.height() - short) // 2
    return image.copy(left, top, short, short).scaled(
        side,
        side,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
