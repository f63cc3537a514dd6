"""Asks which pages of a document are to be sent as pictures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.chat.errors import BadInput
from scout_desktop.chat.limits import MOST_PICTURES, SAFE_PICTURES
from scout_desktop.chat.pages import read_pages, write_pages
from scout_desktop.ui.composer.intake.choosing.grid import Cell, PictureGrid
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_WIDTH, _HEIGHT = 720, 620


class PagePicker(QDialog):
    """Shows every page small; what is taken stands in the field as well, and can be typed there.

    Open it with `show` or `open`. Pages count from 1.
    """

    pixels_wanted = Signal(int, int)
    """(page, longest side in device pixels), of a page that is in view; see `show_page`."""
    chosen = Signal(object)
    """The pages to attach, a tuple of numbers, at least one; the dialog is closing."""

    def __init__(self, theme: Theme, name: str, pages: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._pages = theme, pages
        self._typing = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Pages")
        self._name = ElidedLabel(name, kind="title", parent=self)
        self._field = QLineEdit(self)
        self._field.setAccessibleName("Pages to attach")
        self._field.setPlaceholderText("Pages, such as 1-3, 7")
        self._field.textEdited.connect(self._typed)
        self._grid = PictureGrid(theme, "All pages", self)
        self._grid.wanted.connect(lambda place, side: self.pixels_wanted.emit(place + 1, side))
        self._said = PlainLabel("", kind="caption", wrap=True, parent=self)
        # Room for the longest that it says, or the pages would jump under the pointer.
        self._said.setMinimumHeight(2 * theme.line_height("caption"))
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._attach = QPushButton("", self)
        dress(self._attach, role="primary")
        self._attach.setDefault(True)
        self._attach.clicked.connect(self._agree)
        self._lay_out()
        self._grid.show_cells([Cell(f"{n:,}", f"Page {n:,}") for n in range(1, pages + 1)])
        self._grid.picked.connect(self._picked)
        self._grid.agreed.connect(self._agree)
        # Of a long document nobody wants all: that would be refused.
        self._grid.take(range(pages) if pages <= SAFE_PICTURES else (0,))
        self.resize(theme.px(_WIDTH), theme.px(_HEIGHT))
        self._grid.setFocus()

    def show_page(self, page: int, image: QImage) -> None:
        """Answer `pixels_wanted`; a null image means that the page cannot be shown."""
        self._grid.show_image(page - 1, image)

    def show_problem(self, page: int, sentence: str) -> None:
        """Answer `pixels_wanted` with the reason why there is no picture of a page."""
        from PySide6.QtGui import QImage

        self._grid.show_tip(page - 1, sentence)
        self._grid.show_image(page - 1, QImage())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s4, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        head = QHBoxLayout()
        head.setSpacing(SIZES.s2)
        head.addWidget(self._name, 1)
        count = "1 page" if self._pages == 1 else f"{self._pages:,} pages"
        head.addWidget(PlainLabel(count, kind="caption", parent=self))
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s2)
        row.addWidget(self._field, 1)
        for words, places in (("All", range(self._pages)), ("None", range(0))):
            button = QPushButton(words, self)
            button.setAccessibleName(f"{words} of the pages")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._take, places))
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self._grid, 1)
        column.addWidget(self._said)
        box = QDialogButtonBox(self)
        cancel = box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setAutoDefault(False)
        box.addButton(self._attach, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _take(self, places: range, _checked: bool = False) -> None:
        self._grid.take(places)

    def _typed(self, text: str) -> None:
        try:
            pages = read_pages(text, self._pages)
        except BadInput as problem:
            dress(self._field, invalid=True)
            self._attach.setEnabled(False)
            self._say(problem.sentence, "bad")
            return
        self._typing = True
        self._grid.take(page - 1 for page in pages)
        self._typing = False
        self._picked_again()
        if pages:
            self._grid.scroll_to(pages[-1] - 1)

    def _picked(self) -> None:
        if not self._typing:
            self._field.setText(write_pages([place + 1 for place in self._grid.taken()]))
            self._picked_again()

    def _picked_again(self) -> None:
        """Say what is taken now."""
        dress(self._field, invalid=False)
        count = len(self._grid.taken())
        self._attach.setEnabled(count > 0)
        self._attach.setText("Attach 1 page" if count == 1 else f"Attach {count:,} pages")
        chosen = "1 page chosen." if count == 1 else f"{count:,} pages chosen."
        if count > SAFE_PICTURES:
            chosen += (
                f" Some providers refuse more than {SAFE_PICTURES} pictures a request, and none "
                f"that we know of takes more than {MOST_PICTURES}."
            )
        self._say(chosen, "warn" if count > SAFE_PICTURES else "")

    def _say(self, sentence: str, tone: str) -> None:
        self._said.setText(sentence)
        self._said.show_tone(tone)

    def _agree(self) -> None:
        pages = tuple(place + 1 for place in self._grid.taken())
        if pages and self._attach.isEnabled():
            self.accept()
            self.chosen.emit(pages)
