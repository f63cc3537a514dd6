"""The reviewer looks for something, sees where it is, and opens it there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu

from scout_desktop.chat.search.query import Hit, Term
from scout_desktop.ui.conversations.head import words
from scout_desktop.ui.conversations.rows import words as words_of_rows
from scout_desktop.ui.conversations.rows.marked import begun
from tests.ui.conversations.hand import chat, middle, shown, the_list, the_search
from tests.ui.conversations.left import Left

# A menu grabs the keyboard, which the offscreen platform cannot do and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")

BEFORE = (
    "“before:2024-02-30” was taken as words: before: takes a day, month or year that there is, as "
    "in before:2026-01-31."
)
WALL = Hit("id00001", "n7", "the harbour wall", ((4, 11),), 3)


def typed(pane, qtbot, text: str) -> None:
    with qtbot.waitSignal(pane.searched, timeout=2000):
        qtbot.keyClicks(the_search(pane), text)


def said(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def test_a_row_says_where_it_was_found_and_how_often(pane, qtbot):
    typed(pane, qtbot, "h")
    pane.show_rows([chat(1, "Harbour")], {"id00001": WALL}, (Term("h"),))
    index = the_list(pane).model().index_of("id00001")

    aloud = index.data(Qt.ItemDataRole.AccessibleTextRole)

    assert aloud.startswith("Harbour, the harbour wall, 3 hits, ")
    assert "the last line" not in aloud


def test_the_marks_are_seen_in_the_title_and_in_the_line_below(pane, qtbot, theme):
    typed(pane, qtbot, "h")
    pane.show_rows([chat(1, "Old harbour")], {"id00001": WALL}, (Term("harb"),))
    view = the_list(pane)
    box = view.visualRect(view.model().index_of("id00001"))
    image = view.viewport().grab(box).toImage()

    def marked(top: int, bottom: int) -> bool:
        colour = theme.color("hit")
        return any(
            image.pixelColor(x, y) == colour
            for x in range(image.width())
            for y in range(top, bottom)
        )

    assert marked(4, 26)
    assert marked(28, 50)
    pane.show_rows([chat(1, "Old harbour")])
    image = view.viewport().grab(box).toImage()
    assert not marked(0, 52)


def test_a_click_on_what_was_found_says_the_message_and_the_words(pane, qtbot):
    typed(pane, qtbot, "harb")
    pane.show_rows([chat(1), chat(2)], {"id00001": WALL, "id00002": Hit("id00002", "")})
    view = the_list(pane)
    with qtbot.assertNotEmitted(pane.opened), qtbot.waitSignal(pane.hit_opened) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, "id00001"))
    assert heard.args == ["id00001", "n7", "harbour"]
    with qtbot.waitSignal(pane.opened) as heard:  # only its title matched
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(pane, "id00002"))
    assert heard.args == ["id00002"]


def test_enter_waits_for_the_answer_to_what_stands_there(pane, qtbot):
    pane.show_rows([chat(1)])
    field = the_search(pane)
    with qtbot.assertNotEmitted(pane.opened):
        qtbot.keyClicks(field, "two")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.wait(10)
    with qtbot.waitSignal(pane.opened) as heard:
        pane.show_rows([chat(2)], {"id00002": Hit("id00002", "")})
    assert heard.args == ["id00002"]
    with qtbot.assertNotEmitted(pane.opened):
        pane.show_rows([chat(2)], {"id00002": Hit("id00002", "")})


def test_who_types_on_after_enter_does_not_want_the_first_any_more(pane, qtbot):
    field = the_search(pane)
    qtbot.keyClicks(field, "tw")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "o")
    qtbot.waitUntil(lambda: not field.is_settling)
    with qtbot.assertNotEmitted(pane.opened):
        pane.show_rows([chat(2)], {"id00002": Hit("id00002", "")})


def test_found_chats_stand_newest_first_even_if_pinned_and_begin_at_the_top(pane, qtbot):
    pane.show_rows([chat(place) for place in range(300)])
    pane.select("id00200")
    assert the_list(pane).verticalScrollBar().value() > 0
    typed(pane, qtbot, "c")
    rows = [chat(place, pinned=place == 40) for place in range(100)]
    pane.show_rows(rows, {row.id: Hit(row.id, "") for row in rows})
    assert the_list(pane).verticalScrollBar().value() == 0
    assert shown(pane)[:2] == ["Today", "Chat 0"]


def test_when_the_search_is_over_the_open_chat_is_in_view_again(pane, qtbot):
    rows = [chat(place) for place in range(300)]
    pane.show_rows(rows)
    pane.select("id00200")
    typed(pane, qtbot, "c")
    pane.show_rows(rows[:3], {})
    with qtbot.waitSignal(pane.searched, timeout=2000):
        qtbot.keyClick(the_search(pane), Qt.Key.Key_Escape)
    pane.show_rows(rows)
    view = the_list(pane)
    box = view.visualRect(view.model().index_of("id00200"))
    assert view.viewport().rect().contains(box)


def test_the_line_above_says_how_many_and_what_is_still_to_be_read(pane, qtbot):
    typed(pane, qtbot, "c")
    rows = [chat(place) for place in range(23)]
    pane.show_rows(rows, {}, read=0.439)
    assert "23 chats · still reading the chats: 43 %" in said(pane)
    pane.show_rows(rows[:1], {})
    assert "1 chat" in said(pane)
    pane.show_rows(rows, {}, more=True)
    assert "The newest 23 chats" in said(pane)
    pane.show_rows([], {}, read=0.9999)
    assert "Still reading the chats: 99 %" in said(pane)
    assert "Nothing found" in said(pane)
    assert the_search(pane).accessibleDescription() == "Still reading the chats: 99 %"


def test_more_is_asked_for_once_when_the_end_comes_near(pane, qtbot):
    typed(pane, qtbot, "c")
    rows = [chat(place) for place in range(200)]
    pane.show_rows(rows, {}, more=True)
    heard: list[int] = []
    pane.searched.connect(lambda _: heard.append(pane.most))
    bar = the_list(pane).verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    assert heard == []
    bar.setValue(bar.maximum() - 10)
    bar.setValue(bar.maximum())
    assert heard == [400]
    before = bar.value()
    pane.show_rows([chat(place) for place in range(400)], {}, more=False)
    assert bar.value() == before
    bar.setValue(bar.maximum())
    assert heard == [400]
    typed(pane, qtbot, "h")
    assert pane.most == 100


def test_help_is_one_key_away_and_writes_what_is_chosen(pane, qtbot):
    pane.begin_search()
    field = the_search(pane)
    qtbot.keyClicks(field, "wall")
    qtbot.keyClick(field, Qt.Key.Key_F1)
    menu = pane.findChild(QMenu)
    examples = [action.text().split("\t")[0] for action in menu.actions()]
    for operator in ("role:", "before:", "after:", "has:image", "model:", "cost:>", "state:",
                     "tag:", "is:", '"', "-"):  # fmt: skip
        assert any(example.startswith(operator) for example in examples), operator
    next(a for a in menu.actions() if a.text().startswith("tag:")).trigger()
    menu.close()
    assert field.text() == "wall tag:work"
    assert field.selectedText() == "work", "the next key writes the user's own"


@pytest.mark.parametrize(
    ("example", "replaced"),
    [
        ('"two words"', "two words"),
        ("-not", "not"),
        ("cost:>0.01", "0.01"),
        ("is:pinned", "pinned"),
    ],
)
def test_what_is_typed_over_is_the_example_and_not_the_operator(example, replaced):
    from scout_desktop.ui.conversations.head.menus import value_of

    start, length = value_of(example)
    assert example[start : start + length] == replaced


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("role:foo",), "“role:foo” was taken as words: role: takes user, assistant or system."),
        (
            ("before:2024-02-30", "role:foo"),
            BEFORE,
        ),
        ((), ""),
    ],
)
def test_what_only_looks_like_an_operator_is_named(typed, said):
    assert words.misread(typed) == said


def test_an_advice_that_cannot_help_gives_way_to_one_that_can(story, qtbot):
    async def what(left: Left) -> None:
        await left.ask("The harbour wall")
        left.presenter.refresh()
        await left.until(lambda: left.titles() == ["The harbour wall"])
        qtbot.keyClicks(left.field, "role:foo wall")
        await left.until(lambda: any("“role:foo” was taken" in text for text in said(left.pane)))
        qtbot.keyClick(left.field, Qt.Key.Key_Escape)
        await left.until(lambda: left.titles() == ["The harbour wall"])

    story(what)


def test_a_list_whose_chats_are_all_elsewhere_says_where(story):
    async def what(left: Left) -> None:
        ids = [await left.ask(text) for text in ("one", "two")]
        await left.core.chats.archive(ids[:1], True)
        await left.core.chats.delete_many(ids[1:])
        left.presenter.refresh()
        where = "in the archive or in the trash"
        expected = f"All your chats are {where}: the three dots above lead there."
        await left.until(lambda: expected in said(left.pane))

    story(what)


def test_a_long_title_keeps_its_beginning_and_what_was_found_is_seen_below(pane, qtbot):
    typed(pane, qtbot, "zebra")
    title = "Other chat 2 with a very long title in which somewhere far at the end stands a zebra"
    pane.show_rows([chat(1, title)], {"id00001": Hit("id00001", "")}, (Term("zebra"),))
    font, line = pane.font(), the_list(pane).model().title_line(chat(1, title))
    shown, seen = begun(line, font, 200)
    assert shown.text.startswith("Other chat 2")
    assert not seen
    assert begun(line, font, 2000) == (line, True)


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ("4.50 | **[Total]**: 16.80**, of it", "4.50 [Total]: 16.80, of it"),
        ("- arrives [soon]", "arrives [soon]"),
        ("| a | [b c] |", "a [b c] |"),
        ("a - b, 2*3 and [snake_case]", "a b, 2*3 and [snake_case]"),
        ("`[x]`", "[x]"),
        ("[**bold** words]", "[bold words]"),
    ],
)
def test_what_was_found_is_words_and_not_markup(found, shown):
    def hit(text: str) -> Hit:
        start, end = text.index("["), text.index("]") - 1
        return Hit("id", "n", text.replace("[", "").replace("]", ""), ((start, end),))

    expected = hit(shown)
    line = words_of_rows.snippet(hit(found))
    assert (line.text, line.marks) == (expected.snippet, expected.marks)
