"""Archive and trash: away from the list, and never far."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton, QWidget

from tests.ui.conversations.hand import chat, menu_of, middle, the_list, the_search

# A menu grabs the keyboard, which the offscreen platform cannot do and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")


def button(pane, name: str) -> QPushButton | QToolButton:
    kinds = [*pane.findChildren(QPushButton), *pane.findChildren(QToolButton)]
    return next(each for each in kinds if each.accessibleName() == name and each.isVisible())


def said(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def in_trash(pane, qtbot, *places: int) -> None:
    with qtbot.waitSignal(pane.searched):
        pane.show_view("trash")
    pane.show_rows([chat(place, deleted=True, messages=14) for place in places])


def test_the_button_beside_the_search_leads_there_and_the_arrow_back(pane, qtbot):
    button(pane, "Archive, trash and search help").click()
    menu = pane.findChild(QMenu)
    with qtbot.waitSignal(pane.searched):
        next(action for action in menu.actions() if action.text() == "Trash").trigger()
    menu.close()
    pane.show_rows([])
    assert pane.view == "trash"
    assert {"Trash", "The trash is empty"} <= set(said(pane))
    with qtbot.waitSignal(pane.searched):
        button(pane, "Back to the chats").click()
    assert pane.view == "chats"
    pane.show_rows([])
    assert "Trash" not in said(pane)


@pytest.mark.parametrize("where", ["list", "search"])
def test_escape_clears_the_search_first_and_then_leads_back(pane, qtbot, where):
    in_trash(pane, qtbot, 1)
    qtbot.keyClicks(the_search(pane), "x")
    widget = the_list(pane) if where == "list" else the_search(pane)
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert (the_search(pane).text(), pane.view) == ("", "trash")
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert pane.view == "chats"


def test_escape_without_a_step_back_is_left_to_the_window(pane, qtbot):
    heard: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event) -> None:
            heard.append(event.key())

    window = Window()
    qtbot.addWidget(window)
    pane.setParent(window)
    window.show()
    pane.show()
    qtbot.keyClick(the_search(pane), Qt.Key.Key_Escape)
    qtbot.keyClick(the_list(pane), Qt.Key.Key_Escape)
    assert heard == [Qt.Key.Key_Escape] * 2
    pane.setParent(None)


def test_a_chat_in_the_trash_comes_back_by_its_arrow_its_menu_and_its_key(pane, qtbot):
    in_trash(pane, qtbot, 1, 2)
    view = the_list(pane)
    index = view.model().index_of("id00001")
    arrow = view.itemDelegate().more_area(view.visualRect(index), view.model().row_at(index))
    with qtbot.assertNotEmitted(pane.opened), qtbot.waitSignal(pane.put_back) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=arrow.center())
    assert heard.args == [("id00001",)]

    menu = menu_of(pane, qtbot, "id00002")
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Restore", "Delete for good…",
    ]  # fmt: skip
    with qtbot.waitSignal(pane.put_back) as heard:
        menu.actions()[0].trigger()
    menu.close()
    assert heard.args == [("id00002",)]

    view.setCurrentIndex(index)
    with qtbot.waitSignal(pane.put_back) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [("id00001",)]


def test_the_key_for_restoring_leaves_chats_alone_that_are_not_in_the_trash(pane, qtbot):
    pane.show_rows([chat(1)])
    pane.select("id00001")
    with qtbot.assertNotEmitted(pane.put_back):
        qtbot.keyClick(the_list(pane), Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)


def test_deleting_for_good_names_what_goes_and_asks_once(pane, qtbot):
    in_trash(pane, qtbot, 1, 2)
    view = the_list(pane)
    view.setCurrentIndex(view.model().index_of("id00001"))
    with qtbot.assertNotEmitted(pane.purged), qtbot.assertNotEmitted(pane.trashed):
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert any(text.startswith("Delete “Chat 1” with 14 messages for good?") for text in said(pane))
    keep = button(pane, "Keep")
    qtbot.waitUntil(keep.hasFocus)
    assert keep.accessibleDescription().startswith("Delete “Chat 1”")
    with qtbot.assertNotEmitted(pane.purged):
        keep.click()
    assert not keep.isVisible()

    qtbot.keyClick(view, Qt.Key.Key_Delete)
    with qtbot.assertNotEmitted(pane.purged):
        qtbot.keyClick(button(pane, "Keep"), Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    with qtbot.waitSignal(pane.purged) as heard:
        button(pane, "Delete for good").click()
    assert heard.args == [("id00001",)]
    assert view.hasFocus()


def test_emptying_the_trash_means_what_is_shown_and_not_what_comes_later(pane, qtbot):
    in_trash(pane, qtbot, 1, 2, 3)
    button(pane, "Empty trash").click()
    assert any("3 chats, among them “Chat 1” and “Chat 2”," in text for text in said(pane))
    pane.show_rows([chat(place, deleted=True) for place in (1, 2, 3, 4)])
    with qtbot.waitSignal(pane.purged) as heard:
        button(pane, "Delete for good").click()
    assert heard.args == [("id00001", "id00002", "id00003")]


def test_an_empty_trash_and_a_searched_one_cannot_be_emptied(pane, qtbot):
    in_trash(pane, qtbot)
    assert not any(
        b.isVisible() and b.text() == "Empty trash" for b in pane.findChildren(QPushButton)
    )
    in_trash_rows = [chat(1, deleted=True)]
    the_search(pane).setText("x")
    pane.show_rows(in_trash_rows, {})
    assert not any(
        b.isVisible() and b.text() == "Empty trash" for b in pane.findChildren(QPushButton)
    )


def test_the_question_goes_when_its_chats_are_restored_elsewhere(pane, qtbot):
    in_trash(pane, qtbot, 1, 2)
    pane.deck.delete(("id00001",))
    assert button(pane, "Keep")
    pane.show_rows([chat(2, deleted=True)])
    assert not any(b.isVisible() and b.text() == "Keep" for b in pane.findChildren(QPushButton))


def test_an_archived_chat_offers_the_way_back(pane, qtbot):
    pane.show_view("archive")
    pane.show_rows([chat(1, archived=True)])
    menu = menu_of(pane, qtbot, "id00001")
    with qtbot.waitSignal(pane.archived) as heard:
        next(a for a in menu.actions() if a.text() == "Back to the chats").trigger()
    menu.close()
    assert heard.args == [("id00001",), False]


def test_a_chat_in_the_trash_can_still_be_read(pane, qtbot):
    in_trash(pane, qtbot, 1)
    view = the_list(pane)
    with qtbot.waitSignal(pane.opened) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, "id00001"))
    assert heard.args == ["id00001"]
