"""The editors that are more than a number: stop sequences, bias, format and schema."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
)

from scout_desktop.ui.controls.chip import Chip


def test_stop_sequences_are_chips_with_escapes_up_to_four(bench):
    field = bench.named("Stop sequences", QLineEdit)
    for text in ("END", "\\n\\n", "a\\\\b"):
        bench.retype(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert bench.panel.values["stop"] == ["END", "\n\n", "a\\b"]
    names = [c.accessibleName() for c in bench.panel.findChildren(Chip) if not c.isHidden()]
    assert names == ["END", "\\n\\n", "a\\\\b"]
    bench.retype(field, " x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bench.panel.values["stop"][-1] == " x"
    assert not field.isEnabled()
    first = next(c for c in bench.panel.findChildren(Chip) if not c.isHidden())
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Delete)
    assert bench.panel.values["stop"] == ["\n\n", "a\\b", " x"]
    assert field.isEnabled()


def test_a_stop_sequence_counts_when_the_field_is_left(bench):
    field = bench.named("Stop sequences", QLineEdit)
    bench.retype(field, "###")
    bench.number("Temperature").setFocus()
    assert bench.panel.values["stop"] == ["###"]


def test_the_logit_bias_is_a_table_with_wrong_rows_marked(bench):
    table = bench.named("Logit bias", QTableView)
    assert not table.isVisible()
    bench.named("Add a token to the logit bias").click()
    model = table.model()
    model.setData(model.index(0, 0), "1042")
    assert "bias of token 1042" in bench.invalid["logit_bias"]
    model.setData(model.index(0, 1), "-3.5")
    assert bench.panel.values["logit_bias"] == {"1042": -3.5}
    assert bench.invalid == {}
    bench.named("Add a token to the logit bias").click()
    model.setData(model.index(1, 0), "1042")
    model.setData(model.index(1, 1), "7")
    assert "there twice" in bench.invalid["logit_bias"]
    assert model.data(model.index(1, 0), Qt.ItemDataRole.BackgroundRole) is not None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.BackgroundRole) is None
    assert bench.panel.values["logit_bias"] == {"1042": -3.5}
    table.setFocus()
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert bench.invalid == {}
    table.selectRow(0)
    bench.named("Remove the selected tokens").click()
    assert bench.panel.values == {}


def test_typing_into_the_table_by_keyboard(bench):
    bench.named("Add a token to the logit bias").click()
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "77")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    table = bench.named("Logit bias", QTableView)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    QTest.keyClicks(editor, "100")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert bench.panel.values["logit_bias"] == {"77": 100}


def test_a_response_format_by_choice(bench):
    choice = bench.named("Response format", QComboBox)
    for text, value in (("Text", {"type": "text"}), ("JSON object", {"type": "json_object"})):
        choice.setCurrentText(text)
        assert bench.changed[-1] == ("response_format", value)
    choice.setCurrentText("Provider default")
    assert bench.changed[-1] == ("response_format", None)


def test_a_schema_is_checked_and_the_faulty_line_is_marked(bench):
    bench.named("Response format", QComboBox).setCurrentText("JSON schema")
    first = bench.panel.values["response_format"]
    assert first["json_schema"]["name"] == "answer"
    assert bench.invalid == {}
    text = bench.named("JSON schema", QPlainTextEdit)
    text.selectAll()
    text.insertPlainText('{\n  "type": "object",\n  "properties": {"a": {"type": "strin"}}\n}')
    assert bench.invalid["response_format"].startswith("Line 3: ")
    (mark,) = text.extraSelections()
    assert mark.cursor.blockNumber() == 2
    assert bench.panel.values["response_format"] == first
    text.selectAll()
    text.insertPlainText('{"type": "object"')
    assert "comma or a closing bracket" in bench.invalid["response_format"]
    text.insertPlainText("}")
    assert bench.invalid == {}
    assert bench.panel.values["response_format"]["json_schema"]["schema"] == {"type": "object"}
    name = bench.named("Schema name", QLineEdit)
    bench.retype(name, "two words")
    assert "name" in bench.invalid["response_format"]
    bench.retype(name, "two_words")
    assert bench.panel.values["response_format"]["json_schema"]["name"] == "two_words"


def test_what_we_do_not_know_in_a_schema_is_kept_when_it_is_edited(bench):
    given = {
        "type": "json_schema",
        "x-mine": 1,
        "json_schema": {"name": "n", "description": "d", "schema": {"type": "object"}},
    }
    bench.show(response_format=given)
    assert bench.panel.values == {"response_format": given}
    bench.retype(bench.named("Schema name", QLineEdit), "m")
    assert bench.panel.values["response_format"] == {
        **given, "json_schema": {**given["json_schema"], "name": "m"},
    }  # fmt: skip


def test_tidying_up_keeps_the_schema_and_can_be_undone(bench):
    bench.show(response_format={
        "type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}},
    })  # fmt: skip
    text = bench.named("JSON schema", QPlainTextEdit)
    text.selectAll()
    text.insertPlainText('{"type":"object","required":["a"]}')
    bench.named("Tidy up the schema").click()
    assert text.toPlainText().count("\n") > 3
    assert json.loads(text.toPlainText()) == {"type": "object", "required": ["a"]}
    text.undo()
    assert text.toPlainText() == '{"type":"object","required":["a"]}'


def test_structured_outputs_asks_for_a_schema_and_is_content_with_one(bench):
    bench.named("Structured outputs: On").click()
    assert bench.panel.values == {"structured_outputs": True}
    assert "needs Response format" in bench.invalid["structured_outputs"]
    bench.named("Response format", QComboBox).setCurrentText("JSON schema")
    assert bench.invalid == {}
    bench.named("Structured outputs: Off").click()
    assert bench.panel.values["structured_outputs"] is False
    bench.named("Structured outputs: Default").click()
    assert "structured_outputs" not in bench.panel.values


def test_a_schema_with_the_marks_that_text_fields_keep_for_themselves(bench):
    title = "a\u00a0b\u2028c\u2029d\x85e\ufdd0f\ufffcg\U0001f600"
    given = {
        "type": "json_schema",
        "json_schema": {"name": "n", "schema": {"type": "object", "title": title}},
    }
    bench.show(response_format=given)
    bench.retype(bench.named("Schema name", QLineEdit), "m")
    assert bench.panel.values["response_format"]["json_schema"]["schema"]["title"] == title
