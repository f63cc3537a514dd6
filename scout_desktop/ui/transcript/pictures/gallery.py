"""The pictures of the messages on the screen: who waits for which pixels, and the open viewers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.pictures.viewer import PictureViewer


class Gallery(QObject):
    """Looks after every `Thumbnail` below `owner`."""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels)"""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self._theme, self._owner = theme, owner
        self._viewers: list[PictureViewer] = []

    def adopt(self, thumbnail: Thumbnail) -> None:
        """Fetch its pixels when it is first seen, and open its picture when it is pressed."""
        thumbnail.pixels_wanted.connect(self.pixels_wanted)
        thumbnail.clicked.connect(lambda: self.open_viewer(thumbnail.image))

    def open_viewer(self, image: ImagePart) -> None:
        """Show a picture in a window of its own."""
        from scout_desktop.ui.transcript.pictures.viewer import PictureViewer

        viewer = PictureViewer(self._theme, image, self._owner)
        self._viewers.append(viewer)
        viewer.finished.connect(lambda _result: self._viewers.remove(viewer))
        viewer.open()
        self.pixels_wanted.emit(image.sha256, viewer.wanted_size)

    def show_pixels(self, sha256: str, size: int, width: int, height: int, rgba: bytes) -> None:
        """Hand out width x height pixels that were asked for with `size`."""
        for thumbnail in self._thumbnails(sha256):
            thumbnail.show_pixels(width, height, rgba)
        for viewer in self._viewers:
            if viewer.image.sha256 == sha256 and viewer.wanted_size == size:
                viewer.show_pixels(width, height, rgba)

    def show_problem(self, sha256: str, sentence: str) -> None:
        """Say in the pictures' places why there are none."""
        for thumbnail in self._thumbnails(sha256):
            thumbnail.show_problem(sentence)
        for viewer in self._viewers:
            if viewer.image.sha256 == sha256:
                viewer.show_problem(sentence)

    def _thumbnails(self, sha256: str) -> list[Thumbnail]:
        found = self._owner.findChildren(Thumbnail)
        return [each for each in found if each.image.sha256 == sha256]
