"""Decoded pixels as Qt paints them fastest."""

from __future__ import annotations

from PySide6.QtGui import QImage


def image_of(width: int, height: int, rgba: bytes) -> QImage:
    """Return width x height pixels of 4 bytes (the fourth is 255) as an image quick to paint."""
    raw = QImage(rgba, width, height, 4 * width, QImage.Format.Format_RGBX8888)
    # Converted once: Qt would do it at every paint. The copy also lets go of `rgba`.
    return raw.convertToFormat(QImage.Format.Format_RGB32)
