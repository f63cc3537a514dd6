"""What the screens show, as pixels, and a region cut out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Shot:
    """One screen."""

    name: str
    place: QRect
    """Where it is among the screens, in device-independent pixels."""
    image: QImage
    """Every pixel of it; its own pixel ratio is 1."""

    @property
    def scale(self) -> float:
        """Pixels of the image a device-independent pixel."""
        return self.image.width() / max(self.place.width(), 1)

    def pixels_of(self, region: QRect) -> QRect:
        """Return which pixels of the image a region of the screens is, cut at the screen's edge."""
        inside = region.intersected(self.place).translated(-self.place.topLeft())
        scale = self.scale
        left, top = round(inside.left() * scale), round(inside.top() * scale)
        right = round((inside.left() + inside.width()) * scale)
        bottom = round((inside.top() + inside.height()) * scale)
        return QRect(left, top, right - left, bottom - top).intersected(self.image.rect())


def take_shots() -> tuple[Shot, ...]:
    """Return every screen as it is now; () where the platform gives nothing, or only black."""
    shots = []
    for screen in QGuiApplication.screens():
        image = screen.grabWindow(0).toImage()
        if not image.isNull():
            image.setDevicePixelRatio(1)
            image = image.convertToFormat(QImage.Format.Format_RGB32)
            shots.append(Shot(screen.name(), screen.geometry(), image))
    return tuple(shots) if any(not _is_black(shot.image) for shot in shots) else ()


def everything(shots: Sequence[Shot]) -> QRect:
    """Return the region that holds all screens."""
    whole = QRect()
    for shot in shots:
        whole = whole.united(shot.place)
    return whole


def cut(shots: Sequence[Shot], region: QRect) -> QImage:
    """Return a region pixel by pixel; over screens of different scales, at the finest of them."""
    touched = [shot for shot in shots if not shot.pixels_of(region).isEmpty()]
    if len(touched) == 1:
        return touched[0].image.copy(touched[0].pixels_of(region))
    scale = max((shot.scale for shot in touched), default=1.0)
    made = QImage(
        max(round(region.width() * scale), 1),
        max(round(region.height() * scale), 1),
        QImage.Format.Format_RGB32,
    )
    made.fill(0)  # between screens there is nothing
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for shot in touched:
        part = QRectF(region.intersected(shot.place).translated(-region.topLeft()))
        at = QRectF(part.topLeft() * scale, part.size() * scale)
        painter.drawImage(at, shot.image, QRectF(shot.pixels_of(region)))
    painter.end()
    return made


def size_words(shots: Sequence[Shot], region: QRect) -> str:
    """Return the pixels that `cut` would give, as "640 × 480"."""
    touched = [shot for shot in shots if not shot.pixels_of(region).isEmpty()]
    if len(touched) == 1:
        size = touched[0].pixels_of(region).size()
        return f"{size.width():,} × {size.height():,}"
    scale = max((shot.scale for shot in touched), default=1.0)
    return f"{round(region.width() * scale):,} × {round(region.height() * scale):,}"


def _is_black(image: QImage) -> bool:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    row, used = grey.bytesPerLine(), grey.width()
    pixels = bytes(grey.constBits())
    # Rows are padded to 4 bytes with whatever was there.
    return all(pixels.count(0, at, at + used) == used for at in range(0, row * grey.height(), row))
