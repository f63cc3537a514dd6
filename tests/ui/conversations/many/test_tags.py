"""Tags: seen in the row, a click finds the others, changed for one chat or many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from scout_desktop.ui.controls.chip import Chip
from scout_desktop.ui.conversations.rows import chips as in_rows
from tests.ui.conversations.hand import chat, shown, the_list, the_search


def field_of(pane) -> QLineEdit:
    return next(f for f in pane.findChildren(QLineEdit) if f.accessibleName() == "Add a tag")


def chips(pane) -> list[str]:
    return [chip.accessibleName() for chip in pane.findChildren(Chip) if chip.isVisible()]


def placed(pane, chat_id: str):
    view = the_list(pane)
    index = view.model().index_of(chat_id)
    box, row = view.visualRect(index), view.model().row_at(index)
    found = {}
    for x in range(box.left(), box.right()):
        spot = box.topLeft()
        spot.setX(x)
        spot.setY(box.bottom() - 16)
        if tag := view.itemDelegate().tag_at(box, row, spot):
            found.setdefault(tag, spot)
    return found


def test_a_click_on_a_tag_looks_for_it_and_opens_nothing(pane, qtbot):
    pane.resize(420, 600)
    pane.show_rows([chat(1, tags=("work", "big ideas", "third"))])
    spots = placed(pane, "id00001")
    assert list(spots) == ["work", "big ideas"], "two, and how many there are beside"
    view = the_list(pane)
    for tag, written in (("work", "tag:work"), ("big ideas", 'tag:"big ideas"')):
        with qtbot.assertNotEmitted(pane.opened):
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spots[tag])
        assert the_search(pane).text() == written


def test_a_reader_hears_every_tag_and_a_tip_shows_them(pane):
    pane.show_rows([chat(1, tags=("a", "b", "<b>c</b>"))])
    index = the_list(pane).model().index_of("id00001")
    assert "tagged a, b, <b>c</b>" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "&lt;b&gt;c" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_tags_of_one_chat_are_added_and_taken_away(pane, qtbot):
    pane.show_rows([chat(1, "Harbour", tags=("work",))])
    pane.edit_tags(("id00001",), {"work", "World", "harbour"})
    field = field_of(pane)
    qtbot.waitUntil(field.hasFocus)
    assert "Tags of “Harbour”" in [label.text() for label in pane.findChildren(QLabel)]
    assert chips(pane) == ["work"]
    qtbot.keyClicks(field, "wo")
    assert field.text() == "work", "known tags complete what is typed"
    qtbot.keyClicks(field, "rl")
    with qtbot.waitSignal(pane.tagged) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args in ([("id00001",), "World"], [("id00001",), "world"])
    assert field.text() == ""
    with qtbot.assertNotEmitted(pane.tagged):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    pane.show_rows([chat(1, "Harbour", tags=("work", "World"))])
    assert chips(pane) == ["work", "World"]
    with qtbot.waitSignal(pane.untagged) as heard:
        qtbot.keyClick(pane.findChildren(Chip)[0], Qt.Key.Key_Delete)
    assert heard.args == [("id00001",), "work"]


def test_many_chats_are_tagged_together_and_say_how_many_have_what(pane, qtbot):
    pane.show_rows([chat(1, tags=("work",)), chat(2, tags=("work", "home")), chat(3)])
    pane.edit_tags(("id00001", "id00002"), ())
    assert chips(pane) == ["work", "home · 1 of 2"]
    field = field_of(pane)
    qtbot.keyClicks(field, "x y")
    with qtbot.waitSignal(pane.tagged) as heard:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.args == [("id00001", "id00002"), "x y"]


def test_escape_closes_the_tags_and_leaves_everything_else(pane, qtbot):
    pane.show_rows([chat(1, tags=("work",))])
    pane.edit_tags(("id00001",), ())
    qtbot.keyClick(field_of(pane), Qt.Key.Key_Escape)
    assert not field_of(pane).isVisible()
    assert the_list(pane).hasFocus()
    assert shown(pane) == ["Today", "Chat 1"]


def test_when_the_chat_goes_its_tags_go_from_the_screen(pane, qtbot):
    pane.show_rows([chat(1), chat(2)])
    pane.edit_tags(("id00001",), ())
    assert field_of(pane).isVisible()
    pane.show_rows([chat(2)])
    assert not field_of(pane).isVisible()


def test_a_comma_parts_tags(pane, qtbot):
    pane.show_rows([chat(1)])
    heard: list[str] = []
    pane.tagged.connect(lambda _, tag: heard.append(tag))
    pane.edit_tags(("id00001",), ())
    field = next(f for f in pane.findChildren(QLineEdit) if f.accessibleName() == "Add a tag")
    qtbot.keyClicks(field, "work, ferien,,")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard == ["work", "ferien"]


@pytest.mark.parametrize("width", range(0, 200, 7))
def test_a_number_never_stands_without_a_tag(theme, qapp, width):
    made = in_rows.placed(
        ("administration", "b", "c"), QRect(0, 0, width, 16), theme.font("caption"), theme
    )
    assert not made or made[0].tag == "administration"
