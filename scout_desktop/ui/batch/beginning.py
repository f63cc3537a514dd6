"""From Start to a batch that runs; what was asked before is not asked again by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.batch.words import before_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scout_desktop.chat.batch import BatchSpec
    from scout_desktop.session.batch.batch import Batch
    from scout_desktop.session.batch.batches import AskedBefore, Batches
    from scout_desktop.ui.batch.run.live import LiveBatch
    from scout_desktop.ui.batch.setup.page import SetupPage
    from scout_desktop.ui.tasks import Tasks


class Beginning(QObject):
    """Serves one page; what it has begun is not given up with the window."""

    def __init__(
        self,
        page: SetupPage,
        name: str,
        *,
        batches: Batches,
        tasks: Tasks,
        adopt: Callable[[Batch], LiveBatch],
        show: Callable[[LiveBatch], None],
        ask_again: Callable[[Sequence[Path], BatchSpec], object],
    ) -> None:
        """`ask_again` opens another window where this one was closed before its question."""
        super().__init__(page)
        self._page, self._name = page, f"{name}: plan"
        self._batches, self._tasks = batches, tasks
        self._adopt, self._show, self._ask_again = adopt, show, ask_again
        self._before: AskedBefore | None = None
        page.started.connect(lambda: self._start(anew=False))
        page.begun_anew.connect(lambda: self._start(anew=True))
        page.gone_on.connect(self._go_on)

    def _start(self, *, anew: bool) -> None:
        self._page.show_starting(True)
        plan = self._start_now(self._page.sources.files, self._page.spec, anew)
        self._tasks.start(self._name, plan)

    def _go_on(self) -> None:
        if self._before is not None:
            self._page.show_starting(True)
            taking = self._go_on_now(self._before, self._page.sources.files, self._page.spec)
            self._tasks.start(self._name, taking)

    async def _start_now(self, files: Sequence[Path], spec: BatchSpec, anew: bool) -> None:
        try:
            before = None if anew else await self._batches.asked_before(files, spec)
            if before is not None:
                self._tell(before, files, spec)
                return
            batch = await self._batches.plan(files, spec)
        except ScoutError as error:
            self._say(error)
            return
        live = self._adopt(batch)
        live.start()
        if isValid(self):
            self._show(live)

    async def _go_on_now(self, before: AskedBefore, files: Sequence[Path], spec: BatchSpec) -> None:
        try:
            batch = await self._batches.take_up(before.id, files, spec)
        except ScoutError as error:
            self._say(error)
            return
        live = self._adopt(batch)
        if not (live.running or before.others):
            # Pictures that are not among those chosen now are asked about only when told.
            live.start()
        if isValid(self):
            self._show(live)

    def _tell(self, before: AskedBefore, files: Sequence[Path], spec: BatchSpec) -> None:
        if isValid(self):
            self._before = before
            self._page.show_before(before_words(before))
        else:
            self._ask_again(files, spec)

    def _say(self, error: ScoutError) -> None:
        if isValid(self):
            self._page.show_starting(False)
            self._page.show_forecast(error.sentence, bad=True)
