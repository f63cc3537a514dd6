"""Decoded pictures that are kept for the next paint, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

KEPT_BYTES = 48 * 1024 * 1024
"""About 150 thumbnails on a screen of scale 1, or 40 at scale 2."""
_LARGEST_SHARE = 4
"""A picture of more than this part of it would push out too many others."""


class KeptPixels:
    """Images by sha256 and the size they were asked for; the least recently used go first."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        """`most` is in bytes."""
        self._most = most
        self._kept: OrderedDict[tuple[str, int], QImage] = OrderedDict()
        self.bytes = 0
        """What is held now."""

    def put(self, sha256: str, size: int, image: QImage) -> None:
        """Keep an image, unless it is so large that many others would have to go."""
        if image.sizeInBytes() * _LARGEST_SHARE > self._most:
            return
        before = self._kept.pop((sha256, size), None)
        self.bytes += image.sizeInBytes() - (before.sizeInBytes() if before is not None else 0)
        self._kept[sha256, size] = image
        while self.bytes > self._most:
            _key, gone = self._kept.popitem(last=False)
            self.bytes -= gone.sizeInBytes()

    def get(self, sha256: str, size: int) -> QImage | None:
        """Return the image kept for exactly this size."""
        found = self._kept.get((sha256, size))
        if found is not None:
            self._kept.move_to_end((sha256, size))
        return found

    def largest(self, sha256: str) -> QImage | None:
        """Return the largest image kept of a picture, to show until the right one is there."""
        sizes = [size for kept, size in self._kept if kept == sha256]
        return self._kept[sha256, max(sizes)] if sizes else None
