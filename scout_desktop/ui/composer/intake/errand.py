"""Runs what may take long beside the GUI thread, for views that have no task of their own."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

T = TypeVar("T")
_EVERY_MS = 5
_PATIENCE_MS = 2_000


def run_aside(
    owner: QObject,
    work: Callable[[], T],
    settle: Callable[[T | None], None],
    patience_ms: int = _PATIENCE_MS,
) -> None:
    """Run `work` in a thread, then call `settle` here with what it returned.

    With None where it takes longer than `patience_ms` (a network drive that is gone never answers)
    or fails with an OSError. Nothing is called any more once `owner` is gone.
    """
    answers: list[T | None] = []
    left = patience_ms

    def run() -> None:
        try:
            answers.append(work())
        except OSError:
            answers.append(None)

    # Looked for and not signalled: the thread may outlive everything it could signal to.
    clock = QTimer(owner)

    def look() -> None:
        nonlocal left
        left -= _EVERY_MS
        if not answers and left > 0:
            return
        clock.stop()
        clock.deleteLater()
        settle(answers[0] if answers else None)

    clock.timeout.connect(look)
    # A daemon, so that a drive that is gone does not keep the program from ending.
    Thread(target=run, name="intake", daemon=True).start()
    clock.start(_EVERY_MS)
