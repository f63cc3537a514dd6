"""A window for one picture: fitted or pixel by pixel, and what of it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.parts.facts import sent_words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme


class PictureViewer(QDialog):
    """Shows a picture as it was sent. F fits it, 1 shows its own pixels, Esc closes."""

    def __init__(self, theme: Theme, image: ImagePart, parent: QWidget) -> None:
        super().__init__(parent)
        self.image = image
        self._theme = theme
        self._picture: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(image.name or "Picture")
        self._canvas = QLabel(self)
        self._canvas.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._canvas.setAccessibleName(f"Picture {image.name}")
        self._area = QScrollArea(self)
        self._area.setWidget(self._canvas)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problem = PlainLabel("", tone="warn", wrap=True, parent=self)
        self._problem.hide()
        self._zoom = Segmented("Size", {"fit": "Fit", "full": "100 %"}, parent=self)
        self._zoom.choose("fit")
        self._zoom.chosen.connect(lambda _key: self._lay_out())
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        foot.setSpacing(SIZES.s3)
        words = ElidedLabel(f"Sent: {sent_words(image)}", kind="caption_number", parent=self)
        foot.addWidget(words, 1)
        foot.addWidget(self._zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._problem)
        column.addWidget(self._area, 1)
        column.addLayout(foot)
        self._open_size(parent)

    @property
    def wanted_size(self) -> int:
        """The longer side in pixels of the whole picture."""
        return max(self.image.width, self.image.height, 1)

    def show_pixels(self, width: int, height: int, rgba: bytes) -> None:
        """Show the decoded picture."""
        image = QImage(rgba, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        self._picture = QPixmap.fromImage(image)
        self._lay_out()

    def show_problem(self, sentence: str) -> None:
        """Say why there is no picture."""
        self._problem.setText(sentence)
        self._problem.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_F: "fit", Qt.Key.Key_0: "fit", Qt.Key.Key_1: "full"}
        zoom = keys.get(Qt.Key(event.key()))
        if zoom is None:
            super().keyPressEvent(event)
            return
        self._zoom.choose(zoom)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _open_size(self, parent: QWidget) -> None:
        own = QSize(self.image.width + SIZES.s8, self.image.height + 3 * SIZES.s8)
        most = parent.window().size() * 0.9
        least = QSize(self._theme.px(420), self._theme.px(320))
        self.resize(own.boundedTo(most).expandedTo(least))

    def _lay_out(self) -> None:
        if self._picture is None:
            return
        scale = self.devicePixelRatioF()
        picture = self._picture
        if self._zoom.taken() == "fit":
            room = self._area.viewport().size() * scale
            fits = picture.width() <= room.width() and picture.height() <= room.height()
            if not fits:
                picture = picture.scaled(
                    room,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
        # One pixel of the picture is one of the screen, or "100 %" would say something else.
        picture.setDevicePixelRatio(scale)
        self._canvas.setPixmap(picture)
        self._canvas.resize(picture.deviceIndependentSize().toSize())
