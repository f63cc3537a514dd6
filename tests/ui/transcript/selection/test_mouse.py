"""Selecting with the mouse, as everywhere: letters, words, lines, past the edge, with Shift."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier

REPLY = """\
The **first** paragraph is here.

- one item
- another item

```python
def f(x):
    return x + 1
```

| Name | Size |
|------|-----:|
| left | right |

Last words."""


def test_a_drag_selects_what_it_passes(open_chat) -> None:
    desk = open_chat("Hello there", REPLY)

    desk.drag(desk.point("first"), desk.point(" here"))

    assert desk.selected == "first paragraph is"


def test_backwards_it_is_the_same(open_chat) -> None:
    desk = open_chat("Hello there", REPLY)

    desk.drag(desk.point(" here"), desk.point("first"))

    assert desk.selected == "first paragraph is"


def test_a_drag_goes_through_lists_code_tables_and_messages(open_chat) -> None:
    desk = open_chat("Hello there", REPLY, height=900)

    desk.drag(desk.point("there"), desk.point(" words"))

    assert desk.selected == (
        "there\n\nThe first paragraph is here.\n\n• one item\n• another item\n\n"
        "def f(x):\n    return x + 1\n\nName\tSize\nleft\tright\n\nLast"
    )


def test_within_code_and_cells_it_is_exact(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)

    desk.drag(desk.point("f(x)"), desk.point(" x + 1"))
    assert desk.selected == "f(x):\n    return"
    desk.drag(desk.point("Size"), desk.point("ft"))
    assert desk.selected == "Size\nle"


def test_every_block_in_between_is_painted_as_selected(open_chat) -> None:
    desk = open_chat("Hello there", REPLY, height=900)
    desk.drag(desk.point("there"), desk.point(" words"))

    assert desk.selection.span_in(0, 0) == (6, 11)
    texts = [desk.ground.block(1, block).text for block in range(5)]
    assert [desk.selection.span_in(1, block) for block in range(5)] == [
        (0, len(text)) for text in texts
    ]
    assert desk.selection.span_in(1, 5) == (0, 4)


def test_a_click_selects_nothing_and_drops_what_was(open_chat) -> None:
    desk = open_chat("Hello there", REPLY)
    desk.drag(desk.point("first"), desk.point(" here"))

    desk.click(desk.point("item"))

    assert desk.selection.is_empty


def test_a_click_on_a_link_asks_and_a_drag_over_it_does_not(open_chat) -> None:
    desk = open_chat("Hello", "See [this page](https://example.com) now")
    window = desk.area.window()

    desk.drag(desk.point("this"), desk.point("page"))
    assert desk.selected == "this "
    assert window.findChildren(QDialog) == []
    desk.click(desk.point("page"))

    (question,) = window.findChildren(QDialog)
    assert desk.selection.is_empty
    question.close()


def test_a_trembling_hand_still_clicks(open_chat) -> None:
    desk = open_chat("Hello there", REPLY)
    point = desk.point("item")

    desk.press(point)
    desk.move(point + QPoint(2, 0))
    desk.release(point + QPoint(2, 0))

    assert desk.selection.is_empty


def test_the_right_button_leaves_the_selection_alone(open_chat, qtbot) -> None:
    desk = open_chat("Hello there", REPLY)
    desk.drag(desk.point("first"), desk.point(" here"))

    qtbot.mouseClick(desk.viewport, Qt.MouseButton.RightButton, pos=desk.point("item"))

    assert desk.selected == "first paragraph is"


def test_shift_and_a_click_carry_the_selection_there(open_chat) -> None:
    desk = open_chat("Hello there", REPLY)

    desk.click(desk.point("first"))
    desk.click(desk.point(" is here"), SHIFT)
    assert desk.selected == "first paragraph"
    desk.click(desk.point(" paragraph"), SHIFT)
    assert desk.selected == "first"
    desk.click(desk.point("The"), SHIFT)
    assert desk.selected == "The "


@pytest.mark.parametrize(
    ("text", "at", "word"),
    [
        ("The first word", "irst", "first"),
        ("The first word", "The", "The"),
        ("It doesn't matter", "esn", "doesn't"),
        ("see snake_case_name now", "case", "snake_case_name"),
        ("about 3.14 of it", ".1", "3.14"),
        ("a (word) in brackets", "ord", "word"),
        ("ภาษาไทยเป็นภาษา", "ทย", "ไทย"),
        ("我喜欢学习中文，你呢？", "学习", "我喜欢学习中文"),
        ("カタカナとひらがな", "タカ", "カタカナ"),
        ("مرحبا بالعالم", "العالم", "بالعالم"),
        ("नमस्ते दुनिया", "दु", "दुनिया"),
        ("한국어 단어", "단어", "단어"),
        ("so 👩‍👩‍👧 it is", "👩‍👩‍👧", "👩‍👩‍👧"),
        ("😀😀 behind emoji", "hind", "behind"),
    ],
)
def test_a_double_click_takes_the_word(open_chat, text: str, at: str, word: str) -> None:
    desk = open_chat("Hello", text)
    spot = desk.point(at)
    # In Arabic the letter lies on the other side of where it begins.
    inside = spot - QPoint(4, 0) if "م" in text else spot + QPoint(1, 0)

    desk.double_click(inside)

    assert desk.selected == word


def test_a_double_click_on_the_last_half_of_a_letter_takes_its_word(open_chat) -> None:
    desk = open_chat("Hello", "One word here")

    desk.double_click(desk.point(" here") - QPoint(2, 0))

    assert desk.selected == "word"


def test_dragging_on_after_a_double_click_takes_whole_words(open_chat) -> None:
    desk = open_chat("Hello", "The first paragraph is here, with words.")

    desk.double_press(desk.point("ragraph"))
    desk.move(desk.point("ith"))
    assert desk.selected == "paragraph is here, with"
    desk.move(desk.point("irst"))
    desk.release(desk.point("irst"))
    assert desk.selected == "first paragraph"


def test_a_third_click_takes_the_paragraph_the_line_of_code_or_the_cell(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)

    for at, line in (
        ("paragraph", "The first paragraph is here."),
        ("return", "    return x + 1"),
        ("right", "right"),
    ):
        desk.triple_press(desk.point(at))
        desk.release(desk.point(at))
        assert desk.selected == line


def test_dragging_on_after_a_third_click_takes_whole_lines(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)

    desk.triple_press(desk.point("another"))
    desk.move(desk.point("paragraph"))
    desk.release(desk.point("paragraph"))

    assert desk.selected == "The first paragraph is here.\n\n• one item\n• another item"


def test_a_slow_third_click_is_a_click(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.double_click(desk.point("paragraph"))
    desk._time += 2_000

    desk.click(desk.point("paragraph"))

    assert desk.selection.is_empty


def test_past_the_edge_it_scrolls_and_goes_on_selecting(open_chat) -> None:
    texts = [f"Message number {number}" for number in range(80)]
    desk = open_chat(*texts, height=300)
    bar = desk.area.verticalScrollBar()
    start = desk.point("Message number 0")

    desk.press(start)
    desk.move(start + QPoint(30, 40))
    desk.move(QPoint(start.x() + 30, 600))
    desk.wait(lambda: bar.value() > 400)
    desk.move(QPoint(start.x() + 30, 150))
    there = bar.value()
    desk.release(QPoint(start.x() + 30, 150))
    end = desk.selection._stretch.head

    assert end.message > 5
    assert desk.selected.startswith("You:\nMessage number 0\n\nReply:\nMessage number 1\n\n")
    desk.viewport.repaint()
    assert bar.value() == there

    desk.press(QPoint(start.x(), 150))
    desk.move(QPoint(start.x(), -2_000))
    desk.wait(lambda: bar.value() == 0)
    desk.release(QPoint(start.x(), -2_000))
    assert desk.selected.startswith("You:\nMessage number 0")


def test_at_the_side_of_a_long_line_of_code_it_goes_on(open_chat) -> None:
    desk = open_chat("Hello", "```\n" + "word " * 100 + "end\n```", width=500)
    start = desk.point("word")

    desk.press(start)
    for _ in range(300):
        desk.move(QPoint(495, start.y()))
    desk.release(QPoint(495, start.y()))

    assert desk.selected == "word " * 100 + "end"


def test_without_the_button_the_pointer_selects_nothing(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.click(desk.point("paragraph"))

    desk.move(desk.point("item"))

    assert desk.selection.is_empty
