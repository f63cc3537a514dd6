"""Everything around the messages that a reader uses: the area, pictures, search, copies, voice.

Loaded with the first message and not with the window: an empty chat needs nothing of it, and a
start has no time to spare.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from scout_desktop.ui.transcript.area.area import MessageArea
from scout_desktop.ui.transcript.blocks.formulas.boxes import FormulaBoxes
from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
from scout_desktop.ui.transcript.find.bar import FindBar
from scout_desktop.ui.transcript.find.finder import Finder
from scout_desktop.ui.transcript.pictures.gallery import Gallery
from scout_desktop.ui.transcript.selection.clipboard import Kind
from scout_desktop.ui.transcript.voice.actions import copy_piece
from scout_desktop.ui.transcript.voice.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QMenu, QWidget

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme


class Reader(QObject):
    """Made once for a transcript."""

    action_chosen = Signal(str, str)
    """(`copy`, `regenerate`, `edit`, `continue`, `key` or `afford N`; node id)"""

    def __init__(self, theme: Theme, owner: QWidget) -> None:
        super().__init__(owner)
        self.gallery = Gallery(theme, owner, self._album)
        self.area = MessageArea(theme, self.gallery, owner)
        self.find_bar = FindBar(theme, owner)
        self.finder = Finder(self.area.ground, self.find_bar, self.area.workshop.later)
        self.area.hits = self.finder.hits_in
        self.area.keys.append(self.finder.key)
        self.area.branch_changed.connect(self.finder.chat_changed)
        self.area.grew.connect(self.finder.refresh)
        self.voice = Voice(self.area)
        self.formulas = Formulas(self)
        self.area.workshop.boxes = FormulaBoxes(self.area.workshop, self.formulas)
        self.area.hands.action_chosen.connect(self._act)
        self.area.menu_opened.connect(self._add_copies)
        theme.changed.connect(self.area.restyle)

    def begin_reply(self, conversation: Conversation, reply_id: str, since: float) -> None:
        """A reply is on its way."""
        self.area.begin_reply(conversation, reply_id, since)
        self.voice.begin_reply(reply_id)

    def end_reply(self, conversation: Conversation) -> None:
        """The reply has ended."""
        self.area.end_reply(conversation)
        self.voice.end_reply()

    def find(self) -> None:
        """Open the search, with what is selected if that is a few words."""
        selected = self.area.selection.text() if self.area.selection.is_short else ""
        self.finder.open("" if "\n" in selected else selected)

    def show_hit(self, node_id: str, term: str) -> None:
        """Bring a message of the branch shown into view and mark what was searched for."""
        index = self.area.chat.index_of(node_id)
        if index is None:
            return
        self.area.show_message(node_id)
        if term.strip():
            self.finder.open_at(index, term)

    def _add_copies(self, menu: QMenu, node_id: str) -> None:
        """Offer the copy buttons of code and tables, for whoever has no pointer."""
        index = self.area.chat.index_of(node_id)
        if index is None:
            return
        copies = self.voice.names.copies(index)
        if copies:
            menu.addSeparator()
        for name, piece in copies.items():
            action = menu.addAction(name)
            action.triggered.connect(
                lambda _=False, piece=piece: copy_piece(self.area, index, piece)
            )

    def _album(self) -> Iterable[ImagePart]:
        return [image for node in self.area.chat.nodes for image in node.images]

    def _act(self, action: str, node_id: str) -> None:
        kind = _COPIES.get(action)
        if kind is not None:
            self.area.copy_message(node_id, kind)
            action = "copy"
        self.action_chosen.emit(action, node_id)


_COPIES: Final[Mapping[str, Kind]] = {
    "copy": "rich", "copy_rich": "rich", "copy_plain": "plain", "copy_markdown": "markdown",
}  # fmt: skip
