"""A picture in a message at its true proportions; its room is there before the picture is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QBrush, QContextMenuEvent, QImage, QLinearGradient, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.controls.picture.mark import paint_fade, paint_mark
from scout_desktop.ui.controls.picture.sent import name_of, sent_words
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.pictures.shapes import pixels_of, whole_in

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.controls.picture.mark import PictureMark
    from scout_desktop.ui.theme.theme import Theme

_ROOM_FOR_WORDS = 120, 64


class Thumbnail(QAbstractButton):
    """Shows one picture of a message; a click, Enter or Space is `clicked`, as for any button.

    It lives while its message is near the screen. Its rectangle comes from `flow_of`; pixels it
    asks for when it is first painted, so that a picture far up in a long chat is never decoded.
    """

    pixels_wanted = Signal(str, int)
    """This picture (sha256) is to be shown; its longer side in device pixels."""

    menu_wanted = Signal(QPoint)
    """The user asked for its menu, at this point of the screen."""

    def __init__(
        self,
        theme: Theme,
        image: ImagePart,
        parent: QWidget | None = None,
        *,
        among: int = 1,
        node_id: str = "",
        place: int = 0,
    ) -> None:
        """`among` is how many pictures its message has, this one included; `place` is from 0."""
        super().__init__(parent)
        self.image, self.node_id, self.place = image, node_id, place
        self._theme, self._among = theme, among
        self._mark: PictureMark | None = None
        self._picture: QImage | None = None
        self._ready: QImage | None = None
        """The picture as it fills this very box, in device pixels."""
        self._problem = ""
        self._asked = 0
        self._say(_words_of(image))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def has_pixels(self) -> bool:
        """Whether the picture is there."""
        return self._picture is not None

    @property
    def wanted_size(self) -> int:
        """How long, in device pixels, the longer side is decoded."""
        return pixels_of(self._theme, self.image, self.devicePixelRatioF(), self._among)

    def show_image(self, picture: QImage) -> None:
        """Show the decoded picture."""
        self._picture, self._ready, self._problem = picture, None, ""
        self._say(_words_of(self.image))
        self.update()

    @property
    def mark(self) -> PictureMark | None:
        """How it goes along from now on, where that is known."""
        return self._mark

    def show_mark(self, mark: PictureMark | None) -> None:
        """Say at its lower edge how it goes along from now on; None says nothing."""
        if mark != self._mark:
            self._mark = mark
            self._say(self._problem or _words_of(self.image))
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.node_id:
            event.ignore()
            return
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        below = self.mapToGlobal(self.rect().bottomLeft())
        self.menu_wanted.emit(below if by_key else event.globalPos())

    def show_problem(self, sentence: str) -> None:
        """Say in its place why there is no picture."""
        self._problem = sentence
        self._say(sentence)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if (
            self._asked != self.wanted_size and not self.image.url
        ):  # another screen may have another scale
            self._asked = self.wanted_size
            self.pixels_wanted.emit(self.image.sha256, self._asked)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = SIZES.focus if self.hasFocus() else 1
        area = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        radius = self._theme.px(SIZES.radius_field)
        token = "accent" if self.hasFocus() else "edge" if self.underMouse() else "line"
        painter.setPen(QPen(self._theme.color(token), edge))
        painter.setBrush(self._ground())
        painter.drawRoundedRect(area, radius, radius)
        if self._picture is None:
            self._paint_placeholder(painter)
        if self._mark is not None:
            if self._mark.is_gone and self._picture is not None:
                inset = edge / 2
                paint_fade(
                    painter, self._theme, area.adjusted(inset, inset, -inset, -inset), radius
                )
            paint_mark(painter, self._theme, self.rect(), self._mark.words)
        painter.end()

    def _ground(self) -> QBrush:
        if self._picture is None:
            return self._theme.brush("bubble")
        scale = self.devicePixelRatioF()
        if self._ready is None or self._ready.size() != (self.size() * scale):
            self._ready = self._fill_box(self._picture, scale)
        # As a brush, because a clipping path would leave the round corners jagged.
        return QBrush(self._ready)

    def _fill_box(self, picture: QImage, scale: float) -> QImage:
        """Set the picture into the box: in the middle, or from its beginning if it is longer."""
        made = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        made.fill(self._theme.color("bubble"))
        wide, tall = made.width(), made.height()
        size = picture.size().toSizeF()
        own = QSize(self.image.width, self.image.height)
        room = self.size() if own.isEmpty() else whole_in(self._theme, own, self.size())
        size.scale(QSizeF(room) * scale, Qt.AspectRatioMode.KeepAspectRatio)
        left = max(round((wide - size.width()) / 2), 0)
        top = max(round((tall - size.height()) / 2), 0)
        painter = QPainter(made)
        if abs(size.width() - picture.width()) < 1 and abs(size.height() - picture.height()) < 1:
            painter.drawImage(left, top, picture)  # pixel by pixel: nothing is blurred
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            smooth = picture.scaled(
                size.toSize(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(left, top, smooth)
        self._fade_end(painter, made, down=size.height() >= tall + 2, on=size.width() >= wide + 2)
        painter.end()
        made.setDevicePixelRatio(scale)
        return made

    def _fade_end(self, painter: QPainter, made: QImage, *, down: bool, on: bool) -> None:
        """Let a picture that goes on beyond the box fade out where it does."""
        if not (down or on):
            return
        far = round(self._theme.px(SIZES.s8) * self.devicePixelRatioF())
        wide, tall = made.width(), made.height()
        fade = (
            QLinearGradient(0, tall - far, 0, tall)
            if down
            else QLinearGradient(wide - far, 0, wide, 0)
        )
        clear = self._theme.color("bubble")
        clear.setAlpha(0)
        fade.setColorAt(0, clear)
        fade.setColorAt(1, self._theme.color("bubble"))
        painter.fillRect(made.rect(), QBrush(fade))

    def _paint_placeholder(self, painter: QPainter) -> None:
        side, gap = self._theme.px(SIZES.icon_large), self._theme.px(SIZES.s1)
        name, token = ("warning", "warn") if self._problem else ("image", "text_3")
        words = self._problem
        if self.image.url:
            name, words = "link", host_of(self.image.url)
        icon = self._theme.pixmap(name, token, SIZES.icon_large, self.devicePixelRatioF())
        inner = self.rect().adjusted(2 * gap, gap, -2 * gap, -gap)
        wide, tall = (self._theme.px(length) for length in _ROOM_FOR_WORDS)
        if not words or self.width() < wide or self.height() < tall:
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
            return
        painter.setFont(self._theme.font("caption"))
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWrapAnywhere
        flags = (
            flags if self.image.url else Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        )
        taken = painter.boundingRect(inner, flags, words)
        top = max((self.height() - taken.height() - side - gap) // 2, gap)
        painter.drawPixmap((self.width() - side) // 2, top, icon)
        painter.setPen(self._theme.color("text_2"))
        inner.setTop(top + side + gap)
        painter.drawText(inner, flags, words)

    def _say(self, words: str) -> None:
        name = name_of(self.image)
        going = "" if self._mark is None else self._mark.words[0]
        self.setAccessibleName(
            ", ".join(each for each in (f"Picture {name}", words, going) if each)
        )
        self.setToolTip(plain_tip("\n".join(each for each in (name, words, going) if each)))


def host_of(url: str) -> str:
    """Return the host of an address for the screen; the whole of what has none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _words_of(image: ImagePart) -> str:
    return (
        f"by address, loaded by the service only: {image.url}" if image.url else sent_words(image)
    )
