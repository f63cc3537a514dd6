"""Response format: plain text, any JSON object, or JSON that follows a schema."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.parameters import problem
from scout_desktop.chat.schema import read_schema
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.fields import Choice
from scout_desktop.ui.controls.plain_text import raw_text
from scout_desktop.ui.parameters.editor import Editor
from scout_desktop.ui.parameters.schema_text import SchemaField
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from scout_desktop.chat.parameters import ParameterSpec
    from scout_desktop.chat.schema import SchemaProblem
    from scout_desktop.ui.theme.theme import Theme

_CHOICES = {
    "": "Provider default",
    "text": "Text",
    "json_object": "JSON object",
    "json_schema": "JSON schema",
}
_STARTER = """{
  "type": "object",
  "properties": {
    "answer": {"type": "string"}
  },
  "required": ["answer"],
  "additionalProperties": false
}"""
_MARKS = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffc\ufffe\uffff]")
_STARTER_NAME = "answer"


class FormatEditor(Editor):
    """A schema counts as edited only when it was checked: `schema_typed` asks for that."""

    schema_typed = Signal(str)
    """A text that is JSON and waits for `show_check`."""

    def __init__(self, theme: Theme, spec: ParameterSpec, parent: QObject | None = None) -> None:
        super().__init__(spec, parent)
        self._showing = False
        self._stored: Any = None
        """What was shown last, so that keys that we do not know are kept."""
        self._choices = Choice(spec.label)
        for key, text in _CHOICES.items():
            self._choices.addItem(text, key)
        self._choices.currentIndexChanged.connect(self._chosen)
        self._name = QLineEdit()
        self._name.setAccessibleName("Schema name")
        self._name.setPlaceholderText("name of the schema")
        self._strict = QCheckBox("Strict")
        self._text = SchemaField(theme)
        self._tidy = QPushButton("Tidy up")
        self._lay_out()
        self._name.textChanged.connect(self._typed)
        self._strict.toggled.connect(self._typed)
        self._text.textChanged.connect(self._typed)
        self._tidy.clicked.connect(self._tidy_up)

    def show_value(self, value: Any) -> None:
        self._showing = True
        self._stored = value
        kind = value.get("type") if isinstance(value, dict) else None
        self._choices.setCurrentIndex(self._choices.findData("" if value is None else kind))
        schema = value.get("json_schema") if isinstance(value, dict) else None
        if isinstance(schema, dict):
            self._name.setText(str(schema.get("name", "")))
            self._strict.setChecked(schema.get("strict") is True)
            self._text.setPlainText(_pretty(schema.get("schema")))
        self._details.setVisible(kind == "json_schema")
        self._showing = False
        self._text.show_problem(None)
        if kind == "json_schema" and problem(self.spec.name, value) is None:
            self.schema_typed.emit(raw_text(self._text))

    def show_check(self, text: str, found: SchemaProblem | None) -> None:
        """Take the answer to `schema_typed`; one for an older text is passed over."""
        if text != raw_text(self._text) or self._choices.currentData() != "json_schema":
            return
        self._text.show_problem(found)
        if found is not None:
            self.edited.emit(None, _sentence(found))
            return
        value = self._built(read_schema(text).value)
        self.edited.emit(value, problem(self.spec.name, value) or "")

    def _chosen(self) -> None:
        key = self._choices.currentData()
        if self._showing or key is None:
            return
        self._details.setVisible(key == "json_schema")
        if key == "json_schema":
            self._begin_schema()
            self._typed()
        else:
            value = None if not key else {"type": key}
            self._stored = value
            self.edited.emit(value, "")

    def _begin_schema(self) -> None:
        self._showing = True
        if not raw_text(self._text).strip():
            self._text.setPlainText(_STARTER)
            self._strict.setChecked(True)
        if not self._name.text():
            self._name.setText(_STARTER_NAME)
        self._showing = False

    def _typed(self) -> None:
        if self._showing:
            return
        text = raw_text(self._text)
        read = read_schema(text)
        self._text.show_problem(read.problem)
        if read.problem is not None:
            self.edited.emit(None, _sentence(read.problem))
        else:
            self.schema_typed.emit(text)

    def _built(self, schema: Any) -> dict[str, Any]:
        stored = self._stored if isinstance(self._stored, dict) else {}
        stored = stored if stored.get("type") == "json_schema" else {}
        inner = stored.get("json_schema")
        inner = dict(inner) if isinstance(inner, dict) else {}
        inner |= {"name": self._name.text(), "schema": schema}
        if self._strict.isChecked():
            inner["strict"] = True
        elif inner.get("strict"):
            inner["strict"] = False
        built = {**stored, "type": "json_schema", "json_schema": inner}
        self._stored = built
        return built

    def _tidy_up(self) -> None:
        read = read_schema(raw_text(self._text))
        if read.value is not None:
            cursor = self._text.textCursor()
            # One step that Ctrl+Z takes back, where setPlainText would forget the past.
            cursor.select(cursor.SelectionType.Document)
            cursor.insertText(_pretty(read.value))

    def _lay_out(self) -> None:
        self.block = QWidget()
        column = QVBoxLayout(self.block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.s1)
        column.addWidget(self._choices)
        self._details = QWidget(self.block)
        inner = QVBoxLayout(self._details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SIZES.s1)
        head = QHBoxLayout()
        head.setSpacing(SIZES.s2)
        head.addWidget(self._name, 1)
        head.addWidget(self._strict)
        inner.addLayout(head)
        inner.addWidget(self._text)
        dress(self._tidy, role="link")
        self._tidy.setAccessibleName("Tidy up the schema")
        foot = QHBoxLayout()
        foot.addWidget(self._tidy)
        foot.addStretch(1)
        inner.addLayout(foot)
        self._details.hide()
        column.addWidget(self._details)


def _pretty(schema: Any) -> str:
    """The schema as text; what a text field would take for its own marks is escaped."""
    if schema is None:
        return ""
    text = json.dumps(schema, indent=2, ensure_ascii=False)
    return _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)


def _sentence(found: SchemaProblem) -> str:
    return f"Line {found.line}: {found.sentence}"
