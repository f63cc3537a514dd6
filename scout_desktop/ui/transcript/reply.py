"""What the model said: formatted text without a box, the waiting line, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.markdown.growing import GrowingBlocks
from scout_desktop.chat.markdown.parse import parse
from scout_desktop.chat.markdown.plain import plain_text
from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.body import Body
from scout_desktop.ui.transcript.message import MessageView
from scout_desktop.ui.transcript.parts.facts import affordable_of, exact_cost, footer_of, outcome_of
from scout_desktop.ui.transcript.parts.footer import COPY, REGENERATE, Footer
from scout_desktop.ui.transcript.parts.outcome import OutcomeLine
from scout_desktop.ui.transcript.parts.waiting import WaitingLine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.text_view import TextView

_ACTIONS = {
    "Continue": "continue",
    "Regenerate": "regenerate",
    "Replace key": "key",
    "Add a key": "key",
}


class Reply(MessageView):
    """A reply, whole or on its way."""

    def __init__(
        self, formats: Formats, node: Node, siblings: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(formats, node, siblings, parent)
        self._body = Body(formats, self)
        self._body.selected.connect(self.selected)
        self._waiting: WaitingLine | None = None
        self._outcome: OutcomeLine | None = None
        self._growing: GrowingBlocks | None = None
        self._pieces: list[str] = []
        self._length = 0
        self._shown_length = 0
        self.show_node(node, siblings)

    @property
    def is_growing(self) -> bool:
        """Whether more is on its way."""
        return self._growing is not None

    @property
    def has_more(self) -> bool:
        """Whether text was added that is not on the screen yet."""
        return self.is_growing and self._length > self._shown_length

    def said_so_far(self) -> str:
        """The text of a reply on its way."""
        return "".join(self._pieces)

    def show_node(self, node: Node, siblings: tuple[str, ...]) -> None:
        """Show a reply that has ended; what is the same stays untouched."""
        self.node, self._siblings = node, siblings
        grown, self._growing = self._growing, None
        self._stop_waiting()
        blocks = parse(node.text)
        if grown is not None and blocks == (*grown.settled, *grown.opened):
            # What stands there is what it says: a long reply is not built a second time.
            self._body.grow(grown.opened, ())
        else:
            self._body.show_blocks(blocks)
        self._show_outcome(node)
        said = plain_text(blocks)
        outcome = outcome_of(node)
        ending = outcome.sentence if outcome is not None else ""
        self.setAccessibleName("Reply: " + "\n".join(part for part in (said, ending) if part))
        self.drop_footer()

    def begin(self, node: Node, since: float) -> None:
        """Wait for the first word; `since` is when, in seconds of `time.monotonic`."""
        self.node = node
        self._growing = GrowingBlocks()
        self._pieces, self._length, self._shown_length = [], 0, 0
        self._body.show_blocks(())
        self._show_outcome(node)
        self._stop_waiting()
        self._waiting = WaitingLine(since, self)
        self._waiting.show()
        self.setAccessibleName("Reply: waiting for the first word")
        self.drop_footer()
        if node.text:
            self.add(0, node.text)

    def show_comments(self, comments: int) -> None:
        """Take note of the service's signs of life."""
        if self._waiting is not None:
            self._waiting.show_comments(comments)

    def add(self, at: int, text: str) -> None:
        """Take text that comes behind the first `at` characters; shown by `settle`."""
        if self._growing is None or at + len(text) <= self._length:
            return
        fresh = text[max(self._length - at, 0) :]
        self._growing.add(fresh)
        self._pieces.append(fresh)
        self._length += len(fresh)

    def settle(self) -> bool:
        """Bring what was added on the screen; tell whether there is anything yet."""
        if self._growing is None or not self._length:
            return False
        self._stop_waiting()
        self._shown_length = self._length
        before = len(self._growing.settled)
        self._growing.settle()
        self._body.grow(self._growing.settled[before:], self._growing.opened)
        return True

    def fit(self, width: int) -> int:
        px = self._formats.theme.px
        top = 0
        if self._waiting is not None:
            height = max(self._waiting.sizeHint().height(), px(SIZES.s6))
            self._waiting.setGeometry(0, 0, width, height)
            top = height
        else:
            self._body.move(0, 0)
            top = self._body.fit(width)
        if self._outcome is not None:
            top += px(SIZES.s3) if top else 0
            height = self._outcome.fit(width)
            self._outcome.setGeometry(0, top, width, height)
            top += height
        self.place_footer(-px(SIZES.s1), top + px(2), width + px(SIZES.s1))
        return top + px(2) + self.footer_height()

    def mark_last(self, last: bool) -> None:
        super().mark_last(last)
        if self._outcome is not None:
            self._outcome.suggest(suggested=last)

    def text_views(self) -> list[TextView]:
        return self._body.text_views()

    def anchors(self) -> list[int]:
        return [0, *self._body.tops()]

    def make_footer(self) -> Footer | None:
        if self.is_growing:
            return None
        actions = (COPY, REGENERATE) if self.node.text else (REGENERATE,)
        facts = footer_of(self.node)
        made = Footer(self._formats.theme, actions, self._siblings, self.id, facts, parent=self)
        exact = exact_cost(self.node)
        made.setToolTip(plain_tip(f"{facts}\nExactly {exact}" if exact else facts))
        return made

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.hide()
            self._waiting.deleteLater()
            self._waiting = None

    def _show_outcome(self, node: Node) -> None:
        if self._outcome is not None:
            self._outcome.hide()
            self._outcome.deleteLater()
            self._outcome = None
        outcome = outcome_of(node)
        if outcome is None:
            return
        self._outcome = OutcomeLine(self._formats.theme, outcome, self)
        self._outcome.suggest(suggested=self._is_last)
        # The one button that is not in the table names the number of tokens.
        afford = f"afford {affordable_of(node)}"
        self._outcome.chosen.connect(lambda text: self.act(_ACTIONS.get(text, afford)))
        self._outcome.show()
