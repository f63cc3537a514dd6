"""Tells when something that happened again and again has not happened for a while."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_LULL_MS = 400
"""A reply that pauses for longer is as good as complete, until it goes on."""


class Lull:
    """Each `stir` puts off the call of `then`, a method that is held weakly."""

    def __init__(self, workshop: Workshop, then: Callable[[], None]) -> None:
        self._workshop = workshop
        self._then = weakref.WeakMethod(then)
        self._stirs = self._is_waiting = False

    def stir(self) -> None:
        """It happened again."""
        self._stirs = True
        if not self._is_waiting:
            self._wait()

    def calm(self) -> None:
        """It is over for certain; nothing will be told."""
        self._stirs = self._is_waiting = False

    def _wait(self) -> None:
        self._stirs, self._is_waiting = False, True
        me = weakref.ref(self)

        def over() -> None:
            lull = me()
            if lull is not None:
                lull.look()

        # On the workshop, which goes with the window.
        QTimer.singleShot(_LULL_MS, self._workshop, over)

    def look(self) -> None:
        """Tell that it is over, or wait on."""
        if not self._is_waiting:
            return
        if self._stirs:
            self._wait()
            return
        self._is_waiting = False
        then = self._then()
        if then is not None:
            then()
