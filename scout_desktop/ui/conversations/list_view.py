"""The list itself: a screenful is painted, whatever its length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QListView

from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.conversations import words
from scout_desktop.ui.conversations.row_painter import RowPainter
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.ui.conversations.model import RowsModel
    from scout_desktop.ui.conversations.thumbnails import Thumbnails
    from scout_desktop.ui.theme.theme import Theme


class ConversationList(QListView):
    """A click or Enter opens, F2 renames in place, Delete moves to the trash.

    The chat that is open is tinted; the arrow keys move a focus ring without opening anything.
    """

    opened = Signal(str)
    batch_opened = Signal(str)
    """The id of a batch, whose row stands among the chats."""

    trashed = Signal(str)
    menu_asked = Signal(str, QPoint)
    """(id, place on the screen)"""

    def __init__(
        self, theme: Theme, model: RowsModel, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._rows = theme, model
        self._held: Sequence[ChatRow] | None = None
        self.setAccessibleName("Conversations")
        self.setModel(model)
        self._painter = RowPainter(theme, model, thumbnails, self)
        self.setItemDelegate(self._painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.empty = EmptyState(theme, "chat", "", parent=self.viewport())
        self.empty.hide()
        self.clicked.connect(self._open)
        model.refreshed.connect(self.viewport().update)
        thumbnails.arrived.connect(self.viewport().update)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_rows(self, rows: Sequence[ChatRow]) -> None:
        """Show `rows`; the place in the list and the cursor stay where they were."""
        if self.state() == QAbstractItemView.State.EditingState:
            self._held = rows  # a title that is being typed is worth waiting for
            return
        here = self._rows.row_at(self.currentIndex())
        bar = self.verticalScrollBar()
        place = bar.value()
        self._rows.show_rows(rows)
        if here is not None and not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index_of(here.id))
        self.executeDelayedItemsLayout()
        bar.setValue(place)
        self.empty.setVisible(not rows)

    def select(self, chat: str) -> None:
        """Mark the chat with this id as the open one and bring it into view; "" for none."""
        self._painter.open_id = chat
        spot = self._rows.index_of(chat)
        self.setCurrentIndex(spot)
        if spot.isValid():
            self.scrollTo(spot)
        self.viewport().update()

    def current(self) -> str | None:
        """The id of the chat under the cursor."""
        row = self._rows.row_at(self.currentIndex())
        return None if row is None else row.id

    def first(self) -> str | None:
        """The id of the first chat shown."""
        for place in range(min(2, self._rows.rowCount())):
            row = self._rows.row_at(self._rows.index(place, 0))
            if row is not None:
                return row.id
        return None

    def open(self, id: str) -> None:
        """Say that this row is to be opened, be it a chat or a batch."""
        if batch := words.batch_of(id):
            self.batch_opened.emit(batch)
        else:
            self.opened.emit(id)

    def neighbour(self, step: int) -> str | None:
        """The id of the chat `step` rows below (negative: above) the open one, if there is one."""
        spot = self._rows.index_of(self._painter.open_id)
        place = spot.row() if spot.isValid() else -1
        while 0 <= (place := place + step) < self._rows.rowCount():
            row = self._rows.row_at(self._rows.index(place, 0))
            if row is not None and not words.batch_of(row.id):
                return row.id
        return None

    def step_in(self) -> None:
        """Put the cursor on the first chat if it is on none."""
        if self.current() is None:
            self.setCurrentIndex(self._rows.index_of(self.first() or ""))

    def rename(self, chat: str) -> None:
        """Let the user type another title into the row."""
        spot = self._rows.index_of(chat)
        if spot.isValid():
            self.setCurrentIndex(spot)
            self.scrollTo(spot)
            self.edit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chat, key = self.current(), event.key()
        if chat is None or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open(chat)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Delete) and words.batch_of(chat):
            return  # a batch has neither a title of its own nor anything to throw away
        elif key == Qt.Key.Key_F2:
            self.rename(chat)
        elif key == Qt.Key.Key_Delete:
            self.trashed.emit(chat)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = self.indexAt(event.position().toPoint())
        row = self._rows.row_at(spot)
        if row is not None and event.button() == Qt.MouseButton.LeftButton and _has_menu(row):
            area = self._painter.more_area(self.visualRect(spot), row)
            if area.contains(event.position().toPoint()):
                self.menu_asked.emit(row.id, self.viewport().mapToGlobal(area.bottomLeft()))
                return
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == event.Reason.Mouse:
            spot, place = self.indexAt(event.pos()), event.globalPos()
        else:
            spot = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(spot).center())
        row = self._rows.row_at(spot)
        if row is not None and _has_menu(row):
            self.menu_asked.emit(row.id, place)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        held, self._held = self._held, None
        if held is not None:
            self.show_rows(held)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(self.viewport().rect())

    def event(self, event: QEvent) -> bool:
        # The window's menu has F2 and Del as well, for the open chat; here they mean the row.
        if _is_f2_or_delete(event) and self.current() is not None:
            event.accept()
            return True
        return super().event(event)

    def _open(self, spot: QModelIndex) -> None:
        row = self._rows.row_at(spot)
        if row is not None:
            self.open(row.id)

    def _restyle(self) -> None:
        self.verticalScrollBar().setSingleStep(self._theme.px(SIZES.row) // 2)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _has_menu(row: ChatRow) -> bool:
    """Whether anything but opening can be done to it."""
    return not words.batch_of(row.id)


def _is_f2_or_delete(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Delete)
    )
