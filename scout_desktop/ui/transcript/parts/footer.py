"""The quiet row under a message: its actions, the branch arrows, and its facts as a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.ui.theme.theme import Theme

Action = tuple[str, str, str]
"""Key, icon, name."""

COPY: Action = ("copy", "copy", "Copy message")
REGENERATE: Action = ("regenerate", "regenerate", "Regenerate reply")
EDIT: Action = ("edit", "edit", "Edit message")


class Footer(QWidget):
    """Made when it is first needed; a message keeps its room from the start."""

    chosen = Signal(str)
    """The user pressed the action with this key."""

    branch_chosen = Signal(str)
    """The user wants to see this sibling."""

    def __init__(
        self,
        theme: Theme,
        actions: Sequence[Action],
        siblings: Sequence[str],
        shown: str,
        facts: str,
        *,
        on_the_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`siblings` are the ids of all versions, `shown` is the one on the screen."""
        super().__init__(parent)
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.s1)
        if on_the_right:
            row.addStretch(1)
        self._buttons: dict[str, IconButton] = {}
        for key, icon, name in actions:
            button = IconButton(theme, icon, name, pixels=SIZES.icon, parent=self)
            button.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            row.addWidget(button)
            self._buttons[key] = button
        if len(siblings) > 1:
            self._add_branches(row, siblings, siblings.index(shown))
        self._facts = ElidedLabel(facts, kind="caption_number", parent=self)
        if facts:
            row.addSpacing(SIZES.s1)
            row.addWidget(self._facts, 1)
        else:
            self._facts.hide()
            if not on_the_right:
                row.addStretch(1)

    def show_done(self, key: str) -> None:
        """Say that the action with this key was done."""
        self._buttons[key].show_icon("check", "good")

    def _add_branches(self, row: QHBoxLayout, siblings: Sequence[str], place: int) -> None:
        total = len(siblings)
        back = IconButton(
            self._theme, "chevron-left", "Previous version", pixels=SIZES.icon, parent=self
        )
        count = PlainLabel(f"{place + 1}/{total}", kind="caption_number", parent=self)
        count.setAccessibleName(f"Version {place + 1} of {total}")
        ahead = IconButton(
            self._theme, "chevron-right", "Next version", pixels=SIZES.icon, parent=self
        )
        back.setEnabled(place > 0)
        ahead.setEnabled(place < total - 1)
        if place > 0:
            back.clicked.connect(lambda: self.branch_chosen.emit(siblings[place - 1]))
        if place < total - 1:
            ahead.clicked.connect(lambda: self.branch_chosen.emit(siblings[place + 1]))
        for widget in (back, count, ahead):
            row.addWidget(widget)
