"""Finding words in a chat: what is highlighted, what is counted, where Enter goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.ui.transcript.selection.ground import Spot

REPLY = """\
The **needle** is `here`, and **need**le too.

- an item with a needle

```python
needle = "needle"
```

| Needle | Size |
|--------|------|
| a      | needle |
"""


def test_every_hit_is_painted_and_counted(open_chat) -> None:
    desk = open_chat("Where is the needle?", REPLY, height=800)

    desk.find("needle")

    assert desk.said == "1 of 8"
    desk.area.viewport().repaint()
    assert desk.painted[0, 0] == ([(13, 19)], (13, 19))
    assert desk.painted[1, 0] == ([(4, 10), (24, 30)], None)
    assert desk.painted[1, 1] == ([(15, 21)], None)
    assert desk.painted[1, 2] == ([(0, 6), (10, 16)], None)
    assert desk.painted[1, 3] == ([(0, 6), (14, 20)], None)


def test_enter_goes_on_and_around(open_chat) -> None:
    desk = open_chat("a needle", "one needle, two needles", "no more", "the Needle")
    desk.find("needle")

    assert desk.said == "1 of 4"
    assert desk.enter("Return") == "2 of 4"
    assert desk.spot == Spot(1, 0, 4)
    assert desk.enter("Return") == "3 of 4"
    assert desk.enter("Enter") == "4 of 4"
    assert desk.found == "Needle"
    assert desk.enter("Return") == "1 of 4, from the beginning"
    assert desk.spot == Spot(0, 0, 2)
    assert desk.enter("Shift+Return") == "4 of 4, from the end"
    assert desk.enter("Shift+F3") == "3 of 4"
    assert desk.enter("F3") == "4 of 4"
    assert desk.enter("Ctrl+Shift+G") == "3 of 4"
    assert desk.enter("Ctrl+G") == "4 of 4"
    desk.button("Previous hit").click()
    assert desk.said == "3 of 4"
    desk.button("Next hit").click()
    assert desk.said == "4 of 4"


def test_keys_also_work_while_the_chat_has_the_focus(open_chat) -> None:
    desk = open_chat("a needle", "one needle")
    f3 = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_F3, Qt.KeyboardModifier.NoModifier)
    assert not desk.finder.key(f3)
    desk.find("needle")

    assert desk.finder.key(f3)
    assert desk.said == "2 of 2"
    desk.area.setFocus()
    escape = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert desk.finder.key(escape)
    assert desk.bar.isHidden()
    assert desk.area.hasFocus()
    assert not desk.finder.key(escape)


def test_it_starts_at_what_is_in_sight(open_chat) -> None:
    desk = open_chat(*(f"needle {number}" for number in range(60)), height=300)
    bar = desk.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QApplication.processEvents()
    top = desk.top()
    before = bar.value()

    desk.find("needle")

    assert desk.spot == Spot(top.message, 0, 0)
    assert desk.said == f"{top.message + 1} of 60"
    assert abs(bar.value() - before) < 40
    desk.enter("Shift+Return")
    assert desk.spot == Spot(top.message - 1, 0, 0)
    assert desk.is_in_sight()


def test_below_what_is_in_sight_it_goes_on_at_the_beginning(open_chat) -> None:
    desk = open_chat("a needle", *(f"message {number}" for number in range(60)), height=300)
    bar = desk.area.verticalScrollBar()
    bar.setValue(bar.maximum())

    desk.find("needle")

    assert desk.said == "1 of 1"
    assert desk.is_in_sight()


def test_what_it_goes_to_comes_into_sight(open_chat) -> None:
    desk = open_chat(
        *("needle" if number % 20 == 0 else f"message {number}" for number in range(200)),
        height=300,
    )
    desk.find("needle")

    for _ in range(12):
        desk.enter("Return")
        assert desk.is_in_sight()
    assert desk.said == "3 of 10"


def test_a_hit_far_to_the_right_in_code_comes_into_sight(open_chat) -> None:
    desk = open_chat("Hello", "```\n" + "word " * 100 + "needle\n```", width=500)

    desk.find("needle")

    start = desk.area.ground.caret(desk.spot).x()
    end = desk.area.ground.caret(desk.spot._replace(place=desk.spot.place + 6)).x()
    assert 0 < start < end < 500


def test_it_searches_while_typing(open_chat) -> None:
    desk = open_chat("needle", "near", "never", "nothing")
    desk.finder.open()

    desk.type("ne")
    assert desk.said == "1 of 3"
    desk.type("a")
    assert desk.said == "1 of 1"
    assert desk.spot == Spot(1, 0, 0)
    desk.enter("Backspace")
    desk.settle()
    assert desk.said == "2 of 3"
    assert desk.spot == Spot(1, 0, 0)
    desk.type("xyz")
    assert desk.said == "No hits"
    assert not desk.button("Next hit").isEnabled()
    desk.enter("Return")
    assert desk.said == "No hits"


def test_enter_while_typing_goes_to_the_first(open_chat) -> None:
    desk = open_chat("needle", "needle")
    desk.finder.open()
    QTest.keyClicks(desk.field, "needle")

    assert desk.enter("Return").startswith("1 of")
    desk.settle()
    assert desk.said == "1 of 2"


def test_only_in_the_same_case_if_that_is_wanted(open_chat) -> None:
    desk = open_chat("Needle needle", "NEEDLE")
    desk.find("Needle")
    assert desk.said == "1 of 3"

    desk.button("Match case").click()
    desk.settle()

    assert desk.said == "1 of 1"
    assert desk.found == "Needle"


def test_escape_gives_the_focus_back_and_takes_the_colours_away(open_chat) -> None:
    desk = open_chat("a needle", "one needle")
    desk.find("needle")
    assert desk.field.hasFocus()

    desk.enter("Escape")
    desk.area.viewport().repaint()

    assert desk.bar.isHidden()
    assert desk.area.hasFocus()
    assert desk.painted[0, 0] == ([], None)
    assert desk.search.count == 0


def test_escape_works_from_every_button(open_chat) -> None:
    desk = open_chat("a needle")
    for name in ("Match case", "Next hit", "Previous hit", "Close find"):
        desk.find("needle")
        desk.button(name).setFocus()
        QTest.keyClick(desk.button(name), Qt.Key.Key_Escape)
        assert desk.bar.isHidden()
        assert desk.area.hasFocus()


def test_opened_again_it_searches_the_same_words(open_chat) -> None:
    desk = open_chat("a needle", "one needle")
    desk.find("needle")
    desk.enter("Escape")

    desk.finder.open()
    desk.settle()

    assert desk.said == "1 of 2"
    assert desk.field.selectedText() == "needle"


def test_it_opens_with_what_is_selected(open_chat) -> None:
    desk = open_chat("a needle", "one needle")

    desk.finder.open("one")
    desk.settle()

    assert desk.said == "1 of 1"
    assert desk.found == "one"


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("Straße 😀 STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("😀😀 İstanbul and **ISTANBUL**", "istanbul", ["İstanbul", "ISTANBUL"]),
        ("`a` 😀\n\n```\n😀 ünder\n```", "ÜNDER", ["ünder"]),
        ("مرحبا **بالعالم** مرحبا", "مرحبا", ["مرحبا", "مرحبا"]),
        ("ไทยภาษาไทย", "ไทย", ["ไทย", "ไทย"]),
    ],
)
def test_in_every_script_the_right_letters(open_chat, text: str, term: str, found: list) -> None:
    desk = open_chat("Hello", text)
    desk.find(term)

    words = [desk.found]
    for _ in found[1:]:
        desk.enter("Return")
        words.append(desk.found)

    assert words == found


def test_a_long_message_is_searched_while_the_window_lives(open_chat) -> None:
    long = "many words in a paragraph\n\n" * 3_000 + "and a needle"
    desk = open_chat("Hello", long, "a needle")

    desk.find("needle")

    assert desk.said == "1 of 2"
    assert desk.spot.message == 1


def test_opened_again_in_a_big_chat_it_searches_when_it_has_read(open_chat) -> None:
    desk = open_chat(*(f"message **number** {number}" for number in range(1_000)))
    desk.find("number 7")
    assert desk.said == "1 of 56"
    desk.enter("Escape")

    desk.finder.open()

    assert desk.said == "Searching…"
    assert desk.enter("Return").startswith("1 of ")
    # The rest is read in slices; between two of them nothing seems to run.
    desk._qtbot.waitUntil(lambda: desk.said == "1 of 56", timeout=20_000)


def test_a_common_letter_in_a_big_chat_is_counted_in_the_end(open_chat) -> None:
    desk = open_chat(*(f"message **number** {number}" for number in range(1_000)))
    desk.finder.open()
    desk.field.setText("m")
    desk.wait(lambda: desk.said.startswith("1 of "))

    assert desk.said.endswith("…")
    assert desk.spot == Spot(0, 0, 0)
    desk.settle()

    assert desk.said == "1 of 2,000"


def test_it_is_named_for_those_who_do_not_see_it(open_chat) -> None:
    desk = open_chat("a needle")
    desk.find("needle")

    assert desk.field.accessibleName() == "Find in chat"
    assert desk.field.accessibleDescription() == "1 of 1"
    names = {"Next hit", "Previous hit", "Close find", "Match case"}
    assert {desk.button(name).accessibleName() for name in names} == names
