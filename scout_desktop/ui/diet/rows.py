"""All pictures of a chat as rows, of which only those in sight exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QWidget

from scout_desktop.ui.diet.row import ROW, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.chat.diet_cost import PictureCost
    from scout_desktop.ui.theme.theme import Theme

_BEYOND = 2
"""Rows kept above and below those in sight, so that Tab finds a next one."""


class Rows(QScrollArea):
    """Rows come and go while it is scrolled; one that has the focus stays."""

    chosen = Signal(str, int, object)
    """(node id, place, `Choice`)"""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_pixels`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._costs: Sequence[PictureCost] = ()
        self._times: Mapping[str, str] = {}
        self._last: int | None = None
        self._shown: dict[int, Row] = {}
        self._spare: list[Row] = []
        self._inside = QWidget(self)
        self.setWidget(self._inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Pictures in this chat")
        self.verticalScrollBar().valueChanged.connect(self._put)
        theme.changed.connect(self._renew)

    @property
    def shown(self) -> Mapping[int, Row]:
        """The rows that exist now, by their place in the chat."""
        return self._shown

    def show_costs(
        self, costs: Sequence[PictureCost], times: Mapping[str, str], last: int | None
    ) -> None:
        """Show these pictures; `times` are the messages' by node id."""
        fewer = len(costs) < len(self._costs)
        self._costs, self._times, self._last = costs, times, last
        if fewer:
            for place in [place for place in self._shown if place >= len(costs)]:
                self._put_away(place)
        for place, row in self._shown.items():
            self._fill(row, place)
        self._put()

    def show_pixels(self, sha256: str, image: QImage) -> None:
        """Answer `pixels_wanted`."""
        for row in self._shown.values():
            if row.sha256 == sha256:
                row.show_image(image)

    def show_problem(self, sha256: str, sentence: str) -> None:
        """Answer it with a reason."""
        for row in self._shown.values():
            if row.sha256 == sha256:
                row.show_problem(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._put()

    def _renew(self) -> None:
        """Another text size wants other rows."""
        gone, self._shown, self._spare = [*self._shown.values(), *self._spare], {}, []
        for row in gone:
            row.hide()
            row.deleteLater()
        self._put()

    def _put(self) -> None:
        """Have the rows in sight, and a few around them."""
        tall, wide = self._theme.px(ROW), self.viewport().width()
        self._inside.resize(wide, tall * len(self._costs))
        top = self.verticalScrollBar().value()
        first = max(top // tall - _BEYOND, 0)
        last = min((top + self.viewport().height()) // tall + _BEYOND, len(self._costs) - 1)
        wanted = range(first, last + 1)
        for place in [place for place in self._shown if place not in wanted]:
            if not self._shown[place].isAncestorOf(self.focusWidget() or self):
                self._put_away(place)
        for place in wanted:
            if place not in self._shown:
                row = self._shown[place] = self._spare.pop() if self._spare else self._make()
                self._fill(row, place)
                row.show()
        for place, row in self._shown.items():
            row.setGeometry(0, place * tall, wide, tall)
        self._order_focus()

    def _make(self) -> Row:
        made = Row(self._theme, self._inside)
        made.chosen.connect(self.chosen)
        made.pixels_wanted.connect(self.pixels_wanted)
        return made

    def _fill(self, row: Row, place: int) -> None:
        cost = self._costs[place]
        row.show_cost(cost, self._times.get(cost.planned.node, ""), self._last)

    def _put_away(self, place: int) -> None:
        row = self._shown.pop(place)
        row.hide()
        self._spare.append(row)

    def _order_focus(self) -> None:
        """Let Tab go down the rows, in whatever order they were made."""
        before: QWidget | None = None
        for place in sorted(self._shown):
            for stop in self._shown[place].stops():
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop
