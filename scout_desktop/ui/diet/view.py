"""“Pictures in this chat”: the chat's setting, each picture's choice, and what all of it saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.fields import NumberField
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.controls.picture.pixels import image_of
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.diet.row import is_large
from scout_desktop.ui.diet.rows import Rows
from scout_desktop.ui.diet.words import ALL_WORDS, going_words, saved_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.diet_cost import DietCost
    from scout_desktop.ui.theme.theme import Theme

_USUAL_LAST = 3
_MOST = 9_999
_SIZE = 900, 620


class DietView(QDialog):
    """Stays open beside the window; every change holds at once."""

    last_chosen = Signal(object)
    """Send the pictures of the last so many messages (int) only, or of all (None)."""

    chosen = Signal(str, int, object)
    """(node id, place, `Choice`): let this picture go so from here on."""

    all_chosen = Signal(str)
    """`keep`, `tile`, `caption` or `drop`: let every picture go so from here on."""

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_pixels` or `show_problem`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Pictures in this chat")
        self._which = Segmented(
            "Send again the pictures of", {"all": "All messages", "last": "The last"}, parent=self
        )
        self._which.chosen.connect(self._choose)
        self._count = NumberField(theme, "How many messages", 1, _MOST, decimals=0, parent=self)
        self._count.setValue(_USUAL_LAST)
        self._count.valueChanged.connect(self._count_changed)
        self._every = QPushButton("Change all", self)
        self._every.setMenu(self._all_menu())
        self._rows = Rows(theme, self)
        self._rows.chosen.connect(self.chosen)
        self._rows.pixels_wanted.connect(self.pixels_wanted)
        self._empty = EmptyState(
            theme, "image", "No pictures in this chat yet",
            "Drop one on the window; once sent, it appears here.", parent=self,
        )  # fmt: skip
        self._going = PlainLabel(kind="caption_number", tone="second", wrap=True, parent=self)
        self._going.setFont(theme.font("caption_number"))
        self._saved = PlainLabel(kind="strong", parent=self)
        font = theme.font("strong")
        font.setFeature(QFont.Tag("tnum"), 1)
        self._saved.setFont(font)
        self._problem = PlainLabel(kind="caption", tone="bad", wrap=True, parent=self)
        self._problem.hide()
        self._setting = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._setting.setSpacing(SIZES.s2)
        self._lay_out()
        self._restyle()
        theme.changed.connect(self._restyle)
        # Qt would not give a dialog more than two thirds of the screen.
        self.resize(QSize(*map(theme.px, _SIZE)).boundedTo(self.screen().availableSize()))

    @property
    def rows(self) -> Rows:
        """The pictures."""
        return self._rows

    def show_cost(self, cost: DietCost, times: Mapping[str, str], last: int | None) -> None:
        """Show the pictures of a chat as they go; `times` are the messages' by node id."""
        self._which.choose("all" if last is None else "last")
        self._count.setEnabled(last is not None)
        if last is not None and not self._count.hasFocus():
            self._count.blockSignals(True)
            self._count.setValue(last)
            self._count.blockSignals(False)
        self._every.setEnabled(bool(cost.count))
        self._rows.setVisible(bool(cost.count))
        self._empty.setVisible(not cost.count)
        self._rows.show_costs(cost.pictures, times, last)
        self._going.setText(going_words(cost))
        self._saved.setText(saved_words(cost) if cost.count else "")
        self._saved.show_tone("good" if cost.saved_tokens > 0 else "second")
        self._problem.hide()

    def show_pixels(self, sha256: str, width: int, height: int, rgba: bytes) -> None:
        """Answer `pixels_wanted` with width x height pixels of 4 bytes."""
        self._rows.show_pixels(sha256, image_of(width, height, rgba))

    def show_picture_problem(self, sha256: str, sentence: str) -> None:
        """Answer it with a reason."""
        self._rows.show_problem(sha256, sentence)

    def show_problem(self, sentence: str) -> None:
        """Say why a change was not kept."""
        self._problem.setText(sentence)
        self._problem.show()

    def _choose(self, which: str) -> None:
        self._count.setEnabled(which == "last")
        self.last_chosen.emit(round(self._count.value()) if which == "last" else None)

    def _count_changed(self, count: float) -> None:
        if self._which.taken() == "last":
            self.last_chosen.emit(round(count))

    def _all_menu(self) -> QMenu:
        menu = QMenu(self)
        for how, words in ALL_WORDS.items():
            action = menu.addAction(words)
            action.triggered.connect(lambda _=False, how=how: self.all_chosen.emit(how))
        return menu

    def _restyle(self) -> None:
        large, way = is_large(self._theme), QBoxLayout.Direction
        self._setting.setDirection(way.TopToBottom if large else way.LeftToRight)
        self._count.setFixedWidth(self._theme.px(72))

    def _lay_out(self) -> None:
        setting = QHBoxLayout()
        setting.setSpacing(SIZES.s2)
        setting.addWidget(self._which)
        setting.addWidget(self._count)
        setting.addWidget(PlainLabel("messages", parent=self))
        setting.addStretch(1)
        setting.addWidget(self._every)
        note = PlainLabel(
            "Every question sends the chat again, pictures included. Pictures of the question you "
            "are asking always go whole; the next question counts as the first message.",
            kind="caption",
            wrap=True,
            parent=self,
        )
        box = QDialogButtonBox(self)
        close = box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
        for button in (close, self._every):
            # Enter belongs to the caption that is being written.
            button.setAutoDefault(False)
        box.rejected.connect(self.reject)
        sums = QVBoxLayout()
        sums.setSpacing(2)
        sums.addWidget(self._saved)
        sums.addWidget(self._going)
        sums.addWidget(self._problem)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.s6, SIZES.s3, SIZES.s6, SIZES.s4)
        foot.addLayout(sums, 1)
        foot.addWidget(box, 0, Qt.AlignmentFlag.AlignBottom)
        head = QVBoxLayout()
        head.setContentsMargins(SIZES.s6, SIZES.s4, SIZES.s6, SIZES.s3)
        head.setSpacing(SIZES.s2)
        self._setting.addWidget(PlainLabel("Send again the pictures of", parent=self))
        self._setting.addLayout(setting, 1)
        head.addLayout(self._setting)
        head.addWidget(note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(HairLine(self._theme, parent=self))
        column.addWidget(self._rows, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(HairLine(self._theme, parent=self))
        column.addLayout(foot)
