"""The quiet line at the lower edge of a picture that says how it goes along from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics

from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from scout_desktop.ui.theme.theme import Theme

_GROUND_ALPHA = 232
_FADE_ALPHA = 150


class PictureMark(NamedTuple):
    """How a picture of an earlier message goes along with the next question."""

    how: str
    """`keep`, `tile`, `caption` or `drop`."""
    words: tuple[str, ...]
    """The same in ever fewer words, for narrow pictures; the first is also read aloud."""
    can_tile: bool = True
    """Whether there is anything to be reduced."""

    @property
    def is_gone(self) -> bool:
        """Whether the model does not see it any more."""
        return self.how in ("caption", "drop")


def paint_fade(painter: QPainter, theme: Theme, area: QRectF, radius: float) -> None:
    """Let a picture that the model does not see any more step back."""
    veil = theme.color("bubble")
    veil.setAlpha(_FADE_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(veil)
    painter.drawRoundedRect(area, radius, radius)


def paint_mark(painter: QPainter, theme: Theme, box: QRect, words: Sequence[str]) -> None:
    """Paint as many words as there is room for at the lower edge of `box`; else nothing."""
    font = theme.font("caption_number")
    metrics = QFontMetrics(font)
    gap, pad = theme.px(SIZES.s1), theme.px(6)
    tall = metrics.height() + gap
    if box.height() < 2 * tall:
        return
    room = box.width() - 2 * gap - 2 * pad
    said = next((each for each in words if metrics.horizontalAdvance(each) <= room), "")
    if not said:
        return
    wide = metrics.horizontalAdvance(said) + 2 * pad
    line = QRectF(box.left() + gap, box.bottom() + 1 - gap - tall, wide, tall)
    ground = theme.color("surface")
    ground.setAlpha(_GROUND_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    radius = theme.px(SIZES.radius_field) - 1
    painter.drawRoundedRect(line, radius, radius)
    painter.setFont(font)
    painter.setPen(theme.color("text_2"))
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, said)
