"""Code on paper: its lines wrap, as nothing on paper can be moved sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFontMetricsF, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from scout_desktop.chat.markdown.clean import masked_code
from scout_desktop.chat.markdown.pieces import CodePiece
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.code.lines import TAB
from scout_desktop.ui.transcript.blocks.inset import Stand, inset, paint_bars, paint_sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.lexing import Coloured
    from scout_desktop.ui.transcript.blocks.block import Marks
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

LINES = 40
"""Lines of code that are laid out at a time."""
_NARROWEST = 120
"""Pixels at 100 % that code gets however deep it is set in."""


class Portion(NamedTuple):
    """Some lines of one piece of code; `head` is the language in front of the first ones."""

    lines: Sequence[str]
    colours: Sequence[Sequence[Coloured]]
    head: str = ""
    first: bool = True
    last: bool = True


class Listing(Block):
    """A portion of a `CodePiece` within a frame that is open where others join it."""

    piece: CodePiece

    def __init__(self, workshop: Workshop, piece: CodePiece, portion: Portion) -> None:
        super().__init__(workshop, piece)
        self._portion = portion
        self._width = self._left = self._above = 0
        self._layouts: list[QTextLayout] = []
        """Kept, for they own their rows."""
        self._rows: list[tuple[int, QTextLine]] = []
        self._looks: dict[str, QTextCharFormat] = {}
        self._option = _option(workshop)
        self.tops: list[int] = []
        """Where it may be parted: above each row, and at its end."""

    def fit(self, width: int) -> int:
        px, shop, portion = self.workshop.theme.px, self.workshop, self._portion
        self._width = width
        self._left = min(inset(shop, self.piece.place), max(width - px(_NARROWEST), 0))
        side, row = px(SIZES.s3), shop.formats.row("code")
        caption = shop.formats.row("caption").height if portion.head else 0
        self._above = (px(SIZES.s2) if portion.first else 0) + caption
        room = max(width - self._left - 2 * side, 1)
        self._layouts, self._rows = [], []
        top, tops = self._above, [0]
        for line, colours in zip(portion.lines, portion.colours, strict=True):
            layout = self._laid_out(line, colours)
            layout.beginLayout()
            part = layout.createLine()
            while part.isValid():
                part.setLineWidth(room)
                part.setPosition(QPointF(0, top + row.baseline - part.ascent()))
                self._rows.append((top, part))
                top += row.height
                tops.append(top)
                part = layout.createLine()
            layout.endLayout()
            self._layouts.append(layout)
        tops[-1] += px(SIZES.s2) if portion.last else 0
        # Nothing begins with one line at the end of a page.
        self.tops = [0, *tops[2:]] if portion.first and len(tops) > 2 else tops
        self.height = self.tops[-1]
        return self.height

    def paint(self, painter: QPainter, clip: QRect, marks: Marks) -> None:
        shop, place, portion = self.workshop, self.piece.place, self._portion
        px, formats = shop.theme.px, shop.formats
        if place.quotes:
            paint_bars(painter, shop, place, QRect(0, 0, self._width, self.height), mirrored=False)
        self._paint_frame(painter, clip)
        left = self._left + px(SIZES.s3)
        begins = clip.top() < self._above
        if portion.head and begins:
            row = formats.row("caption")
            painter.setFont(formats.font("caption"))
            painter.setPen(formats.color("text_3"))
            baseline = self._above - row.height + row.baseline
            painter.drawText(QPointF(left, baseline), portion.head)
        if portion.first and begins and (place.mark is not None or place.note):
            baseline = self._above + formats.row("code").baseline
            paint_sign(painter, shop, place, Stand(self._left, baseline, mirrored=False))
        painter.setPen(formats.color("text"))
        # Row by row: a layout draws all it has, and what is clipped would be in a PDF's text.
        for top, line in self._rows:
            if clip.top() <= top <= clip.bottom():
                line.draw(painter, QPointF(left, 0))

    def _paint_frame(self, painter: QPainter, clip: QRect) -> None:
        color, thin = self.workshop.formats.color("line"), self.workshop.theme.px(1)
        box = QRect(self._left, 0, self._width - self._left, self.height)
        sides = [
            QRect(box.left(), clip.top(), thin, clip.height()),
            QRect(box.right() + 1 - thin, clip.top(), thin, clip.height()),
        ]
        if self._portion.first:
            sides.append(QRect(box.left(), 0, box.width(), thin))
        if self._portion.last:
            sides.append(QRect(box.left(), box.bottom() + 1 - thin, box.width(), thin))
        for side in sides:
            painter.fillRect(side.intersected(clip), color)

    def _laid_out(self, line: str, colours: Sequence[Coloured]) -> QTextLayout:
        letters, _ = masked_code(line)
        layout = QTextLayout(letters, self.workshop.formats.font("code"))
        layout.setTextOption(self._option)
        wide = not letters.isascii()
        looks = []
        for start, length, kind in colours:
            made = QTextLayout.FormatRange()
            made.start = _units(letters[:start]) if wide else start
            made.length = _units(letters[start : start + length]) if wide else length
            made.format = self._look(kind)
            looks.append(made)
        layout.setFormats(looks)
        return layout

    def _look(self, kind: str) -> QTextCharFormat:
        if kind not in self._looks:
            made = QTextCharFormat()
            made.setForeground(self.workshop.formats.color(f"code_{kind}"))
            self._looks[kind] = made
        return self._looks[kind]


def _option(workshop: Workshop) -> QTextOption:
    made = QTextOption(Qt.AlignmentFlag.AlignLeft)
    made.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextDirection(Qt.LayoutDirection.LeftToRight)
    advance = QFontMetricsF(workshop.formats.font("code")).horizontalAdvance("0")
    made.setTabStopDistance(TAB * advance)
    return made


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
