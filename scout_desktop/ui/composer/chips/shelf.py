"""The attached pictures in a row, scrolling sideways when there are many."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.composer.chips.chip import PictureChip
    from scout_desktop.ui.theme.theme import Theme


_CHIP = "scout_desktop.ui.composer.chips.chip"


class Shelf(QScrollArea):
    """Chips by number, in the order in which they are sent; hidden when empty."""

    removed = Signal(int)
    """The user took this chip away; it is gone already."""
    moved = Signal()
    """The user gave a chip another place."""
    look_requested = Signal(int)
    fit_chosen = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: dict[int, PictureChip] = {}
        self._tallest = 0
        self._following = False
        """Whether to go along to the end: to what was just added, and not sent unseen."""
        self.setAccessibleName("Attached pictures")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("focusPolicy", "NoFocus")
        self.setProperty("verticalScrollBarPolicy", "ScrollBarAlwaysOff")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidgetResizable(True)
        inside = QWidget(self)
        dress(inside, ground="bare")
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, SIZES.s1)
        self._row.setSpacing(SIZES.s2)
        self._row.addStretch(1)
        self.setWidget(inside)
        self.hide()
        theme.changed.connect(self._fit)
        bar = self.horizontalScrollBar()
        bar.rangeChanged.connect(self._follow)
        bar.actionTriggered.connect(self._stay)

    def limit_height(self, pixels: int) -> None:
        """Be no taller than this, and scroll up and down within it; 0 for any height."""
        if pixels != self._tallest:
            self._tallest = pixels
            self._fit()

    def chips(self) -> tuple[PictureChip, ...]:
        """The chips, first to last."""
        return tuple(self._chips.values())

    def images(self) -> tuple[ImagePart, ...]:
        """The pictures that are ready, first to last."""
        return tuple(chip.image for chip in self._chips.values() if chip.image is not None)

    def chip(self, number: int) -> PictureChip | None:
        """The chip of this number, if it is still there."""
        return self._chips.get(number)

    def number_of(self, image: ImagePart) -> int | None:
        """The number of the first chip that holds this picture."""
        return next((key for key, chip in self._chips.items() if chip.image == image), None)

    def load(self) -> None:
        """Load what a chip is made of."""
        import_module(_CHIP)

    def add(self, number: int, name: str) -> PictureChip:
        """Add a pending chip at the end."""
        # Chips bring tiles and money along: 6 ms that the first frame does without.
        from scout_desktop.ui.composer.chips.chip import PictureChip

        chip = PictureChip(self._theme, name)
        chip.removed.connect(lambda: self._remove(number))
        chip.moved.connect(lambda step: self._move(number, step))
        chip.look_requested.connect(lambda: self.look_requested.emit(number))
        chip.fit_chosen.connect(lambda fit: self.fit_chosen.emit(number, fit))
        self._chips[number] = chip
        self._row.insertWidget(self._row.count() - 1, chip)
        self.show()
        self._fit()
        return chip

    def show_last(self) -> None:
        """Scroll to the chip that was just added, and to those that follow it."""
        self._following = True
        self._follow()

    def refuse(self, number: int, sentence: str) -> None:
        """Say in this chip, which must be there, why its picture cannot be sent."""
        self._chips[number].refuse(sentence)
        self._fit()  # it may be wider now

    def take_away(self, number: int) -> None:
        """Take a chip away, silently; nothing happens if it is gone."""
        if number in self._chips:
            self._drop(number)
            self._fit()

    def clear(self) -> None:
        """Take all chips away, silently."""
        self._stay()
        for number in tuple(self._chips):
            self._drop(number)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        bar = self.horizontalScrollBar()
        self._stay()
        if bar.maximum() and not (turn.x() or self.verticalScrollBar().maximum()):
            bar.setValue(bar.value() - turn.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def _follow(self) -> None:
        if self._following:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def _stay(self) -> None:
        self._following = False

    def _remove(self, number: int) -> None:
        self._stay()
        order = list(self._chips)
        place = order.index(number)
        neighbours = [*order[place + 1 : place + 2], *order[max(place - 1, 0) : place]]
        had_focus = self._chips[number].hasFocus()
        self._drop(number)
        if had_focus and neighbours:
            self._chips[neighbours[0]].setFocus()
        self._fit()
        self.removed.emit(number)

    def _move(self, number: int, step: int) -> None:
        self._stay()
        order = list(self._chips)
        place = order.index(number)
        to = place + step
        if not 0 <= to < len(order):
            return
        order[place], order[to] = order[to], order[place]
        self._chips = {key: self._chips[key] for key in order}
        chip = self._chips[number]
        self._row.removeWidget(chip)
        self._row.insertWidget(to, chip)
        self._row.activate()
        self.ensureWidgetVisible(chip)
        self.moved.emit()

    def _drop(self, number: int) -> None:
        chip = self._chips.pop(number)
        self._row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _fit(self) -> None:
        self.setVisible(bool(self._chips))
        chips = self._chips.values()
        tallest = max((chip.height() for chip in chips), default=0)
        wide = sum(chip.width() + SIZES.s2 for chip in chips) - SIZES.s2 > self.width()
        wanted = tallest + SIZES.s1 + (SIZES.scrollbar if wide else 0)
        cut = 0 < self._tallest < wanted
        policy = "ScrollBarAsNeeded" if cut else "ScrollBarAlwaysOff"
        self.setProperty("verticalScrollBarPolicy", policy)
        self.setFixedHeight(self._tallest if cut else wanted)
