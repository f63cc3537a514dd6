"""What all blocks of a transcript share: the look in force, slices of idle time, and a voice."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.ui.transcript.blocks.formats import Formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.blocks.boxes import Boxes

_SLICE = 0.003
"""Seconds of work in one slice: well under a frame."""
_PAUSE_MS = 8
"""Between two slices, so that keys, wheel and text come first."""


class Workshop(QObject):
    """One for a transcript. `restyle` begins a new look: all blocks made before are thrown away."""

    changed = Signal(object, bool)
    """(Block, resized): it looks different now; with `resized` its height may be another."""

    least_column: ClassVar[int] = 150
    """Pixels at 100 % of a column that could use more; with less a table is moved sideways."""

    def __init__(self, theme: Theme, viewport: QWidget) -> None:
        """`viewport` is what the blocks are painted on, and the parent of widgets in blocks."""
        super().__init__(viewport)
        self.theme = theme
        self.viewport = viewport
        self.formats = Formats(theme)
        self.boxes: Boxes | None = None
        """Whoever sets formulas within lines of text; None shows their source."""
        self._waiting: deque[Iterator[object]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._work)

    @property
    def scale(self) -> float:
        """Device pixels a pixel."""
        return self.viewport.devicePixelRatioF()

    @property
    def has_work(self) -> bool:
        """Whether something waits for idle time."""
        return bool(self._waiting)

    def restyle(self) -> None:
        """Take up the theme's new colours and sizes, and forget work for the old ones."""
        self.formats = Formats(self.theme)
        self._waiting.clear()

    def later(self, work: Iterator[object]) -> None:
        """Do `work` in slices when there is time; each step of the iterator must be short."""
        self._waiting.append(work)
        if not self._timer.isActive():
            self._timer.start(_PAUSE_MS)

    def _work(self) -> None:
        """Let everybody who waits take one step after the other, for the length of a slice."""
        end, look = time.perf_counter() + _SLICE, self.formats
        while self._waiting and time.perf_counter() < end:
            work = self._waiting.popleft()
            try:
                next(work)
            except StopIteration:
                continue
            if self.formats is look:  # else a step called `restyle`: this is for the old look
                self._waiting.append(work)
        if self._waiting:
            self._timer.start(_PAUSE_MS)
