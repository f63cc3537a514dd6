"""Brings the bar and the search together over the ground of one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer

from scout_desktop.ui.transcript.find.search import Search
from scout_desktop.ui.transcript.selection.ground import Spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QKeyEvent

    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.find.bar import FindBar
    from scout_desktop.ui.transcript.selection.ground import Ground


class Finder(QObject):
    """Find in chat. The area hands on keys, asks what to paint, and says what has changed."""

    def __init__(
        self, ground: Ground, bar: FindBar, later: Callable[[Iterator[object]], None]
    ) -> None:
        """`later` does an iterator's work in slices of idle time (`Workshop.later`)."""
        super().__init__(bar)
        self._ground, self._bar, self._later = ground, bar, later
        self._search = Search(ground, later, self)
        self._step = 0
        self._asked: tuple[str, bool] | None = None
        """What was asked for while the sources were read."""
        self._from: Spot | None = None
        """Where the next search begins, if not at what is in sight."""
        self._led = False
        """The bar was opened by `open_at`, and not used since."""
        self._search.changed.connect(self._show)
        bar.asked.connect(self._look)
        bar.next_wanted.connect(lambda: self._go(1))
        bar.previous_wanted.connect(lambda: self._go(-1))
        bar.ended.connect(self._end)
        # After everybody has heard of it.
        bar.restyled.connect(lambda: QTimer.singleShot(0, self._resume))

    def open(self, term: str = "") -> None:
        """Open the bar; `term` is what is selected, if that is a few words."""
        self._led = False
        self._search.prepare()
        self._bar.begin(term)

    def open_at(self, message: int, term: str) -> None:
        """Open the bar at the first hit of `term` from this message on; nobody typed it here."""
        self._from = Spot(message, 0, 0)
        self._search.prepare()
        self._bar.show_term(term)
        self._led = True

    def leave(self) -> None:
        """Close the bar if nobody has typed in it since `open_at`."""
        if self._led:
            self._bar.end()

    def key(self, event: QKeyEvent) -> bool:
        """A key was pressed in the area: F3, Ctrl+G and Esc while the bar is open."""
        return self._bar.key(event)

    def hits_in(self, message: int, block: int) -> tuple[Sequence[Span], Span | None]:
        """Return what is found in a block's text, and the one of it that the search stands at."""
        return self._search.hits_in(message, block)

    def refresh(self, message: int) -> None:
        """The text of a growing message is shown anew."""
        self._search.refresh(message)

    def chat_changed(self, same: int) -> None:
        """From index `same` on there are other messages now, or more, or fewer; 0: another chat."""
        self._search.chat_changed(same)

    def _end(self) -> None:
        self._asked = self._from = None
        self._led = False
        self._search.clear()

    def _look(self, term: str, match_case: bool) -> None:
        """Search, once the sources are read: what is waiting is done in its order."""
        self._led = False
        self._asked = term, match_case
        if term.strip() and self._search.prepare():
            self._bar.show_result(0, 0, running=True)
            self._later(self._look_later())
        else:
            self._look_now()

    def _resume(self) -> None:
        """Go on with what was to be done in idle time."""
        if self._asked is not None:
            self._look(*self._asked)
        else:
            self._search.resume()

    def _look_later(self) -> Iterator[None]:
        self._look_now()
        yield

    def _look_now(self) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        self._step = 0
        current, at = self._search.current, self._from
        self._from = None
        if at is None:
            at = self._ground.spot_at(QPoint(0, 0)) if current is None else self._spot_of_current()
        self._search.look(asked[0], at, match_case=asked[1])

    def _spot_of_current(self) -> Spot:
        current = self._search.current
        if current is None:
            return Spot(0, 0, 0)
        _spans, span = self._search.hits_in(current.message, current.block)
        return Spot(current.message, current.block, 0 if span is None else span[0])

    def _go(self, step: int) -> None:
        if self._asked is not None:
            self._look_now()
            return
        self._step = step
        self._search.step(step)

    def _show(self) -> None:
        search = self._search
        turned = self._step if search.turned else 0
        self._bar.show_result(search.place, search.count, running=search.is_running, turned=turned)
