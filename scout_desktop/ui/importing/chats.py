"""The chats of a plan as a Qt list with check marks; thousands cost nothing but memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.importing.words import facts, row_title

if TYPE_CHECKING:
    from scout_desktop.session.importing.plan import Plan, PlannedChat

Index = QModelIndex | QPersistentModelIndex


class PlannedModel(QAbstractListModel):
    """Those that come, newest first and checked; or those that stay out, with the reason."""

    chosen_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._coming: list[PlannedChat] = []
        self._staying: list[PlannedChat] = []
        self._chats = self._coming
        self._out: set[str] = set()
        """Ids of those that the user does not want."""

    def show(self, plan: Plan) -> None:
        """Show what comes of a plan. Chats that are here and equal are in no list."""
        self.beginResetModel()
        newest = sorted(plan.chats, key=lambda chat: chat.updated, reverse=True)
        self._coming = [chat for chat in newest if chat.comes]
        self._staying = [chat for chat in newest if chat.standing in ("refused", "trash")]
        self._chats, self._out = self._coming, set()
        self.endResetModel()
        self.chosen_changed.emit()

    def show_staying(self, staying: bool) -> None:
        """Show those that stay out, or again those that come."""
        self.beginResetModel()
        self._chats = self._staying if staying else self._coming
        self.endResetModel()

    @property
    def staying(self) -> int:
        """How many stay out for a reason."""
        return len(self._staying)

    @property
    def coming(self) -> int:
        """How many could be chosen."""
        return len(self._coming)

    def chosen(self) -> list[PlannedChat]:
        """Those that are checked."""
        return [chat for chat in self._coming if chat.id not in self._out]

    def choose_all(self, chosen: bool) -> None:
        """Check all, or none."""
        self._out = set() if chosen else {chat.id for chat in self._coming}
        if self._chats:
            self.dataChanged.emit(self.index(0), self.index(len(self._chats) - 1))
        self.chosen_changed.emit()

    def toggle(self, index: Index) -> None:
        """Check a chat or not, if it can come."""
        chat = self.chat(index)
        if chat.comes:
            self._out ^= {chat.id}
            self.dataChanged.emit(index, index)
            self.chosen_changed.emit()

    def is_chosen(self, index: Index) -> bool:
        """Whether a chat is checked."""
        chat = self.chat(index)
        return chat.comes and chat.id not in self._out

    def chat(self, index: Index) -> PlannedChat:
        """The chat at an index."""
        return self._chats[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._chats)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.chat(index).comes else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        chat = self.chat(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row_title(chat)
            case Qt.ItemDataRole.CheckStateRole if chat.comes:
                checked = self.is_chosen(index)
                return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{row_title(chat)}, {facts(chat)}"
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(f"{row_title(chat)}\n{facts(chat)}")
        return None
