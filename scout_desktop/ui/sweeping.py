"""Python's cycle collector, kept on the GUI thread.

The collector runs in whatever thread happens to allocate, and there it destroys the widgets and
timers of forgotten cycles: Qt answers with "Timers cannot be stopped from another thread" or a
crash. So it is switched off, and a slow timer of the GUI thread does its work by its own rules.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000
_A_LOAD = 30_000
"""Containers more than at the last sweep, within a second: a long chat was read from its file."""


class Sweeping(QObject):
    """Sweeps once a second, if there is enough to sweep; idle it only compares three numbers."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)  # a coarse one, as all are that are not asked to be precise
        self._timer.timeout.connect(self.sweep)

    def begin(self) -> None:
        """Take the collector over. What lives now is taken for permanent and never looked at."""
        gc.disable()
        gc.freeze()
        self._timer.start(_EVERY_MS)

    def end(self) -> None:
        """Give the collector back."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def sweep(self) -> None:
        """Collect the oldest generation whose threshold is passed, as Python itself would."""
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] > _A_LOAD:
            # Records hold no cycles and die by their count; to walk them all would be felt.
            gc.freeze()
            return
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return
