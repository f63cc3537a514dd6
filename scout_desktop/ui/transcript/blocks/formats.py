"""How each kind of run and paragraph looks, made once for a theme and handed out many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat

from scout_desktop.chat.markdown.blocks import Picture, Text
from scout_desktop.ui.links import checked_address
from scout_desktop.ui.theme.tokens import FACES, LINE_HEIGHT, SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.blocks.pieces import Line

_HEADING_HEIGHT = 1.35


class Formats:
    """Character and paragraph formats of one theme at one text size."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._made: dict[tuple[object, ...], QTextCharFormat] = {}

    def plain(self, kind: str = "body") -> QTextCharFormat:
        """Return the format of text without any style."""
        return self._of(kind, Text(""), "")

    def run(self, run: Text, kind: str) -> QTextCharFormat:
        """Return the format of a run; a link carries its address for the pointer to find."""
        if run.href is None:
            return self._of(kind, run, "")
        made = QTextCharFormat(self._of(kind, run, _link_look(run.href)))
        return _with_address(made, run.href)

    def chip(self, picture: Picture, kind: str) -> QTextCharFormat:
        """Return the format of the label that stands for a picture which is not loaded."""
        made = QTextCharFormat(self._of(kind, Text(""), "chip"))
        return _with_address(made, picture.href or picture.src)

    def paragraph(self, line: Line, above: Line | None) -> QTextBlockFormat:
        """Return the format of a paragraph: fixed line height in every script, and its distance.

        `above` is the paragraph before it, None at the start.
        """
        made = QTextBlockFormat()
        heading = line.kind != "body"
        height = FACES[line.kind].px * (_HEADING_HEIGHT if heading else LINE_HEIGHT)
        made.setLineHeight(
            self.theme.px(height), QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        if above is not None:
            made.setTopMargin(self.theme.px(gap_above(line, above)))
        if line.mark is None:
            made.setIndent(line.depth)
        return made

    def spare_above(self) -> int:
        """Pixels that a line of body text keeps free above its letters."""
        height = self.theme.px(FACES["body"].px * LINE_HEIGHT)
        return max(height - self.theme.line_height("body"), 0)

    def _of(self, kind: str, run: Text, look: str) -> QTextCharFormat:
        key = (kind, run.strong, run.emphasis, run.strike, run.code, look)
        if key not in self._made:
            self._made[key] = self._make(kind, run, look)
        return self._made[key]

    def _make(self, kind: str, run: Text, look: str) -> QTextCharFormat:
        theme, made = self.theme, QTextCharFormat()
        font = self._font(kind, run)
        made.setFont(font)
        made.setForeground(theme.color("text"))
        if run.code:
            made.setBackground(theme.color("bubble"))
        if look == "link":
            made.setForeground(theme.color("accent"))
            made.setFontUnderline(True)
        elif look == "dead":
            made.setForeground(theme.color("text_2"))
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        elif look == "chip":
            made.setForeground(theme.color("text_2"))
            made.setBackground(theme.color("bubble"))
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
            font.setBold(True)
        font.setItalic(run.emphasis)
        font.setStrikeOut(run.strike)
        return font


def gap_above(line: Line, above: Line) -> int:
    """Return the pixels at 100 % between two paragraphs."""
    if line.kind != "body":
        return SIZES.s4 + SIZES.s1
    if line.tight:
        return SIZES.s1 if above.tight else SIZES.s2
    return SIZES.s3


def _link_look(href: str) -> str:
    return "link" if checked_address(href) is not None else "dead"


def _with_address(made: QTextCharFormat, address: str) -> QTextCharFormat:
    made.setAnchor(True)
    made.setAnchorHref(address)
    return made
