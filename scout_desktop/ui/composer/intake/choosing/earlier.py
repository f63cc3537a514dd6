"""Lets pictures of earlier chats be attached again, without looking for their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QStackedLayout, QVBoxLayout

from scout_desktop.ui.composer.intake.choosing.grid import Cell, PictureGrid
from scout_desktop.ui.controls.dates import moment_words
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.controls.picture.sent import name_of
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 720, 620


class EarlierPictures(QDialog):
    """Shows what `show_pictures` brings, newest first. Open it with `show` or `open`."""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels) of a picture in view; see `show_pixels`."""
    chosen = Signal(object)
    """The `ImagePart`s to attach, a tuple, at least one; the dialog is closing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._images: list[ImagePart] = []
        self._places: dict[str, int] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Earlier pictures")
        self._grid = PictureGrid(theme, "Pictures of earlier chats", self)
        self._grid.wanted.connect(self._want)
        self._grid.picked.connect(self._picked)
        self._grid.agreed.connect(self._agree)
        self._empty = EmptyState(theme, "image", "Looking through your chats…", parent=self)
        self._said = PlainLabel("", kind="caption", wrap=True, parent=self)
        self._attach = QPushButton("", self)
        dress(self._attach, role="primary")
        self._attach.setDefault(True)
        self._attach.clicked.connect(self._agree)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._grid)
        self._lay_out()
        self._picked()
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))

    def show_pictures(self, rows: Iterable[tuple[ImagePart, str, str]]) -> None:
        """Show (picture, title of its chat, when it was sent: UTC as stored), in any order.

        A picture that was sent several times stands here once, where it was sent last. Those that
        are only an address are left out: nothing of them is here.
        """
        cells: list[Cell] = []
        self._images, self._places = [], {}
        for image, title, created in sorted(rows, key=lambda row: row[2], reverse=True):
            if not image.sha256 or image.sha256 in self._places:
                continue
            self._places[image.sha256] = len(cells)
            self._images.append(image)
            name, day = name_of(image), moment_words(created)
            chat = " ".join(title.split()) or "a chat without a title"
            cells.append(Cell(name, f"{name}, from {chat}, {day}", f"{name}\n{chat}\n{day}"))
        self._grid.show_cells(cells)
        self._empty.show_text("No pictures yet", "What you send in a chat can be found here.")
        self._stack.setCurrentWidget(self._grid if cells else self._empty)
        self._picked()
        if cells:
            self._grid.setFocus()

    def show_pixels(self, sha256: str, image: QImage) -> None:
        """Answer `pixels_wanted`; a null image means that the picture cannot be shown."""
        place = self._places.get(sha256)
        if place is not None:
            self._grid.show_image(place, image)

    def show_problem(self, sha256: str, sentence: str) -> None:
        """Answer `pixels_wanted` with the reason why there is no picture.

        An empty `sha256` answers for all: there is no list.
        """
        place = self._places.get(sha256)
        if place is not None:
            self._grid.show_tip(place, sentence)
            self._grid.show_image(place, QImage())
        elif not sha256:
            self._empty.show_text("The pictures cannot be shown", sentence)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s4, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        column.addLayout(self._stack, 1)
        column.addWidget(self._said)
        box = QDialogButtonBox(self)
        cancel = box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        box.addButton(self._attach, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _want(self, place: int, side: int) -> None:
        self.pixels_wanted.emit(self._images[place].sha256, side)

    def _picked(self) -> None:
        count = len(self._grid.taken())
        self._attach.setEnabled(count > 0)
        words = "1 picture" if count == 1 else f"{count:,} pictures" if count else "pictures"
        self._attach.setText(f"Attach {words}")
        there = len(self._images)
        total = "1 picture" if there == 1 else f"{there:,} pictures"
        self._said.setText(f"{total}, {count:,} chosen." if there else "")

    def _agree(self) -> None:
        images = tuple(self._images[place] for place in self._grid.taken())
        if images:
            self.accept()
            self.chosen.emit(images)
