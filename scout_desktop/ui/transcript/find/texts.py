"""What the messages of a chat show, as far as somebody searched in it; long ones from a thread."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal

from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.transcript.find.sieve import Sieve
from scout_desktop.ui.transcript.selection.sources import is_growing, source_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.selection.ground import Ground

_LONG = 30_000
"""Letters from which on a message is taken apart in a thread: 15 ms of work."""
_SLICE = 20
"""Sources that are read in one step."""


class Texts(QObject):
    """The texts of a ground's messages, kept until `clear`."""

    came = Signal(int)
    """The texts of this message are there, which `of` did not have."""
    _made = Signal(object, int, object)

    def __init__(self, ground: Ground, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self._sieve = Sieve()
        self._texts: dict[int, tuple[str, ...]] = {}
        self._away: set[int] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._made.connect(self._take)

    @property
    def awaited(self) -> int:
        """How many are being taken apart in the thread."""
        return len(self._away)

    @property
    def unread(self) -> int:
        """How many sources were not read."""
        return max(len(self._ground.nodes) - len(self._sieve.nodes), 0)

    def catch_up(self) -> list[int]:
        """Read what was not read, or is another message now; return which those are."""
        nodes, sieve = self._ground.nodes, self._sieve
        self._forget_from(len(nodes))
        changed = [at for at, node in enumerate(sieve.nodes) if node is not nodes[at]]
        for at in changed:
            sieve.replace(at, nodes[at])
            self._texts.pop(at, None)
            self._away.discard(at)
        fresh = range(len(sieve.nodes), len(nodes))
        sieve.add(nodes[fresh.start :])
        return [*changed, *fresh]

    def reading(self) -> Iterator[None]:
        """Read the sources step by step, so that the first letter finds them read."""
        while self.unread:
            start = len(self._sieve.nodes)
            self._sieve.add(self._ground.nodes[start : start + _SLICE])
            yield

    def candidates(self, term: str) -> list[int]:
        """Return the messages that may show `term`, in order, of those that were read."""
        return self._sieve.candidates(term)

    def of(self, message: int) -> Sequence[str] | None:
        """Return the texts of a message's pieces, None if they come later (`came`)."""
        node = self._sieve.nodes[message]
        if is_growing(node):
            return [piece_text(piece) for piece in self._ground.pieces(message)]
        texts = self._texts.get(message)
        if texts is None and message not in self._away:
            if len(source_of(node)) > _LONG:
                self._send_away(message, node)
            else:
                texts = self._texts[message] = _shown(node)
        return texts

    def clear(self) -> None:
        """Forget everything."""
        self._forget_from(0)

    def _forget_from(self, message: int) -> None:
        if message < len(self._sieve.nodes):
            self._sieve.keep_before(message)
            self._texts = {at: texts for at, texts in self._texts.items() if at < message}
            self._away = {at for at in self._away if at < message}

    def _send_away(self, message: int, node: Node) -> None:
        self._away.add(message)
        self._pool.start(lambda: self._work(node, message))

    def _work(self, node: Node, message: int) -> None:
        """Take a text apart, in a thread."""
        texts = _shown(node)
        with suppress(RuntimeError):  # the window was closed in between: nobody asks any more
            self._made.emit(node, message, texts)

    def _take(self, node: Node, message: int, texts: tuple[str, ...]) -> None:
        nodes = self._sieve.nodes
        if message < len(nodes) and nodes[message] is node:
            self._away.discard(message)
            self._texts[message] = texts
            self.came.emit(message)


def _shown(node: Node) -> tuple[str, ...]:
    from scout_desktop.chat.markdown.flatten import pieces_of, written_lines

    source = source_of(node)
    if node.role == "user":
        return tuple(piece_text(line) for line in written_lines(source)) if source else ()
    return tuple(piece_text(piece) for piece in pieces_of(source))
