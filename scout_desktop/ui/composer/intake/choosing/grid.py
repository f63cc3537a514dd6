"""A grid of pictures to choose from: a screenful is asked for and painted, however many there are.

A click or Space takes a picture or leaves it, Shift takes all from the one before, Ctrl+A all.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QListView

from scout_desktop.ui.composer.intake.choosing.cells import Cell, CellPainter, CellsModel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

__all__ = ["Cell", "PictureGrid"]

SIDE = 132
"""Of the square a picture is set into, in pixels at 100 %."""
_AT_ONCE = 4
"""Asked for and not yet answered: more would only be of rows that are scrolled past."""
_KEPT_BYTES = 48 * 1024 * 1024
_MOVES = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


@dataclass(frozen=True)
class _Look:
    image: QImage
    """Null where there is none to be had."""


class PictureGrid(QListView):
    """Knows pictures by their place, from 0."""

    wanted = Signal(int, int)
    """(place, longest side in device pixels) of a picture on the screen; see `show_image`."""
    picked = Signal()
    """Others are taken than before."""
    agreed = Signal()
    """Enter or a double click: what is taken is meant."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._looks: OrderedDict[int, _Look] = OrderedDict()
        self._asked: set[int] = set()
        self._anchor = -1
        self.setAccessibleName(name)
        self._cells = CellsModel(self)
        self.setModel(self._cells)
        self.setItemDelegate(CellPainter(theme, self._look, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.timeout.connect(self._ask)
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Show these; nothing is taken, and every picture is asked for anew."""
        self._looks.clear()
        self._asked.clear()
        self._anchor = -1
        self._cells.show_cells(cells)
        if cells:
            self.setCurrentIndex(self._cells.index(0))
            self.clearSelection()

    def show_image(self, place: int, image: QImage) -> None:
        """Answer `wanted`; a null image means that there is none, and it is not asked again."""
        self._asked.discard(place)
        self._looks[place] = _Look(image)
        self._looks.move_to_end(place)
        held = sum(look.image.sizeInBytes() for look in self._looks.values())
        while held > _KEPT_BYTES and len(self._looks) > 1:
            _place, gone = self._looks.popitem(last=False)
            held -= gone.image.sizeInBytes()
        self.update(self._cells.index(place))
        self._ask_soon.start(0)

    def show_tip(self, place: int, tip: str) -> None:
        """Say something about one picture, in its tooltip and for readers."""
        self._cells.show_tip(place, tip)

    def taken(self) -> tuple[int, ...]:
        """The places of the pictures taken, in order."""
        return tuple(sorted(index.row() for index in self.selectedIndexes()))

    def take(self, places: Iterable[int]) -> None:
        """Take exactly these."""
        chosen = QItemSelection()
        for first, last in _runs(sorted(set(places))):
            chosen.select(self._cells.index(first), self._cells.index(last))
        self.selectionModel().select(chosen, self.selectionModel().SelectionFlag.ClearAndSelect)

    def scroll_to(self, place: int) -> None:
        """Bring a picture into view; nothing else changes."""
        self.scrollTo(self._cells.index(place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        here = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and here.isValid():
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._anchor >= 0:
                self.selectionModel().setCurrentIndex(
                    here, self.selectionModel().SelectionFlag.NoUpdate
                )
                self._take_to(here)
                return
            self._anchor = here.row()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The first of the two clicks has taken it or left it: a double click means it.
        here = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and here.isValid():
            self.selectionModel().select(here, self.selectionModel().SelectionFlag.Select)
            self.agreed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.agreed.emit()
        elif event.key() in _MOVES and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if self._anchor < 0:
                self._anchor = self.currentIndex().row()
            super().keyPressEvent(event)
            self._take_to(self.currentIndex())
        else:
            super().keyPressEvent(event)
            self._anchor = self.currentIndex().row()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._ask_soon.start(0)  # never out of a paint event

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _take_to(self, last: QModelIndex) -> None:
        first = self._cells.index(min(self._anchor, last.row()))
        end = self._cells.index(max(self._anchor, last.row()))
        self.selectionModel().select(
            QItemSelection(first, end), self.selectionModel().SelectionFlag.Select
        )

    def _look(self, place: int) -> QImage | None:
        look = self._looks.get(place)
        return None if look is None else look.image

    def _ask(self) -> None:
        side = round(self._theme.px(SIDE) * self.devicePixelRatioF())
        for place in self._in_view():
            if len(self._asked) >= _AT_ONCE:
                return
            if place in self._looks:
                self._looks.move_to_end(place)
            elif place not in self._asked:
                self._asked.add(place)
                self.wanted.emit(place, side)

    def _in_view(self) -> range:
        cell = self.gridSize()
        across = max(self._room() // cell.width(), 1)
        top = self.verticalScrollBar().value() // cell.height()
        rows = self.viewport().height() // cell.height() + 2
        return range(top * across, min((top + rows) * across, self._cells.rowCount()))

    def _room(self) -> int:
        # As if the scroll bar were always there: its coming must not make the columns jump.
        return max(self.width() - self.verticalScrollBar().sizeHint().width() - 2, 1)

    def _fit(self) -> None:
        """Let the columns fill the width."""
        side, gap = self._theme.px(SIDE), self._theme.px(SIZES.s3)
        across = max(self._room() // (side + gap), 1)
        tall = side + self._theme.line_height("caption") + self._theme.px(SIZES.s4 + SIZES.s1)
        self.setGridSize(QSize(self._room() // across, tall + gap))

    def _restyle(self) -> None:
        self._fit()
        self.verticalScrollBar().setSingleStep(self._theme.px(SIDE) // 2)
        self._looks.clear()  # of another size
        self._asked.clear()
        self.viewport().update()


def _runs(places: list[int]) -> Iterable[tuple[int, int]]:
    """Neighbours together: selecting 500 one by one is slow."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield places[start], places[end - 1]
            start = end
