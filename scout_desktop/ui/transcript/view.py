"""The transcript of the chat that is open: header, messages, and what stands in an empty one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.column import Column
from scout_desktop.ui.transcript.header import Header
from scout_desktop.ui.transcript.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.blocks.text_view import TextView
    from scout_desktop.ui.transcript.message import MessageView
    from scout_desktop.ui.transcript.messages import Messages
    from scout_desktop.ui.transcript.reply import Reply

_AT_ONCE = 40
"""Messages that are built when a chat opens, and whenever more are wanted."""
_FLUSH_MS = 33


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
    sample_requested = Signal()
    prompt_chosen = Signal(str)
    renamed = Signal(str)
    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_pixels`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._made: Messages | None = None
        self._conversation: Conversation | None = None
        self._branch: tuple[Node, ...] = ()
        self._first = 0
        self._growing: Reply | None = None
        self._since = 0.0
        self._pause = _FLUSH_MS
        self._header = Header(self)
        self._header.renamed.connect(self.renamed)
        self._banner = Banner(theme, parent=self)
        self._column = Column(theme, self)
        self._column.earlier_wanted.connect(self._show_earlier)
        self._column.left_bottom.connect(self._offer_jump)
        self._welcome = Welcome(theme, self)
        self._welcome.sample_requested.connect(self.sample_requested)
        self._welcome.prompt_chosen.connect(self.prompt_chosen)
        below = QWidget(self)
        # There whether the chat is empty or not: outside programs look for it by this name.
        below.setAccessibleName("Transcript")
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self._welcome)
        self._stack.addWidget(self._column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self._header, HairLine(theme, parent=self), self._banner):
            layout.addWidget(widget)
        layout.addWidget(below, 1)
        self._jump = IconButton(theme, "jump-down", "Jump to latest", parent=self)
        dress(self._jump, ground="card")
        self._jump.clicked.connect(self._column.follow)
        self._jump.hide()
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.timeout.connect(self._show_growth)
        theme.changed.connect(self._restyle)

    def add_to_header(self, button: QWidget, *, at_start: bool = False) -> None:
        """Put a button of the window beside the title, at the start or the end of its row."""
        self._header.add(button, at_start=at_start)

    def show_chat(self, conversation: Conversation) -> None:
        """Show this chat; of the one that is shown already only what changed is touched."""
        before = self._conversation
        self._conversation = conversation
        # First, so that the column knows its width when it is filled.
        self._stack.setCurrentWidget(self._column if conversation.branch else self._welcome)
        if before is None or before.id != conversation.id:
            self._start_over(conversation)
        else:
            self._bring_up_to_date(conversation)
        self._header.show_chat(conversation)
        if before is None or before.notices != conversation.notices:
            self._show_notices(conversation)

    def begin_reply(
        self, conversation: Conversation, reply_id: str, since: float | None = None
    ) -> None:
        """Show the chat with a reply on its way; `since` is a time of `time.monotonic`."""
        self.show_chat(conversation)
        from scout_desktop.ui.transcript.messages import as_reply

        reply = as_reply(self._message(reply_id))
        if reply is not None:
            self._growing = reply
            self._since = time.monotonic() if since is None else since
            reply.begin(reply.node, self._since)
            reply.settle()
        self._column.lay_out()
        self._column.follow()

    def show_waiting(self, comments: int) -> None:
        """The service is alive and has not begun; it gave so many signs of life."""
        if self._growing is not None:
            self._growing.show_comments(comments)

    def grow(self, reply_id: str, at: int, text: str) -> None:
        """Add text behind the first `at` characters of a reply; shown with the next flush."""
        if self._growing is None or self._growing.id != reply_id:
            return
        self._growing.add(at, text)
        if not self._flush.isActive():
            self._flush.start(self._pause)

    def end_reply(self, conversation: Conversation) -> None:
        """Show the chat with the reply as it ended."""
        self._flush.stop()
        self._growing = None
        self.show_chat(conversation)

    def focus_message(self, node_id: str) -> None:
        """Go to a message of the branch shown and give it the focus."""
        place = next((n for n, node in enumerate(self._branch) if node.id == node_id), None)
        if place is None:
            return
        if place < self._first:
            self._build_from(max(place - _AT_ONCE // 2, 0))
        message = self._message(node_id)
        if message is not None:
            message.setFocus(Qt.FocusReason.OtherFocusReason)
            self._column.show_message(message)

    def rename(self) -> None:
        """Let the user write another title."""
        self._header.rename()

    def show_send_key(self, key: str) -> None:
        """Name the key that sends, for the empty chat: `Enter` or `Ctrl+Enter`."""
        self._welcome.show_send_key(key)

    def show_pixels(self, sha256: str, size: int, width: int, height: int, rgba: bytes) -> None:
        """Answer `pixels_wanted` with width x height pixels of 4 bytes."""
        self._messages.gallery.show_pixels(sha256, size, width, height, rgba)

    def show_picture_problem(self, sha256: str, sentence: str) -> None:
        """Answer `pixels_wanted` with the reason why there are none."""
        self._messages.gallery.show_problem(sha256, sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_jump()

    def _start_over(self, conversation: Conversation) -> None:
        self._flush.stop()
        self._growing, self._branch = None, conversation.branch
        self._column.clear()
        self._first = max(len(self._branch) - _AT_ONCE, 0)
        self._column.add_below(self._make(self._branch[self._first :]))
        self._finish_change()

    def _bring_up_to_date(self, conversation: Conversation) -> None:
        old, self._branch = self._branch, conversation.branch
        same = 0
        for one, other in zip(old, self._branch, strict=False):
            if one.id != other.id:
                break
            same += 1
        if same < self._first:
            self._start_over(conversation)
            return
        self._column.drop_below(same - self._first)
        if self._column.messages:  # an empty chat must not load what makes them
            from scout_desktop.ui.transcript.messages import bring_up_to_date

            for view, node in zip(self._column.messages, self._branch[self._first :], strict=False):
                if view is not self._growing:
                    bring_up_to_date(view, conversation, node)
        self._column.add_below(self._make(self._branch[same:]))
        self._finish_change()

    def _finish_change(self) -> None:
        messages = self._column.messages
        for message in messages:
            message.mark_last(message is messages[-1])
        self._column.offer_earlier(self._first)
        self._column.order_focus()
        self._column.lay_out()

    def _show_earlier(self) -> None:
        self._build_from(max(self._first - _AT_ONCE, 0))

    def _build_from(self, first: int) -> None:
        nodes, self._first = self._branch[first : self._first], first
        self._column.offer_earlier(first)
        self._column.add_above(self._make(nodes))

    @property
    def _messages(self) -> Messages:
        if self._made is None:
            # With the first message, not with the window.
            from scout_desktop.ui.transcript.messages import Messages

            made = self._made = Messages(self._theme, self)
            made.action_chosen.connect(self._act)
            made.branch_chosen.connect(self.branch_chosen)
            made.selected.connect(self._keep_one_selection)
            made.gallery.pixels_wanted.connect(self.pixels_wanted)
        return self._made

    def _make(self, nodes: Iterable[Node]) -> list[MessageView]:
        chat = self._conversation
        return [] if chat is None else [self._messages.make(chat, node) for node in nodes]

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

    def _show_growth(self) -> None:
        reply = self._growing
        if reply is None:
            return
        begun = time.perf_counter()
        if reply.settle():
            self._column.lay_out(since=reply)
        # A reply that is dear to lay out is shown less often: a quarter of the time at most.
        self._pause = max(_FLUSH_MS, round((time.perf_counter() - begun) * 4000))
        if reply.has_more:
            self._flush.start(self._pause)

    def _show_notices(self, conversation: Conversation) -> None:
        self._banner.setVisible(bool(conversation.notices))
        if conversation.notices:
            self._banner.show_state("warn", " ".join(conversation.notices))

    def _keep_one_selection(self, chosen: TextView) -> None:
        for message in self._column.messages:
            for text in message.text_views():
                if text is not chosen:
                    text.drop_selection()

    def _message(self, node_id: str) -> MessageView | None:
        return next((each for each in self._column.messages if each.id == node_id), None)

    def _offer_jump(self, away: bool) -> None:
        self._jump.setVisible(away)
        self._jump.raise_()
        self._place_jump()

    def _place_jump(self) -> None:
        spare = self.size() - self._jump.size()
        self._jump.move(spare.width() // 2, spare.height() - self._theme.px(SIZES.s4))

    def _restyle(self) -> None:
        """Build the messages again in the new colours and sizes."""
        if self._made is not None:
            self._made.restyle()
        conversation, growing = self._conversation, self._growing
        if conversation is None:
            return
        said = growing.said_so_far() if growing is not None else ""
        self._start_over(conversation)
        if growing is not None:
            self.begin_reply(conversation, growing.id, self._since)
            self.grow(growing.id, 0, said)
