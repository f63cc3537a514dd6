"""The table on the screen: sorted by a press on a column, walked with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView

from scout_desktop.ui.batch.table.columns import instead
from scout_desktop.ui.batch.table.model import ResultsModel
from scout_desktop.ui.batch.table.painter import ROW, ResultPainter
from scout_desktop.ui.batch.table.widths import fitted
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.conversations.rows.thumbnails import Thumbnails
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import (
        QContextMenuEvent,
        QImage,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.batch import BatchRow
    from scout_desktop.ui.theme.theme import Theme


class ResultsTable(QTableView):
    """Enter opens the chat of the row; the menu key offers what else there is."""

    chosen = Signal(str)
    """The row of this chat is the one under the cursor now; empty for none."""

    chat_opened = Signal(str)
    thumbnail_missed = Signal(str, int)
    """(sha256, side in physical pixels): answer with `show_thumbnail`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.results = ResultsModel(self)
        self._thumbnails = Thumbnails(theme, self)
        self._by_hand = False
        """The user has set the width of a column."""
        self._fitting = False
        self._hovered = -1
        self.setAccessibleName("Results")
        dress(self, ground="bare")
        self.setModel(self.results)
        self._painter = ResultPainter(theme, self.results, self._thumbnails, self)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        # All of it is painted here, so that scrolling moves what is painted already.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSortIndicatorClearable(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sectionResized.connect(self._resized_by_hand)
        self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._thumbnails.missed.connect(self.thumbnail_missed)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_rows(self, rows: Sequence[BatchRow], schema: Mapping[str, Any] | None) -> None:
        """Show another batch."""
        self._by_hand = False
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.results.show(rows, schema)
        self._fit()

    def show_thumbnail(self, sha256: str, image: QImage) -> None:
        """Show `image` in the rows of this picture; a null image for one that is missing."""
        self._thumbnails.show_picture(sha256, image)
        for place in self._in_sight():
            spot = self.results.index(place, 0)
            row = self.results.row_at(spot)
            if row is not None and row.thumbnail == sha256:
                self.update(spot)

    def current_chat(self) -> str:
        """The chat of the row under the cursor; empty for none."""
        row = self.results.row_at(self.currentIndex())
        return "" if row is None else row.item.chat

    def choose(self, chat: str) -> None:
        """Put the cursor on the row of a chat, if it is shown."""
        spot = self.results.index_of(chat, 1)
        if spot.isValid():
            way = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(spot, way.ClearAndSelect | way.Rows)
            self.scrollTo(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == event.Reason.Mouse
        spot = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        corner = self.viewport().mapToGlobal(self.visualRect(spot).center())
        self._show_menu(spot, event.globalPos() if by_mouse else corner)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._grounds(painter, event.rect())
        painter.end()
        super().paintEvent(event)
        self._instead()
        if self.currentIndex().isValid():
            self._mark(self.visualRect(self.currentIndex()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _grounds(self, painter: QPainter, area: QRect) -> None:
        """Paint what lies below the rows: one fill a row instead of one a cell."""
        theme, width = self._theme, self.viewport().width()
        painter.fillRect(area, theme.color("window"))
        one = 1 / self.devicePixelRatioF()
        line, chosen = theme.color("line"), self.currentIndex().row()
        for place in self._in_sight():
            top, height = self.rowViewportPosition(place), self.rowHeight(place)
            if place == chosen:
                painter.fillRect(0, top, width, height, theme.color("tint"))
            elif place == self._hovered:
                painter.fillRect(0, top, width, height, theme.color("hover"))
            painter.fillRect(QRectF(0, top + height - one, width, one), line)

    def _instead(self) -> None:
        """Paint why rows have no answer, or what has come of it, where it will stand."""
        model = self.results
        answers = [at for at in range(model.columnCount()) if model.column_at(at).is_answer]
        left = self.columnViewportPosition(answers[0])
        width = sum(self.columnWidth(at) for at in answers)
        painter = QPainter(self.viewport())
        for place in self._in_sight():
            row = model.row_at(model.index(place, 0))
            if row is not None and (said := instead(row)):
                top, height = self.rowViewportPosition(place), self.rowHeight(place)
                self._painter.paint_across(painter, QRect(left, top, width, height), said)
        painter.end()

    def _mark(self, cell: QRect) -> None:
        """Paint the mark of the chosen row, and the ring of the focus around its cell."""
        painter, accent = QPainter(self.viewport()), self._theme.color("accent")
        painter.fillRect(0, cell.top(), self._theme.px(3), cell.height(), accent)
        if self.hasFocus():
            painter.setPen(QPen(accent, SIZES.focus))
            painter.drawRect(QRectF(cell).adjusted(1, 1, -1, -1))
        painter.end()

    def _in_sight(self) -> range:
        if not self.results.rowCount():
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(self.rowAt(0), (last if last >= 0 else self.results.rowCount() - 1) + 1)

    def _hover(self, place: int) -> None:
        before, self._hovered = self._hovered, place
        if before != place:
            self._repaint_row(before)
            self._repaint_row(place)

    def _repaint_row(self, place: int) -> None:
        if not 0 <= place < self.results.rowCount():
            return
        top, height = self.rowViewportPosition(place), self.rowHeight(place)
        self.viewport().update(0, top, self.viewport().width(), height)

    def _moved(self, spot: QModelIndex, before: QModelIndex) -> None:
        self._repaint_row(before.row())
        self._repaint_row(spot.row())
        row = self.results.row_at(spot)
        self.chosen.emit("" if row is None else row.item.chat)

    def _open(self, spot: QModelIndex) -> None:
        row = self.results.row_at(spot)
        if row is not None and row.reply:
            self.chat_opened.emit(row.item.chat)

    def _copy(self) -> None:
        row = self.results.row_at(self.currentIndex())
        if row is not None and row.answer:
            QGuiApplication.clipboard().setText(row.answer)

    def _show_menu(self, spot: QModelIndex, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        row = self.results.row_at(spot)
        opening = menu.addAction(self._theme.icon("chat"), "Open its chat")
        opening.setEnabled(row is not None and bool(row.reply))
        opening.triggered.connect(lambda: self._open(spot))
        copying = menu.addAction(self._theme.icon("copy"), "Copy its answer")
        copying.setEnabled(row is not None and bool(row.answer))
        copying.triggered.connect(self._copy)
        # For the keyboard, which does not reach the heads of the columns.
        sorting = menu.addMenu("Sort by")
        for at in range(1, self.results.columnCount()):
            title = self.results.column_at(at).title.replace("&", "&&")
            action = sorting.addAction(title)
            action.triggered.connect(lambda _=False, at=at: self._sort_by(at))
        sorting.addSeparator()
        back = sorting.addAction("Order of the batch")
        back.triggered.connect(lambda: self._sort_by(-1))
        menu.popup(place)

    def _sort_by(self, column: int) -> None:
        head = self.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        if head.sortIndicatorSection() == column and head.sortIndicatorOrder() == order:
            order = Qt.SortOrder.DescendingOrder
        self.sortByColumn(column, order)

    def _resized_by_hand(self) -> None:
        if not self._fitting:
            self._by_hand = True

    def _fit(self) -> None:
        """Share the room among the columns."""
        if self._by_hand:
            return
        kinds = [self.results.column_at(at).kind for at in range(self.results.columnCount())]
        self._fitting = True
        for at, width in enumerate(fitted(kinds, self.viewport().width(), self._theme.px)):
            self.setColumnWidth(at, width)
        self._fitting = False

    def _restyle(self) -> None:
        height = self._theme.px(ROW)
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(height)
        rows.setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height // 2)
        self.horizontalScrollBar().setSingleStep(self._theme.px(SIZES.s6))
        self._by_hand = False
        self._fit()
        self.viewport().update()
