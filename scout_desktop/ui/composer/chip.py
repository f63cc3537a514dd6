"""One attached picture: what it looks like, what is sent of it, what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.composer.words import (
    only_first_frame,
    picture_price,
    picture_words,
    sent_size,
    tile_words,
)
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_WIDEST_WORDS = "0000×0000 → 0000×0000"
"""What a chip must have room for; so it is wide enough for a landscape, too."""


class PictureChip(QFrame):
    """Begins as pending; `resolve` or `refuse` say how preparing it ended."""

    removed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.image: ImagePart | None = None
        self.refused = False
        self.setObjectName("chip")
        dress(self, ground="bubble")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._view = _Thumbnail(theme, self)
        self._lines = tuple(
            ElidedLabel(kind=kind, tone=tone, parent=self)
            for kind, tone in (("caption_number", "second"), ("caption_number", "third")) * 2
        )[:3]
        self._sentence = PlainLabel(kind="caption", tone="bad", wrap=True, parent=self)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sentence.setContentsMargins(SIZES.s1, 0, SIZES.s1, 0)
        self._sentence.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s1, SIZES.s1, SIZES.s1, SIZES.s1)
        column.setSpacing(0)
        column.addWidget(self._view)
        column.addSpacing(2)
        for line in self._lines:
            line.setContentsMargins(SIZES.s1, 0, SIZES.s1, 0)
            column.addWidget(line)
        column.addWidget(self._sentence, 1)
        self._cross = IconButton(theme, "close", f"Remove {name}", pixels=14, side=22, parent=self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the chip itself is the stop
        dress(self._cross, role="over")
        self._cross.clicked.connect(self.removed)
        self._show_pending()
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def pending(self) -> bool:
        """Whether the picture is still being prepared."""
        return self.image is None and not self.refused

    def resolve(self, image: ImagePart, prices: Prices) -> None:
        """Say what is sent of the prepared picture."""
        self.image = image
        self._lines[0].show_text(sent_size(image))
        self._lines[1].show_text(tile_words(image))
        self.show_prices(prices)

    def show_thumbnail(self, thumbnail: QImage) -> None:
        """Show what it looks like."""
        self._view.show_image(thumbnail)

    def show_prices(self, prices: Prices) -> None:
        """Say the price anew, if there is a picture."""
        if self.image is not None:
            price = picture_price(self.image, prices)
            frame = "first frame, " if only_first_frame(self.image) else ""
            self._lines[2].show_text(f"{frame}{price}")
            self._say(picture_words(self.image, prices))

    def refuse(self, sentence: str) -> None:
        """Say why the picture cannot be sent."""
        self.image, self.refused = None, True
        for line in self._lines:
            line.hide()
        self._view.show_symbol("error", "bad")
        self._sentence.setText(sentence)
        self._sentence.show()
        self._say(f"{self._name}: {sentence}")
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = SIZES.s2 if left else self.width() - self._cross.width() - SIZES.s2
        self._cross.move(x, SIZES.s2)
        self._cross.raise_()

    def _show_pending(self) -> None:
        self._view.show_symbol("image", "text_3")
        self._lines[0].show_text("Preparing…")
        self._say(f"{self._name} is being prepared")

    def _say(self, text: str) -> None:
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))

    def _restyle(self) -> None:
        px = self._theme.px
        captions = 3 * self._theme.line_height("caption") + 2
        view = px(SIZES.chip_picture)
        metrics = QFontMetrics(self._theme.font("caption_number"))
        words = metrics.horizontalAdvance(_WIDEST_WORDS) + 4 * SIZES.s1
        self.setFixedSize(words + 2 * SIZES.s1, view + captions + 3 * SIZES.s1)
        self._view.setFixedHeight(px(SIZES.s6) if self.refused else view)


class _Thumbnail(QWidget):
    """A picture with rounded corners, or a symbol while there is none."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._symbol = ("image", "text_3")
        theme.changed.connect(self.update)

    def show_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def show_symbol(self, name: str, token: str) -> None:
        self._image, self._symbol = None, (name, token)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self._image is not None:
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = _centred(box, size)
            shape = QPainterPath()
            shape.addRoundedRect(place, SIZES.radius_field, SIZES.radius_field)
            painter.setClipPath(shape)
            painter.drawImage(place, self._image)
        else:
            name, token = self._symbol
            picture = self._theme.pixmap(name, token, SIZES.s6, self.devicePixelRatioF())
            side = self._theme.px(SIZES.s6)
            painter.drawPixmap(_centred(box, QSize(side, side)).toRect(), picture)
        painter.end()


def _centred(box: QRectF, size: QSize) -> QRectF:
    found = QRectF(0, 0, size.width(), size.height())
    found.moveCenter(box.center())
    return found
