"""The rows of a batch as a Qt table. A change of one row costs what that row costs."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from scout_desktop.ui.batch.table.columns import (
    Column,
    columns_of,
    instead,
    name_of,
    words_in,
)
from scout_desktop.ui.batch.table.order import Part, belongs, ordered
from scout_desktop.ui.controls.label import plain_tip

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scout_desktop.chat.batch import BatchRow

Index = QModelIndex | QPersistentModelIndex
_TIP_LETTERS = 1_000


class ResultsModel(QAbstractTableModel):
    """Shows rows by their chat. While rows change, none of them moves: `sort` puts them in order.

    A row that leaves or joins the part that is looked at goes or comes at its own place.
    """

    row_changed = Signal(str)
    """The row of this chat says something else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = columns_of(None)
        self._rows: dict[str, BatchRow] = {}
        self._own: dict[str, int] = {}
        """Places in the order of the batch."""
        self._shown: list[str] = []
        self._places: dict[str, int] = {}
        self._part: Part = "all"
        self._sorted_by: Column | None = None
        self._downwards = False

    def show(self, rows: Sequence[BatchRow], schema: Mapping[str, Any] | None) -> None:
        """Show another batch."""
        self.beginResetModel()
        self._columns = columns_of(schema)
        self._sorted_by = None
        self._rows = {row.item.chat: row for row in rows}
        self._own = {chat: place for place, chat in enumerate(self._rows)}
        self._arrange()
        self.endResetModel()

    def change(self, rows: Iterable[BatchRow]) -> None:
        """Take rows as they now are; unknown ones are passed over."""
        for row in rows:
            chat = row.item.chat
            before = self._rows.get(chat)
            if before is None or before == row:
                continue
            self._rows[chat] = row
            place = self._places.get(chat)
            if belongs(row, self._part):
                if place is None:
                    self._insert(chat)
                else:
                    self._tell(place, before, row)
            elif place is not None:
                self._remove(place)
            self.row_changed.emit(chat)

    def look_at(self, part: Part) -> None:
        """Show all rows, or those that are done, or those that failed."""
        if part != self._part:
            self._part = part
            self.rearrange()

    @property
    def part(self) -> Part:
        """Which rows are looked at."""
        return self._part

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 brings back the order of the batch."""
        self._sorted_by = self._columns[column] if 0 <= column < len(self._columns) else None
        self._downwards = order == Qt.SortOrder.DescendingOrder
        self.rearrange()

    def rearrange(self) -> None:
        """Put the rows in order as they are now; the selection stays with its row."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        chats = [self._shown[index.row()] for index in kept]
        self._arrange()
        places = (self._places.get(chat, -1) for chat in chats)
        moved = [
            QModelIndex() if place < 0 else self.index(place, index.column())
            for place, index in zip(places, kept, strict=True)
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()

    def row_at(self, index: Index) -> BatchRow | None:
        """The row at an index; None for nowhere."""
        return self._rows[self._shown[index.row()]] if index.isValid() else None

    def row_of(self, chat: str) -> BatchRow | None:
        """The row of a chat."""
        return self._rows.get(chat)

    def index_of(self, chat: str, column: int = 0) -> QModelIndex:
        """Where the row of a chat is shown; invalid where it is not."""
        place = self._places.get(chat)
        return QModelIndex() if place is None else self.index(place, column)

    def column_at(self, place: int) -> Column:
        """What the column at `place` holds."""
        return self._columns[place]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        across = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title if across else str(section + 1)
        if across and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._columns[section].title or "Picture"
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag
            level = side.AlignRight if self._columns[section].is_number else side.AlignLeft
            return level | side.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words_in(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _aloud(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tip(row, column))
        return None

    def _tell(self, place: int, before: BatchRow, row: BatchRow) -> None:
        """Say which cells of a row are others now, and no more of them."""
        changed = [
            at
            for at, column in enumerate(self._columns)
            if _face(before, column) != _face(row, column)
        ]
        if changed:
            self.dataChanged.emit(self.index(place, changed[0]), self.index(place, changed[-1]))

    def _arrange(self) -> None:
        self._shown = ordered(
            self._rows.values(), self._part, self._sorted_by, downwards=self._downwards
        )
        self._number()

    def _number(self) -> None:
        self._places = {chat: place for place, chat in enumerate(self._shown)}

    def _insert(self, chat: str) -> None:
        place = len(self._shown)
        if self._sorted_by is None:
            place = bisect(self._shown, self._own[chat], key=self._own.__getitem__)
        self.beginInsertRows(QModelIndex(), place, place)
        self._shown.insert(place, chat)
        self._number()
        self.endInsertRows()

    def _remove(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._shown[place]
        self._number()
        self.endRemoveRows()


def _face(row: BatchRow, column: Column) -> object:
    """What is painted of a row in a column."""
    if column.kind == "picture":
        return row.thumbnail
    if column.kind == "state":
        return row.state, row.problem
    if column.is_answer:
        return words_in(row, column), instead(row)
    return words_in(row, column)


def _aloud(row: BatchRow, column: Column) -> str:
    if column.kind == "picture":
        return f"Picture of {name_of(row)}"
    said = words_in(row, column)
    if column.kind == "state" and row.problem:
        return f"{said}: {row.problem}"
    return said


def _tip(row: BatchRow, column: Column) -> str:
    if column.kind in ("picture", "name"):
        return row.item.path
    if column.is_number:
        return ""  # there is room for all of it
    said = row.problem if column.kind == "state" else words_in(row, column)
    return said if len(said) <= _TIP_LETTERS else said[: _TIP_LETTERS - 1] + "…"
