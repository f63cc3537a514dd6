"""Colours for lines of code, found in idle slices; plain text stands there until then.

A language is loaded in a worker thread, as that takes up to 35 ms; one `Languages` belongs to a
workshop and remembers them. While code grows, each finished line is looked at by itself; each time
it has doubled, and when it is complete, all of it is, and what was wrong in between is put right.
"""

from __future__ import annotations

import time
import weakref
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from scout_desktop.chat.markdown import lexing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scout_desktop.chat.markdown.lexing import Coloured, Lexer
    from scout_desktop.ui.transcript.blocks.code.lines import CodeLines
    from scout_desktop.ui.transcript.blocks.workshop import Workshop

_Found = tuple[int, "tuple[Coloured, ...] | None"]
"""A line and its colours; None in the middle of it."""
_LOOK_MS = 15
"""Between two looks at whether a language was loaded."""
_BEHIND = 24
"""Lines that may have come since the last one that was looked at."""
_DOUBLED = 8
"""Lines of which all are looked at again for the first time."""
_PATIENCE_STEP, _PATIENCE = 0.05, 3.0
"""Seconds of work for one step, and for one block, before its lexer is given up: there are texts
over which patterns take a hundred times as long as over any that somebody meant to be read."""


class Languages(QObject):
    """Lexers by name, loaded one after the other off the GUI thread."""

    def __init__(self, workshop: Workshop) -> None:
        super().__init__(workshop)
        self._known: dict[str, Lexer | None] = {"": None}
        self._waiting: dict[str, weakref.WeakSet[Colours]] = {}
        self._loading: tuple[str, Thread] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    @staticmethod
    def of(workshop: Workshop) -> Languages:
        """Return those of a workshop."""
        found = workshop.findChild(Languages)
        return found if isinstance(found, Languages) else Languages(workshop)

    def ask(self, name: str, who: Colours) -> None:
        """Have `who.begin` called with the lexer of a language, at once if it is loaded."""
        if name in self._known:
            who.begin(self._known[name])
            return
        self._waiting.setdefault(name, weakref.WeakSet()).add(who)
        self._go_on()

    def _go_on(self) -> None:
        if self._loading is None and self._waiting:
            name = next(iter(self._waiting))
            thread = Thread(target=self._load, args=(name,), name="language")
            self._loading = (name, thread)
            thread.start()
            self._timer.start(_LOOK_MS)

    def _load(self, name: str) -> None:
        self._known[name] = lexing.lexer_for(name)

    def _look(self) -> None:
        if self._loading is None or self._loading[1].is_alive():
            return
        name = self._loading[0]
        self._loading = None
        self._timer.stop()
        lexer = self._known.setdefault(name, None)
        for who in list(self._waiting.pop(name, ())):
            who.begin(lexer)
        self._go_on()


class Colours:
    """Finds the colours of one block's lines; `spans` holds them by line as they become known."""

    def __init__(
        self, workshop: Workshop, language: str, lines: CodeLines, show: Callable[[int], None]
    ) -> None:
        """`show(line)`, a method, is called for each line that has other colours now.

        Neither this nor work under way keeps the object alive that `show` belongs to.
        """
        self.spans: dict[int, Sequence[Coloured]] = {}
        self._workshop, self._language, self._lines = workshop, language, lines
        self._show = weakref.WeakMethod(show)
        self._lexer: Lexer | None = None
        self._done = 0
        """Lines from the top that have been looked at."""
        self._asked = self._is_growing = False
        self._at_work = ""
        """On the `whole`, on single `lines`, or not at all."""
        self._turn = 0
        self._doubled = _DOUBLED
        self._patience = _PATIENCE

    def start(self) -> None:
        """Begin, if that was not done yet: the block is on the screen."""
        if not self._asked:
            self._asked = True
            Languages.of(self._workshop).ask(self._language, self)

    def begin(self, lexer: Lexer | None) -> None:
        """Take the lexer that was loaded."""
        self._lexer = lexer
        self._do(whole=not self._is_growing)

    def grow(self, since: int) -> None:
        """Lines from `since` on are new; those that are finished are looked at one by one."""
        line = since
        while self.spans.pop(line, None) is not None:
            line += 1
        self._is_growing = True
        finished, self._done = self._lines.finished, min(self._done, since)
        if finished - self._done > _BEHIND:
            # Faster than anybody reads: all of it is looked at when it stands still.
            self._turn += 1
            self._at_work, self._done = "", finished
        elif finished >= self._doubled:
            self._doubled = 2 * finished
            self._done = 0
            self._do(whole=False)
        elif self._at_work != "lines":
            self._do(whole=False)

    def close(self) -> None:
        """The code is complete: look at all of it once more."""
        self._is_growing = False
        self._do(whole=True)

    def spend(self, seconds: float) -> None:
        """A step took so long; after too much of it everything stays as it is."""
        self._patience -= seconds
        if self._patience < 0 or seconds > _PATIENCE_STEP:
            self._lexer = None
            self._turn += 1
            self._at_work = ""

    def take(self, turn: int, found: _Found | None) -> bool:
        """Take what a step found, None at the end; whether there is use for another step."""
        show = self._show()
        if show is None or turn != self._turn:
            return False
        if found is None:
            self._at_work = ""
            return False
        line, spans = found
        if spans is not None:
            self._done = max(self._done, line + 1)
            if spans != self.spans.get(line, ()):
                self.spans[line] = spans
                show(line)
        return True

    def _do(self, *, whole: bool) -> None:
        """Begin work; what is under way for a former text ends at its next step."""
        self._turn += 1
        self._at_work = ""
        if self._lexer is None:
            return
        if self._lines.size > lexing.MOST:
            # What was coloured while it was shorter is as plain as it is when it is opened again.
            for line in list(self.spans) if whole else ():
                self.take(self._turn, (line, ()))
            return
        steps = _whole(self._lexer, self._lines.text)
        if not whole:
            steps = _finished(self._lexer, self._lines, self._done)
        self._at_work = "whole" if whole else "lines"
        self._workshop.later(_steps(weakref.ref(self), steps, self._turn))


def _steps(me: weakref.ref[Colours], steps: Iterator[_Found], turn: int) -> Iterator[None]:
    """Hand over what each step found, until nobody wants it or a step took far too long."""
    while True:
        began = time.thread_time()
        found = next(steps, None)
        colours = me()
        if colours is None:
            return
        colours.spend(time.thread_time() - began)
        if not colours.take(turn, found):
            return
        del colours
        yield


def _whole(lexer: Lexer, text: str) -> Iterator[_Found]:
    line = 0
    for spans in lexing.lines_of(lexer, text):
        yield line, spans
        line += spans is not None


def _finished(lexer: Lexer, lines: CodeLines, first: int) -> Iterator[_Found]:
    """From the top all lines together; from another line on each by itself, also those to come."""
    if first == 0:
        first = lines.finished
        if first:
            yield from _whole(lexer, "\n".join(lines.lines[:first]))
    while first < lines.finished and lines.size <= lexing.MOST:
        for spans in lexing.lines_of(lexer, lines.lines[first]):
            yield first, spans
        first += 1
