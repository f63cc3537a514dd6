"""Paragraphs of many thousand characters: laid out in stretches, as if they were laid out whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QTextLayout

from scout_desktop.chat.markdown.inlines import Break, Inlines, Text
from scout_desktop.ui.transcript.blocks.block import Marks
from scout_desktop.ui.transcript.blocks.text.words import Words
from scout_desktop.ui.transcript.blocks.workshop import Workshop

SCRIPTS = {
    "English": "The quick brown fox, jumping over 12 lazy dogs (at 3.5 km/h), goes home. ",
    "Arabic": "نص حكيم له سر قاطع (abc, def) 123 وذو شأن عظيم 45% مكتوب. ",
    "Hebrew and English": "שלום hello (עולם) world 12, foo_bar() שוב — and so on: ",
    "Hindi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा। ",
    "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน ",
    "Chinese": "视野无限广，窗外有蓝天。天地玄黄，宇宙洪荒(1)。",
    "emoji": "😀🎉🚀 so 👩‍👩‍👧‍👦 it 🇩🇪 goes 👍🏽 on ",
    "one word": "supercalifragilistic",
}
LENGTH = 9_000


def rows(words: Words) -> list[tuple[int, int]]:
    """Where each row on the screen begins and ends."""
    found, place = [], 0
    while place < len(words.text):
        found.append(words.line_at(place))
        place = found[-1][1]
    return found


def whole(workshop: Workshop, text: str, mirrored: bool, width: int) -> list[int]:
    """Where Qt begins the lines of a text in one layout, in UTF-16 units."""
    layout = QTextLayout(text, workshop.formats.font("body"))
    layout.setTextOption(workshop.formats.option("", mirrored))
    starts = []
    layout.beginLayout()
    line = layout.createLine()
    while line.isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
        line = layout.createLine()
    layout.endLayout()
    return starts


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_long_paragraph_breaks_where_it_would_in_one_piece(
    workshop: Workshop, script: str
) -> None:
    # Two stretches; beyond 4,096 characters Qt itself shapes in parts, and cuts syllables in two.
    text = (SCRIPTS[script] * 4_000)[:4_000]
    words = Words(workshop, (Text(text),))
    words.fit(500)
    begun = [units(text[:start]) for start, _ in rows(words)]
    assert begun == whole(workshop, text, words.is_rtl, 500)
    assert words.height == 21 * len(begun) > 700


@pytest.mark.parametrize("script", SCRIPTS)
def test_however_a_paragraph_grew_it_looks_as_if_it_had_come_at_once(
    workshop: Workshop, script: str
) -> None:
    run = SCRIPTS[script] * 3
    inlines: Inlines = tuple(
        Text(run, strong=n % 3 == 1, code=n % 5 == 2, href="https://a.example" if n == 7 else None)
        for n in range(LENGTH // len(run))
    )
    grown = Words(workshop, inlines[:1])
    for end in range(2, len(inlines)):
        half = Text(run[: len(run) // 2])
        grown.show((*inlines[: end - 1], half))
        grown.fit(500)
    grown.show(inlines)
    fresh = Words(workshop, inlines)
    assert grown.fit(500) == fresh.fit(500) > 1_500
    assert grown.text == fresh.text
    assert rows(grown) == rows(fresh)
    assert picture(grown, -300) == picture(fresh, -300)
    for place in range(0, len(fresh.text), 97):
        assert grown.caret(place) == fresh.caret(place)


def picture(words: Words, y: int) -> QImage:
    image = QImage(520, 900, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    words.paint(painter, 5, y, QRect(0, 0, 520, 900), Marks(selection=(700, 1_800)))
    painter.end()
    return image


def test_what_was_taken_back_at_the_end_is_gone(workshop: Workshop) -> None:
    text = SCRIPTS["English"] * 100
    words = Words(workshop, (Text(text),))
    words.fit(400)
    for end in (len(text) - 1, 5_000, 3_001, 2_999, 100, 0):
        words.show((Text(text[:end]),))
        assert words.fit(400) == Words(workshop, (Text(text[:end]),)).fit(400)
        assert len(words.text) == end


def test_a_change_at_the_beginning_is_not_missed(workshop: Workshop) -> None:
    text = SCRIPTS["English"] * 100
    words = Words(workshop, (Text(text),))
    words.fit(400)
    for inlines in ((Text(text, strong=True),), (Text("WWWWW" + text),), (Text("؟ שלום " + text),)):
        words.show(inlines)
        fresh = Words(workshop, inlines)
        assert words.fit(400) == fresh.fit(400)
        assert picture(words, 0) == picture(fresh, 0)
        assert words.is_rtl == fresh.is_rtl


def test_places_hold_together_over_the_seams(workshop: Workshop) -> None:
    words = Words(workshop, (Text(SCRIPTS["English"] * 100),))
    words.fit(400)
    for place in range(1_500, 4_500):
        box = words.caret(place)
        assert words.place_at(box.left(), box.center().y()) == place


def test_many_hard_breaks_are_many_rows(workshop: Workshop) -> None:
    inlines: Inlines = tuple(part for n in range(1_500) for part in (Text(f"r{n}"), Break(True)))
    words = Words(workshop, inlines[:-1])
    assert words.fit(500) == 1_500 * 21
    assert words.caret(words.text.index("r1200")).top() == 1_200 * 21


def test_only_what_is_in_sight_of_a_long_paragraph_is_painted(workshop: Workshop) -> None:
    words = Words(workshop, (Text(SCRIPTS["English"] * 100),))
    words.fit(500)
    image = QImage(520, 900, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    words.paint(painter, 5, -500, QRect(0, 400, 520, 21))
    painter.end()
    inked = {y for y in range(900) for x in range(520) if image.pixel(x, y) != 0xFFFFFFFF}
    assert inked
    assert inked <= set(range(400 - 2 * 21, 421 + 21))
