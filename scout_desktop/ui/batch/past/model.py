"""The batches of before as a Qt table: name, date, done, failed, cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from scout_desktop.ui.batch.words import spent_words
from scout_desktop.ui.controls.dates import moment_words
from scout_desktop.ui.controls.label import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.batch import BatchSummary, BatchTotals

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Name", "Begun", "Pictures", "Done", "Failed", "Cost, USD")


@dataclass(frozen=True, slots=True)
class PastBatch:
    """`totals` are None until its chats were read."""

    summary: BatchSummary
    totals: BatchTotals | None = None
    running: bool = False
    problem: str = ""


class PastModel(QAbstractTableModel):
    """Newest first, as it is given."""

    def __init__(self) -> None:
        super().__init__()
        self._batches: list[PastBatch] = []

    def show(self, batches: Sequence[PastBatch]) -> None:
        """Show these."""
        self.beginResetModel()
        self._batches = list(batches)
        self.endResetModel()

    def change(self, batch: PastBatch) -> None:
        """Take one as it now is."""
        place = self.place_of(batch.summary.id)
        if place is not None:
            self._batches[place] = batch
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def remove(self, id: str) -> None:
        """Take one out."""
        place = self.place_of(id)
        if place is not None:
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._batches[place]
            self.endRemoveRows()

    def insert(self, place: int, batch: PastBatch) -> None:
        """Put one in."""
        place = min(place, len(self._batches))
        self.beginInsertRows(QModelIndex(), place, place)
        self._batches.insert(place, batch)
        self.endInsertRows()

    def at(self, index: Index) -> PastBatch | None:
        """The batch at an index."""
        return self._batches[index.row()] if index.isValid() else None

    def place_of(self, id: str) -> int | None:
        """The row of a batch; None where it is not shown."""
        places = (at for at, batch in enumerate(self._batches) if batch.summary.id == id)
        return next(places, None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._batches)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return _side(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        batch = self._batches[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(batch, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(batch.problem or batch.summary.name)
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column < 2 else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _words(batch: PastBatch, column: int) -> str:
    totals, summary = batch.totals, batch.summary
    match column:
        case 0:
            name = " ".join(summary.name.split()) or "Batch"
            return f"{name} (running)" if batch.running else name
        case 1:
            return moment_words(summary.created)
        case 2:
            return f"{summary.items:,}"
    if totals is None:
        return "–" if batch.problem else "…"
    if column == 3:
        return f"{totals.done:,}"
    if column == 4:
        return f"{totals.failed:,}" if totals.failed else "–"
    spent = spent_words(totals.usd)
    return f"{spent} + ?" if totals.unknown else spent
