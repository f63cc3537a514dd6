"""Takes an API key: masked, checked with the service, kept in the keyring or for this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from scout_desktop.ui.account.fitting import fit_height
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_WIDTH = 480


class KeyDialog(QDialog):
    """Asks and shows; whoever opened it checks and stores. The text leaves it only by signal."""

    check_requested = Signal(str)
    """Ask the service about this text."""

    store_requested = Signal(str, bool, bool)
    """(text, for this run only, check it first): keep it."""

    def __init__(self, theme: Theme, reason: str, where: str, parent: QWidget) -> None:
        """`reason` is why a key is wanted, or empty; `where` is the address it is for."""
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("API key")
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName("API key")
        self._field.setPlaceholderText("sk-or-…")
        self._field.textChanged.connect(self._changed)
        self._reveal = IconButton(theme, "eye", "Show the key", parent=self)
        self._reveal.setCheckable(True)
        self._reveal.toggled.connect(self._show_or_hide)
        self._this_run = QCheckBox("Keep for this run only, nowhere on the disk", self)
        self._kept = PlainLabel("", kind="caption", wrap=True, parent=self)
        self._said = PlainLabel("", wrap=True, parent=self)
        self._said.hide()
        self._check = QPushButton("Check", self)
        self._check.clicked.connect(self._ask_check)
        self._anyway = QPushButton("", self)
        self._anyway.hide()
        self._anyway.clicked.connect(self._do_anyway)
        self._keep = QPushButton("Use this key", self)
        dress(self._keep, role="primary")
        self._keep.setDefault(True)
        self._keep.clicked.connect(self._ask_store)
        self._run_only_offered = False
        self._lay_out(reason, where)
        self._changed("")
        self._fit()
        self._field.setFocus()

    def show_backend(self, name: str) -> None:
        """Say which keyring the key will be kept in."""
        self._kept.setText(f"It will be kept in: {name}.")
        self._fit()

    def show_no_keyring(self, sentence: str) -> None:
        """Say why it cannot be kept, and offer this run only."""
        self._kept.setText(sentence)
        self._this_run.setChecked(True)
        self._fit()

    def show_busy(self, sentence: str) -> None:
        """Say what is being done; nothing can be pressed meanwhile but Cancel."""
        self._say(sentence, "second")
        self._allow(allowed=False)

    def show_good(self, sentence: str) -> None:
        """Say that the key works, and what the service says about it."""
        self._say(sentence, "good")
        self._allow(allowed=True)

    def show_problem(self, sentence: str, way_out: str = "") -> None:
        """Say what failed. `way_out` is `unchecked` or `this run`: a button that does that."""
        self._say(sentence, "bad")
        self._allow(allowed=True)
        names = {"unchecked": "Keep without checking", "this run": "Keep for this run only"}
        self._run_only_offered = way_out == "this run"
        self._anyway.setText(names.get(way_out, ""))
        self._anyway.setVisible(way_out in names)
        self._fit()
        (self._anyway if way_out in names else self._field).setFocus()

    def done(self, result: int) -> None:
        """Close, and forget the text at once."""
        self._field.clear()
        super().done(result)

    def _lay_out(self, reason: str, where: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s6, SIZES.s6, SIZES.s6, SIZES.s4)
        column.setSpacing(SIZES.s3)
        if reason:
            column.addWidget(PlainLabel(reason, kind="strong", wrap=True, parent=self))
        column.addWidget(
            PlainLabel(f"The key for {where}. It is sent there and nowhere else.", wrap=True)
        )
        row = QHBoxLayout()
        row.setSpacing(SIZES.s1)
        row.addWidget(self._field, 1)
        row.addWidget(self._reveal)
        column.addLayout(row)
        column.addWidget(self._kept)
        column.addWidget(self._this_run)
        column.addWidget(self._said)
        kind = QDialogButtonBox.ButtonRole
        box = QDialogButtonBox(self)
        box.addButton(self._check, kind.ActionRole)
        box.addButton(self._anyway, kind.ActionRole)
        cancel = box.addButton("Cancel", kind.RejectRole)
        cancel.setAutoDefault(False)
        box.addButton(self._keep, kind.ActionRole)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _ask_check(self) -> None:
        self.check_requested.emit(self._field.text())

    def _ask_store(self) -> None:
        self.store_requested.emit(self._field.text(), self._this_run.isChecked(), True)

    def _do_anyway(self) -> None:
        only_this_run = self._run_only_offered or self._this_run.isChecked()
        self.store_requested.emit(self._field.text(), only_this_run, False)

    def _changed(self, text: str) -> None:
        self._anyway.hide()
        self._said.hide()
        self._keep.setEnabled(bool(text.strip()))
        self._check.setEnabled(bool(text.strip()))

    def _allow(self, *, allowed: bool) -> None:
        self._field.setReadOnly(not allowed)
        for button in (self._check, self._keep, self._anyway):
            button.setEnabled(allowed)

    def _say(self, sentence: str, tone: str) -> None:
        self._anyway.hide()
        self._said.setText(sentence)
        self._said.show_tone(tone)
        self._said.show()
        self._fit()

    def _fit(self) -> None:
        fit_height(self, self._theme.px(_WIDTH))

    def _show_or_hide(self, shown: bool) -> None:
        modes = QLineEdit.EchoMode
        self._field.setEchoMode(modes.Normal if shown else modes.Password)
        self._reveal.rename("Hide the key" if shown else "Show the key")
