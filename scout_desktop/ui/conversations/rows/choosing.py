"""Which chats of the list are chosen: Qt's own selection, as ids that outlive new rows.

One selected row alone is only the cursor; chats are chosen from the first Ctrl or Shift on until a
plain click or arrow key, as in a file manager. Headings and batches cannot be chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QListView

    from scout_desktop.ui.conversations.rows.model import RowsModel

_Key = Qt.Key
_Mod = Qt.KeyboardModifier
_Flag = QItemSelectionModel.SelectionFlag
_MOVES = {
    _Key.Key_Up, _Key.Key_Down, _Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Home, _Key.Key_End,
}  # fmt: skip


class Choosing(QObject):
    """Belongs to one list; the list tells it of every press of a key or of the mouse first."""

    changed = Signal()
    """Other chats are chosen, or none any more."""

    def __init__(self, view: QListView, model: RowsModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self.active = False
        """Whether selected rows are chosen ones."""
        view.selectionModel().selectionChanged.connect(self._selected)

    def begins_with(self, spot: QModelIndex, modifiers: Qt.KeyboardModifier) -> bool:
        """A row is clicked, with or without Ctrl and Shift; returns whether that was all.

        The row of the cursor is selected before anything is chosen; a first Ctrl+click on it
        chooses it, where Qt would take it away.
        """
        was, with_control = self.active, bool(modifiers & _Mod.ControlModifier)
        if with_control and not self._model.flags(spot) & Qt.ItemFlag.ItemIsSelectable:
            return True
        self._go_on(with_control or bool(modifiers & _Mod.ShiftModifier))
        is_first = with_control and not was
        if not is_first or not self._view.selectionModel().isSelected(spot):
            return False
        self._selected()
        self._view.viewport().update()
        return True

    def pressed(self, event: QKeyEvent) -> None:
        """A key comes that the list may take for moving and selecting."""
        with_shift = bool(event.modifiers() & _Mod.ShiftModifier)
        with_control = bool(event.modifiers() & _Mod.ControlModifier)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._go_on(True)
        elif event.key() in _MOVES and not (with_control and not with_shift):
            self._go_on(with_shift)
        elif event.key() == _Key.Key_Space and (with_control or with_shift):
            self._go_on(True)

    def ids(self) -> tuple[str, ...]:
        """The ids of the chosen chats, in the order of the list."""
        if not self.active:
            return ()
        places = sorted(
            place
            for part in self._view.selectionModel().selection().toList()
            for place in range(part.top(), part.bottom() + 1)
        )
        return self._model.ids_at(places)

    def choose(self, ids: Iterable[str]) -> None:
        """Choose these chats, as far as they are shown."""
        wanted = QItemSelection()
        for first, last in self._model.runs_of(ids):
            wanted.select(self._model.index(first, 0), self._model.index(last, 0))
        self._go_on(True)
        self._view.selectionModel().select(wanted, _Flag.ClearAndSelect)
        self._selected()

    def nothing(self) -> None:
        """One chat at a time again."""
        if self.active:
            self._go_on(False)
            spot = self._view.currentIndex()
            self._view.selectionModel().select(spot, _Flag.ClearAndSelect)
            self.changed.emit()

    def _go_on(self, active: bool) -> None:
        was, self.active = self.active, active
        if was and not active:
            self.changed.emit()
            self._view.viewport().update()

    def _selected(self) -> None:
        if self.active and not self.ids():
            self.active = False
            self.changed.emit()
        elif self.active:
            self.changed.emit()
