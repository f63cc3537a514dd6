"""Answers as data: a schema typed, pasted, or made from the names of the fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.schema import read_schema
from scout_desktop.ui.batch.setup.fields import schema_from
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.controls.plain_text import raw_text
from scout_desktop.ui.parameters.schema_text import SchemaField
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scout_desktop.chat.schema import SchemaProblem
    from scout_desktop.ui.theme.theme import Theme

_HINT = "Without a schema the answers are text in one column."
_MADE = "Each field becomes a column; an answer that does not match is asked for again."


class SchemaBox(QWidget):
    """A schema counts once it was checked: `typed` asks for that, `show_check` answers."""

    changed = Signal()
    typed = Signal(str)
    """A text that is JSON and waits for `show_check`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._checked: dict[str, SchemaProblem | None] = {}
        self._names = QLineEdit()
        self._names.setAccessibleName("Field names")
        self._names.setPlaceholderText("Field names: vendor, date, total: number")
        self._make = QPushButton("Make a schema")
        self._names.setMinimumWidth(1)
        self._make.setAccessibleName("Make a schema from field names")
        self._text = SchemaField(theme)
        self._text.setPlaceholderText("A JSON Schema of an object, or nothing")
        self._says = PlainLabel(_HINT, kind="caption", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s2)
        row.addWidget(self._names, 1)
        row.addWidget(self._make)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
        column.addLayout(row)
        column.addWidget(self._text)
        column.addWidget(self._says)
        self._make.clicked.connect(self._make_schema)
        self._names.returnPressed.connect(self._make_schema)
        self._names.textChanged.connect(self._see_names)
        self._text.textChanged.connect(self._typed)
        self._see_names()

    def show_schema(self, schema: Mapping[str, Any] | None) -> None:
        """Begin with this one."""
        text = "" if schema is None else json.dumps(schema, indent=2, ensure_ascii=False)
        self._text.setPlainText(text)

    @property
    def schema(self) -> dict[str, Any] | None:
        """The schema as typed; None where there is none, or none that reads."""
        text = raw_text(self._text)
        return read_schema(text).value if text.strip() else None

    @property
    def problem(self) -> str:
        """Why a batch cannot be started with what is typed; empty where it can."""
        text = raw_text(self._text)
        if not text.strip():
            return ""
        if (found := read_schema(text).problem) is not None:
            return f"The schema, line {found.line}: {found.sentence}"
        if text not in self._checked:
            return "The schema is being checked."
        checked = self._checked[text]
        return "" if checked is None else f"The schema, line {checked.line}: {checked.sentence}"

    def show_check(self, text: str, found: SchemaProblem | None) -> None:
        """Take the answer to `typed`; one for an older text is passed over."""
        if text != raw_text(self._text):
            return
        self._checked = {text: found}
        self._text.show_problem(found)
        self._say()
        self.changed.emit()

    def _make_schema(self) -> None:
        schema = schema_from(self._names.text())
        if schema is None:
            return
        cursor = self._text.textCursor()
        # One step that Ctrl+Z takes back, where setPlainText would forget the past.
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(json.dumps(schema, indent=2, ensure_ascii=False))
        self._text.moveCursor(cursor.MoveOperation.Start)

    def _see_names(self) -> None:
        self._make.setEnabled(schema_from(self._names.text()) is not None)

    def _typed(self) -> None:
        text = raw_text(self._text)
        found = read_schema(text).problem if text.strip() else None
        self._text.show_problem(found)
        self._say()
        self.changed.emit()
        if text.strip() and found is None and text not in self._checked:
            self.typed.emit(text)

    def _say(self) -> None:
        found = self.problem
        has_fields = bool((self.schema or {}).get("properties"))
        self._says.setText(found or (_MADE if has_fields else _HINT))
        self._says.show_tone("bad" if found and "being checked" not in found else "third")
