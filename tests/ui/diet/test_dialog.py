"""The dialog: how each picture goes, what that costs, and that any number of them may be there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from scout_desktop.chat.diet import Choice, Planned
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.controls.fields import NumberField
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.diet.row import Row
from tests.ui.diet.conftest import button, caption_of, cost_of, shown_words, taken

TIMES = {"u0": "2026-11-23T01:18:53.001Z"}


def picture(number: int = 0, width: int = 1344, name: str = "IMG_2041.HEIC") -> ImagePart:
    return ImagePart(f"{number:064x}", "image/jpeg", width, 1008, 9, name)


def planned(number: int = 0, how: str = "keep", why: str = "usual", **more: str) -> Planned:
    return Planned("u0", number, picture(number), how, why, **more)


def test_each_row_says_name_time_cost_and_choice(dialog) -> None:
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    (row,) = dialog.rows.shown.values()
    said = shown_words(row)
    assert "IMG_2041.HEIC" in said
    assert "1,887 tokens" in said
    assert "0.000151 USD" in said
    assert any("23" in words and "2026" in words for words in said)
    assert taken(row) == "Keep"


def test_the_foot_says_what_goes_along_and_what_is_saved(dialog) -> None:
    dialog.show_cost(cost_of([planned(), planned(1, "drop", "chosen")]), TIMES, None)
    assert "Saves 1,887 tokens, 0.000151 USD, with every question" in shown_words(dialog)
    along = "1 of 2 pictures goes along with the next question: about 1,887 tokens, 0.000151 USD"
    assert along in shown_words(dialog)
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    assert "Nothing saved: every picture is sent again whole." in shown_words(dialog)


def test_a_press_on_a_choice_says_which_picture_goes_how(dialog) -> None:
    heard: list = []
    dialog.chosen.connect(lambda *what: heard.append(what))
    dialog.show_cost(cost_of([planned(0), planned(1, given="my words")]), TIMES, None)
    for words in ("One tile", "Drop"):
        QTest.mouseClick(button(dialog.rows.shown[1], words), Qt.MouseButton.LeftButton)
    assert heard == [("u0", 1, Choice("tile", "my words")), ("u0", 1, Choice("drop", "my words"))]


def test_the_caption_is_there_to_be_edited_and_kept_when_the_line_is_left(dialog) -> None:
    heard: list = []
    dialog.chosen.connect(lambda *what: heard.append(what))
    costs = cost_of([planned(0, "caption", "chosen", reply="A cat. It sleeps.")])
    dialog.show_cost(costs, TIMES, None)
    line = caption_of(dialog.rows.shown[0])
    assert line.isVisible()
    assert line.text() == "A cat. It sleeps."
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert heard == []
    line.selectAll()
    QTest.keyClicks(line, "my cat")
    dialog.show_cost(costs, TIMES, None)  # a price arrives meanwhile
    assert line.text() == "my cat"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert heard == [("u0", 0, Choice("caption", "my cat"))]


def test_enter_in_a_caption_does_not_close_the_dialog(dialog) -> None:
    dialog.show_cost(cost_of([planned(0, "caption", "chosen")]), TIMES, None)
    line = caption_of(dialog.rows.shown[0])
    line.setFocus()
    QTest.keyClicks(line, "x")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_the_last_so_many_messages_are_chosen_at_the_top(dialog) -> None:
    heard: list = []
    dialog.last_chosen.connect(heard.append)
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    count = dialog.findChild(NumberField)
    assert not count.isEnabled()
    QTest.mouseClick(button(dialog, "The last"), Qt.MouseButton.LeftButton)
    dialog.show_cost(cost_of([planned(0, "drop", "beyond")]), TIMES, 3)
    count.stepUp()
    QTest.mouseClick(button(dialog, "All messages"), Qt.MouseButton.LeftButton)
    assert heard == [3, 4, None]


def test_who_is_further_back_reads_why_the_picture_does_not_go(dialog) -> None:
    dialog.show_cost(cost_of([planned(0, "drop", "beyond")]), TIMES, 2)
    facts = [each.whole_text() for each in dialog.rows.shown[0].findChildren(ElidedLabel)]
    assert any(each.startswith("further back than the last 2 messages") for each in facts)


def test_one_tile_is_not_offered_where_it_saves_nothing(dialog) -> None:
    there = ImagePart("", "", 0, 0, 0, name="map.png", url="https://example.com/map.png")
    tiny = ImagePart("ab" * 32, "image/png", 200, 100, 9, "tiny.png")
    every = [Planned("u0", n, image, "keep", "usual") for n, image in enumerate((there, tiny))]
    asked: list = []
    dialog.pixels_wanted.connect(lambda *what: asked.append(what))
    dialog.show_cost(cost_of([*every, planned(2)]), TIMES, None)
    offered = [button(dialog.rows.shown[n], "One tile").isEnabled() for n in range(3)]
    assert offered == [False, False, True]
    assert "unknown" in shown_words(dialog.rows.shown[0])
    # Nothing of ours ever loads the address.
    assert [sha256 for sha256, _ in asked] == ["ab" * 32, picture(2).sha256]


def test_five_hundred_pictures_cost_as_many_widgets_as_a_dozen(dialog) -> None:
    asked: list = []
    dialog.pixels_wanted.connect(lambda sha256, _size: asked.append(sha256))
    costs = cost_of([planned(number) for number in range(500)])
    dialog.show_cost(costs, TIMES, None)
    QApplication.processEvents()
    bar = dialog.rows.verticalScrollBar()
    seen = set()
    for value in range(0, bar.maximum() + 1, 150):
        bar.setValue(value)
        seen |= set(dialog.rows.shown)
    assert seen == set(range(500))
    assert len(dialog.findChildren(Row)) < 20
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    last = dialog.rows.shown[499]
    assert last.cost.planned.place == 499
    assert last.mapTo(dialog.rows, last.rect().bottomLeft()).y() <= dialog.rows.height()
    asked.clear()
    dialog.show_cost(costs, TIMES, None)
    assert asked == []  # what is shown already is not decoded again


def test_fewer_pictures_than_before_leave_no_row_behind(dialog) -> None:
    dialog.show_cost(cost_of([planned(number) for number in range(9)]), TIMES, None)
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    assert list(dialog.rows.shown) == [0]
    dialog.show_cost(cost_of([]), TIMES, None)
    assert dialog.rows.shown == {}
    assert "No pictures in this chat yet" in shown_words(dialog)


def test_tab_goes_down_the_rows_and_readers_hear_which_picture_it_is(dialog) -> None:
    dialog.show_cost(cost_of([planned(0), planned(1)]), TIMES, None)
    first = button(dialog.rows.shown[0], "Keep")
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is button(dialog.rows.shown[0], "One tile")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    # Within a choice the arrows move, as everywhere.
    assert QApplication.focusWidget() is button(dialog.rows.shown[1], "Keep")
    assert first.accessibleName() == "IMG_2041.HEIC: Keep"


@pytest.mark.parametrize("factor", [1.0, 1.5])
def test_no_word_of_a_choice_is_cut_off(dialog, theme, factor: float) -> None:
    theme.zoom(factor)
    dialog.resize(round(900 * factor), 620)
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    QApplication.processEvents()
    for each in dialog.findChildren(QToolButton):
        assert each.width() >= each.sizeHint().width() - 1, each.text()


def test_another_text_size_while_it_is_open_fits_the_rows_anew(dialog, theme) -> None:
    dialog.show_cost(cost_of([planned(number) for number in range(9)]), TIMES, None)
    before = dialog.rows.shown[0].height()
    theme.zoom(1.5)
    QApplication.processEvents()
    row = dialog.rows.shown[0]
    assert row.height() == pytest.approx(before * 1.5, abs=1)
    assert taken(row) == "Keep"


def test_who_chooses_a_caption_can_write_it_at_once(dialog) -> None:
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    row = dialog.rows.shown[0]
    QTest.mouseClick(button(row, "Caption"), Qt.MouseButton.LeftButton)
    dialog.show_cost(cost_of([planned(0, "caption", "chosen", reply="A cat.")]), TIMES, None)
    assert QApplication.focusWidget() is caption_of(row)
    QTest.keyClicks(QApplication.focusWidget(), "my cat")
    assert caption_of(row).text() == "my cat"
    button(row, "Caption").setFocus()
    dialog.show_cost(cost_of([planned(0, "caption", "chosen", reply="A cat.")]), TIMES, None)
    assert QApplication.focusWidget() is not caption_of(row)


def test_large_letters_fit_on_a_usual_screen(dialog, theme, qtbot) -> None:
    dialog.show_cost(cost_of([planned()]), TIMES, None)
    theme.zoom(2.5)
    QApplication.processEvents()
    assert max(dialog.minimumSizeHint().width(), dialog.minimumWidth()) <= 1280
    (row,) = dialog.rows.shown.values()
    assert row.minimumSizeHint().width() <= 1280
    assert row.minimumSizeHint().height() <= row.height()
