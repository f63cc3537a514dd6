"""The sheet: which format, which branches, with pictures or not; then how far it is and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.exporting.words import NAMES, heading, progress_words, sentence
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_WIDTH = 480


class ExportSheet(QDialog):
    """Asks, then shows. It closes itself only where nothing is under way."""

    continued = Signal()
    """The user wants to say where."""

    stopped = Signal()
    """The user wants what is under way to end."""

    folder_wanted = Signal()
    """The user wants to see where it went."""

    def __init__(self, theme: Theme, parent: QWidget, count: int, title: str, *, pdf: bool) -> None:
        """`count` chats, of which `title` names the only one; `pdf` is offered for that alone."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading(count))
        self._theme, self._count, self._busy = theme, count, False
        self._title = ElidedLabel(title or heading(count), kind="strong", parent=self)
        names = {key: name for key, name in NAMES.items() if key != "pdf" or (pdf and count == 1)}
        self._formats = Segmented("Format", names, parent=self)
        self._formats.chosen.connect(self._show_choice)
        self._sentence = PlainLabel(kind="caption", tone="second", wrap=True, parent=self)
        # So that the buttons stay where they are while one looks through the formats.
        self._sentence.setMinimumHeight(2 * theme.line_height("caption"))
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._branches = QCheckBox("Every branch, not only the one shown", self)
        self._pictures = QCheckBox("With pictures", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._told = PlainLabel(wrap=True, parent=self)
        self._cancel = QPushButton("Cancel", self)
        self._go = QPushButton("Save as…" if count == 1 else "Choose a folder…", self)
        self._show = QPushButton("Show in folder", self)
        self._lay_out()
        self._connect()
        self.choose("md", branches=True, pictures=True)
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def choice(self) -> tuple[str, bool, bool]:
        """Format, every branch, with pictures; as they were chosen, whatever a format allows."""
        taken = self._formats.taken() or "md"
        return taken, self._branches.isChecked(), self._pictures.isChecked()

    def choose(self, form: str, *, branches: bool, pictures: bool) -> None:
        """Show these as chosen."""
        names = [stop.accessibleName() for stop in self._formats.stops()]
        known = f"Format: {NAMES.get(form, '')}" in names
        self._formats.choose(form if known else "md")
        self._branches.setChecked(branches)
        self._pictures.setChecked(pictures)
        self._show_choice(form if known else "md")

    def show_progress(self, done: int, count: int) -> None:
        """Show how far it is; what was chosen cannot be changed any more."""
        self._busy = True
        self._bar.setRange(0, count if count > 1 else 0)
        self._bar.setValue(done)
        self._told.setText(progress_words(done, count))
        self._bar.setAccessibleName(self._told.text())
        self._show_only(self._bar, self._told, self._cancel)

    def show_result(self, words: str) -> None:
        """Say what was written."""
        self._busy = False
        self._told.setText(words)
        self._told.show_tone("")
        self._cancel.setText("Done")
        self._show_only(self._told, self._cancel, self._show)
        self._cancel.setDefault(True)
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, words: str) -> None:
        """Say what went wrong; another place or format can be chosen at once."""
        self._busy = False
        self._told.setText(words)
        self._told.show_tone("bad")
        choice = (self._formats, self._sentence, self._branches, self._pictures)
        self._show_only(*choice, self._told, self._cancel, self._go)
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._busy and event.key() == Qt.Key.Key_Escape:
            self.stopped.emit()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._busy:
            self.stopped.emit()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        dress(self._go, role="primary")
        self._go.setDefault(True)
        self._cancel.setAutoDefault(False)
        self._show.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(SIZES.s2)
        buttons.addStretch(1)
        for button in (self._show, self._cancel, self._go):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        for widget in (
            self._title, self._formats, self._sentence, self._branches, self._pictures, self._bar,
            self._told,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addSpacing(SIZES.s2)
        column.addLayout(buttons)
        for hidden in (self._bar, self._told, self._show):
            hidden.hide()

    def _connect(self) -> None:
        self._go.clicked.connect(self.continued)
        self._show.clicked.connect(self.folder_wanted)
        self._cancel.clicked.connect(self._cancelled)

    def _cancelled(self) -> None:
        if self._busy:
            self.stopped.emit()
        else:
            self.reject()

    def _show_choice(self, form: str) -> None:
        self._sentence.setText(sentence(form, self._count))
        self._branches.setEnabled(form not in ("json", "pdf"))
        # Paper shows the branch that is shown: a greyed tick would say otherwise.
        self._branches.setVisible(form != "pdf" and not self._busy)
        # A text has no place for pictures, one JSON file neither; paper always shows them.
        self._pictures.setEnabled(form in ("md", "html") or (form == "json" and self._count > 1))
        self._fit()

    def _show_only(self, *shown: QWidget) -> None:
        every = (
            self._formats, self._sentence, self._branches, self._pictures, self._bar, self._told,
            self._cancel, self._go, self._show,
        )  # fmt: skip
        for widget in every:
            widget.setVisible(widget in shown)
        self._fit()

    def _fit(self) -> None:
        """Take the height that the sentences need; Qt guesses it for another width."""
        layout = self.layout()
        if layout is None:
            return
        self.ensurePolished()
        layout.activate()
        width = max(self._theme.px(_WIDTH), layout.totalMinimumSize().width())
        self.setMinimumWidth(width)
        tall = layout.totalHeightForWidth(width)
        self.resize(width, tall if tall > 0 else layout.totalSizeHint().height())
