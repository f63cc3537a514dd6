"""The transcript of the chat that is open: header, messages, and what stands in an empty one."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QStackedLayout, QVBoxLayout, QWidget

from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.header import Header
from scout_desktop.ui.transcript.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.ui.controls.picture.mark import PictureMark
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.reader import Reader


class TranscriptView(QWidget):
    """Shows one chat. It knows no session: what it needs it asks for by signal."""

    regenerate_requested = Signal(str)
    edit_requested = Signal(str)
    continue_requested = Signal(str)
    afford_requested = Signal(str, int)
    """(id, tokens): ask again for this reply, with as many tokens as the credit allows."""
    copy_requested = Signal(str)
    """The message with this id was put on the clipboard."""
    branch_chosen = Signal(str)
    key_requested = Signal()
    stop_requested = Signal()
    sample_requested = Signal()
    prompt_chosen = Signal(str)
    renamed = Signal(str)
    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_pixels`."""
    pixels_given_up = Signal(str, int)
    """Nobody waits any more for what `pixels_wanted` asked for with these words."""
    save_wanted = Signal(str, str)
    """(sha256, path): write the picture as it was sent there; answered by `show_saved`."""
    marks_wanted = Signal()
    """Say how the pictures of the chat shown go along from now on; answered by `show_marks`."""
    diet_chosen = Signal(str, int, str)
    """(node id, place, `keep`, `tile`, `caption` or `drop`): how a picture is to go from now on."""
    look_wanted = Signal(object)
    """Show what the model sees of this `ImagePart`."""
    attach_wanted = Signal(object)
    """Put this `ImagePart` into the draft again."""
    diet_wanted = Signal()
    """Show all pictures of this chat and how they go along."""
    pieces_wanted = Signal(str, str)
    """(id, text): take this long text apart off the GUI thread; answered by `give_pieces`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader: Reader | None = None
        self._conversation: Conversation | None = None
        self._smooth = False
        self._header = Header(self)
        self._header.renamed.connect(self.renamed)
        self._banner = Banner(theme, parent=self)
        self._welcome = Welcome(theme, self)
        self._welcome.sample_requested.connect(self.sample_requested)
        self._welcome.prompt_chosen.connect(self.prompt_chosen)
        below = QWidget(self)
        # There whether the chat is empty or not: outside programs look for it by this name.
        below.setAccessibleName("Transcript")
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self._welcome)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget in (self._header, HairLine(theme, parent=self), self._banner):
            self._column.addWidget(widget)
        self._column.addWidget(below, 1)
        self._jump = IconButton(theme, "jump-down", "Jump to latest", parent=self)
        dress(self._jump, ground="card")
        self._jump.hide()

    def add_to_header(self, button: QWidget, *, at_start: bool = False) -> None:
        """Put a button of the window beside the title, at the start or the end of its row."""
        self._header.add(button, at_start=at_start)

    def show_chat(self, conversation: Conversation) -> None:
        """Show this chat; of the one that is shown already only what changed is touched."""
        before, self._conversation = self._conversation, conversation
        if before is not None and before.id != conversation.id:
            self.leave_hit()
        self._turn_to(conversation)
        if self._reader is not None:
            self._reader.area.show_chat(conversation)
            if before is not None and before is not conversation:
                self._reader.gallery.refresh_marks()
        self._header.show_chat(conversation)
        if before is None or before.notices != conversation.notices:
            self._show_notices(conversation)

    def begin_reply(
        self, conversation: Conversation, reply_id: str, since: float | None = None
    ) -> None:
        """Show the chat with a reply on its way; `since` is a time of `time.monotonic`."""
        self.show_chat(conversation)
        begun = time.monotonic() if since is None else since
        self.reader.begin_reply(conversation, reply_id, begun)

    def show_waiting(self, comments: int) -> None:
        """The service is alive and has not begun; it gave so many signs of life."""
        self.reader.area.show_waiting(comments)

    def grow(self, reply_id: str, at: int, text: str) -> None:
        """Add text behind the first `at` characters of a reply; shown with the next frame."""
        self.reader.area.grow(reply_id, at, text)

    def end_reply(self, conversation: Conversation) -> None:
        """Show the chat with the reply as it ended."""
        if self._reader is not None:
            self._reader.end_reply(conversation)
        self.show_chat(conversation)

    def focus_message(self, node_id: str) -> None:
        """Go to a message of the branch shown and give it the focus."""
        self.reader.area.focus_message(node_id)

    def show_hit(self, node_id: str, term: str) -> None:
        """Go to what was found in a message of the branch shown, and mark it; empty: only go."""
        if self._conversation is not None and self._conversation.branch:
            self.reader.show_hit(node_id, term)

    def leave_hit(self) -> None:
        """Mark no longer what a search in all chats has found."""
        if self._reader is not None:
            self._reader.finder.leave()

    def rename(self) -> None:
        """Let the user write another title."""
        self._header.rename()

    def open_find(self) -> None:
        """Let the user search in the chat."""
        if self._conversation is not None and self._conversation.branch:
            self.reader.find()

    def show_send_key(self, key: str) -> None:
        """Name the key that sends, for the empty chat: `Enter` or `Ctrl+Enter`."""
        self._welcome.show_send_key(key)

    def be_smooth(self, *, smooth: bool) -> None:
        """Show replies that begin from now on 60 times a second, or 30."""
        self._smooth = smooth
        if self._reader is not None:
            self._reader.area.chat.smooth = smooth

    def show_pixels(self, sha256: str, size: int, width: int, height: int, rgba: bytes) -> None:
        """Answer `pixels_wanted` with width x height pixels of 4 bytes."""
        self.reader.gallery.show_pixels(sha256, size, width, height, rgba)

    def show_picture_problem(self, sha256: str, sentence: str) -> None:
        """Answer `pixels_wanted` with the reason why there are none."""
        self.reader.gallery.show_problem(sha256, sentence)

    def show_saved(self, sha256: str, path: str, problem: str = "") -> None:
        """Answer `save_wanted`: it is there, or `problem` says why it is not."""
        self.reader.gallery.show_saved(sha256, path, problem)

    def show_marks(self, marks: Mapping[str, PictureMark | None]) -> None:
        """Answer `marks_wanted`: by `place_of`, how each picture goes along; None says nothing."""
        self.reader.gallery.show_marks(marks)

    def give_pieces(self, node_id: str, text: str, pieces: tuple[Piece, ...]) -> None:
        """Answer `pieces_wanted` with its own words and what was made of them."""
        self.reader.area.give_pieces(node_id, text, pieces)

    @property
    def reader(self) -> Reader:
        """What shows messages; made with the first one, not with the window."""
        if self._reader is None:
            from scout_desktop.ui.transcript.reader import Reader

            made = self._reader = Reader(self._theme, self)
            made.area.chat.smooth = self._smooth
            # Its first chat must not be laid out for a width that it has not.
            made.area.resize(self._welcome.size())
            self._stack.addWidget(made.area)
            self._column.insertWidget(3, made.find_bar)
            made.action_chosen.connect(self._act)
            made.area.hands.branch_chosen.connect(self.branch_chosen)
            made.area.left_end.connect(self._offer_jump)
            made.area.stop_wanted.connect(self.stop_requested)
            self._order_focus(made)
            made.area.chat.pieces_wanted.connect(self.pieces_wanted)
            made.gallery.pixels_wanted.connect(self.pixels_wanted)
            made.gallery.pixels_given_up.connect(self.pixels_given_up)
            made.gallery.save_wanted.connect(self.save_wanted)
            made.gallery.marks_wanted.connect(self.marks_wanted)
            made.gallery.diet_chosen.connect(self.diet_chosen)
            made.gallery.look_wanted.connect(self.look_wanted)
            made.gallery.attach_wanted.connect(self.attach_wanted)
            made.gallery.diet_wanted.connect(self.diet_wanted)
            self._jump.clicked.connect(made.area.follow)
        return self._reader

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_jump()

    def _order_focus(self, reader: Reader) -> None:
        """Let Tab come to what was made late where it stands, not behind everything else."""
        stops = [
            *self._welcome.findChildren(QAbstractButton)[-1:],
            *reader.find_bar.stops(), reader.area, self._jump,
        ]  # fmt: skip
        for one, other in pairwise(stops):
            QWidget.setTabOrder(one, other)

    def _turn_to(self, conversation: Conversation) -> None:
        page: QWidget = self._welcome
        if conversation.branch:
            page = self.reader.area
        self._stack.setCurrentWidget(page)

    def _act(self, action: str, node_id: str) -> None:
        if action == "key":
            self.key_requested.emit()
        elif action.startswith("afford "):
            self.afford_requested.emit(node_id, int(action.split()[1]))
        else:
            asked = {
                "copy": self.copy_requested, "regenerate": self.regenerate_requested,
                "edit": self.edit_requested, "continue": self.continue_requested,
            }  # fmt: skip
            asked[action].emit(node_id)

    def _show_notices(self, conversation: Conversation) -> None:
        self._banner.setVisible(bool(conversation.notices))
        if conversation.notices:
            self._banner.show_state("warn", " ".join(conversation.notices))

    def _offer_jump(self, away: bool) -> None:
        self._jump.setVisible(away)
        self._jump.raise_()
        self._place_jump()

    def _place_jump(self) -> None:
        spare = self.size() - self._jump.size()
        self._jump.move(spare.width() // 2, spare.height() - self._theme.px(SIZES.s4))
