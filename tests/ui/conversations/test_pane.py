from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton

from tests.ui.conversations.hand import (
    NOW,
    chat,
    editor,
    middle,
    shown,
    the_list,
    the_search,
)


def test_the_names_that_screen_readers_rely_on(pane):
    assert the_list(pane).accessibleName() == "Conversations"
    assert the_search(pane).accessibleName() == "Search conversations"
    assert pane.findChild(QPushButton).accessibleName() == "New chat"


def test_a_reader_finds_a_list_with_every_row(pane):
    pane.show_rows([chat(1, "Harbour"), chat(2, "Invoice")])
    found = QAccessible.queryAccessibleInterface(the_list(pane))
    assert found.role() == QAccessible.Role.List
    rows = [found.child(place) for place in range(found.childCount())]
    names = [row.text(QAccessible.Text.Name) for row in rows]
    assert any(name.startswith("Harbour, the last line") for name in names)
    assert "Today" in names


def test_a_click_opens_and_a_click_on_a_heading_does_nothing(pane, qtbot):
    pane.show_rows([chat(1)])
    view = the_list(pane)
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, "id00001"))
    assert heard.args == ["id00001"]
    with qtbot.assertNotEmitted(pane.opened):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 10))


def test_arrows_pass_over_headings_and_enter_opens(pane, qtbot):
    pane.show_rows([chat(1), chat(30), chat(100)])
    view = the_list(pane)
    pane.select("id00001")
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current() == "id00030"
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args == ["id00030"]


def test_delete_says_trashed_and_asks_nothing(pane, qtbot):
    pane.show_rows([chat(1)])
    pane.select("id00001")
    with qtbot.waitSignal(pane.trashed, timeout=1000) as heard:
        qtbot.keyClick(the_list(pane), Qt.Key.Key_Delete)
    assert heard.args == [("id00001",)]


def test_f2_renames_in_place_and_shows_the_new_title_at_once(pane, qtbot):
    pane.show_rows([chat(1, "Old")])
    pane.select("id00001")
    qtbot.keyClick(the_list(pane), Qt.Key.Key_F2)
    field = editor(pane)
    assert field.text() == "Old"
    field.setText("  A new \n title ")
    with qtbot.waitSignal(pane.renamed, timeout=1000) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["id00001", "A new title"]
    assert "A new title" in shown(pane)


@pytest.mark.parametrize("typed", ["", "   ", "Old"])
def test_an_empty_or_unchanged_title_changes_nothing(pane, qtbot, typed):
    pane.show_rows([chat(1, "Old")])
    pane.rename("id00001")
    field = editor(pane)
    field.setText(typed)
    with qtbot.assertNotEmitted(pane.renamed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "Old" in shown(pane)


def test_escape_leaves_the_title_as_it_was(pane, qtbot):
    pane.show_rows([chat(1, "Old")])
    pane.rename("id00001")
    field = editor(pane)
    field.setText("New")
    with qtbot.assertNotEmitted(pane.renamed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert "Old" in shown(pane)


def test_rows_that_come_while_a_title_is_typed_wait_for_it(pane, qtbot):
    pane.show_rows([chat(2, "Old"), chat(1)])
    pane.rename("id00002")
    field = editor(pane)
    field.setText("New")
    pane.show_rows([chat(2, "Old", hours=0), chat(1), chat(3)])
    assert field.isVisible()
    with qtbot.waitSignal(pane.renamed, timeout=1000):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "Chat 3" in shown(pane)


def test_each_key_is_looked_for_at_once_and_escape_clears_the_field(pane, qtbot):
    field = the_search(pane)
    heard: list[str] = []
    pane.searched.connect(heard.append)
    for letter in "har":
        with qtbot.waitSignal(pane.searched, timeout=2000):
            qtbot.keyClick(field, letter)
    assert heard == ["h", "ha", "har"]
    with qtbot.waitSignal(pane.searched, timeout=2000):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard[-1] == ""


def test_down_goes_from_the_search_into_the_list_and_enter_opens_the_first(pane, qtbot):
    pane.show_rows([chat(1), chat(2)])
    pane.begin_search()
    field = the_search(pane)
    qtbot.waitUntil(field.hasFocus)
    with qtbot.waitSignal(pane.opened, timeout=1000) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == ["id00001"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert the_list(pane).hasFocus()
    assert the_list(pane).current() == "id00001"


def test_an_empty_list_says_the_first_step_and_a_search_without_hits_says_so(pane, qtbot):
    pane.show_rows([])
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "No chats yet" in words
    assert the_list(pane).isVisible(), "readers find the list even when it is empty"
    the_search(pane).setText("xyz")
    pane.show_rows([])
    words = [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]
    assert "Nothing found" in words
    pane.show_rows([chat(1)])
    assert not the_list(pane).empty.isVisible()


def test_at_midnight_today_becomes_yesterday_without_new_rows(pane, sky):
    pane.show_rows([chat(1)])
    assert shown(pane)[0] == "Today"
    sky.time = NOW + timedelta(hours=10)
    pane._midnight.timeout.emit()
    assert shown(pane)[0] == "Yesterday"


def test_alt_up_and_down_find_the_neighbours_across_headings(pane):
    pane.show_rows([chat(1), chat(30), chat(100)])
    pane.select("id00030")
    assert pane.neighbour(-1) == "id00001"
    assert pane.neighbour(1) == "id00100"
    pane.select("id00100")
    assert pane.neighbour(1) is None
    pane.select("")
    assert pane.neighbour(1) == "id00001"
