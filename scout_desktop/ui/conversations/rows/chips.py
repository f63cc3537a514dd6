"""The tags of a chat in its row: at most two quiet chips, and how many there are beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont, QPainter

    from scout_desktop.ui.theme.theme import Theme

_MOST = 2
_SHARE = 0.6
"""Of the line, which tags leave to the words at the least narrow pane."""
_WIDEST = 84
_FEWEST = 5
"""Letters below which a shortened tag says nothing; only the first one is shortened at all."""


class Chip(NamedTuple):
    """A chip and where it is; `tag` is empty for the number of those not shown."""

    box: QRect
    text: str
    tag: str


def placed(tags: Sequence[str], area: QRect, font: QFont, theme: Theme) -> list[Chip]:
    """Return the chips that find room at the beginning of `area`, and the number of the others."""
    metrics, inset, gap = QFontMetrics(font), theme.px(SIZES.s1) + 1, theme.px(SIZES.s1)
    height = min(metrics.height() + 2, area.height())
    left, end = area.left(), area.left() + int(area.width() * _SHARE)
    made: list[Chip] = []

    def add(text: str, tag: str, widest: int) -> bool:
        nonlocal left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, widest - 2 * inset)
        width = metrics.horizontalAdvance(shown) + 2 * inset
        if left + width > end or (shown != text and (made or len(shown) < _FEWEST)):
            return False
        top = area.top() + (area.height() - height) // 2
        made.append(Chip(QRect(left, top, width, height), shown, tag))
        left += width + gap
        return True

    for place, tag in enumerate(tags[:_MOST]):
        rest = len(tags) - place - 1
        spare = metrics.horizontalAdvance(f"+{rest}") + 2 * inset + gap if rest else 0
        if not add(tag, tag, min(theme.px(_WIDEST), end - left - spare)):
            break
    # A number alone names nothing, and takes the place of the words.
    if made and (hidden := len(tags) - len(made)):
        add(f"+{hidden}", "", end - left)
    return made


def paint(painter: QPainter, chips: Sequence[Chip], font: QFont, theme: Theme, ground: str) -> None:
    """Paint chips with the present colours; `ground` names theirs."""
    painter.setFont(font)
    for chip in chips:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(ground))
        radius = chip.box.height() / 2
        painter.drawRoundedRect(QRectF(chip.box), radius, radius)
        painter.setPen(theme.color("text_2"))
        painter.drawText(chip.box, Qt.AlignmentFlag.AlignCenter, chip.text)
