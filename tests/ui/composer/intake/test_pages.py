"""Choosing pages of a document by their looks, with mouse, keyboard and in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from scout_desktop.ui.composer.intake.choosing.grid import PictureGrid
from scout_desktop.ui.composer.intake.choosing.pages import PagePicker

_LEFT = Qt.MouseButton.LeftButton
_NO = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Document:
    """A picker that is open, and what the user sees of it."""

    def __init__(self, theme, window, qtbot, pages: int) -> None:
        self.picker = PagePicker(theme, "<b>report</b>.pdf", pages, window)
        self.asked: list[tuple[int, int]] = []
        self.chosen: list[tuple[int, ...]] = []
        self.picker.pixels_wanted.connect(lambda *what: self.asked.append(what))
        self.picker.chosen.connect(self.chosen.append)
        with qtbot.waitActive(self.picker):
            self.picker.open()
        grids = self.picker.findChildren(PictureGrid)
        self.grid = grids[0]
        self.field = self.picker.findChildren(QLineEdit)[0]

    def button(self, beginning: str) -> QPushButton:
        found = [b for b in self.picker.findChildren(QPushButton) if b.text().startswith(beginning)]
        assert len(found) == 1
        return found[0]

    def click(self, page: int, modifiers=_NO) -> None:
        rect = self.grid.visualRect(self.grid.model().index(page - 1, 0))
        QTest.mouseClick(self.grid.viewport(), _LEFT, modifiers, rect.center())

    def write(self, text: str) -> None:
        self.field.setFocus()
        self.field.selectAll()
        QTest.keyClicks(self.field, text)

    def said(self) -> list[str]:
        return [label.text() for label in self.picker.findChildren(type(self.picker._said))]


@pytest.fixture
def opened(theme, window, qtbot):
    return lambda pages: Document(theme, window, qtbot, pages)


def test_of_a_short_document_all_pages_are_chosen_at_first(opened):
    document = opened(4)
    assert document.field.text() == "1-4"
    document.button("Attach 4 pages").click()
    assert document.chosen == [(1, 2, 3, 4)]


def test_of_a_long_one_the_first_page(opened):
    document = opened(6)
    assert document.field.text() == "1"
    assert document.button("Attach").text() == "Attach 1 page"


def test_clicks_take_and_leave_pages_and_shift_takes_all_between(opened):
    document = opened(12)
    document.click(1)
    document.click(3)
    document.click(6, _SHIFT)
    assert document.field.text() == "3-6"
    document.click(4)
    assert document.field.text() == "3, 5-6"
    document.button("Attach 3 pages").click()
    assert document.chosen == [(3, 5, 6)]


def test_the_keyboard_alone_is_enough(opened):
    document = opened(12)
    assert document.picker.focusWidget() is document.grid
    QTest.keyClick(document.grid, Qt.Key.Key_Space)
    QTest.keyClick(document.grid, Qt.Key.Key_Right)
    assert document.field.text() == ""
    assert not document.button("Attach").isEnabled()
    QTest.keyClick(document.grid, Qt.Key.Key_Space)
    QTest.keyClick(document.grid, Qt.Key.Key_Right, _SHIFT)
    QTest.keyClick(document.grid, Qt.Key.Key_Right, _SHIFT)
    assert document.field.text() == "2-4"
    QTest.keyClick(document.grid, Qt.Key.Key_Return)
    assert document.chosen == [(2, 3, 4)]


def test_what_is_typed_is_taken_and_stays_as_it_was_typed(opened):
    document = opened(40)
    document.write("7, 1-3")
    assert document.grid.taken() == (0, 1, 2, 6)
    assert document.field.text() == "7, 1-3"
    QTest.keyClick(document.field, Qt.Key.Key_Return)
    assert document.chosen == [(1, 2, 3, 7)]


def test_what_is_wrong_is_said_and_cannot_be_attached(opened):
    document = opened(40)
    document.write("39-41")
    assert "There is no page 41: the last one is 40." in document.said()
    assert document.field.property("invalid") is True
    QTest.keyClick(document.field, Qt.Key.Key_Return)
    QTest.keyClick(document.grid, Qt.Key.Key_Return)
    assert document.chosen == []
    assert document.picker.isVisible()
    document.write("39-40")
    assert document.field.property("invalid") is False
    assert document.button("Attach 2 pages").isEnabled()


def test_all_and_none_and_a_word_about_too_many(opened):
    document = opened(40)
    document.button("All").click()
    assert document.field.text() == "1-40"
    assert any("refuse more than 5 pictures" in text for text in document.said())
    document.button("None").click()
    assert document.field.text() == ""
    assert not any("refuse" in text for text in document.said())


def test_escape_chooses_nothing(opened):
    document = opened(3)
    QTest.keyClick(document.grid, Qt.Key.Key_Escape)
    assert not document.picker.isVisible()
    assert document.chosen == []


def test_of_500_pages_only_those_in_view_are_asked_for_a_few_at_a_time(opened, qtbot, painted):
    document = opened(500)
    qtbot.waitUntil(lambda: len(document.asked) == 4)
    QTest.qWait(30)
    assert len(document.asked) == 4, "the next are asked for when one has come"
    for page in range(1, 50):
        if page > len(document.asked):
            break
        document.picker.show_page(document.asked[page - 1][0], painted())
        QTest.qWait(2)
    first_screen = [page for page, _side in document.asked]
    assert first_screen == list(range(1, len(first_screen) + 1))
    assert 8 <= len(first_screen) <= 40
    document.asked.clear()
    bar = document.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(document.asked) == 4)
    assert all(page > 460 for page, _side in document.asked)


def test_a_page_is_painted_where_it_was_asked_for(opened, qtbot, painted):
    document = opened(3)
    qtbot.waitUntil(lambda: len(document.asked) == 3)
    document.picker.show_page(2, painted(colour="#ff0000"))
    QApplication.processEvents()
    centre = document.grid.visualRect(document.grid.model().index(1, 0)).center()
    shown = document.grid.viewport().grab().toImage()
    assert shown.pixelColor(centre - QPoint(0, 10)).name() == "#ff0000"


def test_a_page_that_cannot_be_shown_says_why_and_is_asked_for_once(opened, qtbot):
    document = opened(3)
    qtbot.waitUntil(lambda: len(document.asked) == 3)
    document.picker.show_problem(2, "This page is damaged.")
    QTest.qWait(20)
    assert len(document.asked) == 3
    cell = document.grid.model().index(1, 0)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "Page 2: This page is damaged."
    document.picker.show_page(3, QImage())
    QTest.qWait(20)
    assert len(document.asked) == 3
