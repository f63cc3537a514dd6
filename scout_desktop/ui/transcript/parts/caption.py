"""Facts in one quiet line: as many whole ones as there is room for, never half a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLabel

from scout_desktop.ui.controls.label import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

BETWEEN = "  ·  "


class Caption(QLabel):
    """A label to readers, who hear all of it; it paints its text itself, in tabular figures."""

    def __init__(
        self, theme: Theme, facts: Sequence[str], tip: str, parent: QWidget | None = None
    ) -> None:
        """`facts` are in order of weight; `tip` is all that is known, plain text."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._theme, self._facts = theme, tuple(facts)
        self.setAccessibleName(BETWEEN.join(self._facts))
        self.setToolTip(plain_tip(tip))

    def shown(self) -> str:
        """What there is room for: facts are left out from the end."""
        metrics = QFontMetrics(self._theme.font("caption_number"))
        for count in range(len(self._facts), 0, -1):
            words = BETWEEN.join(self._facts[:count])
            if metrics.horizontalAdvance(words) <= self.width():
                return words
        return ""

    def least_width(self) -> int:
        """How many pixels the first fact takes, without which there is nothing to see."""
        return QFontMetrics(self._theme.font("caption_number")).horizontalAdvance(self._facts[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font("caption_number"))
        painter.setPen(self._theme.color("text_3"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags | Qt.TextFlag.TextSingleLine, self.shown())
        painter.end()
