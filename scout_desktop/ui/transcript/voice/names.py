"""What a message is called when it is read out: what it is, its whole plain text, how it ended.

A name is made when it is asked for and kept until the message changes, for the messages that were
asked about last.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.markdown.pieces import CodePiece, TablePiece
from scout_desktop.chat.markdown.plain import plain_pieces
from scout_desktop.ui.controls.picture.sent import name_of, sent_words
from scout_desktop.ui.transcript.parts.facts import outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.shown import ShownChat

LONGEST = 100_000
"""Letters of a name; the reading view holds the rest."""
_LONG = 30_000
"""Letters from which on a text is not taken apart for its name alone: that is 15 ms of work."""
_KEPT = 1_000_000
"""Letters of names that are kept."""
_MOST_COPIES = 40
"""Code blocks and tables of one message that are offered one by one."""
_WAITING = "Reply: waiting for the first word"


class _Told(NamedTuple):
    node: Node
    apart: bool
    """Whether the name was made of its pieces; of its source otherwise."""
    name: str
    copies: dict[str, int]


class Names:
    """Names the messages of one chat shown, and what can be copied of them, by their place."""

    def __init__(self, chat: ShownChat) -> None:
        self._chat = chat
        self._made: OrderedDict[str, _Told] = OrderedDict()
        self._letters = 0

    def name(self, message: int) -> str:
        """Return `Reply: ...` or `You: ...` with its text, at most `LONGEST` letters of it."""
        return self._told(message).name

    def copies(self, message: int) -> dict[str, int]:
        """Return what of a message is copied by itself: `Copy code 2` to the index of its piece."""
        return self._told(message).copies

    def _told(self, message: int) -> _Told:
        node = self._chat.nodes[message]
        if self.is_growing(message):
            return _Told(node, True, self._make(message, node), {})
        apart = self._is_taken_apart(message)
        kept = self._made.get(node.id)
        if kept is None or kept.node is not node or kept.apart != apart:
            copies = copyable(self._chat.pieces(message)) if apart else {}
            self._forget(node.id)
            kept = self._made[node.id] = _Told(node, apart, self._make(message, node), copies)
            self._letters += len(kept.name)
        self._made.move_to_end(node.id)
        while self._letters > _KEPT and len(self._made) > 1:
            self._forget(next(iter(self._made)))
        return kept

    def _forget(self, node_id: str) -> None:
        told = self._made.pop(node_id, None)
        self._letters -= 0 if told is None else len(told.name)

    def _is_taken_apart(self, message: int) -> bool:
        """Whether its pieces are there, or quickly made: not for a long one nobody looked at."""
        known = self._chat.stack.known(message)
        short = len(self._chat.nodes[message].text) < _LONG
        return short or (known is not None and bool(known.pieces))

    def text(self, message: int) -> str:
        """Return all that a message says, as plain text."""
        return plain_pieces(self._chat.pieces(message))

    def ending(self, message: int) -> str:
        """Return the sentence of a reply that did not end well; nothing for all others."""
        node = self._chat.nodes[message]
        if node.role == "user" or self.is_growing(message):
            return ""
        outcome = outcome_of(node)
        return "" if outcome is None else outcome.sentence

    def is_growing(self, message: int) -> bool:
        """Whether this is the reply that is on its way."""
        growth = self._chat.growth
        return growth is not None and growth.reply_id == self._chat.nodes[message].id

    def _make(self, message: int, node: Node) -> str:
        text = self._short(message, node)
        if node.role == "user":
            pictures = ", ".join(
                f"Picture {name_of(image)}, {sent_words(image)}" for image in node.images
            )
            return "You: " + " ".join(part for part in (text, pictures) if part)
        if self.is_growing(message) and not text:
            return _WAITING
        return "Reply: " + "\n".join(part for part in (text, self.ending(message)) if part)

    def _short(self, message: int, node: Node) -> str:
        ready = self.is_growing(message) or self._is_taken_apart(message)
        # The source of a long one that nobody looked at has the same words.
        text = self.text(message) if ready else node.text
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} … Press F7 for all of it."


def copyable(pieces: Sequence[Piece]) -> dict[str, int]:
    """Return the names of code blocks and tables, numbered, with the indexes of their pieces."""
    found: dict[str, int] = {}
    counts = {"Copy code": 0, "Copy table": 0}
    for index, piece in enumerate(pieces):
        name = {CodePiece: "Copy code", TablePiece: "Copy table"}.get(type(piece))
        if name is not None and len(found) < _MOST_COPIES:
            counts[name] += 1
            found[f"{name} {counts[name]}"] = index
    return found
