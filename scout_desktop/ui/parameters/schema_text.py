"""The text of a JSON schema; the line with the fault is marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from scout_desktop.chat.schema import SchemaProblem
    from scout_desktop.ui.theme.theme import Theme

_LINES = 9


class SchemaField(QPlainTextEdit):
    """Code in the fixed face. Tab leaves the field; Enter keeps the indentation."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._problem: SchemaProblem | None = None
        self.setAccessibleName("JSON schema")
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_problem(self, problem: SchemaProblem | None) -> None:
        """Mark the faulty line, or none."""
        self._problem = problem
        dress(self, invalid=problem is not None)
        marks: list[QTextEdit.ExtraSelection] = []
        if problem is not None:
            block = self.document().findBlockByNumber(problem.line - 1)
            if block.isValid():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.format.setBackground(self._theme.color("bad_tint"))
                mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                marks = [mark]
        self.setExtraSelections(marks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip())]
        deeper = "  " if before.rstrip().endswith(("{", "[")) else ""
        cursor.insertText("\n" + indent + deeper)
        self.ensureCursorVisible()

    def _restyle(self) -> None:
        self.setFont(self._theme.font("code"))
        line = self.fontMetrics().lineSpacing()
        self.setFixedHeight(_LINES * line + 2 * SIZES.s2)
        self.show_problem(self._problem)
