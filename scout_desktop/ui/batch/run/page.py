"""The page of a batch that runs or has run: head, table, and the row under the cursor in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.ui.batch.run.detail import Detail
from scout_desktop.ui.batch.run.head import RunHead
from scout_desktop.ui.batch.table.view import ResultsTable
from scout_desktop.ui.controls.hairline import HairLine, Panes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.ui.theme.theme import Theme

_DETAIL_MIN, _DETAIL_MAX = 240, 340
_SHARE = 0.24
"""Of the window, for the row in full, until the user draws the line elsewhere."""


class RunPage(QWidget):
    """Lays out; its parts say what the user does."""

    chat_opened = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head = RunHead(theme)
        self.table = ResultsTable(theme)
        self.detail = Detail(theme)
        self._panes = Panes(theme)
        self._panes.addWidget(self.table)
        self._panes.addWidget(self.detail)
        self._panes.setStretchFactor(0, 1)
        self._panes.setCollapsible(0, False)
        self._panes.setCollapsible(1, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(HairLine(theme))
        column.addWidget(self._panes, 1)
        self.table.chosen.connect(self._follow)
        self.table.results.row_changed.connect(self._refresh)
        self.table.chat_opened.connect(self.chat_opened)
        self.detail.chat_opened.connect(self.chat_opened)
        self.head.part_chosen.connect(self._look_at)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._panes.splitterMoved.connect(self._drawn)
        self._by_hand = False

    def show_rows(self, rows: Sequence[BatchRow], schema: Mapping[str, Any] | None) -> None:
        """Show another batch."""
        self.table.show_rows(rows, schema)
        self.detail.show_row(None)

    def change_rows(self, rows: Sequence[BatchRow]) -> None:
        """Take rows as they now are."""
        self.table.results.change(rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._by_hand:
            low, high = self._theme.px(_DETAIL_MIN), self._theme.px(_DETAIL_MAX)
            wide = min(max(round(self.width() * _SHARE), low), high, self.width() * 2 // 5)
            self._panes.setSizes([self.width() - wide, wide])

    def _drawn(self) -> None:
        self._by_hand = True

    def _look_at(self, part: Literal["all", "done", "failed"]) -> None:
        self.table.results.look_at(part)
        # The row that was chosen may be none of them.
        self._follow(self.table.current_chat())

    def _follow(self, chat: str) -> None:
        self.detail.show_row(self.table.results.row_of(chat))

    def _refresh(self, chat: str) -> None:
        if chat == self.table.current_chat():
            self.detail.show_row(self.table.results.row_of(chat))

    def _restyle(self) -> None:
        self.detail.setMinimumWidth(_DETAIL_MIN)
