"""Selecting with the keyboard, through blocks and messages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

KEY = QKeySequence.StandardKey
REPLY = """\
The first 👩‍👩‍👧 नमस्ते end

- one item

```python
def f(x):
    return x + 1
```

| Name | Size |
|------|-----:|
| left | right |

Last words."""


def test_letters_are_what_a_reader_takes_for_one(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.click(desk.point("👩‍👩‍👧"))

    desk.keys(KEY.SelectNextChar, 1)
    assert desk.selected == "👩‍👩‍👧"
    desk.keys(KEY.SelectNextChar, 4)
    assert desk.selected == "👩‍👩‍👧 नमस्ते"
    desk.keys(KEY.SelectPreviousChar, 5)
    assert desk.selection.is_empty
    desk.keys(KEY.SelectPreviousChar, 2)
    assert desk.selected == "t "


def test_from_one_block_into_the_next_and_into_another_message(open_chat) -> None:
    desk = open_chat("Hello", REPLY)
    desk.click(desk.point("lo"))

    desk.keys(KEY.SelectNextChar, 2)
    assert desk.selected == "lo"
    desk.keys(KEY.SelectNextChar, 2)
    assert desk.selected == "lo\n\nT"
    desk.click(desk.point("one item"))
    desk.keys(KEY.SelectPreviousChar, 2)
    assert desk.selected == "d"


def test_words(open_chat) -> None:
    desk = open_chat("Hello", "It doesn't matter at all")
    desk.click(desk.point("doesn't"))

    desk.keys(KEY.SelectNextWord, 2)
    assert desk.selected == "doesn't matter "
    desk.keys(KEY.SelectPreviousWord, 3)
    assert desk.selected == "It "
    desk.keys(KEY.SelectPreviousWord, 2)
    assert desk.selected == "Hello\n\nIt "


def test_rows_down_and_up_through_code_and_tables(open_chat) -> None:
    desk = open_chat("Hello", REPLY, height=900)
    desk.click(desk.point("one item"))
    heads = []

    for _ in range(6):
        desk.keys(KEY.SelectNextLine, 1)
        head = desk.selection._stretch.head
        heads.append((head.block, desk.ground.block(1, head.block).line_at(head.place)[0]))
    assert heads[:2] == [(2, 0), (2, 10)]
    assert [block for block, _ in heads] == [2, 2, 3, 3, 4, 4]
    assert desk.selected.startswith("• one item\n\ndef f(x):")
    assert desk.selected.endswith("Last words.")

    desk.keys(KEY.SelectPreviousLine, 4)
    assert desk.selection._stretch.head.block == 2
    desk.keys(KEY.SelectPreviousLine, 2)
    assert desk.selection._stretch.head.block == 0


def test_rows_keep_their_column(open_chat) -> None:
    desk = open_chat("Hello", "mmmmmmmmmm\n\ni\n\nmmmmmmmmmm")
    desk.click(desk.point("mmm") + desk.viewport.rect().topLeft())
    spot = desk.selection._stretch.head._replace(place=6)
    desk.selection._stretch.put(spot, spot)

    desk.keys(KEY.SelectNextLine, 1)
    assert desk.selection._stretch.head.place == 1
    desk.keys(KEY.SelectNextLine, 1)

    assert desk.selection._stretch.head[1:] == (2, 6)


def test_to_the_ends_of_a_row(open_chat) -> None:
    words = "several words that will not fit into one row of so narrow a window"
    desk = open_chat("Hello", words, width=300)
    desk.click(desk.point("words"))

    desk.key(KEY.SelectStartOfLine)
    assert desk.selected == "several "
    desk.key(KEY.SelectEndOfLine)
    row = desk.selected
    assert words.startswith("several " + row)
    assert 0 < len(row) < len(words) - 20


def test_arabic_goes_the_way_the_arrow_points(open_chat) -> None:
    desk = open_chat("Hello", "مرحبا بالعالم")
    desk.click(desk.point("با"))

    assert desk.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)

    assert desk.selected == "ب"


def test_to_the_ends_of_the_chat(open_chat) -> None:
    desk = open_chat("Hello", REPLY, "Thanks", height=300)
    desk.click(desk.point("first"))

    desk.key(KEY.SelectEndOfDocument)
    assert desk.selected.startswith("first ")
    assert desk.selected.endswith("Thanks")
    assert desk.area.verticalScrollBar().value() > 0
    assert desk.viewport.rect().contains(desk.ground.caret(desk.selection._stretch.head))
    desk.key(KEY.SelectStartOfDocument)
    assert desk.selected == "Hello\n\nThe "
    assert desk.viewport.rect().contains(desk.ground.caret(desk.selection._stretch.head))


def test_what_is_carried_to_comes_into_sight(open_chat) -> None:
    desk = open_chat(*(f"Message {number}" for number in range(60)), height=300)
    desk.click(desk.point("Message 0"))

    desk.keys(KEY.SelectNextLine, 30)

    caret = desk.ground.caret(desk.selection._stretch.head)
    assert desk.viewport.rect().contains(caret)
    assert desk.selection._stretch.head.message == 30


def test_the_end_of_a_long_line_of_code_comes_into_sight(open_chat) -> None:
    desk = open_chat("Hello", "```\n" + "word " * 100 + "end\n```", width=500)
    desk.click(desk.point("word"))

    desk.key(KEY.SelectEndOfLine)

    assert desk.selected.endswith("word end")
    assert 0 < desk.ground.caret(desk.selection._stretch.head).x() < 500


def test_everything_and_nothing(open_chat) -> None:
    desk = open_chat("Hello", "There")

    assert desk.key(KEY.SelectAll)
    assert desk.selected == "You:\nHello\n\nReply:\nThere"
    assert desk.key(Qt.Key.Key_Escape)
    assert desk.selection.is_empty
    assert not desk.is_for_selecting(Qt.Key.Key_Escape)
    assert not desk.is_for_selecting(KEY.Copy)
    assert not desk.is_for_selecting(Qt.Key.Key_Down)


def test_a_message_that_has_the_focus_is_where_keys_begin(open_chat) -> None:
    desk = open_chat("Hello", "There", "Again")

    desk.selection.begin_at(2)
    desk.keys(KEY.SelectNextWord, 1)

    assert desk.selected == "Again"


def test_without_anything_keys_begin_at_the_top_of_what_is_in_sight(open_chat) -> None:
    desk = open_chat(*(f"Message {number}" for number in range(60)), height=300)
    desk.area.verticalScrollBar().setValue(desk.area.verticalScrollBar().maximum())

    desk.keys(KEY.SelectNextLine, 1)

    assert desk.selection._stretch.anchor.message > 40


def test_an_empty_chat_has_nothing_to_select(open_chat) -> None:
    desk = open_chat()

    assert not desk.is_for_selecting(KEY.SelectAll)
    assert not desk.is_for_selecting(KEY.SelectNextChar)
    assert desk.selection.is_empty


def test_other_messages_drop_the_selection_that_touched_those_before(open_chat) -> None:
    desk = open_chat("Hello", "There", "Again")
    desk.click(desk.point("There"))
    desk.keys(KEY.SelectNextWord, 1)

    desk.selection.keep_before(2)
    assert desk.selected == "There"
    desk.selection.keep_before(1)
    assert desk.selection.is_empty
