"""Carries what the user does in the window of a batch to the session, and the batch back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from scout_desktop.chat.errors import PictureError, ScoutError
from scout_desktop.chat.schema import check_schema
from scout_desktop.ui.batch.beginning import Beginning
from scout_desktop.ui.batch.folders import files_of
from scout_desktop.ui.batch.handing_out import HandingOut
from scout_desktop.ui.batch.run.state import state_of
from scout_desktop.ui.batch.words import (
    forecast_asides,
    forecast_explained,
    forecast_words,
    too_low_words,
)
from scout_desktop.ui.controls.picture.pixels import image_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence
    from decimal import Decimal

    from scout_desktop.chat.batch import BatchSpec
    from scout_desktop.session.batch.batch import Batch
    from scout_desktop.session.batch.batches import Batches
    from scout_desktop.session.bill import Bill
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.batch.looking import Looking
    from scout_desktop.ui.batch.run.live import LiveBatch
    from scout_desktop.ui.batch.window import BatchWindow
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme

_TYPING_MS = 250
_windows = 0


class BatchPresenter(QObject):
    """One for a window. What runs belongs to a `LiveBatch`, which outlives both."""

    chat_opened = Signal(str)
    key_requested = Signal()

    def __init__(
        self,
        window: BatchWindow,
        *,
        batches: Batches,
        chats: Chats,
        pictures: Pictures,
        bill: Bill,
        tasks: Tasks,
        theme: Theme,
        adopt: Callable[[Batch], LiveBatch],
        ask_again: Callable[[Sequence[Path], BatchSpec], object],
    ) -> None:
        """`adopt` makes a planned batch one that lives on without this window.

        `ask_again` opens another window to set these up, where this one is closed too early.
        """
        super().__init__(window)
        global _windows
        _windows += 1
        self._name = f"batch window {_windows}"
        self._window, self._batches, self._pictures = window, batches, pictures
        self._bill, self._tasks = bill, tasks
        self.live: LiveBatch | None = None
        self._begun: set[str] = set()
        """Names of tasks that touch the window."""
        self._handing_out = HandingOut(window, tasks, self._name)
        self._beginning = Beginning(
            window.setup,
            self._name,
            batches=batches,
            tasks=tasks,
            adopt=adopt,
            show=self.show,
            ask_again=ask_again,
        )
        self._chats, self._theme = chats, theme
        self._looking: Looking | None = None
        self._pause_in_typing = QTimer(self)
        self._pause_in_typing.setSingleShot(True)
        self._pause_in_typing.setInterval(_TYPING_MS)
        self._pause_in_typing.timeout.connect(self._forecast)
        self._connect()

    def begin(self, paths: Sequence[Path], spec: BatchSpec) -> None:
        """Show the page to set up a batch of these files and folders."""
        self._window.setup.begin((), spec)
        self._window.setup.bounds.offer_models(self._bill.known_models())
        self._window.show_name(spec.name)
        self._window.show_setup()
        self._add(list(paths))

    def show(self, live: LiveBatch) -> None:
        """Show a batch with its rows; nothing starts by itself."""
        self.live = live
        batch, page = live.batch, self._window.run
        page.show_rows(batch.rows, batch.spec.schema)
        self._window.show_name(batch.spec.name)
        self._window.show_run()
        live.rows_changed.connect(page.change_rows)
        live.moved.connect(self._show_state)
        self._show_state()
        page.table.setFocus()

    def _connect(self) -> None:
        setup, run = self._window.setup, self._window.run
        self._window.closed.connect(self._give_up)
        setup.sources.offered.connect(self._add)
        setup.changed.connect(self._pause_in_typing.start)
        setup.schema.typed.connect(self._check)
        run.chat_opened.connect(self.chat_opened)
        run.table.thumbnail_missed.connect(self._fetch_thumbnail)
        run.detail.picture_wanted.connect(self._fetch_picture)
        run.detail.picture_opened.connect(self._look_at)
        head = run.head
        head.paused.connect(self._pause)
        head.gone_on.connect(self._go_on)
        head.retried.connect(self._retry)
        head.cap_raised.connect(self._raise_cap)
        head.key_requested.connect(self.key_requested)
        head.exported.connect(self._export)

    def _begin(self, what: str, coro: Coroutine[Any, Any, None]) -> None:
        name = f"{self._name}: {what}"
        self._begun.add(name)
        self._tasks.start(name, coro)

    def _give_up(self) -> None:
        """Nobody waits any more for what only the window wanted to know."""
        self._pause_in_typing.stop()
        for name in self._begun:
            self._tasks.cancel(name)

    def _export(self, kind: str) -> None:
        if self.live is not None:
            self._handing_out.ask(self.live.batch, kind)

    def _look_at(self, chat: str, sha256: str) -> None:
        if self._looking is None:
            from scout_desktop.ui.batch.looking import Looking

            self._looking = Looking(
                self._window, self._theme, self._chats, self._pictures, self._tasks
            )
        self._looking.open(chat, sha256)

    # setting up

    def _add(self, paths: list[Path]) -> None:
        self._begin("folders", self._add_now(paths))

    async def _add_now(self, paths: list[Path]) -> None:
        files, problem = await asyncio.to_thread(files_of, paths)
        self._window.setup.sources.add(files)
        if problem:
            self._window.setup.show_forecast(problem, bad=True)

    def _check(self, text: str) -> None:
        self._begin("schema", self._check_now(text))

    async def _check_now(self, text: str) -> None:
        found = await asyncio.to_thread(check_schema, text)
        self._window.setup.schema.show_check(text, found)

    def _forecast(self) -> None:
        self._begin("forecast", self._forecast_now())

    async def _forecast_now(self) -> None:
        setup = self._window.setup
        files, spec = setup.sources.files, setup.spec
        if not files:
            setup.show_forecast("")
            return
        try:
            found = await self._batches.preview(files, spec)
        except ScoutError as error:
            setup.show_forecast(error.sentence, bad=True)
            return
        prices = self._bill.prices(spec.model)
        readable = found.pictures - len(found.unreadable)
        cap = too_low_words(readable, found.prompt_tokens, spec, prices)
        setup.show_forecast(
            forecast_words(readable, found.prompt_tokens, spec, prices),
            forecast_asides(found.unreadable, found.too_many, cap),
            explained=forecast_explained(spec),
        )

    # running

    def _show_state(self) -> None:
        live = self.live
        if live is None:
            return
        totals, spec, head = live.batch.totals, live.batch.spec, self._window.run.head
        paused = None if live.paused is None else (live.paused.reason, live.paused.sentence)
        head.show_totals(totals, spec.max_usd, live.time_left())
        state = state_of(
            totals,
            running=live.running,
            begun=live.begun,
            paused=paused,
            trouble="" if live.error is None else live.error.sentence,
            cap=spec.max_usd,
            held=live.batch.held,
        )
        left = totals.items - totals.done - totals.failed
        head.show_state(state, left=left, going_on=live.going_on)

    def _pause(self) -> None:
        if self.live is not None:
            self.live.pause()

    def _go_on(self) -> None:
        if self.live is not None:
            self.live.start()

    def _retry(self) -> None:
        if self.live is not None:
            self.live.start(only_failed=True)

    def _raise_cap(self, cap: Decimal | None) -> None:
        self._begin("cap", self._raise_cap_now(cap))

    async def _raise_cap_now(self, cap: Decimal | None) -> None:
        live = self.live
        if live is None:
            return
        try:
            await live.batch.change(max_usd=cap, parallel=live.batch.spec.parallel)
        except ScoutError as error:
            self._window.run.head.show_note(error.sentence, bad=True)
            return
        live.start()

    def _fetch_thumbnail(self, sha256: str, side: int) -> None:
        # Its longer side; the row shows the middle square, which should not be enlarged.
        show = self._window.run.table.show_thumbnail
        self._begin(f"small {sha256}", self._fetch(sha256, 2 * side, show))

    def _fetch_picture(self, sha256: str, side: int) -> None:
        show = self._window.run.detail.show_picture
        # One name: the rows that the cursor only passed need no picture any more.
        self._begin("picture", self._fetch(sha256, side, show))

    async def _fetch(self, sha256: str, side: int, show: Callable[[str, QImage], None]) -> None:
        try:
            found = await self._pictures.pixels(sha256, side)
        except PictureError:
            # The drawing of a picture stays; the chat itself says what is wrong with it.
            show(sha256, QImage())
            return
        show(sha256, image_of(found.width, found.height, found.rgba))
