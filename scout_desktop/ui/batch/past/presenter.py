"""Fills the window with the batches of before, and forgets one when its Undo has passed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.batch.past.model import PastBatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.session.batch.batches import Batches
    from scout_desktop.ui.batch.past.window import PastWindow
    from scout_desktop.ui.batch.run.live import LiveBatch
    from scout_desktop.ui.tasks import Tasks


_LIST = "batches of before"


class PastPresenter(QObject):
    """`live_of` gives a batch of this session, whose totals need no reading."""

    opened = Signal(str)

    def __init__(
        self,
        window: PastWindow,
        batches: Batches,
        tasks: Tasks,
        live_of: Callable[[str], LiveBatch | None],
    ) -> None:
        super().__init__(window)
        self._window, self._batches, self._tasks = window, batches, tasks
        self._live_of = live_of
        self._forgotten: tuple[int, PastBatch] | None = None
        """What is to be forgotten, and where it stood."""
        window.opened.connect(self.opened)
        window.forgotten.connect(self._forget)
        window.undone.connect(self._undo)
        window.expired.connect(self._forget_for_good)
        window.closed.connect(self._forget_for_good)
        window.closed.connect(lambda: tasks.cancel(_LIST))

    def refresh(self) -> None:
        """Show the list as it is now."""
        self._tasks.start(_LIST, self._load())

    def show_moved(self, live: LiveBatch) -> None:
        """Show how far a batch of this session is."""
        place = self._window.model.place_of(live.batch.id)
        if place is not None:
            before = self._window.model.at(self._window.model.index(place, 0))
            if before is not None:
                now = replace(before, totals=live.batch.totals, running=live.running)
                self._window.model.change(now)

    async def _load(self) -> None:
        window = self._window
        chosen = window.table.current()
        gone = self._forgotten[1].summary.id if self._forgotten is not None else ""
        found = [each for each in await self._batches.all() if each.id != gone]
        window.model.show([PastBatch(summary) for summary in found])
        place = window.model.place_of(chosen)
        if found:
            window.table.selectRow(place or 0)
        window.see_choice()
        for summary in found:
            window.model.change(await self._read(PastBatch(summary)))

    async def _read(self, batch: PastBatch) -> PastBatch:
        live = self._live_of(batch.summary.id)
        if live is not None:
            return replace(batch, totals=live.batch.totals, running=live.running)
        try:
            opened = await self._batches.open(batch.summary.id)
        except ScoutError as error:
            return replace(batch, problem=error.sentence)
        return replace(batch, totals=opened.totals)

    def _forget(self, id: str) -> None:
        self._forget_for_good()
        model = self._window.model
        place = model.place_of(id)
        batch = None if place is None else model.at(model.index(place, 0))
        if place is None or batch is None:
            return
        if (live := self._live_of(id)) is not None and live.running:
            self._window.say("It is running. Pause it first, then it can be forgotten.")
            return
        self._forgotten = place, batch
        model.remove(id)
        self._window.see_choice()
        name = " ".join(batch.summary.name.split()) or "The batch"
        self._window.offer_undo(f"“{name}” was forgotten; its chats stay.")

    def _undo(self) -> None:
        if self._forgotten is not None:
            place, batch = self._forgotten
            self._forgotten = None
            self._window.model.insert(place, batch)
            self._window.table.selectRow(place)
            self._window.see_choice()

    def _forget_for_good(self) -> None:
        if self._forgotten is not None:
            id, self._forgotten = self._forgotten[1].summary.id, None
            self._tasks.start(f"forget batch {id}", self._forget_now(id))

    async def _forget_now(self, id: str) -> None:
        try:
            await self._batches.forget(id)
        except ScoutError as error:
            if isValid(self._window):
                self._window.say(error.sentence)
                self.refresh()
