"""A batch of this session: it runs on whether a window looks at it or not."""

from __future__ import annotations

import time
from contextlib import aclosing
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.errors import ScoutError
from scout_desktop.session.batch.events import Paused, RowChanged
from scout_desktop.ui.batch.run.pace import Pace

if TYPE_CHECKING:
    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.session.batch.batch import Batch
    from scout_desktop.session.batch.events import BatchEvent
    from scout_desktop.ui.tasks import Tasks

_SECOND_MS = 1000
_FLUSH_MS = 100
"""What changed reaches the screen ten times a second, however many replies come in."""


class LiveBatch(QObject):
    """Starts and pauses the run; nothing starts by itself. It belongs to no window."""

    rows_changed = Signal(list)
    """The `BatchRow`s that are others now, at most ten times a second."""

    moved = Signal()
    """Totals or state are others now: look at `batch.totals`, `running`, `paused`, `error`."""

    def __init__(self, batch: Batch, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.batch = batch
        self.paused: Paused | None = None
        """Why the last run sends nothing more; None while it does, or when it came to its end."""
        self.error: ScoutError | None = None
        """What ended the last run before its time."""
        self.begun = False
        """Whether a run was started in this session."""
        self._tasks = tasks
        self._name = f"batch {batch.id}"
        self._pending: dict[str, BatchRow] = {}
        self._over: set[str] = set()
        """Chats of the pictures that this run has finished."""
        self._again: bool | None = None
        """What the run was asked to do once the one under way has ended: only what failed?"""
        self._pace = Pace(0.0)
        self._flush_soon = QTimer(self)
        self._flush_soon.setSingleShot(True)
        self._flush_soon.setInterval(_FLUSH_MS)
        self._flush_soon.timeout.connect(self._flush)
        self._count_down = QTimer(self)
        self._count_down.setInterval(_SECOND_MS)
        self._count_down.timeout.connect(self._tick)
        tasks.finished.connect(self._ended)

    @property
    def running(self) -> bool:
        """Whether a run is under way; after a pause until the last reply has come."""
        return self._tasks.is_running(self._name)

    @property
    def going_on(self) -> bool:
        """Whether it will go on once what was on its way when it was paused has come."""
        return self._again is not None

    def start(self, *, only_failed: bool = False) -> None:
        """Ask about what waits, or again about what failed."""
        if self.running:
            # A pause lets replies come in; the next run begins behind them.
            self._again = only_failed if self.paused is not None else None
            self.moved.emit()
            return
        self.begun, self.paused, self.error = True, None, None
        self._over.clear()
        self._pace = Pace(time.monotonic())
        self._tasks.start(self._name, self._run(only_failed=only_failed))
        self.moved.emit()

    def pause(self) -> None:
        """Send nothing more; replies on their way still arrive."""
        self._again = None
        self.batch.pause()

    def time_left(self) -> str:
        """Return how long the rest may take, in words; empty where nothing honest can be said."""
        totals = self.batch.totals
        if not self.running or self.paused is not None:
            return ""
        return self._pace.words(totals.items - totals.done - totals.failed)

    async def _run(self, *, only_failed: bool) -> None:
        try:
            async with aclosing(self.batch.run(only_failed=only_failed)) as events:
                async for event in events:
                    self._take(event)
        except ScoutError as error:
            self.error = error

    def _take(self, event: BatchEvent) -> None:
        if isinstance(event, RowChanged):
            row = event.row
            if row.state in ("done", "failed") and row.item.chat not in self._over:
                self._over.add(row.item.chat)
                self._pace.finished(time.monotonic())
            if row.state == "waiting" and row.problem:
                self._count_down.start()
            self._pending[row.item.chat] = row
        elif isinstance(event, Paused):
            self.paused = event
        if not self._flush_soon.isActive():
            self._flush_soon.start()

    def _tick(self) -> None:
        if not self.batch.held:
            self._count_down.stop()
        self.moved.emit()

    def _flush(self) -> None:
        rows, self._pending = list(self._pending.values()), {}
        if rows:
            self.rows_changed.emit(rows)
        self.moved.emit()

    def _ended(self, name: str) -> None:
        if name != self._name:
            return
        self._flush_soon.stop()
        self._count_down.stop()
        again, self._again = self._again, None
        self._flush()
        if again is not None:
            self.start(only_failed=again)
