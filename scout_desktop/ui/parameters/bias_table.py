"""The rows of the logit bias as Qt's model: texts as typed, wrong ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from scout_desktop.ui.parameters.words import read_bias
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from scout_desktop.ui.theme.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Token id", "Bias")
_NOWHERE = QModelIndex()
MOST_LINES = 6


class BiasRows(QAbstractTableModel):
    """Two columns of text; `wrong` has the sentence for every row that cannot be sent."""

    edited = Signal()
    """The user typed into a cell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows: list[tuple[str, str]] = []
        self.wrong: dict[int, str] = {}

    def show_rows(self, rows: list[tuple[str, str]]) -> None:
        """Replace them all."""
        self.beginResetModel()
        self.rows = list(rows)
        _, self.wrong = read_bias(self.rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.EditRole):
            return self.rows[index.row()][index.column()]
        if role == roles.ForegroundRole and index.row() in self.wrong:
            return self._theme.color("bad")
        if role == roles.BackgroundRole and index.row() in self.wrong:
            return self._theme.color("bad_tint")
        if role == roles.AccessibleDescriptionRole:
            return self.wrong.get(index.row())
        if role == roles.FontRole:
            return self._theme.font("number")
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        token, bias = self.rows[index.row()]
        typed = str(value)
        self.rows[index.row()] = (token, typed) if index.column() else (typed, bias)
        _, self.wrong = read_bias(self.rows)
        # A token that is there twice marks another row, too.
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 1))
        self.edited.emit()
        return True


class BiasTable(QTableView):
    """Cells open for typing with a press, F2 or the first letter; Tab leaves at the end."""

    delete_pressed = Signal()

    def __init__(self, rows: BiasRows, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setModel(rows)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fit()
        theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Be as high as the rows need, up to six of them."""
        line = self._theme.px(SIZES.control)
        self.verticalHeader().setDefaultSectionSize(line)
        shown = min(self.model().rowCount(), MOST_LINES)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + shown * line + 2)

    def event(self, event: QEvent) -> bool:
        # F2 renames the chat everywhere else in the window.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F2
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deletes = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if deletes and self.state() != QAbstractItemView.State.EditingState:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
