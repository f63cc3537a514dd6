"""The conversations as a Qt list: headings and rows, one entry a line.

A list view asks for the number of rows once a row while it lays out, so that number must not be a
Python call: `QStringListModel` keeps the titles on Qt's side (10,000 rows: 32 ms become 15).
"""

from __future__ import annotations

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

from scout_desktop.ui.controls.label import plain_tip
from scout_desktop.ui.conversations.rows import words
from scout_desktop.ui.conversations.rows.grouping import Entry, Heading, grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.chat.search.query import Hit, Term

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
        self._places: dict[str, int] | None = None
        self.shown_at = now()
        self._progress: dict[str, str] = {}
        """How far batches are that run now, by the ids of their rows."""
        self._hits: Mapping[str, Hit] | None = None
        self._terms: Sequence[Term] = ()

    def show_rows(
        self,
        rows: Sequence[ChatRow],
        hits: Mapping[str, Hit] | None = None,
        terms: Sequence[Term] = (),
    ) -> None:
        """Group and show `rows`, whatever order they come in.

        `hits` says by the ids of the chats where something was found; pinned ones are not first
        then. None where nothing was looked for. `terms` are marked in titles.
        """
        self._rows, self._hits, self._terms = rows, hits, terms
        self.shown_at = self._now()
        entries = grouped(rows, self.shown_at, pinned_first=hits is None)
        if [_key(entry) for entry in entries] == [_key(entry) for entry in self._entries]:
            self._entries = entries
            self.refreshed.emit()
            return
        self._entries = entries
        self._places = None
        self.setStringList([entry.title for entry in entries])

    def show_progress(self, id: str, said: str) -> None:
        """Say in a batch's row how far it is, instead of its last line; empty for no more."""
        if self._progress.get(id, "") != said:
            self._progress[id] = said
            self.refreshed.emit()

    def last_line(self, row: ChatRow) -> str:
        """What a row says below its title."""
        return self._progress.get(row.id) or words.last_line(row)

    def title_line(self, row: ChatRow) -> words.Line:
        """A row's title, with what a search found in it."""
        title = words.title(row)
        if not self._terms:
            return words.Line(title)
        # A window at rest never looks for anything.
        from scout_desktop.chat.search.matching import marks

        return words.Line(title, marks(title, self._terms))

    def group_again(self) -> None:
        """Another day has begun."""
        self.show_rows(self._rows, self._hits, self._terms)

    def hit(self, chat: str) -> Hit | None:
        """What was found in this chat, if something was looked for."""
        return None if self._hits is None else self._hits.get(chat)

    def entry(self, place: int) -> Entry:
        """The heading or row at `place`."""
        return self._entries[place]

    def row_at(self, index: Index) -> ChatRow | None:
        """The chat at `index`; None for a heading or nowhere."""
        entry = self._entries[index.row()] if index.isValid() else None
        return None if entry is None or isinstance(entry, Heading) else entry

    def index_of(self, chat: str) -> QModelIndex:
        """Where the chat with this id is; invalid if it is not shown."""
        if self._places is None:
            # Not with every key of a search, where nobody asks.
            self._places = {
                entry.id: place
                for place, entry in enumerate(self._entries)
                if not isinstance(entry, Heading)
            }
        place = self._places.get(chat)
        return QModelIndex() if place is None else self.index(place, 0)

    def first(self) -> str | None:
        """The id of the first row; it stands below a heading."""
        return next((e.id for e in self._entries[:2] if not isinstance(e, Heading)), None)

    def beside(self, chat: str, step: int) -> str | None:
        """The id of the next chat in the direction of `step`, batches passed over."""
        spot = self.index_of(chat)
        place = spot.row() if spot.isValid() else -1
        while 0 <= (place := place + step) < len(self._entries):
            if found := self.ids_at((place,)):
                return found[0]
        return None

    def around(self, chat: str) -> tuple[str, ...]:
        """The ids of the rows after this one, and then of those before it, nearest first."""
        at = self.index_of(chat).row()
        after, before = self._entries[at + 1 :], self._entries[:at][::-1]
        return tuple(e.id for e in (*after, *before) if not isinstance(e, Heading))

    def is_in_trash(self, chat: str) -> bool:
        """Whether this chat is shown, and deleted."""
        row = self.row_at(self.index_of(chat))
        return row is not None and row.deleted

    def ids_at(self, places: Iterable[int]) -> tuple[str, ...]:
        """The ids of the chats at these places; headings and batches are none."""
        entries = (self._entries[place] for place in places)
        return tuple(
            entry.id
            for entry in entries
            if not isinstance(entry, Heading) and not words.batch_of(entry.id)
        )

    def runs_of(self, ids: Iterable[str]) -> list[tuple[int, int]]:
        """The (first, last) places of these chats, those side by side together."""
        places = sorted(spot.row() for spot in map(self.index_of, ids) if spot.isValid())
        runs: list[tuple[int, int]] = []
        for place in places:
            if runs and runs[-1][1] == place - 1:
                runs[-1] = runs[-1][0], place
            else:
                runs.append((place, place))
        return runs

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None:
            return Qt.ItemFlag.NoItemFlags
        kinds = Qt.ItemFlag
        plain = kinds.ItemIsEnabled | kinds.ItemNeverHasChildren
        if words.batch_of(row.id):
            # It is named when it is set up, and has no place among chats to be thrown away.
            return plain
        return plain | kinds.ItemIsSelectable | kinds.ItemIsEditable

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
            said = words.aloud(entry, self.shown_at, hit=self.hit(entry.id))
            progress = self._progress.get(entry.id)
            return f"{said}, {progress}" if progress else said
        if role == Qt.ItemDataRole.ToolTipRole and len(entry.tags) > 1:
            return plain_tip(", ".join(entry.tags))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.row_at(index)
        title = " ".join(str(value).split())
        if row is None or role != Qt.ItemDataRole.EditRole or not title or title == row.title:
            return False
        # Shown at once; the rows that come back after it was stored say the same.
        self._entries[index.row()] = row._replace(title=title)
        self.refreshed.emit()
        self.renamed.emit(row.id, title)
        return True


def _key(entry: Entry) -> str:
    return f"#{entry.title}" if isinstance(entry, Heading) else entry.id
