from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.empty_state import EmptyState
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.toast import Toast


def button(widget: QWidget, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text() == text)


@pytest.fixture
def floor(qtbot) -> QWidget:
    widget = QWidget()
    widget.resize(600, 400)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_banner_says_one_sentence_and_offers_the_way_out(theme, qtbot):
    banner = Banner(theme)
    qtbot.addWidget(banner)
    assert not banner.isVisible()
    banner.show_state("bad", "OpenRouter rejected the key.", ["Enter a key"])
    assert banner.isVisible()
    assert banner.accessibleName() == "OpenRouter rejected the key."
    with qtbot.waitSignal(banner.chosen, timeout=1000) as heard:
        qtbot.mouseClick(button(banner, "Enter a key"), Qt.MouseButton.LeftButton)
    assert heard.args == ["Enter a key"]
    assert [b.isVisible() for b in banner.findChildren(QPushButton)] == [True, False]


def test_a_banner_closes_and_says_so(theme, qtbot):
    banner = Banner(theme)
    qtbot.addWidget(banner)
    banner.show_state("info", "Practice mode.")
    with qtbot.waitSignal(banner.dismissed, timeout=1000):
        qtbot.mouseClick(banner.findChild(IconButton), Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_three_buttons_are_refused(theme, qtbot):
    banner = Banner(theme)
    qtbot.addWidget(banner)
    with pytest.raises(ValueError, match="two"):
        banner.show_state("info", "?", ["a", "b", "c"])


def test_undo_takes_it_back_and_the_toast_goes(theme, qtbot, floor):
    toast = Toast(theme, floor)
    toast.offer("“Invoices” was moved to the trash.")
    assert toast.isVisible()
    with qtbot.assertNotEmitted(toast.expired), qtbot.waitSignal(toast.undone, timeout=1000):
        qtbot.mouseClick(button(toast, "Undo"), Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_a_toast_stays_inside_its_floor_when_that_shrinks(theme, qtbot, floor):
    toast = Toast(theme, floor)
    toast.offer("“" + "A very long title " * 12 + "” was moved to the trash.")
    floor.resize(320, 240)
    assert floor.rect().contains(toast.geometry())


def test_a_toast_goes_by_itself_but_not_from_under_the_keyboard(theme, qtbot, floor):
    toast = Toast(theme, floor)
    toast.offer("Moved to the trash.")
    floor.activateWindow()
    button(toast, "Undo").setFocus()
    qtbot.waitUntil(button(toast, "Undo").hasFocus)
    with qtbot.assertNotEmitted(toast.expired):
        toast._timer.timeout.emit()
    assert toast.isVisible()
    floor.setFocus()
    button(toast, "Undo").clearFocus()
    with qtbot.waitSignal(toast.expired, timeout=1000):
        toast._timer.timeout.emit()
    assert not toast.isVisible()


def test_an_empty_place_says_the_first_step(theme, qtbot):
    empty = EmptyState(theme, "chat", "No chats yet", "Press Ctrl+N.", action="New chat")
    qtbot.addWidget(empty)
    empty.show()
    with qtbot.waitSignal(empty.chosen, timeout=1000):
        qtbot.mouseClick(button(empty, "New chat"), Qt.MouseButton.LeftButton)
    empty.show_text("Nothing found")
    assert not empty.findChild(QPushButton).isVisible()


def test_what_appears_fades_in_and_is_left_without_an_effect(theme, qtbot, floor):
    toast = Toast(theme, floor)
    toast.offer("Moved to the trash.")
    assert toast.graphicsEffect() is not None
    qtbot.waitUntil(lambda: toast.graphicsEffect() is None)
    assert toast.isVisible()


def test_nothing_fades_where_motion_is_not_wanted(theme, qtbot, floor):
    theme.keep_calm(True)
    toast = Toast(theme, floor)
    toast.offer("Moved to the trash.")
    assert toast.isVisible()
    assert toast.graphicsEffect() is None
