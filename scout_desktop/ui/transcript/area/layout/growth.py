"""A reply on its way: collects what arrives and says when it is time to show it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.markdown.growing import GrowingPieces

if TYPE_CHECKING:
    from collections.abc import Callable

FRAME_S, SMOOTH_FRAME_S = 1 / 30, 1 / 60
"""Between two looks: 30 a second, which read as well as 60 and cost half."""
_SHARE = 4
"""A reply that is dear to lay out is shown less often: a quarter of the time at most."""


class Growth(QObject):
    """The text of one growing reply; `due` when what was added should be shown."""

    due = Signal()

    def __init__(
        self, reply_id: str, since: float, parent: QObject | None = None, *, smooth: bool = False
    ) -> None:
        """`since` is when it was asked for, in seconds of `time.monotonic`.

        `smooth` looks twice as often.
        """
        super().__init__(parent)
        self.reply_id, self.since = reply_id, since
        self.pieces = GrowingPieces()
        self.comments = 0
        self._length = 0
        self._last = 0.0
        self.frame = self._pause = SMOOTH_FRAME_S if smooth else FRAME_S
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(QtCore.Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.due)

    @property
    def length(self) -> int:
        """Letters that have arrived."""
        return self._length

    def add(self, at: int, text: str) -> None:
        """Take text that stands behind the first `at` letters; what is known already is skipped."""
        if at + len(text) <= self._length:
            return
        fresh = text[max(self._length - at, 0) :]
        self.pieces.add(fresh)
        self._length += len(fresh)
        if not self._timer.isActive():
            rest = self._last + self._pause - time.monotonic()
            self._timer.start(max(round(rest * 1000), 0))

    def look(self, show: Callable[[], None]) -> None:
        """Show what has arrived; what that costs decides when the next look may be."""
        self._timer.stop()
        begun = time.thread_time()
        show()
        self._pause = max(self.frame, (time.thread_time() - begun) * _SHARE)
        self._last = time.monotonic()

    def stop(self) -> None:
        """Nothing more will be shown."""
        self._timer.stop()
