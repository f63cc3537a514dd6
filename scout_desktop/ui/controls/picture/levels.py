"""One picture in the sizes it was decoded in: which to ask for, which to draw.

A huge picture is decoded whole only for who looks that close, or copies it. Sizes are the longer
side in pixels.
"""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_STEP = 512
_WHOLE = 16_384
"""Asked for where a picture's own size is not known; nothing is enlarged."""


class Levels:
    """The images of one picture."""

    def __init__(self, width: int, height: int, first: QImage | None = None) -> None:
        """`width` x `height` pixels are all of it, 0 where unknown; `first` is a stand-in."""
        self._known = width > 0 and height > 0
        self.size = QSizeF(width, height) if self._known else QSizeF(1, 1)
        """All of it, in pixels."""
        if first is not None and not self._known:
            self.size = QSizeF(first.size())
        self._images: dict[int, QImage] = {} if first is None else {0: first}

    @property
    def whole_size(self) -> int:
        """What to ask for to get all its pixels."""
        return round(max(self.size.width(), self.size.height())) if self._known else _WHOLE

    @property
    def whole(self) -> QImage | None:
        """All its pixels, if they are there."""
        return self._images.get(self.whole_size)

    def needed(self, zoom: float, *, fitted: bool) -> int:
        """Return the size for so many screen pixels a pixel: exact when fitted, else a step."""
        if not self._known:
            return _WHOLE
        shown = self.whole_size * zoom
        if fitted:
            return max(min(round(shown), self.whole_size), 1)
        size = _STEP
        while size < shown - 0.5:
            size *= 2
        return min(size, self.whole_size)

    def has(self, size: int) -> bool:
        """Whether it is there in this size."""
        return size in self._images

    def best(self, width: float) -> QImage | None:
        """Return the smallest image at least `width` pixels wide, or else the largest."""
        images = sorted(self._images.values(), key=QImage.width)
        enough = (image for image in images if image.width() >= width - 0.5)
        return next(enough, images[-1] if images else None)

    def take(self, size: int, image: QImage, needed: int) -> bool:
        """Keep an image that was asked for with `size`; tell whether the picture's size is new.

        Of the others stay the one `needed` now, the whole one, and the smallest to go back to.
        """
        self._images.pop(0, None)
        smallest = min(self._images, default=size)
        keep = {needed, self.whole_size, smallest}
        self._images = {each: level for each, level in self._images.items() if each in keep}
        self._images[size] = image
        return self._correct(size, image)

    def _correct(self, size: int, image: QImage) -> bool:
        """Believe the pixels where the chat's file told another shape, or none."""
        said, seen = self.size, QSizeF(image.size())
        off = abs(said.width() * seen.height() - said.height() * seen.width())
        if self._known and off <= 2 * max(said.width(), said.height()):
            return False
        self.size = seen
        # Nothing is enlarged: what came smaller than it was asked for is all there is.
        self._known = max(seen.width(), seen.height()) < size
        if self._known:
            self._images[self.whole_size] = image
        return True
