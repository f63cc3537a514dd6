"""The conversations as a Qt list: headings and rows, one entry a line.

A list view asks for the number of rows once a row while it lays out, so that number must not be a
Python call: `QStringListModel` keeps the titles on Qt's side (10,000 rows: 32 ms become 15).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
    Signal,
)

from scout_desktop.ui.conversations import words
from scout_desktop.ui.conversations.grouping import Entry, Heading, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scout_desktop.chat.rows import ChatRow

Index = QModelIndex | QPersistentModelIndex


def utc_now() -> datetime:
    """The clock of the wall."""
    return datetime.now(UTC)


class RowsModel(QStringListModel):
    """Holds what is shown. Rows change in place where the order stays."""

    renamed = Signal(str, str)
    """(id, new title) typed by the user into the row."""

    refreshed = Signal()
    """Rows say something else in the same places. Not `dataChanged`: on that, a list lays all its
    rows out again (15 ms of 10,000, Qt 6.11), and every height is as it was."""

    def __init__(
        self, now: Callable[[], datetime] = utc_now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._rows: Sequence[ChatRow] = ()
        self._entries: list[Entry] = []
        self._places: dict[str, int] = {}
        self.shown_at = now()
        self._progress: dict[str, str] = {}
        """How far batches are that run now, by the ids of their rows."""

    def show_rows(self, rows: Sequence[ChatRow]) -> None:
        """Group and show `rows`, whatever order they come in."""
        self._rows = rows
        self.shown_at = self._now()
        entries = grouped(rows, self.shown_at)
        if [_key(entry) for entry in entries] == [_key(entry) for entry in self._entries]:
            self._entries = entries
            self.refreshed.emit()
            return
        self._entries = entries
        self._places = {
            entry.id: place for place, entry in enumerate(entries) if not isinstance(entry, Heading)
        }
        self.setStringList([entry.title for entry in entries])

    def show_progress(self, id: str, said: str) -> None:
        """Say in a batch's row how far it is, instead of its last line; empty for no more."""
        if self._progress.get(id, "") != said:
            self._progress[id] = said
            self.refreshed.emit()

    def last_line(self, row: ChatRow) -> str:
        """What a row says below its title."""
        return self._progress.get(row.id) or words.last_line(row)

    def group_again(self) -> None:
        """Another day has begun."""
        self.show_rows(self._rows)

    def entry(self, place: int) -> Entry:
        """The heading or row at `place`."""
        return self._entries[place]

    def row_at(self, index: Index) -> ChatRow | None:
        """The chat at `index`; None for a heading or nowhere."""
        entry = self._entries[index.row()] if index.isValid() else None
        return None if entry is None or isinstance(entry, Heading) else entry

    def index_of(self, chat: str) -> QModelIndex:
        """Where the chat with this id is; invalid if it is not shown."""
        place = self._places.get(chat)
        return QModelIndex() if place is None else self.index(place, 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        kinds = Qt.ItemFlag
        plain = kinds.ItemIsEnabled | kinds.ItemIsSelectable | kinds.ItemNeverHasChildren
        # A batch is named when it is set up.
        return plain if words.batch_of(row.id) else plain | kinds.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self._entries[index.row()]
        if isinstance(entry, Heading):
            spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return entry.title if role in spoken else None
        if role == Qt.ItemDataRole.DisplayRole:
            return words.title(entry)
        if role == Qt.ItemDataRole.EditRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = words.aloud(entry, self.shown_at)
            progress = self._progress.get(entry.id)
            return f"{said}, {progress}" if progress else said
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        title = " ".join(str(value).split())
        if row is None or role != Qt.ItemDataRole.EditRole or not title or title == row.title:
            return False
        # Shown at once; the rows that come back after it was stored say the same.
        self._entries[index.row()] = replace(row, title=title)
        self.refreshed.emit()
        self.renamed.emit(row.id, title)
        return True


def _key(entry: Entry) -> str:
    return f"#{entry.title}" if isinstance(entry, Heading) else entry.id
