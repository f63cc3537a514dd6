"""The backups: when each was made, how large it is, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.findings import size_words
from scout_desktop.ui.checking.words import reason_words
from scout_desktop.ui.controls.dates import moment_words
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.chat.findings import Backup
    from scout_desktop.ui.theme.theme import Theme

_WHAT = "A copy of the chats each week, seven kept. Pictures never change and are not in it."
_FEW = 3
"""That are shown at once; a button shows the others."""
_NONE = "There is none yet. The first is made by itself soon after the start."


class BackupsCard(QWidget):
    """A list with a button each; restoring asks in the row itself."""

    asked = Signal()
    """The user wants a backup now."""

    restored = Signal(str)
    """The user wants the backup of this name merged into the folder, and has confirmed it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: list[_Row] = []
        self._now = QPushButton("Back up now")
        self._now.clicked.connect(self.asked)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("Backups", kind="strong"), 1)
        head.addWidget(self._now)
        self._none = PlainLabel(_NONE, tone="second", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._more = QPushButton()
        dress(self._more, role="link")
        self._more.clicked.connect(self._show_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
        column.addLayout(head)
        column.addWidget(PlainLabel(_WHAT, kind="caption", wrap=True))
        column.addWidget(self._none)
        column.addLayout(self._list)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_backups(())

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show these, newest first."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = [_Row(self._theme, backup) for backup in backups]
        for row in self._rows:
            row.confirmed.connect(self.restored)
            row.opened.connect(self._close_others)
            self._list.addWidget(row)
        for row in self._rows[_FEW:]:
            row.hide()
        self._more.setVisible(len(backups) > _FEW)
        self._more.setText(f"Show all {len(backups)}")
        self._none.setVisible(not backups)

    def allow(self, *, allowed: bool) -> None:
        """Let the buttons be pressed, or not while something else goes on."""
        self._now.setEnabled(allowed)
        for row in self._rows:
            row.allow(allowed=allowed)

    def _show_all(self) -> None:
        for row in self._rows:
            row.show()
        self._more.hide()
        self._rows[_FEW].take_focus()

    def _close_others(self, name: str) -> None:
        for row in self._rows:
            if row.name != name:
                row.ask(asking=False)


class _Row(QWidget):
    """One backup."""

    opened = Signal(str)
    confirmed = Signal(str)

    def __init__(self, theme: Theme, backup: Backup) -> None:
        super().__init__()
        self.name = backup.name
        when = moment_words(backup.made)
        reason = reason_words(backup.reason)
        self._when = ElidedLabel(f"{when}, {reason}" if reason else when)
        self._size = PlainLabel(size_words(backup.bytes), kind="caption")
        self._size.setFont(theme.font("caption_number"))
        self._restore = QPushButton("Restore…")
        self._restore.setAccessibleName(f"Restore the backup of {when}")
        self._question = PlainLabel(
            "Adds what this backup has and the folder lacks. Nothing newer is changed.",
            tone="second", wrap=True,
        )  # fmt: skip
        self._cancel, self._yes = QPushButton("Cancel"), QPushButton("Restore")
        for button in (self._restore, self._cancel):
            dress(button, role="quiet")
        dress(self._yes, role="primary")
        self._yes.setAccessibleDescription(self._question.text())
        first = QHBoxLayout()
        first.setSpacing(SIZES.s3)
        first.addWidget(self._when, 1)
        first.addWidget(self._size, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addWidget(self._restore)
        self._second = QWidget(self)
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, SIZES.s1)
        second.setSpacing(SIZES.s2)
        second.addWidget(self._question, 1)
        second.addWidget(self._cancel)
        second.addWidget(self._yes)
        self._second.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SIZES.s1, 0, 0)
        column.setSpacing(SIZES.s1)
        column.addWidget(HairLine(theme))
        column.addLayout(first)
        column.addWidget(self._second)
        self._restore.clicked.connect(lambda: self.ask(asking=True))
        self._cancel.clicked.connect(lambda: self.ask(asking=False))
        self._yes.clicked.connect(self._confirm)

    def ask(self, *, asking: bool) -> None:
        """Ask in the row whether it is meant, or stop asking."""
        had = self._second.isVisible()
        self._second.setVisible(asking)
        self._restore.setVisible(not asking)
        if asking:
            self._yes.setFocus(Qt.FocusReason.OtherFocusReason)
            self.opened.emit(self.name)
        elif had and self._restore.isEnabled():
            self._restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Put the focus on its button."""
        self._restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def allow(self, *, allowed: bool) -> None:
        """Let its buttons be pressed, or not."""
        for button in (self._restore, self._yes):
            button.setEnabled(allowed)

    def _confirm(self) -> None:
        self.ask(asking=False)
        self.confirmed.emit(self.name)
