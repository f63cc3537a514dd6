"""One picture of the chat: what it is, what sending it again costs, and the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from scout_desktop.chat.captions import caption_words
from scout_desktop.chat.diet import HOWS, Choice
from scout_desktop.ui.controls.dates import moment_words
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip
from scout_desktop.ui.controls.picture.sent import name_of, sent_facts
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.diet.words import HOW_WORDS, tokens_words, usd_words, why_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from scout_desktop.chat.diet_cost import PictureCost
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

ROW = 76
"""Pixels at 100 %, whatever is chosen, so that rows far away need not exist."""
_PICTURE = 52
_LONGEST_CAPTION = 2_000
_MOST_PIXELS = 512
_LARGE = 160
"""Percent of the usual text size."""


def is_large(theme: Theme) -> bool:
    """Whether the letters are so large that rows and head are laid out in more lines."""
    return theme.px(100) > _LARGE


class Row(QWidget):
    """Shows one picture at a time; another one may be shown in it when the list is scrolled."""

    chosen = Signal(str, int, object)
    """(node id, place, `Choice`)"""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels) of the picture shown now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cost: PictureCost | None = None
        self._writes = False
        """Whether a caption was just chosen: the next keys are for it."""
        self._picture = _Picture(theme, self)
        self._name = ElidedLabel(kind="strong", parent=self)
        self._when = PlainLabel(kind="caption", parent=self)
        self._facts = ElidedLabel(kind="caption_number", parent=self)
        self._caption = QLineEdit(self)
        self._caption.setMaxLength(_LONGEST_CAPTION)
        self._caption.editingFinished.connect(self._write)
        self._tokens = self._figure("text")
        self._usd = self._figure("third")
        self._how = Segmented("How it goes", HOW_WORDS, parent=self)
        self._how.chosen.connect(self._choose)
        self._how.setMinimumWidth(self._how.sizeHint().width())
        self._lay_out()

    @property
    def sha256(self) -> str:
        """The picture shown; empty for one by address."""
        return "" if self._cost is None else self._cost.planned.image.sha256

    @property
    def cost(self) -> PictureCost | None:
        """What is shown now."""
        return self._cost

    def show_cost(self, cost: PictureCost, created: str, last: int | None) -> None:
        """Show a picture, its message's time, and how it goes."""
        before, self._cost = self._cost, cost
        planned, image = cost.planned, cost.planned.image
        name = name_of(image) if image.name or not image.url else image.url
        new = before is None or before.planned.image != image or before.planned.node != planned.node
        self._writes = self._writes and not new
        self._name.show_text(name)
        self._when.setText(moment_words(created))
        why = why_words(cost, last)
        facts = image.url or "  ·  ".join(sent_facts(image)[:3])
        self._facts.show_text(f"{why}  ·  {facts}" if why else facts)
        self._tokens.setText(tokens_words(cost))
        self._usd.setText(usd_words(cost))
        self._how.choose(planned.how)
        self._how.rename(name)
        self._how.enable("tile", enabled=cost.can_tile or planned.how == "tile")
        self._show_caption(new=new)
        self._picture.show_kind("link" if image.url else "image", faded=planned.how == "drop")
        if new:
            self._picture.show_image(None)
            if not image.url:
                self.pixels_wanted.emit(image.sha256, self._side_of(image))

    def stops(self) -> list[QWidget]:
        """What Tab comes to, in reading order."""
        return [self._caption, *self._how.stops()]

    def show_image(self, image: QImage) -> None:
        """Show the picture itself."""
        self._picture.show_image(image)

    def show_problem(self, sentence: str) -> None:
        """Say in the picture's place that there is none, and why."""
        self._picture.show_kind("warning", faded=False)
        self._facts.show_text(sentence)

    def _show_caption(self, *, new: bool) -> None:
        assert self._cost is not None
        planned = self._cost.planned
        is_caption = planned.how == "caption"
        self._facts.setVisible(not is_caption)
        self._caption.setVisible(is_caption)
        if not is_caption:
            return
        self._caption.setAccessibleName(f"Caption of {name_of(planned.image)}")
        # The picture's name goes along with it, which is to be known before it is sent.
        sent = f"Sent in its place: {caption_words(planned.image.name, planned.caption)}"
        self._caption.setAccessibleDescription(sent)
        self._caption.setToolTip(plain_tip(sent))
        # What is being typed is not written over by what was known before.
        if new or not self._caption.hasFocus():
            self._caption.setText(planned.caption)
            self._caption.setCursorPosition(0)
        self._caption.setPlaceholderText("The name alone stands for it")
        if self._writes:
            self._writes = False
            self._caption.setFocus()
            self._caption.selectAll()

    def _side_of(self, image: ImagePart) -> int:
        """How long its longer side is to be, so that its shorter one fills the square."""
        short, long = sorted((max(image.width, 1), max(image.height, 1)))
        side = self._theme.px(_PICTURE) * self.devicePixelRatioF() * long / short
        return round(min(side, long, _MOST_PIXELS))

    def _choose(self, how: str) -> None:
        if self._cost is None:
            return
        planned = self._cost.planned
        taken = next(each for each in HOWS if each == how)
        self._writes = taken == "caption"
        self.chosen.emit(planned.node, planned.place, Choice(taken, planned.given))

    def _write(self) -> None:
        if self._cost is None or self._cost.planned.how != "caption":
            return
        planned, words = self._cost.planned, self._caption.text().strip()
        if words != planned.caption:
            self.chosen.emit(planned.node, planned.place, Choice("caption", words))

    def _figure(self, tone: str) -> PlainLabel:
        made = PlainLabel(kind="caption_number", tone=tone, parent=self)
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        made.setFont(self._theme.font("caption_number"))
        made.setFixedWidth(self._theme.px(104))
        return made

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.s2)
        head.addWidget(self._name)
        head.addWidget(self._when)
        head.addStretch(1)
        middle = QVBoxLayout()
        middle.setSpacing(SIZES.s1)
        # Beside the choices they would make large letters wider than most screens.
        large, way = is_large(self._theme), QBoxLayout.Direction
        figures = QBoxLayout(way.LeftToRight if large else way.TopToBottom)
        figures.setSpacing(0)
        side = QBoxLayout(way.BottomToTop if large else way.LeftToRight)
        side.setSpacing(SIZES.s1 if large else SIZES.s3)
        for column, parts in (
            (middle, (head, self._facts, self._caption)),
            (figures, (self._tokens, self._usd)),
        ):
            column.addStretch(1)
            for part in parts:
                column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
            column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.s6, 0, SIZES.s4, 0)
        row.setSpacing(SIZES.s3)
        row.addWidget(self._picture)
        row.addLayout(middle, 1)
        side.addStretch(int(large))
        side.addLayout(figures)
        side.addWidget(self._how)
        side.addStretch(int(large))
        row.addLayout(side)


class _Picture(QFrame):
    """The middle of a picture as a rounded square."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image: QImage | None = None
        self._icon, self._faded = "image", False
        dress(self, ground="bare")
        side = theme.px(_PICTURE)
        self.setFixedSize(side, side)

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def show_kind(self, icon: str, *, faded: bool) -> None:
        self._icon, self._faded = icon, faded
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        radius = self._theme.px(SIZES.radius_field)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.fillPath(shape, self._theme.color("bubble"))
        if self._image is None:
            side = self._theme.px(SIZES.icon_large)
            token = "warn" if self._icon == "warning" else "text_3"
            icon = self._theme.pixmap(self._icon, token, SIZES.icon_large, self.devicePixelRatioF())
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, icon)
        else:
            painter.setClipPath(shape)
            short = min(self._image.width(), self._image.height())
            left, top = (self._image.width() - short) // 2, (self._image.height() - short) // 2
            if self._faded:
                painter.setOpacity(0.45)
            painter.drawImage(QRectF(self.rect()), self._image, QRectF(left, top, short, short))
        painter.end()
