"""The list itself: a screenful is painted, whatever its length."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QListView

from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.conversations.rows.choosing import Choosing
from scout_desktop.ui.conversations.rows.keys import is_f2_or_delete, is_put_back
from scout_desktop.ui.conversations.rows.painter import RowPainter
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.chat.search.query import Hit, Term
    from scout_desktop.ui.conversations.rows.model import RowsModel
    from scout_desktop.ui.conversations.rows.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme

_Key = Qt.Key
_Move = QAbstractItemView.CursorAction
_MORE_AHEAD = 20
"""Rows from the end at which more are asked for."""


class ConversationList(QListView):
    """A click or Enter opens, F2 renames in place, Delete moves to the trash.

    The chat that is open is tinted; the arrow keys move a focus ring without opening anything. With
    Ctrl or Shift several chats are chosen, until a plain click or Escape; batches never are.
    """

    opened = Signal(str)
    batch_opened = Signal(str)
    """The id of a batch, whose row stands among the chats."""

    deleted = Signal(object)
    """The ids of the chats that the Delete key meant, in order."""

    put_back = Signal(object)
    """The ids of chats that are to leave the trash."""

    menu_asked = Signal(str, QPoint)
    """(id, place on the screen)"""

    tag_clicked = Signal(str)
    end_neared = Signal()

    def __init__(
        self, theme: Theme, model: RowsModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, model
        self._held: Callable[[], None] | None = None
        self._opens = True
        """Whether the click that has begun opens."""
        self.setAccessibleName("Conversations")
        self.setModel(model)
        self.choosing = Choosing(self, model)
        self._painter = RowPainter(theme, model, thumbnails, self.choosing)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.empty = EmptyState(theme, "chat", "", parent=self.viewport())
        self.empty.hide()
        self.clicked.connect(self._open)
        self.verticalScrollBar().valueChanged.connect(self._look_ahead)
        model.refreshed.connect(self.viewport().update)
        thumbnails.arrived.connect(self.viewport().update)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_rows(
        self,
        rows: Sequence[ChatRow],
        hits: Mapping[str, Hit] | None = None,
        terms: Sequence[Term] = (),
        *,
        fresh: bool = False,
    ) -> None:
        """Show `rows`, and what was found in them; the scroll position, cursor and choice stay.

        `fresh` ones answer another question: they begin at the top, or with the open chat in view.
        """
        if self.state() == QAbstractItemView.State.EditingState:
            # A title that is being typed is worth waiting for.
            self._held = partial(self.show_rows, rows, hits, terms, fresh=fresh)
            return
        here, chosen = self.current(), self.choosing.ids()
        was_there = self._rows.index_of(self._painter.open_id).isValid()
        bar = self.verticalScrollBar()
        place = bar.value()
        others = () if here is None or fresh else self._rows.around(here)
        self._rows.show_rows(rows, hits, terms)
        if fresh:
            place, here = 0, None
            self._put_cursor(QModelIndex())
        if chosen and not self.selectionModel().hasSelection():
            self.choosing.choose(chosen)
        if here is not None and not self.currentIndex().isValid():
            # Where it is gone, the next one: so a list is weeded with one key.
            spots = map(self._rows.index_of, (here, *others))
            self._put_cursor(next((spot for spot in spots if spot.isValid()), QModelIndex()))
        self.executeDelayedItemsLayout()
        bar.setValue(place)
        if hits is None and (fresh or not was_there):
            self._show_open()
        self.empty.setVisible(not rows)

    def select(self, chat: str) -> None:
        """Mark the chat with this id as the open one and bring it into view; "" for none."""
        if chat == self._painter.open_id:
            return  # where the user has scrolled to is not for us to change
        self._painter.open_id = chat
        self._show_open()
        self.viewport().update()

    def current(self) -> str | None:
        """The id of the chat under the cursor."""
        row = self._rows.row_at(self.currentIndex())
        return None if row is None else row.id

    def first(self) -> str | None:
        """The id of the first row that can be opened."""
        return self._rows.first()

    def open(self, id: str) -> None:
        """Say that this row is to be opened, be it a chat or a batch."""
        if batch := words.batch_of(id):
            self.batch_opened.emit(batch)
        else:
            self.opened.emit(id)

    def neighbour(self, step: int) -> str | None:
        """The id of the chat `step` rows below (negative: above) the open one, if there is one."""
        return self._rows.beside(self._painter.open_id, step)

    def step_in(self) -> None:
        """Take the keys, with the cursor on the first chat if it is on none."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.current() is None:
            self.setCurrentIndex(self._rows.index_of(self.first() or ""))

    def rename(self, chat: str) -> None:
        """Let the user type another title into the row."""
        spot = self._rows.index_of(chat)
        if spot.isValid():
            self.choosing.nothing()
            self.setCurrentIndex(spot)
            self.scrollTo(spot)
            self.edit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chat, key = self.current(), event.key()
        meant = self.choosing.ids() or (() if chat is None or words.batch_of(chat) else (chat,))
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key == _Key.Key_Escape and self.choosing.active:
            self.choosing.nothing()
        elif chat is not None and key in (_Key.Key_Return, _Key.Key_Enter):
            self.open(chat)
        elif key == _Key.Key_F2:
            if len(meant) == 1:
                self.rename(meant[0])
        elif key == _Key.Key_Delete:
            if meant:
                self.deleted.emit(meant)
        elif meant and is_put_back(event):
            if self._rows.is_in_trash(meant[0]):
                self.put_back.emit(meant)
        else:
            self.choosing.pressed(event)
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot, place = self.indexAt(event.position().toPoint()), event.position().toPoint()
        row = self._rows.row_at(spot)
        is_left = event.button() == Qt.MouseButton.LeftButton
        self._opens = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if row is not None and is_left and self._opens:
            box = self.visualRect(spot)
            area = self._painter.more_area(box, row)
            if _has_menu(row) and area.contains(place):
                if row.deleted:
                    self.put_back.emit((row.id,))
                else:
                    self.menu_asked.emit(row.id, self.viewport().mapToGlobal(area.bottomLeft()))
                return
            if tag := self._painter.tag_at(box, row, place):
                self.tag_clicked.emit(tag)
                return
        if is_left and row is not None and self.choosing.begins_with(spot, event.modifiers()):
            return
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        # With the button down, Qt would choose every row that the pointer passes.
        if event.buttons() == Qt.MouseButton.NoButton:
            super().mouseMoveEvent(event)
            place = event.position().toPoint()
            spot = self.indexAt(place)
            row = self._rows.row_at(spot)
            on_tag = row is not None and self._painter.tag_at(self.visualRect(spot), row, place)
            shape = Qt.CursorShape.PointingHandCursor if on_tag else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == event.Reason.Mouse:
            spot, place = self.indexAt(event.pos()), event.globalPos()
        else:
            spot = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(spot).center())
        row = self._rows.row_at(spot)
        if row is not None and _has_menu(row):
            if row.id not in self.choosing.ids():
                self.choosing.nothing()
            self.menu_asked.emit(row.id, place)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        held, self._held = self._held, None
        if held is not None:
            held()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def event(self, event: QEvent) -> bool:
        # The window's menu has F2 and Del as well, for the open chat; here they mean the row.
        if is_f2_or_delete(event) and self.current() is not None:
            event.accept()
            return True
        return super().event(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        spot = super().moveCursor(action, modifiers)
        if action in (_Move.MoveHome, _Move.MovePageUp) and self._rows.row_at(spot) is None:
            # The heading above the first row can take no cursor, and Qt then moves none.
            self.scrollToTop()
            return self._rows.index_of(self._rows.first() or "")
        return spot

    def _show_open(self) -> None:
        spot = self._rows.index_of(self._painter.open_id)
        if self.hasFocus() and not spot.isValid():
            return  # who goes through the list with the keys goes on from there
        self._put_cursor(spot)
        if spot.isValid():
            self.scrollTo(spot)

    def _put_cursor(self, spot: QModelIndex) -> None:
        how = QItemSelectionModel.SelectionFlag
        keep = self.choosing.active
        self.selectionModel().setCurrentIndex(spot, how.NoUpdate if keep else how.ClearAndSelect)

    def _open(self, spot: QModelIndex) -> None:
        row = self._rows.row_at(spot)
        if row is not None and self._opens:
            self.open(row.id)

    def _look_ahead(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() - value < _MORE_AHEAD * self._theme.px(SIZES.row):
            self.end_neared.emit()

    def _restyle(self) -> None:
        self.verticalScrollBar().setSingleStep(self._theme.px(SIZES.row) // 2)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _has_menu(row: ChatRow) -> bool:
    """Whether anything but opening can be done to it."""
    return not words.batch_of(row.id)
