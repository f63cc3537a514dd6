"""The messages of a chat: shown by the scroller below, here with pointer, keys and focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence

from scout_desktop.chat.markdown.flatten import written_lines
from scout_desktop.ui.transcript.area.ground import AreaGround
from scout_desktop.ui.transcript.area.layout.stack import Slot
from scout_desktop.ui.transcript.area.pointer import Pointer
from scout_desktop.ui.transcript.area.scroller import Scroller
from scout_desktop.ui.transcript.blocks.block import Marks
from scout_desktop.ui.transcript.blocks.make import make_block
from scout_desktop.ui.transcript.selection.clipboard import put_on_clipboard
from scout_desktop.ui.transcript.selection.copying import Portion
from scout_desktop.ui.transcript.selection.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.blocks.block import Span
    from scout_desktop.ui.transcript.pictures.gallery import Gallery
    from scout_desktop.ui.transcript.selection.clipboard import Kind

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Home: -1_000_000,
    Qt.Key.Key_End: 1_000_000,
}


class MessageArea(Scroller):
    """Shows a chat and the reply that grows in it."""

    menu_opened = Signal(object, str)
    """(QMenu, id): the menu of this message, for others to add to before it is seen."""
    stop_wanted = Signal()
    """Escape was pressed, and there was nothing here that it could end."""
    reading_wanted = Signal(str)
    """The message with this id is to be opened as one text."""
    branch_changed = Signal(int)
    """From this index on there are other messages now; 0 where it is another chat."""
    focus_moved = Signal(str)
    """The message with this id has the focus now."""

    def __init__(self, theme: Theme, gallery: Gallery, parent: QWidget | None = None) -> None:
        super().__init__(theme, gallery, parent)
        self.ground = AreaGround(self)
        self.pointer = Pointer(self, self.ground)
        self.selection = Selection(self.ground, self.viewport(), self.workshop.later)
        self.hits: Callable[[int, int], tuple[Sequence[Span], Span | None]] | None = None
        """What a search found in a block's text, and which of it the search stands at."""
        self.keys: list[Callable[[QKeyEvent], bool]] = []
        """Who else hears keys first, and says whether a key was for it."""
        self.painting.marks = self._marks

    def show_chat(self, conversation: Conversation) -> None:
        """Show a chat as it stands now."""
        if self.chat.conversation is None or self.chat.conversation.id != conversation.id:
            self._hovered = self.focused = None
        self.fit_width()
        self._take(conversation)
        self.settle()

    def begin_reply(self, conversation: Conversation, reply_id: str, since: float) -> None:
        """Show a chat with a reply on its way, and follow it."""
        self._take(conversation)
        self.chat.begin(reply_id, since)
        self.follow()

    def show_waiting(self, comments: int) -> None:
        """The service gave so many signs of life."""
        if self.chat.growth is not None:
            self.chat.growth.comments = comments
            line = self.chat.waiting()
            if line is not None:
                line.show_comments(comments)

    def grow(self, reply_id: str, at: int, text: str) -> None:
        """Take more of the reply that is on its way."""
        growth = self.chat.growth
        if growth is not None and growth.reply_id == reply_id:
            growth.add(at, text)

    def end_reply(self, conversation: Conversation) -> None:
        """Show how the reply ended."""
        self.chat.end(conversation)
        self.settle()

    def warm(self) -> None:
        """Have letters, formats and blocks ready for the first chat."""
        if not self.chat.nodes:
            for piece in written_lines("a"):
                make_block(self.workshop, piece).fit(self.chat.stack.width)

    def focus_message(self, node_id: str) -> None:
        """Give a message of the branch shown the focus and bring it into view."""
        index = self.chat.index_of(node_id)
        if index is None:
            return
        self.focused, self.ring = node_id, True
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_message(node_id)
        self.settle()  # the ring moves even where nothing was scrolled
        self.selection.begin_at(index)
        self.focus_moved.emit(node_id)

    def show_message(self, node_id: str) -> None:
        """Bring a message of the branch shown into view, wherever the keyboard is."""
        index = self.chat.index_of(node_id)
        if index is not None and not (self.is_following and index == len(self.chat.nodes) - 1):
            # (Of the last one the end is in view then, and that is where more arrives.)
            height = self.chat.stack.sheet(index).height
            self.bring(Slot(index, 0), 0, min(height, self.viewport().height() // 2))

    def copy_message(self, node_id: str, kind: Kind = "rich") -> None:
        """Put a message on the clipboard, as it reads unless said, and say that it is there."""
        index = self.chat.index_of(node_id)
        if index is None:
            return
        whole = Portion(self.chat.nodes[index], whole=True)
        put_on_clipboard((whole,), kind, self.workshop.later)
        footer = self.chat.footer(index)
        if footer is not None:
            footer.show_done("copy")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            if not self.pointer.drag(event.position().toPoint()):
                self.selection.move(event)
        else:
            self.pointer.move(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.ring = False
        point = event.position().toPoint()
        under = self.message_under(point)
        self.focused = under or self.focused
        if event.button() == Qt.MouseButton.LeftButton and not self.pointer.press(point):
            self.selection.press(event)
        self.settle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        selected = self.selection.release(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pointer.release(event.position().toPoint(), selected=selected)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self.pointer.press(event.position().toPoint()):
            self.selection.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from scout_desktop.ui.transcript.area.menu import Under, message_menu

        point = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = None if self.focused is None else self.chat.index_of(self.focused)
            y = 0 if index is None else max(self.chat.settling.message_y(index), 0)
            point = QPoint(self.left, y)
        under = Under(
            self.selection, self.pointer.zone_at(point), self.message_under(point),
            self.copy_message, self.reading_wanted.emit,
        )  # fmt: skip
        menu = message_menu(self, under)
        if under.message is not None:
            self.menu_opened.emit(menu, under.message)
        menu.popup(self.viewport().mapToGlobal(point))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.pointer.wheel(event):
            event.accept()
        else:
            super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointer.leave()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        shown = self.chat.settling.shown
        self.ring = self.ring or by_key
        if by_key and self.focused is None and shown:
            self.focused = self.chat.nodes[shown[-1].message].id
        self.show_focus()
        if self.focused is not None:
            self.focus_moved.emit(self.focused)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.show_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = Qt.Key(event.key()), self.verticalScrollBar()
        if self.selection.key(event) or any(hears(event) for hears in self.keys):
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.MoveToStartOfDocument):
            bar.triggerAction(bar.SliderAction.SliderToMinimum)
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument):
            self.follow()
        elif plain and key in _STEPS:
            if key == Qt.Key.Key_End:
                self.follow()  # to the end of the last message, not to its beginning
            self._step(_STEPS[key])
        elif plain and key == Qt.Key.Key_Escape:
            self.stop_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.MoveToPreviousPage):
            bar.triggerAction(bar.SliderAction.SliderPageStepSub)
        elif event.matches(QKeySequence.StandardKey.MoveToNextPage):
            bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        elif event.matches(QKeySequence.StandardKey.Copy) and self.focused is not None:
            self.copy_message(self.focused)
        elif plain and key in (Qt.Key.Key_F7, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.focused is not None:
                self.reading_wanted.emit(self.focused)
        else:
            event.ignore()

    def _step(self, step: int) -> None:
        """Move the focus by so many messages, from the last one in view if none has it."""
        nodes, shown = self.chat.nodes, self.chat.settling.shown
        if not nodes:
            return
        index = None if self.focused is None else self.chat.index_of(self.focused)
        if index is None:
            index = shown[-1].message if shown else 0
            step = 0 if abs(step) == 1 else step
        self.focus_message(nodes[min(max(index + step, 0), len(nodes) - 1)].id)

    def _take(self, conversation: Conversation) -> None:
        before = self.chat.nodes
        same = self.chat.take(conversation)
        if same < len(before) or len(self.chat.nodes) != len(before):
            self.selection.keep_before(same)
            self.branch_changed.emit(same)

    def _marks(self, message: int, block: int) -> Marks:
        """What is laid over the text of a block."""
        hits, hit = ((), None) if self.hits is None else self.hits(message, block)
        selected = self.selection.span_in(message, block)
        return Marks(selected, hits, hit, self.pointer.inside(message, block))
