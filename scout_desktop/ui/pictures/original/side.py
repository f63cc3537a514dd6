"""The left half of the window: tools, the original, and what is said about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.pictures.original.canvas import OriginalCanvas
from scout_desktop.ui.pictures.original.keys import delete_selected
from scout_desktop.ui.pictures.original.tools import ACTIONS, TOOLS, ToolRow
from scout_desktop.ui.pictures.original.words import (
    CLOSER,
    hint_words,
    marks_words,
    part_words,
    work_words,
)
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from scout_desktop.ui.pictures.edits.history import History
    from scout_desktop.ui.theme.theme import Theme


class OriginalSide(QWidget):
    """Shows a history; what is done with it is told upwards."""

    edited = Signal(object, str)
    """(the new Recipe, gesture), as `OriginalCanvas.edited`."""

    acted = Signal(str)
    """`left`, `right`, `undo` or `redo`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: History | None = None
        self._heading = ElidedLabel("Original", kind="strong", parent=self)
        self._tools = ToolRow(theme, self)
        self.canvas = OriginalCanvas(theme, self)
        self._part = ElidedLabel(kind="caption_number", tone="second", parent=self)
        self._marks = ElidedLabel(kind="caption_number", tone="second", parent=self)
        self._hint = ElidedLabel(kind="caption", parent=self)
        closer = ElidedLabel(CLOSER, kind="caption", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addWidget(self._heading)
        column.addWidget(self._tools)
        column.addWidget(self.canvas, 1)
        self._foot = QWidget(self)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(2)
        for line in (self._part, self._marks, self._hint, closer):
            foot.addWidget(line)
        foot.addStretch(1)
        column.addWidget(self._foot)
        self._tools.taken.connect(self._take)
        self._tools.acted.connect(self.act)
        self._tools.show_tool(self.canvas.tool)
        self._tools.show_possible(delete=False, undo=False, redo=False)
        self.canvas.edited.connect(self.edited)
        self.canvas.hinted.connect(self._say)
        self._hear_keys()

    def show_heading(self, words: str) -> None:
        """Say what is shown here."""
        self._heading.show_text(words)

    def level_with(self, head: int, foot: int) -> None:
        """Let heading and foot be as high as on the other side."""
        self._heading.setFixedHeight(head)
        self._foot.setFixedHeight(foot)

    def show_history(self, history: History) -> None:
        """Say what can be undone."""
        self._history = history
        self._say()

    def act(self, action: str) -> None:
        """Do one of `ACTIONS`."""
        if action == "delete":
            delete_selected(self.canvas)
        else:
            self.canvas.cancel_pull()
            self.acted.emit(action)

    def _take(self, tool: str) -> None:
        for each in TOOLS:
            if each == tool:
                self.canvas.choose_tool(each)
                self._tools.show_tool(each)

    def _say(self) -> None:
        canvas, history = self.canvas, self._history
        recipe, picture = canvas.recipe, canvas.picture
        self._part.show_text(part_words(recipe, picture))
        self._marks.show_text(marks_words(recipe))
        hint = hint_words(canvas.tool, recipe, canvas.selected)
        self._hint.show_text(hint)
        canvas.setAccessibleDescription(f"{work_words(recipe, picture)}. {hint}")
        self._tools.show_possible(
            delete=canvas.selected is not None,
            undo=history is not None and bool(history.past),
            redo=history is not None and bool(history.ahead),
        )

    def _hear_keys(self) -> None:
        for tool, (_icon, _name, key) in TOOLS.items():
            self._on(key, partial(self._take, tool))
        for action, (_icon, _name, key) in ACTIONS.items():
            if action != "delete":  # which the canvas hears, where the selection is
                self._on(key, partial(self.act, action))
        self._on("Ctrl+Y", partial(self.act, "redo"))

    def _on(self, key: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self.window()).activated.connect(act)
