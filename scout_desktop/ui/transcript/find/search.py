"""Searches a chat for words as they are shown, from what is in sight onwards.

Messages that may have a hit are taken apart in idle time, and the count grows while that goes on.
What is painted, and what is on the way to the next hit, is searched at once.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.transcript.find.findings import Findings, Hit
from scout_desktop.ui.transcript.find.folding import count, folded, hits
from scout_desktop.ui.transcript.find.texts import Texts
from scout_desktop.ui.transcript.selection.ground import Spot
from scout_desktop.ui.transcript.selection.stretch import show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.selection.ground import Ground

_AT_ONCE = 20
"""Messages that are searched before a key press is answered."""
_FEW = 500
"""Messages whose sources are read within a frame."""
_TELLING = 50
"""Messages between two signs that the count has grown."""


_NOTHING: tuple[int, Sequence[Piece], Mapping[int, Sequence[Span]]] = (-1, (), {})


class Search(QObject):
    """One for an area."""

    changed = Signal()
    """Count, place or the end of the work."""

    def __init__(
        self,
        ground: Ground,
        later: Callable[[Iterator[object]], None],
        parent: QObject | None = None,
    ) -> None:
        """`later` does an iterator's work in slices of idle time (`Workshop.later`)."""
        super().__init__(parent)
        self._ground, self._later = ground, later
        self._texts = Texts(ground, self)
        self._texts.came.connect(self._text_came)
        self._grown = _NOTHING
        """The growing message, its pieces when they were searched, and what was found in them."""
        self.term = ""
        """What is searched for; empty when nothing is."""
        self.current: Hit | None = None
        """The hit that the search stands at."""
        self.turned = False
        """The last step went on at the other end of the chat."""
        self._needle, self._match_case = "", False
        self._turn = 0
        self._nodes: Sequence[Node] = ()
        """The chat as it was when it was last looked at."""
        self._candidates: list[int] = []
        self._waiting: deque[int] = deque()
        self._findings = Findings(self._spans_of)
        self._seeking: tuple[int, int, int] | None = None
        """(step, which candidate is next, how many are left) on the way to a hit."""
        self._goal: Spot | None = None
        """No hit before this one is looked for."""

    @property
    def count(self) -> int:
        """Hits as far as they are known."""
        return self._findings.count

    @property
    def place(self) -> int:
        """Which of them the search stands at, from 1; 0 for none."""
        return 0 if self.current is None else self._findings.number(self.current)

    @property
    def is_running(self) -> bool:
        """Whether the count may still grow."""
        return bool(self._waiting) or self._texts.awaited > 0

    def hits_in(self, message: int, block: int) -> tuple[Sequence[Span], Span | None]:
        """Return what is found in a block's text, and the one of it that the search stands at."""
        if not self._needle:
            return (), None
        if self._catch_up():
            # Not while it is painted.
            QTimer.singleShot(0, self._tell)
        if message not in self._findings and self._is_candidate(message):
            self._examine(message)
        spans = self._findings.of(message).get(block, ())
        current = self.current
        if current is None or current[:2] != (message, block):
            return spans, None
        return spans, self._findings.span(current)

    def prepare(self) -> bool:
        """Read the sources in idle time, before the first `look`; whether that takes a while."""
        if self._texts.unread:
            self._later(self._texts.reading())
        return self._texts.unread > _FEW

    def look(self, term: str, at: Spot, *, match_case: bool = False) -> None:
        """Search for `term`; go to its first hit from `at` on. An empty term ends the search."""
        self._turn += 1
        self.term, self._match_case = term, match_case
        self._needle = "" if not term.strip() else term if match_case else folded(term)
        self._findings, self._seeking, self._grown = Findings(self._spans_of), None, _NOTHING
        self.current, self.turned = None, False
        self._candidates = []
        if self._needle:
            self._nodes = self._ground.nodes
            self._texts.catch_up()
            self._candidates = self._texts.candidates(term)
        self._begin(at.message)
        if self._candidates:
            self._goal = at
            start = bisect_left(self._candidates, at.message) % len(self._candidates)
            # Twice past the first one: before `at` it has hits that come last.
            self._seeking = (1, start, len(self._candidates) + 1)
            self._seek(_AT_ONCE)
        self._tell()

    def resume(self) -> None:
        """Go on with work that `later` has forgotten."""
        if self._waiting:
            self._turn += 1
            self._later(self._work(self._turn))

    def clear(self) -> None:
        """Search no longer, and forget what was read."""
        self._texts.clear()
        self._grown = _NOTHING
        self.look("", Spot(0, 0, 0))

    def refresh(self, message: int) -> None:
        """The text of a message has grown; costs what is new in it."""
        if not self._needle or message >= len(self._ground.nodes):
            return
        self._catch_up()
        if not self._is_candidate(message):
            insort(self._candidates, message)
        grown, known, before = self._grown if self._grown[0] == message else _NOTHING
        pieces = self._ground.pieces(message)
        found = {}
        for block, piece in enumerate(pieces):
            same = block < len(known) and known[block] is piece
            spans = before.get(block, ()) if same else self._hits(piece_text(piece))
            if spans:
                found[block] = spans
        self._grown = (message, pieces, found)
        self._findings.put(message, sum(len(spans) for spans in found.values()))
        if self.current is not None and self._findings.span(self.current) is None:
            self.current = None
        if found != before or grown < 0:
            self._tell()

    def chat_changed(self, same: int) -> None:
        """The messages from index `same` on are other ones now, or there are more or fewer."""
        if not self._needle:
            return
        if self.current is not None and self.current.message >= same:
            self.current = None
        self._catch_up()
        self._tell()

    def _catch_up(self) -> bool:
        """Search what is another message than before; whether there is any."""
        nodes = self._ground.nodes
        if nodes is self._nodes:
            return False
        self._nodes = nodes
        changed = self._texts.catch_up()
        self._turn += 1
        self._grown, self._seeking = _NOTHING, None
        self._findings.keep_before(len(nodes))
        self._findings.forget(changed)
        self._candidates = self._texts.candidates(self.term)
        current = self.current
        if current is not None:
            if current.message in changed and self._is_candidate(current.message):
                self._examine(current.message)
            self.current = current if self._findings.span(current) is not None else None
        self._begin(changed[0] if changed else 0)
        return True

    def _begin(self, message: int) -> None:
        """Search what was not searched, beginning with this message."""
        waiting = [each for each in self._candidates if each not in self._findings]
        start = bisect_left(waiting, message)
        self._waiting = deque(waiting[start:] + waiting[:start])
        if waiting:
            self._later(self._work(self._turn))

    def _work(self, turn: int) -> Iterator[None]:
        done = 0
        while turn == self._turn and self._waiting:
            self._seek(1)
            message = self._waiting.popleft()
            if message not in self._findings:
                self._examine(message)
            done += 1
            if done % _TELLING == 0:
                self.changed.emit()
            yield
        if turn == self._turn:
            self._seek(_AT_ONCE)
            self._tell()

    def _text_came(self, message: int) -> None:
        self._examine(message)
        self._seek(_AT_ONCE)
        self._tell()

    def _is_candidate(self, message: int) -> bool:
        at = bisect_left(self._candidates, message)
        return at < len(self._candidates) and self._candidates[at] == message

    def _examine(self, message: int) -> None:
        """Search a message, unless its text comes later."""
        texts = self._texts.of(message)
        if texts is not None:
            counts = (count(text, self._needle, match_case=self._match_case) for text in texts)
            self._findings.put(message, sum(counts))

    def _spans_of(self, message: int) -> Mapping[int, Sequence[Span]]:
        if message == self._grown[0]:
            return self._grown[2]
        found = (
            (block, self._hits(text)) for block, text in enumerate(self._texts.of(message) or ())
        )
        return {block: spans for block, spans in found if spans}

    def _hits(self, text: str) -> Sequence[Span]:
        return hits(text, self._needle, match_case=self._match_case)

    def step(self, step: int) -> None:
        """Go to the next hit (1) or the one before (-1), at the ends of the chat around."""
        self._catch_up()
        if not self._candidates:
            return
        self._goal, self.turned = None, False
        current, count = self.current, len(self._candidates)
        beside = None if current is None else self._findings.beside(current, step)
        if beside is not None:
            self._seeking = None
            self._stand(beside)
        else:
            start = min(step, 0)
            if current is not None:
                start = bisect_left(self._candidates, current.message) + step
            self._seeking = (step, start % count, count)
            self._seek(_AT_ONCE)
        self._tell()

    def _seek(self, most: int) -> None:
        """Go on to the next message with a hit, taking apart at most so many on the way."""
        while self._seeking is not None:
            step, at, left = self._seeking
            message = self._candidates[at]
            if message not in self._findings:
                if not most:
                    return
                most -= 1
                self._examine(message)
                if message not in self._findings:
                    return
            goal, self._goal = self._goal, None
            hit = self._findings.first(message, step, goal)
            if hit is not None:
                self._seeking = None
                before = self.current
                self.turned = before is not None and (hit <= before if step > 0 else hit >= before)
                self._stand(hit)
                return
            after = (step, (at + step) % len(self._candidates), left - 1)
            self._seeking = after if left > 1 else None

    def _stand(self, hit: Hit) -> None:
        self.current = hit
        span = self._findings.span(hit)
        if span is not None:
            # The end first: what has no room is read from its beginning.
            self._ground.block(hit.message, hit.block).reveal(span[1])
            show(self._ground, Spot(hit.message, hit.block, span[0]))

    def _tell(self) -> None:
        self._ground.repaint_text()
        self.changed.emit()
