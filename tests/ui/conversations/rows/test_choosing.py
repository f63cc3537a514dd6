"""Many chats at once: chosen as in a file manager, done with in one go."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton

from scout_desktop.chat.rows import ChatRow
from tests.ui.conversations.hand import NOW, chat, editor, menu_of, middle, the_list

# A menu grabs the keyboard, which the offscreen platform cannot do and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BATCH = ChatRow("batch:b7", "Receipts", "", f"{NOW:%Y-%m-%dT%H:%M:%S}.000Z")


def click(pane, place: int | str, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    view = the_list(pane)
    id = place if isinstance(place, str) else f"id{place:05}"
    spot = middle(pane, id)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, spot)


def chosen(pane) -> list[int]:
    return [int(id[2:]) for id in the_list(pane).choosing.ids()]


def said(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def offered(pane) -> list[str]:
    names = ("Export…", "Tags…", "Archive", "Back to the chats", "Move to trash", "Restore",
             "Delete for good…")  # fmt: skip
    buttons = pane.findChildren(QToolButton)
    return [b.accessibleName() for b in buttons if b.isVisible() and b.accessibleName() in names]


def press(pane, name: str) -> None:
    buttons = pane.findChildren(QToolButton)
    next(b for b in buttons if b.isVisible() and b.accessibleName() == name).click()


@pytest.fixture
def full(pane):
    pane.show_rows([BATCH, *(chat(place, hours=place / 100) for place in range(1, 8))])
    return pane


def test_control_and_shift_choose_and_a_plain_click_opens_again(full, qtbot):
    opened: list[str] = []
    full.opened.connect(opened.append)
    click(full, 2, CTRL)
    click(full, 4, CTRL)
    assert chosen(full) == [2, 4]
    assert "2 selected" in said(full)
    click(full, 6, SHIFT)
    assert chosen(full) == [2, 4, 5, 6]
    assert opened == []
    click(full, 3)
    assert (chosen(full), opened) == ([], ["id00003"])
    assert not any("selected" in text for text in said(full))


def test_the_first_click_with_control_on_the_open_chat_chooses_it(full, qtbot):
    full.select("id00002")
    click(full, 2, CTRL)
    assert chosen(full) == [2]
    click(full, 2, CTRL)
    assert chosen(full) == []
    assert not any("selected" in text for text in said(full))


def test_everything_goes_by_keyboard_and_a_batch_is_never_chosen(full, qtbot):
    view = the_list(full)
    view.setFocus()
    view.setCurrentIndex(view.model().index_of("id00002"))
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert chosen(full) == [2, 3, 4]
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert chosen(full) == [1, 2, 3, 4, 5, 6, 7]
    assert "7 selected" in said(full)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert chosen(full) == []
    assert full.view == "chats"
    click(full, BATCH.id, CTRL)
    assert chosen(full) == []


def test_a_plain_arrow_ends_choosing_and_a_key_of_no_matter_does_not(full, qtbot):
    view = the_list(full)
    click(full, 2, CTRL)
    click(full, 3, CTRL)
    qtbot.keyClick(view, Qt.Key.Key_C, CTRL)
    assert chosen(full) == [2, 3]
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert chosen(full) == []


def test_delete_takes_all_of_them_and_none_that_is_only_open(full, qtbot):
    full.select("id00007")
    click(full, 2, CTRL)
    click(full, 7, CTRL)
    click(full, 4, CTRL)
    with qtbot.waitSignal(full.trashed) as heard:
        qtbot.keyClick(the_list(full), Qt.Key.Key_Delete)
    assert heard.args == [("id00002", "id00004")]


@pytest.mark.parametrize(
    ("name", "signal", "said_too"),
    [
        ("Tags…", "tags_asked", []),
        ("Archive", "archived", [True]),
        ("Move to trash", "trashed", []),
    ],
)
def test_the_bar_does_it_to_all(full, qtbot, name, signal, said_too):
    click(full, 1, CTRL)
    click(full, 3, CTRL)
    assert offered(full) == ["Export…", "Tags…", "Archive", "Move to trash"]
    with qtbot.waitSignal(getattr(full, signal)) as heard:
        press(full, name)
    assert heard.args == [("id00001", "id00003"), *said_too]


def test_the_bar_offers_what_fits_the_place(pane, qtbot):
    pane.show_rows([chat(1, deleted=True), chat(2, deleted=True)])
    click(pane, 1, CTRL)
    click(pane, 2, CTRL)
    assert offered(pane) == ["Restore", "Delete for good…"]
    pane.show_rows([chat(1, archived=True), chat(2, archived=True)])
    assert offered(pane) == ["Export…", "Tags…", "Back to the chats", "Move to trash"]


def test_what_is_chosen_stays_when_other_rows_come_and_goes_with_its_chat(full, qtbot):
    click(full, 2, CTRL)
    click(full, 4, CTRL)
    full.show_rows([chat(0), *(chat(place) for place in range(3, 8)), chat(2, hours=0)])
    assert sorted(chosen(full)) == [2, 4]
    full.select("id00005")  # the shell says so whenever the chat shown has changed
    assert sorted(chosen(full)) == [2, 4]
    full.show_rows([chat(4), chat(5)])
    assert chosen(full) == [4]
    full.show_rows([chat(5)])
    assert chosen(full) == []
    assert not any("selected" in text for text in said(full))


def test_the_menu_means_all_that_are_chosen_or_the_one_beside_them(full, qtbot):
    click(full, 2, CTRL)
    click(full, 4, CTRL)
    menu = menu_of(full, qtbot, "id00004")
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Archive", "Tags…", "Export…", "Move to trash"]
    with qtbot.waitSignal(full.trashed) as heard:
        menu.actions()[-1].trigger()
    menu.close()
    assert heard.args == [("id00002", "id00004")]
    QApplication.sendPostedEvents(menu, 52)  # DeferredDelete: the next one is another
    menu = menu_of(full, qtbot, "id00006")
    assert chosen(full) == []
    full.findChild(QMenu).close()


def test_f2_means_one_chat_only(full, qtbot):
    click(full, 2, CTRL)
    click(full, 4, CTRL)
    qtbot.keyClick(the_list(full), Qt.Key.Key_F2)
    assert the_list(full).state() == the_list(full).State.NoState
    full.rename("id00003")
    assert editor(full).text() == "Chat 3"
    assert chosen(full) == []
    qtbot.keyClick(editor(full), Qt.Key.Key_Escape)


def test_pulling_the_mouse_over_rows_chooses_none(full, qtbot):
    view = the_list(full)
    start, end = middle(full, "id00001"), middle(full, "id00004")
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), start + QPoint(0, 30))
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert chosen(full) == []


def test_tab_goes_in_reading_order_through_place_list_bar_and_foot(pane, qtbot):
    foot = QPushButton("Foot")
    pane.set_foot(foot)
    foot.show()
    pane.show_view("trash")
    pane.show_rows([chat(1, deleted=True), chat(2, deleted=True)])
    click(pane, 1, CTRL)
    click(pane, 2, CTRL)
    pane.begin_search()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    names = []
    for _ in range(9):
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName() or focused.text())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names == [
        "Search conversations", "Archive, trash and search help", "Back to the chats",
        "Empty trash", "Conversations", "Choose none", "Restore", "Delete for good…", "Foot",
    ]  # fmt: skip


def test_ten_thousand_can_be_chosen(pane, qtbot):
    pane.show_rows([chat(place) for place in range(10_000)])
    view = the_list(pane)
    qtbot.keyClick(view, Qt.Key.Key_A, CTRL)
    assert "10,000 selected" in said(pane)
    with qtbot.waitSignal(pane.trashed) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert len(heard.args[0]) == 10_000


@pytest.mark.parametrize("look", ["light", "dark"])
def test_open_and_chosen_and_both_look_different(full, qtbot, theme, look):
    theme.choose(look)
    full.select("id00002")
    click(full, 3, CTRL)
    click(full, 2, CTRL)
    click(full, 2, CTRL)
    assert sorted(chosen(full)) == [2, 3]
    view = the_list(full)
    view.setFocus()
    image = view.viewport().grab().toImage()

    def look_of(place: int) -> tuple[str, str]:
        box = view.visualRect(view.model().index_of(f"id{place:05}"))
        ground = image.pixelColor(box.center().x(), box.top() + 4)
        return ground.name(), image.pixelColor(box.left() + 5, box.center().y()).name()

    tint, pressed, accent = (theme.color(t).name() for t in ("tint", "pressed", "accent"))
    assert look_of(2) == (tint, accent)
    assert look_of(3) == (pressed, accent)
    assert look_of(4)[1] != accent
