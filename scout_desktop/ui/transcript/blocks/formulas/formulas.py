"""Formulas by source: drawn beside the window, kept, and handed out as pictures of any size.

Asking never waits. What is not drawn yet comes back as None, and whoever left word is called when
it is; what cannot be drawn stays None for ever. A thread draws a handful and ends, it knows nothing
of Qt, and its results are fetched from here: so nothing is left to crash or hang when the program
ends. A drawing holds for every size and colour, to paint it in one takes half a millisecond.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from threading import Thread
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.ui.transcript.blocks.formulas.drawing import Drawing, drawing
from scout_desktop.ui.transcript.blocks.formulas.picture import Look, Picture, painted

if TYPE_CHECKING:
    from collections.abc import Callable

_HANDFUL = 4
"""Formulas for one thread: few, so that what comes into sight now need not wait for all."""
_FETCH_MS = 12
_MOST_DRAWINGS = 2_000
_MOST_LETTERS = 12_000_000
"""Bytes of all drawings kept: a formula has 5,000 to 20,000."""
_MOST_PIXELS = 4_000_000
"""Of all pictures kept, four bytes each: some twenty screens full of formulas."""

_Key = tuple[str, bool]


class _Order:
    """That a formula is wanted, and who is to be told of it."""

    def __init__(self) -> None:
        self.told: list[WeakMethod[Callable[[], None]]] = []
        self.always = False

    @property
    def is_awaited(self) -> bool:
        """Somebody still waits for it."""
        return self.always or any(told() is not None for told in self.told)


class Formulas(QObject):
    """One for the program; formulas are alike in every chat."""

    drawn = Signal()
    """Some formulas that were wanted are known now, and whoever left word has been called; also
    when nothing is wanted any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._drawings: OrderedDict[_Key, Drawing | None] = OrderedDict()
        self._pictures: OrderedDict[tuple[_Key, Look], Picture] = OrderedDict()
        self._letters = self._pixels = 0
        self._wanted: dict[_Key, _Order] = {}
        self._begun: dict[_Key, _Order] = {}
        self._results: deque[tuple[_Key, Drawing | None]] = deque()
        self._thread: Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_FETCH_MS)
        self._timer.timeout.connect(self._fetch)

    def picture(
        self, source: str, display: bool, look: Look, drawn: Drawing | None = None
    ) -> Picture | None:
        """Return a formula as pixels, from `drawn` if the caller has kept that.

        None while it is not drawn or if it cannot be; to have it drawn, `want` it.
        """
        known = drawn or self.drawing(source, display)
        if known is None:
            return None
        key = (source, display), look
        made = self._pictures.get(key)
        if made is None:
            made = painted(known, look)
            if made is None:
                return None
            self._pictures[key] = made
            self._pixels += made.pixels
            while self._pixels > _MOST_PIXELS and len(self._pictures) > 1:
                self._pixels -= self._pictures.popitem(last=False)[1].pixels
        self._pictures.move_to_end(key)
        return made

    def drawing(self, source: str, display: bool) -> Drawing | None:
        """Return a formula as SVG, if it is drawn."""
        known = self._drawings.get((source, display))
        if known is not None:
            self._drawings.move_to_end((source, display))
        return known

    def is_known(self, source: str, display: bool) -> bool:
        """It is drawn, or it is certain that it cannot be."""
        return (source, display) in self._drawings

    @property
    def is_drawing(self) -> bool:
        """Something is wanted that is not known yet."""
        return self._timer.isActive()

    def want(self, source: str, display: bool, told: Callable[[], None] | None = None) -> None:
        """Have a formula drawn; what is wanted last is drawn first.

        `told` is a method to call once it is known. It is held weakly: a formula that nobody waits
        for any more is not drawn. Without `told` it is drawn in any case.
        """
        key = source, display
        if key in self._drawings:
            return
        order = self._begun.get(key) or self._wanted.pop(key, None) or _Order()
        if told is None:
            order.always = True
        # A paragraph that grows asks again and again.
        elif (listener := WeakMethod(told)) not in order.told:
            order.told.append(listener)
        if key not in self._begun:
            self._wanted[key] = order
        if not self._timer.isActive():
            self._timer.start()

    def _fetch(self) -> None:
        over = self._thread is None or not self._thread.is_alive()
        done: list[_Order] = []
        while self._results:
            key, drawn = self._results.popleft()
            self._keep(key, drawn)
            done.append(self._begun.pop(key))
        if over:
            self._thread = None
            # Only a thread that was torn down leaves something undone: never try that again.
            for key in tuple(self._begun):
                self._keep(key, None)
                done.append(self._begun.pop(key))
            self._begin()
            if self._thread is None:
                self._timer.stop()
        for call in [told() for order in done for told in order.told]:
            if call is not None:
                call()
        if done or not self._timer.isActive():
            self.drawn.emit()

    def _begin(self) -> None:
        while self._wanted and len(self._begun) < _HANDFUL:
            key, order = self._wanted.popitem()
            if order.is_awaited:
                self._begun[key] = order
        if self._begun:
            task = tuple(self._begun), self._results
            # A daemon: a program that ends waits for no formula.
            self._thread = Thread(target=_draw, args=task, name="formulas", daemon=True)
            self._thread.start()

    def _keep(self, key: _Key, drawn: Drawing | None) -> None:
        self._drawings[key] = drawn
        self._letters += _weight(drawn)
        while self._letters > _MOST_LETTERS or len(self._drawings) > _MOST_DRAWINGS:
            self._letters -= _weight(self._drawings.popitem(last=False)[1])


def _draw(keys: tuple[_Key, ...], results: deque[tuple[_Key, Drawing | None]]) -> None:
    for source, display in keys:
        results.append(((source, display), drawing(source, display)))


def _weight(drawn: Drawing | None) -> int:
    return len(drawn.svg) if drawn is not None else 0
