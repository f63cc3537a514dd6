"""A message opened as text: read with the caret, selected, copied, closed again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.voice.reading import ReadingView, folded


def _opened(listener, node_id: str) -> ReadingView:
    view = listener.voice.open_text(node_id)
    assert view is not None
    QApplication.processEvents()
    return view


def test_a_reply_opens_as_its_plain_text_and_escape_gives_the_focus_back(listener, qtbot):
    area = listener.area
    text = "# Head\n\n<b>bold</b> and **strong** <img src=file:///etc/passwd>"
    area.show_chat(
        listener.chat(listener.said("1", "Hi"), listener.answered("2", text, "1", state="stopped"))
    )
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_End)
    qtbot.keyClick(area, Qt.Key.Key_F7)
    (view,) = area.window().findChildren(ReadingView)
    assert view.isVisible()
    assert view.windowTitle() == "Reply as text"
    assert QAccessible.queryAccessibleInterface(view.text).text(
        QAccessible.Text.Name
    ) == "Reply as text"  # fmt: skip
    assert view.text.toPlainText() == (
        "Head\n\n<b>bold</b> and strong <img src=file:///etc/passwd>\n\n"
        "Stopped. What had arrived is kept."
    )
    assert view.text.isReadOnly()
    qtbot.keyClick(view.text, Qt.Key.Key_Right)
    qtbot.keyClick(view.text, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "e"
    area.focused = None
    qtbot.keyClick(view.text, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert area.focused == "2"


def test_a_question_opens_under_its_own_name_as_it_was_typed(listener):
    area = listener.area
    area.show_chat(listener.chat(listener.said("1", "# no head\n*no* star")))
    view = _opened(listener, "1")
    assert view.windowTitle() == "Message as text"
    assert view.text.toPlainText() == "# no head\n*no* star"
    view.reject()


def test_a_message_that_has_gone_opens_nothing(listener):
    listener.area.show_chat(listener.long_chat(4))
    assert listener.voice.open_text("elsewhere") is None


def test_an_endless_line_is_broken_so_that_it_opens_at_once():
    words, letters = "word " * 4_000, "x" * 20_000
    text = f"short\n{words}\n{letters}\n\nend"
    shown = folded(text)
    assert max(map(len, shown.split("\n"))) <= 5_000
    assert shown.replace("\n", "") == text.replace("\n", "")
    assert "wor\n" not in shown
    assert folded("one\ntwo") == "one\ntwo"
