"""How far a piece is set in, and what stands in that room: bars of quotes, signs of list items.

All of it is on the side where reading begins. A number too wide for the room of its list gets the
room it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPen

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from scout_desktop.chat.markdown.pieces import Place
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_QUOTE = SIZES.s4
_LIST = SIZES.s8
_BAR = 3
_GAP = SIZES.s2
_BOX = 14
_DOT = 2.5


def inset(workshop: Workshop, place: Place) -> int:
    """Return the pixels between where the column begins and where a piece does."""
    theme = workshop.theme
    quotes, lists = place.quotes * theme.px(_QUOTE), place.depth * theme.px(_LIST)
    if place.mark is None and not place.note:
        return quotes + lists
    outer = max(place.depth - 1, 0) * theme.px(_LIST)
    return quotes + max(lists, outer + sign_width(workshop, place))


def sign_width(workshop: Workshop, place: Place) -> int:
    """Return the pixels that the sign in front of a piece takes, with the gap behind it."""
    px, mark = workshop.theme.px, place.mark
    width = 0
    label = _label(place)
    if label:
        width += round(workshop.formats.width(label, "number")) + px(_GAP)
    if mark is not None and mark.done is not None:
        width += px(_BOX) + px(_GAP)
    return width


def paint_bars(
    painter: QPainter, workshop: Workshop, place: Place, rect: QRect, mirrored: bool
) -> None:
    """Paint the bars of the quotes around a piece from the top to the bottom of `rect`.

    `rect` is as wide as the column; `mirrored` puts the bars on its right.
    """
    px = workshop.theme.px
    color, bar = workshop.formats.color("line"), px(_BAR)
    for number in range(place.quotes):
        x = number * px(_QUOTE)
        left = rect.right() + 1 - x - bar if mirrored else rect.left() + x
        painter.fillRect(left, rect.top(), bar, rect.height(), color)


class Stand(NamedTuple):
    """Where the text begins that a sign stands in front of."""

    x: int
    baseline: int
    mirrored: bool
    """The text runs from right to left: it begins at the left of `x`, the sign is on the right."""


def paint_sign(painter: QPainter, workshop: Workshop, place: Place, stand: Stand) -> None:
    """Paint the number, bullet or box in front of the first piece of a list item or footnote."""
    px, mark = workshop.theme.px, place.mark
    x, baseline, mirrored = stand
    away = 1 if mirrored else -1
    if mark is not None and mark.done is not None:
        _paint_box(painter, workshop, mark.done, _beside(x, px(_GAP), px(_BOX), away), baseline)
        x += away * (px(_GAP) + px(_BOX))
    label = _label(place)
    if label:
        # Written from right to left the point stands on the left of its number.
        shown = f".{label[:-1]}" if mirrored else label
        width = round(workshop.formats.width(label, "number"))
        painter.setFont(workshop.formats.font("number"))
        painter.setPen(workshop.formats.color("text_2"))
        painter.drawText(QPointF(_beside(x, px(_GAP), width, away), baseline), shown)
    elif mark is not None and mark.done is None:
        _paint_bullet(painter, workshop, place.depth, x + away * px(_GAP + 3), baseline)


def paint_around(
    painter: QPainter, workshop: Workshop, place: Place, rect: QRect, stand: Stand
) -> None:
    """Paint all that stands beside a piece; `rect` is its own and as wide as the column."""
    if place.quotes:
        paint_bars(painter, workshop, place, rect, stand.mirrored)
    if place.mark is not None or place.note:
        paint_sign(painter, workshop, place, stand)


def _label(place: Place) -> str:
    if place.note:
        return f"{place.number or place.note}."
    if place.mark is not None and place.mark.number is not None:
        return f"{place.mark.number}."
    return ""


def _beside(x: int, gap: int, width: int, away: int) -> int:
    return x + gap if away > 0 else x - gap - width


def _paint_bullet(painter: QPainter, workshop: Workshop, depth: int, x: int, baseline: int) -> None:
    radius = _DOT * workshop.theme.px(100) / 100
    middle = QPointF(x, baseline - workshop.formats.x_height("body") / 2)
    color = workshop.formats.color("text_2")
    painter.save()
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, radius / 2) if depth == 2 else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if depth == 2 else color)
    if depth <= 2:
        painter.drawEllipse(middle, radius, radius)
    else:
        side = radius * 0.9
        painter.drawRect(QRectF(middle.x() - side, middle.y() - side, 2 * side, 2 * side))
    painter.restore()


def _paint_box(painter: QPainter, workshop: Workshop, done: bool, x: int, baseline: int) -> None:
    theme, formats = workshop.theme, workshop.formats
    side = theme.px(_BOX)
    top = round(baseline - (formats.x_height("body") + side) / 2 - theme.px(1))
    rect = QRectF(x + 0.5, top + 0.5, side - 1, side - 1)
    painter.save()
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(formats.color("accent" if done else "edge"), 1))
    painter.setBrush(formats.color("accent") if done else Qt.BrushStyle.NoBrush)
    radius = theme.px(SIZES.s1) - 1
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()
    if done:
        tick = theme.pixmap("check", "on_accent", _BOX - 2, workshop.scale)
        painter.drawPixmap(x + theme.px(1), top + theme.px(1), tick)
