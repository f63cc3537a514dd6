"""Going through a long list with the keyboard alone: to its ends, and throwing chats away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conversations.hand import chat, the_list

_Key = Qt.Key
MANY = 300


@pytest.mark.parametrize("key", [_Key.Key_Home, _Key.Key_PageUp])
def test_home_and_page_up_lead_to_the_first_chat_below_its_heading(pane, key):
    pane.show_rows([chat(place) for place in range(1, MANY)])
    view = the_list(pane)
    view.setFocus()
    QTest.keyClick(view, _Key.Key_End)
    assert view.current() == f"id{MANY - 1:05}"
    for _ in range(1 if key == _Key.Key_Home else MANY):
        QTest.keyClick(view, key)
    assert view.current() == "id00001"
    assert view.visualRect(view.currentIndex()).top() >= 0


def test_shift_home_chooses_everything_up_to_the_first(pane):
    pane.show_rows([chat(place) for place in range(1, 10)])
    view = the_list(pane)
    view.setFocus()
    QTest.keyClick(view, _Key.Key_End)
    QTest.keyClick(view, _Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.choosing.ids()) == 9


def test_the_next_chat_takes_the_place_of_the_one_that_went(pane):
    rows = [chat(place) for place in range(1, 6)]
    pane.show_rows(rows)
    view = the_list(pane)
    view.setFocus()
    pane.select("id00002")
    assert view.current() == "id00002"

    pane.show_rows([row for row in rows if row.id != "id00002"])
    pane.select("a new chat")
    assert view.current() == "id00003"

    QTest.keyClick(view, _Key.Key_End)
    pane.show_rows([row for row in rows[:-1] if row.id != "id00002"])
    assert view.current() == "id00004", "at the end it is the one before"


def test_of_many_that_went_none_is_chosen_any_more_and_the_cursor_stands_after_them(pane):
    rows = [chat(place) for place in range(1, 8)]
    pane.show_rows(rows)
    view = the_list(pane)
    view.setFocus()
    pane.select("id00002")
    for _ in range(2):
        QTest.keyClick(view, _Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.choosing.ids() == ("id00002", "id00003", "id00004")

    pane.show_rows([row for row in rows if row.id not in view.choosing.ids()])

    assert not view.choosing.active
    assert view.current() == "id00005"
