"""The way into this room: open a batch to set it up, one of before, or the list of them all.

Made once, when first asked for. What runs lives here, whether a window shows it or not; whoever
quits closes the tasks, which pauses every run where it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.batch.presenter import BatchPresenter
from scout_desktop.ui.batch.run.live import LiveBatch
from scout_desktop.ui.batch.window import BatchWindow
from scout_desktop.ui.batch.words import counts_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scout_desktop.chat.batch import BatchSpec
    from scout_desktop.session.batch.batch import Batch
    from scout_desktop.session.batch.batches import Batches
    from scout_desktop.session.bill import Bill
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.ui.batch.past.presenter import PastPresenter
    from scout_desktop.ui.batch.past.window import PastWindow
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.theme.theme import Theme


_CHATS_MS = 2000


class BatchRoom(QObject):
    """Windows come and go; batches stay until the program ends."""

    chat_opened = Signal(str)
    """The user wants to read this chat in the main window."""

    key_requested = Signal()
    """A batch needs the API key; after it was stored the user presses Go on."""

    moved = Signal(str, object)
    """(batch id, `BatchTotals`) of one that goes on or has ended, at most ten times a second."""

    progressed = Signal(str, str)
    """(batch id, how far it is in words) for its row among the chats; empty once it rests."""

    chats_changed = Signal()
    """Chats were begun or answered: at most every two seconds, and when a run ends."""

    problem = Signal(object)
    """A `ScoutError` that belongs to no window."""

    def __init__(
        self,
        *,
        batches: Batches,
        chats: Chats,
        pictures: Pictures,
        bill: Bill,
        tasks: Tasks,
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._batches, self._chats, self._pictures = batches, chats, pictures
        self._bill, self._tasks, self._theme = bill, tasks, theme
        self._live: dict[str, LiveBatch] = {}
        self._windows: dict[BatchWindow, BatchPresenter] = {}
        self._left: tuple[Sequence[Path], BatchSpec] | None = None
        """What was set up in a window that was closed before its Start."""
        self._past: tuple[PastWindow, PastPresenter] | None = None
        self._tell_soon = QTimer(self)
        self._tell_soon.setSingleShot(True)
        self._tell_soon.timeout.connect(self.chats_changed)

    def open_batch(self, paths: Sequence[Path], spec: BatchSpec) -> BatchWindow:
        """Open a window to set up a batch of these files and folders; nothing is sent yet.

        `spec` carries what the chat brings along: model, system prompt, parameters, the draft.
        Without a draft, the question of a window that was closed before its Start is there again.
        """
        left = self._left
        if left is not None and not spec.prompt.strip():
            paths, spec = paths or left[0], _with_question(spec, left[1])
        self._left = None
        window, presenter = self._new_window()
        presenter.begin(paths, spec)
        window.bring_forward()
        return window

    def open_one(self, batch_id: str) -> None:
        """Open the window of a batch, or bring the one that shows it to the front."""
        for window, presenter in self._windows.items():
            if presenter.live is not None and presenter.live.batch.id == batch_id:
                window.bring_forward()
                return
        self._tasks.start(f"open batch {batch_id}", self._open_one(batch_id))

    def open_batches(self) -> None:
        """Open the list of the batches of before."""
        if self._past is None:
            from scout_desktop.ui.batch.past.presenter import PastPresenter
            from scout_desktop.ui.batch.past.window import PastWindow

            window = PastWindow(self._theme)
            past = PastPresenter(window, self._batches, self._tasks, self._live.get)
            past.opened.connect(self.open_one)
            window.closed.connect(self._forget_past)
            self._past = window, past
        self._past[1].refresh()
        self._past[0].bring_forward()

    @property
    def running(self) -> tuple[LiveBatch, ...]:
        """The batches that are under way."""
        return tuple(live for live in self._live.values() if live.running)

    def close(self) -> None:
        """Close every window of this room; what runs goes on until the tasks are closed."""
        for window in tuple(self._windows):
            window.close()
        if self._past is not None:
            self._past[0].close()

    async def _open_one(self, batch_id: str) -> None:
        try:
            live = self._live.get(batch_id) or self._adopt(await self._batches.open(batch_id))
        except ScoutError as error:
            self.problem.emit(error)
            return
        window, presenter = self._new_window()
        presenter.show(live)
        window.bring_forward()

    def _new_window(self) -> tuple[BatchWindow, BatchPresenter]:
        window = BatchWindow(self._theme)
        presenter = BatchPresenter(
            window,
            batches=self._batches,
            chats=self._chats,
            pictures=self._pictures,
            bill=self._bill,
            tasks=self._tasks,
            theme=self._theme,
            adopt=self._adopt,
            ask_again=self.open_batch,
        )
        presenter.chat_opened.connect(self.chat_opened)
        presenter.key_requested.connect(self.key_requested)
        window.closed.connect(lambda: self._closed(window))
        self._windows[window] = presenter
        return window, presenter

    def _closed(self, window: BatchWindow) -> None:
        self._windows.pop(window, None)
        unstarted = not (window.runs or window.setup.starting)
        if unstarted and window.setup.spec.prompt.strip():
            self._left = window.setup.sources.files, window.setup.spec

    def _adopt(self, batch: Batch) -> LiveBatch:
        known = self._live.get(batch.id)
        if known is not None:
            if known.batch is batch:
                return known
            self._let_go(known)
        live = self._live[batch.id] = LiveBatch(batch, self._tasks, self)
        live.moved.connect(lambda: self._say_moved(live))
        return live

    def _let_go(self, known: LiveBatch) -> None:
        """More pictures joined a batch: what shows it without them would go on without them."""
        for window, presenter in tuple(self._windows.items()):
            if presenter.live is known:
                window.close()
        known.deleteLater()

    def _say_moved(self, live: LiveBatch) -> None:
        totals = live.batch.totals
        self.moved.emit(live.batch.id, totals)
        self.progressed.emit(live.batch.id, counts_words(totals) if live.running else "")
        if not live.running:
            self._tell_soon.stop()
            self.chats_changed.emit()
        elif not self._tell_soon.isActive():
            self._tell_soon.start(_CHATS_MS)
        if self._past is not None:
            self._past[1].show_moved(live)

    def _forget_past(self) -> None:
        self._past = None


def _with_question(spec: BatchSpec, left: BatchSpec) -> BatchSpec:
    """What a chat brings along, with the question and the bounds that were set up before."""
    return replace(
        spec,
        prompt=left.prompt,
        schema=left.schema if spec.schema is None else spec.schema,
        fit=left.fit,
        max_usd=left.max_usd,
        parallel=left.parallel,
        tries=left.tries,
    )
