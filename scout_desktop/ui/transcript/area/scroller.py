"""The scroll area itself: what is in view is laid out and painted, and stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.area.furniture import Furniture
from scout_desktop.ui.transcript.area.layout.stack import Slot
from scout_desktop.ui.transcript.area.painting import Painting
from scout_desktop.ui.transcript.area.parts import Hands
from scout_desktop.ui.transcript.area.shown import ShownChat
from scout_desktop.ui.transcript.blocks.block import Block
from scout_desktop.ui.transcript.blocks.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.ui.theme.theme import Theme
    from scout_desktop.ui.transcript.pictures.gallery import Gallery

_ROOMY = 360
"""From this width on the text has wide margins."""
_NARROWEST = 160
_AHEAD = 2
"""Views in each direction that are laid out when there is time."""
_AFTER_RESIZE_MS = 200


class Scroller(QAbstractScrollArea):
    """Shows a chat. What is in view never moves by itself, unless it follows the end."""

    left_end = Signal(bool)
    """The end of the chat went out of sight (`True`) or came back."""
    grew = Signal(int)
    """More of the growing message at this index is shown."""
    moved = Signal()
    """Other messages are in view, or the same elsewhere."""

    def __init__(self, theme: Theme, gallery: Gallery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Messages")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.workshop = Workshop(theme, self.viewport())
        self.workshop.changed.connect(self._block_changed)
        self.hands = Hands(self)
        self.chat = ShownChat(self.workshop, gallery, self.hands)
        self.chat.growth_due.connect(self._show_growth)
        self.painting = Painting(theme, self.chat)
        self.furniture = Furniture(self.chat)
        self.focused: str | None = None
        """The id of the message that keys and menus are about."""
        self.ring = False
        """Whether that is shown by a ring: while it is moved by keys, not after a click."""
        self._hovered: str | None = None
        self.left = 0
        """Where the column begins in the viewport, in pixels."""
        self._moving = False
        self._away = False
        self._ahead = 0
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._guess_again)
        self._focus = QTimer(self)
        self._focus.setSingleShot(True)
        self._focus.timeout.connect(self.place_furniture)
        self.verticalScrollBar().setSingleStep(theme.px(SIZES.s6))

    @property
    def is_following(self) -> bool:
        """Whether it stays at the end as text arrives."""
        return self.chat.settling.following

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.chat.settling.following = True
        self.settle()

    def restyle(self) -> None:
        """Take up the theme's new colours and sizes."""
        self.furniture.clear()
        self.workshop.restyle()
        self.chat.restyle()
        self.verticalScrollBar().setSingleStep(self._theme.px(SIZES.s6))
        self.fit_width()
        self.settle()

    def bring(self, at: Slot, y: int, height: int) -> None:
        """Bring so many pixels of a slot, `y` below its top, into view with little movement."""
        settling, view = self.chat.settling, self.viewport().height()
        margin = self._theme.px(SIZES.s4)
        self.chat.stack.measure(at)
        top = settling.y_of(at) + y
        if top < margin or height > view - 2 * margin:
            settling.stand(at, margin - y)
        elif top + height > view - margin:
            settling.stand(at, view - margin - height - y)
        else:
            return
        settling.following = False
        settling.settle(view)
        settling.following = settling.bottom_of(view)
        self.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_width()
        self.settle()

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if self._moving:
            return
        settling, view = self.chat.settling, self.viewport().height()
        bar, before = self.verticalScrollBar(), settling.place
        settling.following = dy < 0 and bar.value() >= bar.maximum() - 1
        if abs(dy) <= 2 * view:
            settling.move(-dy)
        else:
            settling.stand_at(bar.value())
        self._settle_and_shift(before)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        ring = self.focused if self.ring and self.hasFocus() else None
        self.painting.paint(painter, event.rect(), self.left, ring)
        painter.end()

    def message_under(self, point: QPoint) -> str | None:
        """Return the id of the message at this height of the viewport."""
        for message, y in self.chat.settling.shown:
            if y <= point.y() < y + self.chat.stack.sheet(message).height:
                return self.chat.nodes[message].id
        return None

    def hover(self, node_id: str | None) -> None:
        """The pointer is over this message: its quiet row is shown."""
        if node_id != self._hovered:
            self._hovered = node_id
            self.place_furniture()

    def give_pieces(self, node_id: str, text: str, pieces: tuple[Piece, ...]) -> None:
        """Show what was made of a long text off the GUI thread."""
        self.chat.give_pieces(node_id, text, pieces)
        self.settle()

    def update_block(self, block: Block) -> None:
        """Paint a block again, wherever it is in view."""
        slot = self.chat.stack.slot_of(block)
        for message, y in self.chat.settling.shown:
            if slot is not None and message == slot.message:
                box = self.chat.stack.sheet(message).box(slot.slot)
                self.viewport().update(box.translated(self.left, y))

    def _show_growth(self) -> None:
        growth = self.chat.growth
        if growth is not None:
            growth.look(self._take_growth)

    def _take_growth(self) -> None:
        at = self.chat.settling.place
        grown = self.chat.show_growth()
        if grown is not None:
            self._settle_and_shift(at, grown.slot, at_its_end=grown.at_its_end)
            self.grew.emit(grown.slot.message)

    def _block_changed(self, block: Block, resized: bool) -> None:
        slot = self.chat.stack.slot_of(block)
        if slot is None:
            return
        at, sheet = self.chat.settling.place, self.chat.stack.sheet(slot.message)
        if resized:
            sheet.forget(slot.slot)
            self._settle_and_shift(at, slot)
            return
        self.update_block(block)

    def settle(self) -> None:
        """Bring everything up to date, whatever changed."""
        self._settle()
        self.place_furniture()
        self.viewport().update()

    def _settle_and_shift(
        self, before: tuple[Slot, int], changed: Slot | None = None, *, at_its_end: bool = False
    ) -> None:
        """The same where what was in view at most moved, down to the slot that changed.

        `before` is the place before the change. What only moved is not painted again, nor is what
        stands in a slot that only grew at its end.
        """
        self._settle()
        at, y = before
        sheet, view = self.chat.stack.known(at.message), self.viewport().height()
        shift = view
        if sheet is not None and at.slot < len(sheet):
            shift = self.chat.settling.y_of(at) - y
        if abs(shift) >= view:
            self.viewport().update()
        elif shift:
            self.viewport().scroll(0, shift)
        # After the scrolling, which takes widgets along.
        self.place_furniture()
        if changed is not None:
            fresh = self.chat.stack.sheet(changed.message).fresh(changed.slot) if at_its_end else 0
            top = max(self.chat.settling.y_of(changed) + fresh, 0)
            self.viewport().update(0, top, self.viewport().width(), view - top)

    def _settle(self) -> None:
        settling, view = self.chat.settling, self.viewport().height()
        settling.settle(view)
        self._tell_bar()
        if settling.shown:
            self.chat.stack.forget_far(settling.shown[0].message, settling.shown[-1].message)
        bar = self.verticalScrollBar()
        away = not settling.following and bar.value() < bar.maximum() - self._theme.px(SIZES.s8)
        if away != self._away:
            self._away = away
            self.left_end.emit(away)
        self._look_ahead()
        self.moved.emit()

    def _tell_bar(self) -> None:
        settling, view, bar = self.chat.settling, self.viewport().height(), self.verticalScrollBar()
        self._moving = True
        bar.setRange(0, max(settling.height - view, 0))
        bar.setPageStep(view)
        bar.setValue(bar.maximum() if settling.following else settling.value)
        self._moving = False

    def place_furniture(self) -> None:
        """Bring the widgets of messages to where they belong."""
        focused = self.focused if self.hasFocus() else None
        self.furniture.place(self.left, self.viewport().height(), self._hovered, focused)

    def show_focus(self) -> None:
        """Show who has the focus and who has not; a little later, for Qt may move it at any time.

        (It does where a button is taken away, and that is in the middle of taking another chat.)
        """
        self.viewport().update()
        self._focus.start(0)

    def _look_ahead(self) -> None:
        """Lay out some of what is around the view when there is time, so that it is ready."""
        self._ahead += 1
        self.workshop.later(self._ahead_of(self._ahead))

    def _ahead_of(self, turn: int) -> Iterator[None]:
        stack, settling = self.chat.stack, self.chat.settling
        view = self.viewport().height()
        for step in (stack.next, stack.previous):
            if turn != self._ahead or not stack.nodes:
                return
            at: Slot | None = settling.place[0]
            left = (_AHEAD + (step == stack.next)) * view
            while at is not None and left > 0:
                at = step(at)
                if at is not None:
                    left -= stack.measure(at)
                    # Above the view it moves tops of messages, though nothing that is in view.
                    settling.look(view)
                yield
                if turn != self._ahead:
                    return
        # What is above has another height now, perhaps; what is in view has not moved.
        self._tell_bar()

    def fit_width(self) -> None:
        """Take the width that there is; what is not in view follows a little later."""
        # Of the whole area, so that nothing moves aside when the scroll bar comes.
        whole = self.width()
        margin = SIZES.s6 if whole >= self._theme.px(_ROOMY) else SIZES.s3
        room = whole - 2 * self._theme.px(margin)
        column = max(min(self._theme.px(SIZES.transcript_column), room), _NARROWEST)
        self.left = max((whole - column) // 2, 0)
        if column != self.chat.stack.width:
            self.chat.stack.fit(column)
            self._resized.start(_AFTER_RESIZE_MS)

    def _guess_again(self) -> None:
        self.chat.stack.guess_again()
        self.settle()
