"""The table of a batch with rows made by hand: order, parts, and changes in place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest

from scout_desktop.chat.batch import BatchItem, BatchRow, BatchTotals
from scout_desktop.ui.batch.run.pace import Pace
from scout_desktop.ui.batch.run.page import RunPage
from scout_desktop.ui.batch.table.columns import Column, instead, natural, value_words, words_in
from scout_desktop.ui.batch.table.widths import fitted
from scout_desktop.ui.batch.words import cost_words, counts_words
from scout_desktop.ui.theme.tokens import SIZES
from tests.ui.batch.conftest import named, press

SCHEMA = {"properties": {"vendor": {}, "total": {}}}


def row(number: int, state: str = "waiting", **more) -> BatchRow:
    return BatchRow(BatchItem(f"/r/IMG_{number}.jpg", f"chat{number}"), state, **more)


def done(number: int, vendor: str, total: object, usd: str = "0.001") -> BatchRow:
    fields = {"vendor": vendor, "total": total}
    return row(
        number, "done", answer="{}", fields=fields, reply="r", thumbnail=f"s{number}",
        prompt_tokens=900 + number, completion_tokens=10, usd=Decimal(usd), attempts=1,
    )  # fmt: skip


@pytest.fixture
def page(theme, qtbot) -> RunPage:
    made = RunPage(theme)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def column(page: RunPage, place: int = 1) -> list[str]:
    model = page.table.results
    return [model.index(at, place).data() for at in range(model.rowCount())]


def head_of(page: RunPage, title: str) -> QPoint:
    head = page.table.horizontalHeader()
    model = page.table.results
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(head.count())]
    at = titles.index(title)
    return QPoint(head.sectionViewportPosition(at) + 12, head.height() // 2)


def press_head(page: RunPage, title: str) -> None:
    head = page.table.horizontalHeader()
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=head_of(page, title))


def test_a_press_on_a_column_sorts_by_its_values_and_a_third_brings_the_order_back(page):
    rows = [done(10, "b", 9.5), done(9, "Ä", 10), row(2, "failed"), done(1, "a", None)]
    page.show_rows(rows, SCHEMA)
    own = column(page)

    press_head(page, "total")
    assert column(page) == ["IMG_10.jpg", "IMG_9.jpg", "IMG_2.jpg", "IMG_1.jpg"]
    press_head(page, "total")
    assert column(page)[:2] == ["IMG_9.jpg", "IMG_10.jpg"]
    assert column(page)[2:] == ["IMG_2.jpg", "IMG_1.jpg"], "what has no value stays last"
    press_head(page, "total")
    assert column(page) == own

    press_head(page, "Name")
    assert column(page) == ["IMG_1.jpg", "IMG_2.jpg", "IMG_9.jpg", "IMG_10.jpg"]
    press_head(page, "State")
    assert column(page)[0] == "IMG_2.jpg", "what needs a look stands first"


def test_a_row_that_changes_stays_where_it_is_and_tells_only_of_its_own_cells(page):
    page.show_rows([done(1, "a", 3), row(2), done(3, "c", 1)], SCHEMA)
    press_head(page, "total")
    order = column(page)
    told: list = []
    page.table.results.dataChanged.connect(
        lambda first, last, _: told.append((first.row(), first.column(), last.column()))
    )

    page.change_rows([row(2, "asking")])
    page.change_rows([row(2, "asking")])
    page.change_rows([done(2, "b", 99)])
    page.change_rows([row(77, "asking")])

    assert column(page) == order == ["IMG_3.jpg", "IMG_1.jpg", "IMG_2.jpg"]
    assert told == [(2, 2, 2), (2, 0, 6)]


def test_what_has_come_of_an_answer_and_why_there_is_none_stands_where_it_will(page):
    page.show_rows([row(1), row(2)], SCHEMA)
    told: list = []
    page.table.results.dataChanged.connect(
        lambda first, last, _: told.append((first.row(), first.column(), last.column()))
    )

    page.change_rows([row(1, "asking", answer='{"vendor": "Ba')])
    page.change_rows([row(1, "asking", answer='{"vendor": "Baker')])
    page.change_rows([row(2, "failed", problem="The file\nis damaged.")])

    assert told == [(0, 2, 4), (0, 3, 4), (1, 2, 4)]
    shown = [instead(page.table.results.row_of(f"chat{number}")) for number in (1, 2)]
    assert shown == ['{"vendor": "Baker', "The file is damaged."]
    assert instead(done(3, "x", 1)) == ""


def test_rows_join_and_leave_the_part_that_is_looked_at_and_the_cursor_stays_on_its_row(page):
    page.show_rows([row(1), row(2, "failed"), row(3), row(4, "failed")], None)
    press(named(page, "Show: Failed"))
    assert column(page) == ["IMG_2.jpg", "IMG_4.jpg"]
    page.table.choose("chat4")

    page.change_rows([row(3, "failed", problem="No."), row(1, "failed")])
    assert column(page) == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg", "IMG_4.jpg"]
    page.change_rows([row(2, "asking")])

    assert column(page) == ["IMG_1.jpg", "IMG_3.jpg", "IMG_4.jpg"]
    assert page.table.current_chat() == "chat4"
    press_head(page, "Name")
    press_head(page, "Name")
    assert page.table.current_chat() == "chat4"
    press(named(page, "Show: All"))
    assert page.table.current_chat() == "chat4"
    press(named(page, "Show: Done"))
    assert column(page) == []


def test_a_row_under_the_cursor_is_shown_again_when_it_changes_and_the_reading_place_stays(page):
    long = "word " * 3_000
    page.show_rows([row(1, "asking"), row(2)], None)
    page.table.choose("chat1")
    page.change_rows([row(1, "done", answer=long, reply="r", attempts=1)])
    whole = named(page, "Whole answer")
    assert whole.toPlainText() == long
    whole.verticalScrollBar().setValue(40)

    page.change_rows([row(1, "done", answer=long, reply="r", attempts=1, usd=Decimal("0.5"))])
    page.change_rows([row(2, "asking")])

    assert whole.verticalScrollBar().value() == 40
    assert any(
        "0.5 USD" in str(w.property("text")) for w in page.findChildren(type(page.detail._facts))
    )


def test_a_reader_hears_state_and_reason_of_a_cell(page):
    page.show_rows([row(1, "failed", problem="The file is damaged.")], None)
    model = page.table.results

    aloud = [
        model.index(0, at).data(Qt.ItemDataRole.AccessibleTextRole)
        for at in range(model.columnCount())
    ]

    assert aloud[:3] == ["Picture of IMG_1.jpg", "IMG_1.jpg", "Failed: The file is damaged."]


def test_only_pictures_in_sight_are_asked_for_and_each_once(page, qtbot):
    asked: list[str] = []
    page.table.thumbnail_missed.connect(lambda sha, _side: asked.append(sha))

    page.show_rows([done(number, "v", number) for number in range(2_000)], SCHEMA)

    qtbot.waitUntil(lambda: bool(asked))
    QTest.qWait(30)
    assert len(asked) == len(set(asked)) < 40
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    page.table.show_thumbnail(asked[0], image)
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: "s1999" in asked)


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_the_menu_key_sorts_and_copies_without_a_mouse(page, qtbot):
    from PySide6.QtGui import QContextMenuEvent, QGuiApplication
    from PySide6.QtWidgets import QApplication, QMenu

    page.show_rows([done(2, "b", 2), done(1, "a", 1)], SCHEMA)
    page.table.choose("chat2")
    page.table.setFocus()

    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(page.table.viewport(), QContextMenuEvent(reason, QPoint(), QPoint()))
    menu = next(m for m in page.table.findChildren(QMenu) if m.title() == "")
    sorting = next(m for m in menu.findChildren(QMenu) if m.title() == "Sort by")
    next(a for a in sorting.actions() if a.text() == "total").trigger()
    menu.close()

    assert column(page) == ["IMG_1.jpg", "IMG_2.jpg"]
    QTest.keySequence(page.table, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "{}"


@pytest.mark.parametrize(
    ("value", "words"),
    [("a", "a"), (None, "–"), (True, "yes"), (4.50, "4.5"), (["a", 2, None], "a, 2, –"),
     ({"a": ["ä"]}, '{"a": ["ä"]}'), ([], "")],
)  # fmt: skip
def test_values_are_said_as_people_write_them(value, words):
    assert value_words(value) == words


def test_people_count_before_they_spell():
    assert sorted(["b10", "b9", "B2", "a", "10", "9", ""], key=natural) == [
        "", "9", "10", "a", "B2", "b9", "b10",
    ]  # fmt: skip


def test_the_sums_say_what_is_unknown():
    totals = BatchTotals(200, 143, 4, 4, usd=Decimal("0.03187216"), unknown=2)

    assert counts_words(totals) == "143 of 200 done, 4 failed, 4 on their way"
    assert cost_words(totals, Decimal("0.5")) == "0.03187216 of 0.50 USD + 2 of unknown cost"
    assert cost_words(replace(totals, usd=Decimal(0), unknown=0), None) == "0.00 USD"
    cost = Column("cost", "")
    assert words_in(done(1, "a", 1, usd="0"), cost) == "0.00"
    assert words_in(replace(done(1, "a", 1), unknown=1), cost) == "0.001 + ?"
    assert words_in(row(1, "failed", unknown=2), cost) == "unknown"


def test_a_time_is_named_only_after_ten_pictures_and_from_what_was_seen():
    pace = Pace(100.0)
    for number in range(1, 10):
        pace.finished(100.0 + 6 * number)
    assert pace.words(30) == ""

    pace.finished(160.0)

    assert pace.words(30) == "about 3 minutes left"
    assert pace.words(5) == "less than a minute left"
    assert pace.words(2_000) == "about 3 hours left"
    assert pace.words(0) == ""


def test_the_time_left_follows_a_service_that_became_slower():
    pace = Pace(0.0)
    for number in range(50):
        pace.finished(number * 1.0)
    quick = pace.words(100)
    for number in range(40):
        pace.finished(50 + number * 60.0)

    assert quick == "about 2 minutes left"
    assert pace.words(100) == "about 2 hours left"


def test_a_small_cost_with_an_unknown_part_has_room_at_every_size(theme):
    kinds = ("picture", "name", "state", "answer", "tokens", "tokens", "cost")
    for size in (1.0, 1.5, 2.5):
        theme.zoom(size)
        wanted = QFontMetrics(theme.font("number")).horizontalAdvance("0.00003824 + ?")
        for room in (600, 1240):
            assert fitted(kinds, room, theme.px)[-1] > wanted + 2 * SIZES.s2
