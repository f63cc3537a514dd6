"""What a message is called when it is read out: what it is, its whole plain text, how it ended.

A name is made when it is asked for and kept until the message changes, for the messages that were
asked about last.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.plain import plain_pieces
from scout_desktop.ui.transcript.parts.facts import outcome_of
from scout_desktop.ui.transcript.pictures.sent import name_of, sent_words

if TYPE_CHECKING:
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.area.shown import ShownChat

LONGEST = 100_000
"""Letters of a name; the reading view holds the rest."""
_LONG = 30_000
"""Letters from which on a text is not taken apart for its name alone: that is 15 ms of work."""
_KEPT = 300
_WAITING = "Reply: waiting for the first word"


class Names:
    """Names the messages of one chat shown, by their place in the branch."""

    def __init__(self, chat: ShownChat) -> None:
        self._chat = chat
        self._made: OrderedDict[str, tuple[object, str]] = OrderedDict()

    def name(self, message: int) -> str:
        """Return `Reply: ...` or `You: ...` with its text, at most `LONGEST` letters of it."""
        node = self._chat.nodes[message]
        if self.is_growing(message):
            return self._make(message, node)
        state = node.rev, node.state
        kept = self._made.get(node.id)
        if kept is None or kept[0] != state:
            kept = self._made[node.id] = state, self._make(message, node)
        self._made.move_to_end(node.id)
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return kept[1]

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

    def clear(self) -> None:
        """Forget all names."""
        self._made.clear()

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
        known = self._chat.stack.known(message)
        ready = self.is_growing(message) or (known is not None and bool(known.pieces))
        # Nobody looked at a long one yet: its source has the same words.
        text = self.text(message) if ready or len(node.text) < _LONG else node.text
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} … Press F7 for all of it."
