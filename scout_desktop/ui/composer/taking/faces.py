"""Gives numbers to pictures in the composer, and shows what they look like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.tasks import Tasks


class Faces:
    """The numbers are never used twice in a run."""

    def __init__(self, composer: Composer, pictures: Pictures, tasks: Tasks) -> None:
        self._composer, self._pictures, self._tasks = composer, pictures, tasks
        self._number = 0

    def next(self) -> int:
        """Return a new number."""
        self._number += 1
        return self._number

    @property
    def size(self) -> int:
        """The longer side in device pixels at which pictures are shown."""
        return round(2 * SIZES.chip_picture * self._composer.devicePixelRatioF())

    def show(self, number: int, image: ImagePart) -> None:
        """Bring the thumbnail to this chip soon; an address has none, and is never loaded."""
        if not image.url:
            self._tasks.start(f"thumbnail {number}", self._bring(number, image))

    async def _bring(self, number: int, image: ImagePart) -> None:
        try:
            pixels = await self._pictures.pixels(image.sha256, self.size)
        except ScoutError as error:
            self._composer.refuse(number, error.sentence)
            return
        # A view of `rgba`, which the copy outlives.
        view = QImage(pixels.rgba, pixels.width, pixels.height, QImage.Format.Format_RGBA8888)
        self._composer.show_thumbnail(number, view.copy())
