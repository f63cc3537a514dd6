"""How each kind of run and paragraph looks, made once for a theme and handed out many times."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextCharFormat,
    QTextOption,
)

from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.ui.links import checked_address
from scout_desktop.ui.theme.tokens import FACES, LINE_HEIGHT

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Align
    from scout_desktop.ui.theme.theme import Theme

_HEADING_HEIGHT = 1.35
_RUNNING = ("body", "strong", "number", "caption", "caption_strong", "caption_number", "code")
_SIDES = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
ROOM = "n"
"""The letter that keeps the place of a picture or formula: lines break beside it as beside any."""
_UNSEEN = QColor(0, 0, 0, 0)
_STRONG = QFont.Weight.DemiBold


class Row(NamedTuple):
    """What every row of one kind of text measures, in pixels, whatever script stands in it."""

    height: int
    baseline: int
    """From the top of the row."""


class Formats:
    """Character and paragraph formats of one theme at one text size."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._made: dict[tuple[object, ...], QTextCharFormat] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._rows: dict[str, Row] = {}
        self._options: dict[tuple[Align, bool], QTextOption] = {}
        self._measures: dict[str, QFontMetricsF] = {}
        self._colors: dict[str, QColor] = {}

    def color(self, token: str) -> QColor:
        """Return the colour called `token`; not to be changed."""
        if token not in self._colors:
            self._colors[token] = self.theme.color(token)
        return self._colors[token]

    def font(self, kind: str, strong: bool = False) -> QFont:
        """Return the font of text without any style; not to be changed."""
        if (kind, strong) not in self._fonts:
            font = self.theme.font(kind)
            if strong:
                font.setWeight(_STRONG)
            self._fonts[kind, strong] = font
        return self._fonts[kind, strong]

    def row(self, kind: str) -> Row:
        """Return the fixed measures of a row of `kind`: its text in the middle, between ascents."""
        if kind not in self._rows:
            share = LINE_HEIGHT if kind in _RUNNING else _HEADING_HEIGHT
            height = self.theme.px(FACES[kind].px * share)
            metrics = self._metrics(kind)
            baseline = (height + metrics.ascent() - metrics.descent()) / 2
            self._rows[kind] = Row(height, round(baseline))
        return self._rows[kind]

    def width(self, text: str, kind: str) -> float:
        """Return the pixels that a few characters take in one line."""
        return self._metrics(kind).horizontalAdvance(text)

    def x_height(self, kind: str) -> float:
        """Return how tall the small letters are."""
        return self._metrics(kind).xHeight()

    def _metrics(self, kind: str) -> QFontMetricsF:
        if kind not in self._measures:
            self._measures[kind] = QFontMetricsF(self.font(kind))
        return self._measures[kind]

    def option(self, align: Align, mirrored: bool) -> QTextOption:
        """Return how lines are broken and where they stand; "" is where the script begins."""
        if (align, mirrored) not in self._options:
            made = QTextOption(_SIDES[align or ("right" if mirrored else "left")])
            made.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            made.setTextDirection(
                Qt.LayoutDirection.RightToLeft if mirrored else Qt.LayoutDirection.LeftToRight
            )
            self._options[align, mirrored] = made
        return self._options[align, mirrored]

    def style(self, run: Text, kind: str, strong: bool = False) -> QTextCharFormat:
        """Return how a run looks; the ground of inline code is painted by whoever paints it."""
        look = "" if run.href is None else _link_look(run.href)
        key = ("style", kind, strong or run.strong, run.emphasis, run.strike, run.code, look)
        made = self._made.get(key)
        if made is None:
            if strong:
                run = replace(run, strong=True)
            made = self._made[key] = self._make(kind, run, look)
        return made

    def small(self, kind: str) -> QTextCharFormat:
        """Return how a raised number looks that points to a footnote."""
        if ("small", kind) not in self._made:
            made = QTextCharFormat()
            made.setFont(self.font(kind))
            made.setForeground(self.color("accent"))
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            self._made["small", kind] = made
        return self._made["small", kind]

    def quiet(self, kind: str) -> QTextCharFormat:
        """Return how a label looks that is ours and not the model's."""
        if ("quiet", kind) not in self._made:
            made = QTextCharFormat()
            made.setFont(self.font(kind))
            made.setForeground(self.color("text_2"))
            self._made["quiet", kind] = made
        return self._made["quiet", kind]

    def room(self, width: float, kind: str, letter: str = ROOM) -> QTextCharFormat:
        """Return a format in which one `letter` is `width` pixels wide and is not seen."""
        key = ("room", width, kind, letter)
        if key not in self._made:
            font = QFont(self.font(kind))
            font.setKerning(False)
            own = self.width(letter, kind)
            font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, width - own)
            made = QTextCharFormat()
            made.setFont(font)
            made.setForeground(_UNSEEN)
            self._made[key] = made
        return self._made[key]

    def _make(self, kind: str, run: Text, look: str) -> QTextCharFormat:
        theme, made = self.theme, QTextCharFormat()
        font = self._font(kind, run)
        made.setFont(font)
        made.setForeground(theme.color("text"))
        if look == "link":
            made.setForeground(theme.color("accent"))
            made.setFontUnderline(True)
        elif look == "dead":
            made.setForeground(theme.color("text_2"))
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        return made

    def _font(self, kind: str, run: Text) -> QFont:
        theme = self.theme
        if run.code:
            font = theme.font("code")
            if kind != "body":
                font.setPixelSize(theme.px(FACES[kind].px - 1))
        else:
            font = theme.font(kind)
        if run.strong:
            font.setWeight(_STRONG)
        font.setItalic(run.emphasis)
        font.setStrikeOut(run.strike)
        return font


@lru_cache(1_000)
def _link_look(href: str) -> str:
    return "link" if checked_address(href) is not None else "dead"
