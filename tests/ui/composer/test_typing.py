"""Typing a message and sending it with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.draft import Draft


def test_enter_sends_and_shift_enter_breaks_the_line(stage):
    QTest.keyClicks(stage.text, "one")
    QTest.keyClick(stage.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(stage.text, "two")
    assert stage.sent == []
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == [Draft("one\ntwo")]


def test_the_keypads_enter_sends_too(stage):
    QTest.keyClicks(stage.text, "hi")
    QTest.keyClick(stage.text, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert stage.sent == [Draft("hi")]


def test_the_keys_can_be_swapped(stage):
    stage.composer.set_enter_sends(False)
    QTest.keyClicks(stage.text, "one")
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    QTest.keyClicks(stage.text, "two")
    assert stage.sent == []
    QTest.keyClick(stage.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert stage.sent == [Draft("one\ntwo")]


def test_enter_finishes_a_half_composed_word_and_does_not_send(stage):
    QApplication.sendEvent(stage.text, QInputMethodEvent("nihao", []))
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == []
    commit = QInputMethodEvent("", [])
    commit.setCommitString("你好")
    QApplication.sendEvent(stage.text, commit)
    assert stage.text.text() == "你好"
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == [Draft("你好")]


def test_holding_enter_down_does_not_send(stage):
    QTest.keyClicks(stage.text, "hi")
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True
    )
    QApplication.sendEvent(stage.text, held)
    assert stage.sent == []
    assert stage.text.text() == "hi"


@pytest.mark.parametrize("blank", ["", "   ", "\u00a0"])
def test_an_empty_message_is_not_sent(stage, blank):
    stage.text.insertPlainText(blank)
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == []
    assert not stage.named("Send").isEnabled()


@pytest.mark.parametrize(
    "text",
    [
        "5\u00a0€ and a\u2028b",
        "  indented\n\n",
        "สวัสดี\u200b",
        "مرحبا",
        "e\u0301 é 👩‍👩‍👧 \U0001f600",
    ],
)
def test_text_is_sent_code_point_for_code_point(stage, text):
    stage.text.insertPlainText(text)
    assert stage.composer.draft().text == text


def test_typing_can_be_undone(stage):
    QTest.keyClicks(stage.text, "hello")
    stage.text.selectAll()
    QTest.keyClick(stage.text, Qt.Key.Key_Delete)
    assert stage.text.text() == ""
    QTest.keyClick(stage.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stage.text.text() == "hello"


def test_every_change_is_told(stage):
    QTest.keyClicks(stage.text, "hi")
    assert stage.drafts[-1] == Draft("hi")
    told = len(stage.drafts)
    stage.composer.show_draft(Draft("another chat's"))
    assert len(stage.drafts) == told


def test_it_grows_with_the_text_to_two_fifths_of_the_window_and_then_scrolls(stage, qtbot):
    heights = []
    for line in range(60):
        heights.append(stage.composer.height())
        stage.text.insertPlainText(f"line {line}\n")
        QApplication.processEvents()
    assert heights == sorted(heights)
    assert heights[8] > heights[2]
    tallest = stage.composer.height()
    assert 0.33 * 600 < tallest <= 0.4 * 600 + stage.text.fontMetrics().lineSpacing()
    assert stage.text.verticalScrollBar().maximum() > 0
    stage.composer.limit_height(900)
    QApplication.processEvents()
    assert stage.composer.height() > tallest


def test_a_long_line_wraps_and_grows(stage):
    before = stage.text.height()
    stage.text.insertPlainText("word " * 100)
    assert stage.text.height() > before


def test_send_becomes_stop_and_the_text_stays_editable(stage):
    QTest.keyClicks(stage.text, "first")
    stage.named("Send").click()
    assert stage.sent == [Draft("first")]
    stage.composer.show_running(True)
    stage.composer.show_draft(Draft())
    QTest.keyClicks(stage.text, "next")
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert len(stage.sent) == 1
    assert stage.text.text() == "next"
    stage.named("Stop").click()
    assert stage.stops == [True]
    stage.composer.show_running(False)
    stage.named("Send").click()
    assert stage.sent[-1] == Draft("next")


def test_escape_stops_the_reply(stage):
    stage.composer.show_running(True)
    QTest.keyClick(stage.text, Qt.Key.Key_Escape)
    assert stage.stops == [True]


def test_a_double_click_on_send_does_not_stop_the_reply(stage):
    stage.composer.submitted.connect(lambda _draft: stage.composer.show_running(True))
    QTest.keyClicks(stage.text, "hi")
    button = stage.named("Send")
    at = QPoint(button.width() // 2, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton, pos=at)
    assert len(stage.sent) == 1
    assert stage.stops == []


def test_what_is_wrong_blocks_sending_with_its_sentence(stage):
    QTest.keyClicks(stage.text, "hi")
    stage.composer.show_blocked("Temperature must be 0 to 2.")
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == []
    assert not stage.named("Send").isEnabled()
    assert "Temperature must be 0 to 2." in [
        label.text() for label in stage.window.findChildren(type(stage.composer._notice))
    ]
    stage.composer.show_blocked(None)
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == [Draft("hi")]


def test_an_edit_says_so_and_can_be_cancelled(stage):
    cancelled = []
    stage.composer.edit_cancelled.connect(lambda: cancelled.append(True))
    stage.composer.show_draft(Draft("old words", edits="n1"))
    assert stage.named("Cancel editing").isVisible()
    QTest.keyClick(stage.text, Qt.Key.Key_Return)
    assert stage.sent == [Draft("old words", edits="n1")]
    stage.named("Cancel editing").click()
    QTest.keyClick(stage.text, Qt.Key.Key_Escape)
    assert cancelled == [True, True]
    stage.composer.show_draft(Draft())
    assert not stage.named("Cancel editing").isVisible()


def test_tab_leaves_the_text_for_the_buttons(stage):
    seen = []
    QTest.keyClicks(stage.text, "hi")
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    assert seen == ["Attach images", "Model", "Send"]


def test_another_model_is_typed(stage):
    chosen = []
    stage.composer.model_chosen.connect(chosen.append)
    stage.composer.show_model("meta-llama/llama-4-scout")
    stage.named("Model").click()
    field = QApplication.focusWidget()
    assert field.accessibleName() == "Model"
    assert field.text() == "meta-llama/llama-4-scout"
    QTest.keyClicks(field, "my/model")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == ["my/model"]
    assert not field.isVisible()


def test_leaving_the_model_alone_changes_nothing(stage):
    chosen = []
    stage.composer.model_chosen.connect(chosen.append)
    stage.composer.show_model("a/b")
    stage.named("Model").click()
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "typed in error")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert chosen == []


def test_an_arabic_message_begins_on_the_right(stage):
    stage.text.insertPlainText("hello")
    assert stage.text.cursorRect().x() < stage.text.width() / 2
    stage.text.selectAll()
    stage.text.insertPlainText("مرحبا")
    QApplication.processEvents()
    start = stage.text.textCursor()
    start.setPosition(0)
    assert stage.text.cursorRect(start).x() > stage.text.width() * 0.9
    stage.text.selectAll()
    stage.text.insertPlainText("back")
    QApplication.processEvents()
    assert stage.text.cursorRect(start).x() < stage.text.width() / 2
