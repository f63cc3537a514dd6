"""The line in a reply's place until its first word: how long it has been, and why."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.transcript.parts.facts import elapsed

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QWidget

_TICK_MS = 100
_PATIENCE = 10.0


class WaitingLine(PlainLabel):
    """Counts from `since` (seconds of `time.monotonic`) while it is on the screen."""

    def __init__(self, since: float, parent: QWidget | None = None) -> None:
        super().__init__(kind="caption_number", tone="second", parent=parent)
        self._since = since
        self._comments = 0
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._say)
        self._say()

    def show_comments(self, comments: int) -> None:
        """Take note that the service has given so many signs of life without a word."""
        self._comments = comments
        self._say()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._say()
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticking.stop()

    def _say(self) -> None:
        passed = max(time.monotonic() - self._since, 0.0)
        if self._comments:
            self.setText(f"queued at provider  {elapsed(passed)}")
        elif passed < _PATIENCE:
            self.setText(f"waiting  {passed:.1f} s")
        else:
            self.setText(f"waiting  {elapsed(passed)}")
