"""The line in a reply's place until its first word: how long it has been, and why."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.parts.facts import elapsed

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_TICK_MS = 100
_SLOW_TICK_MS = 200
_PATIENCE = 10.0
"""Seconds; from then on tenths of them tell nobody anything."""


class WaitingLine(QLabel):
    """Counts from `since` (seconds of `time.monotonic`) while it is on the screen.

    A label to readers, who hear what is waited for and not every tick.
    """

    def __init__(self, theme: Theme, since: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._theme, self._since = theme, since
        self._comments = 0
        self._painted = ""
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self.setAccessibleName("Waiting for the first word")

    def show_comments(self, comments: int) -> None:
        """Take note that the service has given so many signs of life without a word."""
        self._comments = comments
        self.setAccessibleName("Queued at provider" if comments else "Waiting for the first word")
        self._tick()

    def words(self) -> str:
        """What it says at this moment."""
        passed = max(time.monotonic() - self._since, 0.0)
        if self._comments:
            return f"queued at provider {elapsed(passed)}"
        return f"waiting {passed:.1f} s" if passed < _PATIENCE else f"waiting {elapsed(passed)}"

    def fit(self, width: int) -> int:
        """Take `width` pixels and return the height in pixels."""
        height = max(self._theme.line_height("caption_number"), self._theme.px(SIZES.s6))
        self.resize(width, height)
        return height

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self._painted = self.words()
        painter = QPainter(self)
        painter.setFont(self._theme.font("caption_number"))
        painter.setPen(self._theme.color("text_2"))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), flags | Qt.TextFlag.TextSingleLine, self._painted)
        painter.end()

    def _tick(self) -> None:
        slow = self._comments or time.monotonic() - self._since >= _PATIENCE
        pause = _SLOW_TICK_MS if slow else _TICK_MS
        if pause != self._ticking.interval():
            self._ticking.setInterval(pause)
        if self.words() != self._painted:
            self.update()
