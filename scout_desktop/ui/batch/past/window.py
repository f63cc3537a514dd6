"""The window with the batches of before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMainWindow,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.batch.past.model import COLUMNS, PastModel
from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.toast import Toast
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from scout_desktop.ui.theme.theme import Theme

_ROW = 36
Index = QModelIndex | QPersistentModelIndex


class PastPainter(QStyledItemDelegate):
    """Plain cells, as far from the edges as the heads of the columns."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(table)
        self._theme, self._table = theme, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, box = self._theme, QRect(option.rect)
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("tint"))
            if index.column() == 0 and self._table.hasFocus():
                mark = QRect(box.left(), box.top(), theme.px(3), box.height())
                painter.fillRect(mark, theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        one = 1 / painter.device().devicePixelRatioF()
        painter.fillRect(
            QRectF(box.left(), box.bottom() + 1 - one, box.width(), one), theme.color("line")
        )
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setFont(theme.font("number" if index.column() else "body"))
        painter.setPen(theme.color("text_2" if index.column() else "text"))
        inset = theme.px(SIZES.s2)
        area = box.adjusted(inset, 0, -inset, 0)
        text = str(index.data())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(area, side | Qt.TextFlag.TextSingleLine, shown)


class PastTable(QTableView):
    """Enter opens, Delete forgets."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, theme: Theme, model: PastModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model
        self.setAccessibleName("Batches")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setItemDelegate(PastPainter(theme, self))
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(self._open)
        theme.changed.connect(self._restyle)
        self._restyle()

    def current(self) -> str:
        """The id of the batch under the cursor; empty for none."""
        batch = self._model.at(self.currentIndex())
        return "" if batch is None else batch.summary.id

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete and self.current():
            self.forgotten.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _open(self, spot: QModelIndex) -> None:
        batch = self._model.at(spot)
        if batch is not None:
            self.opened.emit(batch.summary.id)

    def _restyle(self) -> None:
        px = self._theme.px
        self.verticalHeader().setMinimumSectionSize(px(_ROW))
        self.verticalHeader().setDefaultSectionSize(px(_ROW))
        for column, width in enumerate((0, 172, 76, 68, 68, 136)[: len(COLUMNS)]):
            if column:
                self.setColumnWidth(column, px(width))


class PastWindow(QMainWindow):
    """Says what the user wants; nothing is gone before its Undo is."""

    opened = Signal(str)
    forgotten = Signal(str)
    undone = Signal()
    expired = Signal()
    """The chance to undo has passed."""

    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Batches")
        self.setWindowIcon(theme.mark())
        dress(self, ground="window")
        self.model = PastModel()
        self.table = PastTable(theme, self.model)
        self._empty = EmptyState(
            theme, "batch", "No batches yet", "Drop a folder of pictures on the window to begin."
        )
        self._banner = Banner(theme)
        self._open, self._forget = QPushButton("Open"), QPushButton("Forget")
        dress(self._open, role="primary")
        self._forget.setAccessibleDescription("The chats with the answers stay.")
        middle = QWidget()
        self.setCentralWidget(middle)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s2)
        row.addWidget(self._forget)
        row.addStretch(1)
        row.addWidget(self._open)
        column = QVBoxLayout(middle)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addWidget(self._banner)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(row)
        self._toast = Toast(theme, middle)
        self._toast.undone.connect(self.undone)
        self._toast.expired.connect(self.expired)
        self.table.opened.connect(self.opened)
        self.table.forgotten.connect(self.forgotten)
        self._open.clicked.connect(lambda: self.opened.emit(self.table.current()))
        self._forget.clicked.connect(lambda: self.forgotten.emit(self.table.current()))
        self.table.selectionModel().currentRowChanged.connect(self.see_choice)
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self.resize(theme.px(820), theme.px(460))
        self.see_choice()

    def see_choice(self) -> None:
        """Show what can be done with what is chosen, and whether there is anything."""
        chosen = bool(self.table.current())
        self._open.setEnabled(chosen)
        self._forget.setEnabled(chosen)
        there = self.model.rowCount() > 0
        self.table.setVisible(there)
        self._empty.setVisible(not there)
        self._open.setVisible(there)
        self._forget.setVisible(there)

    def offer_undo(self, sentence: str) -> None:
        """Say what was done, with a way back for a few seconds."""
        self._toast.offer(sentence)

    def say(self, sentence: str) -> None:
        """Say a failure."""
        self._banner.show_state("bad", sentence)

    def bring_forward(self) -> None:
        """Show it, and put it before the others."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
