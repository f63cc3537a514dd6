"""What was found is seen in the row, in any script, however narrow the pane is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter

from scout_desktop.ui.conversations.rows.marked import (
    Inks,
    fitted,
    paint,
    reads_from_right,
)
from scout_desktop.ui.conversations.rows.words import Line

RED, YELLOW = QColor("#ff0000"), QColor("#ffff00")
FOUND = {
    "latin": ("which we measured along the northern harbour wall, three millimetres", "harbour"),
    "thai": ("และเราวัดรอยแตกตามแนวกำแพงด้านเหนือของท่าเรือเมื่อปีที่แล้วซึ่งกว้างกว่า", "ท่าเรือ"),
    "arabic": ("قمنا بقياس الشقوق في العام الماضي على طول الجدار الشمالي من الميناء", "الميناء"),
    "chinese": ("我们去年沿着港口北面的墙测量了裂缝的宽度并且写下了所有的结果和照片", "照片"),
    "emoji": (
        "👨‍👩‍👧‍👦 a family by the sea with 🧜🏽‍♀️ and a lot of words before 👩🏽‍🚀 at the end",
        "👩🏽‍🚀",
    ),
}


def line(text: str, word: str) -> Line:
    start = text.index(word)
    return Line(text, ((start, start + len(word)),))


@pytest.mark.parametrize("script", FOUND)
@pytest.mark.parametrize("width", [90, 150, 230])
def test_the_mark_is_within_what_is_shown_and_says_the_word(theme, script, width):
    text, word = FOUND[script]

    shown = fitted(line(text, word), theme.font("caption"), width)

    ((start, end),) = shown.marks
    assert shown.text[start:end] == word
    assert QFontMetricsF(theme.font("caption")).horizontalAdvance(shown.text) <= width
    assert shown.text.startswith("…")


def test_what_fits_is_shown_as_it_is(theme):
    whole = line("the harbour wall", "harbour")
    assert fitted(whole, theme.font("caption"), 400) is whole


def test_the_cut_stands_between_words_where_there_are_words(theme):
    text, word = FOUND["latin"]
    shown = fitted(line(text, word), theme.font("caption"), 150).text
    before = shown[1 : shown.index(word)]
    assert f" {before}" in text


@pytest.mark.parametrize("script", ["thai", "emoji"])
def test_a_letter_keeps_its_marks_at_either_cut(theme, script):
    text, word = FOUND[script]
    for width in range(60, 260, 7):
        shown = fitted(line(text, word), theme.font("caption"), width).text
        inner = shown.strip("…")
        assert not unicodedata.category(inner[0]).startswith("M")
        assert inner[0] != "\u200d"
        rest = text[text.index(inner) + len(inner) :]
        assert rest[:1] in ("", " ") or not unicodedata.category(rest[0]).startswith("M")


@settings(max_examples=60)
@given(st.text(max_size=60), st.data(), st.floats(0, 300))
def test_nothing_typed_by_anyone_breaks_the_row(dressed, text, data, width):
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    marks = tuple(zip(places[::2], places[1::2], strict=False))

    shown = fitted(Line(text, marks), dressed.font("caption"), width)

    assert all(0 <= start <= end <= len(shown.text) for start, end in shown.marks)


def painted(theme, shown: Line, width: int) -> QImage:
    image = QImage(width, 20, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    inks = Inks(RED, QBrush(YELLOW), QBrush(QColor("black")))
    paint(painter, QRect(0, 0, width, 20), shown, theme.font("caption"), inks)
    painter.end()
    return image


def columns(image: QImage, colour: QColor) -> list[int]:
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y) == colour for y in range(image.height()))
    ]


@pytest.mark.parametrize("script", FOUND)
def test_the_ground_of_the_mark_lies_under_the_word_and_nowhere_else(theme, script):
    text, word = FOUND[script]
    shown = fitted(line(text, word), theme.font("caption"), 200)

    ground = columns(painted(theme, shown, 200), YELLOW)

    assert ground, "the mark is on the screen"
    wide = QFontMetricsF(theme.font("caption")).horizontalAdvance(word)
    assert abs((ground[-1] - ground[0]) - wide) < 8


def test_a_line_read_from_the_right_begins_there(theme):
    ground = columns(painted(theme, line("الميناء القديم", "الميناء"), 300), YELLOW)
    assert ground[-1] > 290
    assert reads_from_right("123 الميناء old")
    assert not reads_from_right("123 old الميناء")
    assert not reads_from_right("123 …")
