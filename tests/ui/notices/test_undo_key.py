"""Undo from the keyboard, as long as it is offered and nothing nearer has something to undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from scout_desktop.ui.notices.notices import Notices


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.resize(700, 500)
    column = QVBoxLayout(made)
    for kind in (QListWidget, QPlainTextEdit, QLineEdit):
        column.addWidget(kind())
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def undo(window: QWidget) -> None:
    # As the system sends it: to the window, which gives it to what has the focus.
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("where", [QListWidget, QPlainTextEdit, QLineEdit])
def test_ctrl_z_takes_back_what_the_toast_offers(theme, window, qtbot, where):
    notices = Notices(theme, window, window)
    window.findChild(where).setFocus()
    notices.offer_undo("“Quay” was moved to the trash.", "7")
    with qtbot.waitSignal(notices.undone, timeout=1000) as heard:
        undo(window)
    assert heard.args == ["7"]
    with qtbot.assertNotEmitted(notices.undone):
        undo(window)


@pytest.mark.parametrize("where", [QPlainTextEdit, QLineEdit])
def test_what_was_just_typed_is_nearer(theme, window, qtbot, where):
    notices = Notices(theme, window, window)
    field = window.findChild(where)
    field.setFocus()
    notices.offer_undo("“Quay” was moved to the trash.", "7")
    QTest.keyClicks(field, "words")
    with qtbot.assertNotEmitted(notices.undone):
        undo(window)
    with qtbot.waitSignal(notices.undone, timeout=1000):
        undo(window)
