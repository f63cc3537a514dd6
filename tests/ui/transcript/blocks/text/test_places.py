"""Places in text: what the reader points at, in code points, in every script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QWidget

from scout_desktop.chat.markdown.inlines import Break, Inlines, Math, NoteRef, Picture, Text
from scout_desktop.chat.markdown.pieces import Line, Mark, Place
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.text.words import Words
from scout_desktop.ui.transcript.blocks.workshop import Workshop

ONE_WAY = {
    "English": "The quick brown fox jumps over the lazy dog. ",
    "Russian": "Съешь же ещё этих мягких булок. ",
    "Chinese": "视野无限广窗外有蓝天",
    "Arabic": "نص حكيم له سر قاطع ",
    "Hebrew": "דג סקרן שט בים ",
    "emoji": "😀🎉🚀 a 👍 b ",
}
RICH: Inlines = (
    Text("A 😀 "), Text("code()", code=True), Text(" and "),
    Text("link", href="https://example.org/a"), Break(False), Math("x^2"), NoteRef("n", 12),
    Break(True), Picture("a cat", "cat.png"), Text(" ends 🎉."),
)  # fmt: skip
MIXED: Inlines = (
    Text("مرحبا 😀 "), Text("print(1)", code=True), Text(" عالم abc 123 "),
    Text("هنا", href="https://example.org"), Picture("قطة", "x.png"), Text(" نهاية"),
)  # fmt: skip


def middle(words: Words | TextBlock, place: int) -> tuple[int, int]:
    box = words.caret(place)
    return box.left(), box.center().y()


@pytest.mark.parametrize("script", ONE_WAY)
@pytest.mark.parametrize("code", [False, True])
def test_pointing_where_a_place_is_finds_it(workshop: Workshop, script: str, code: bool) -> None:
    words = Words(workshop, (Text(ONE_WAY[script] * 8, code=code),))
    words.fit(300)
    assert words.height > 40
    for place in range(len(words.text)):
        assert words.place_at(*middle(words, place)) == place


@pytest.mark.parametrize("script", ["हिन्दी में क्षत्रिय श्रेष्ठ ", "ปู่ผู้ใหญ่ น้ำที่สูง ", "👩‍👩‍👧‍👦 🇩🇪 👍🏽 "])
def test_places_inside_a_letter_lead_to_its_edge(workshop: Workshop, script: str) -> None:
    words = Words(workshop, (Text(script * 5),))
    words.fit(200)
    found = {words.place_at(*middle(words, place)) for place in range(len(words.text) + 1)}
    for place in found:
        assert words.place_at(*middle(words, place)) == place
    assert len(found) > len(script)
    for place in found - {len(words.text)}:
        # Never between a letter and what is joined to it.
        assert not unicodedata.combining(words.text[place])
        assert words.text[place] != "\u200d"


@pytest.mark.parametrize("inlines", [RICH, MIXED])
def test_places_count_what_is_copied_not_what_is_drawn(
    workshop: Workshop, inlines: Inlines
) -> None:
    words = Words(workshop, inlines)
    words.fit(250)
    assert words.text == plain_inlines(inlines)
    for place in range(len(words.text) + 1):
        at = middle(words, place)
        found = words.place_at(*at)
        assert middle(words, found) == at
        start, end = words.line_at(place)
        assert 0 <= start <= place <= end <= len(words.text)


@pytest.mark.parametrize("inlines", [RICH, MIXED])
def test_rows_follow_each_other_without_gaps(workshop: Workshop, inlines: Inlines) -> None:
    words = Words(workshop, inlines * 3)
    words.fit(180)
    place, rows = 0, 0
    while place < len(words.text):
        start, end = words.line_at(place)
        # A label that is broken over two rows is one place in both.
        assert start <= place < end
        place, rows = end, rows + 1
    assert rows >= 6


def test_pictures_formulas_and_notes_are_taken_whole(workshop: Workshop) -> None:
    words = Words(workshop, RICH)
    words.fit(2_000)
    start = words.text.index("[picture")
    end = words.text.index(" ends")
    left, right = words.caret(start).left(), words.caret(end).left()
    assert right - left > 100
    found = {words.place_at(x, 30) for x in range(left, right)}
    assert found == {start, end}
    note = words.text.index("[12]")
    assert {words.caret(place).left() for place in range(note, note + 4)} == {
        words.caret(note).left()
    }


def test_below_and_above_and_beside_the_text_the_nearest_place_is_found(
    workshop: Workshop,
) -> None:
    words = Words(workshop, (Text("one two three four five six seven eight"),))
    words.fit(120)
    assert words.place_at(-50, -50) == 0
    assert words.place_at(900, 900) == len(words.text)
    first = words.line_at(0)
    # The space at which the row was broken is not passed: behind it is the next row.
    assert words.place_at(900, 5) == first[1] - 1
    assert words.place_at(-5, 26) == first[1]


def test_a_link_is_found_where_its_words_are_and_nowhere_else(workshop: Workshop) -> None:
    inlines = (Text("see "), Text("here 😀", href="https://example.org/%41?q=1"), Text(" now"))
    words = Words(workshop, inlines)
    words.fit(400)
    start, end = words.caret(4).left(), words.caret(10).left()
    zones = [words.zone_at(x, 10) for x in range(-3, 400)]
    inside = [x - 3 for x, zone in enumerate(zones) if zone is not None]
    assert start - 1 <= min(inside) <= start + 1
    assert end - 2 <= max(inside) <= end + 1
    zone = words.zone_at((start + end) // 2, 10)
    assert zone is not None
    assert zone.kind == "link"
    assert zone.address == "https://example.org/%41?q=1"
    assert "example.org" in zone.tip
    assert words.zone_at((start + end) // 2, 30) is None


def test_a_link_in_right_to_left_text_is_found_too(workshop: Workshop) -> None:
    block = TextBlock(workshop, Line(MIXED, place=Place(depth=1, mark=Mark())))
    block.fit(700)
    place = block.text.index("هنا")
    left, right = sorted((block.caret(place).left(), block.caret(place + 2).left()))
    zone = block.zone_at((left + right) // 2, 10)
    assert zone is not None
    assert zone.address == "https://example.org"


def test_the_label_of_a_picture_tells_where_it_would_be(workshop: Workshop) -> None:
    words = Words(workshop, (Picture("a cat", "file:///etc/passwd"),))
    words.fit(400)
    zone = words.zone_at(40, 10)
    assert zone is not None
    assert zone.kind == "picture"
    assert "file:///etc/passwd" in zone.tip


def test_text_begins_where_its_script_begins(workshop: Workshop) -> None:
    latin = TextBlock(workshop, Line((Text("word"),), place=Place(quotes=1, depth=1)))
    arabic = TextBlock(workshop, Line((Text("كلمة"),), place=Place(quotes=1, depth=1)))
    latin.fit(500)
    arabic.fit(500)
    assert not latin.is_rtl
    assert arabic.is_rtl
    assert latin.caret(0).left() == 500 - arabic.caret(0).left() > 30
    numbers = TextBlock(workshop, Line((Text("1. 😀 "), Text("שלום"))))
    assert numbers.is_rtl


@pytest.mark.parametrize(
    "first", [Text("f(x)", code=True), Math("x"), NoteRef("n", 1), Picture("cat", "a.png")]
)
def test_code_at_the_beginning_does_not_turn_arabic_around(
    workshop: Workshop, first: Text | Math | NoteRef | Picture
) -> None:
    assert Words(workshop, (first, Text(" كلمة"))).is_rtl
    assert not Words(workshop, (first, Text(" 1, 2"))).is_rtl
    assert not Words(workshop, (Text("See ", code=False), Text("كود", code=True))).is_rtl
    assert Words(workshop, (Text("كود", code=True), Text(" 12"))).is_rtl
    link = Text("link", href="https://example.org")
    assert not Words(workshop, (link, Text(" كلمة"))).is_rtl


@pytest.mark.parametrize(("align", "place"), [("left", 0), ("right", 1), ("center", 0.5)])
@pytest.mark.parametrize("word", ["word", "كلمة"])
def test_cells_stand_where_their_column_says(
    workshop: Workshop, align: str, place: float, word: str
) -> None:
    words = Words(workshop, (Text(word),), align=align)
    words.fit(500)
    edges = words.caret(0).left(), words.caret(4).left()
    free = 500 - (max(edges) - min(edges))
    assert abs(min(edges) - free * place) <= 2


def test_code_in_arabic_keeps_its_parentheses_on_the_right(workshop: Workshop) -> None:
    words = Words(workshop, (Text("كلمة "), Text("f(x)", code=True), Text(" كلمة")))
    words.fit(600)
    lefts = [words.caret(5 + n).left() for n in range(4)]
    assert lefts == sorted(lefts)
    assert lefts[3] - lefts[0] > 15


_ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_INLINE = st.one_of(
    st.builds(
        Text, _ANY, strong=st.booleans(), code=st.booleans(), href=st.none() | st.just("https://a")
    ),
    st.builds(Break, st.booleans()),
    st.builds(Picture, _ANY, _ANY),
    st.builds(Math, _ANY),
    st.builds(NoteRef, _ANY, st.integers(1, 99)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_INLINE, max_size=6), st.integers(30, 400))
def test_any_text_has_places_that_hold_together(inlines: list[object], width: int) -> None:
    words = Words(_kept(), tuple(inlines))
    assert words.fit(width) % 21 == 0
    assert words.text == plain_inlines(tuple(inlines))
    for place in range(0, len(words.text) + 1, 3):
        box = words.caret(place)
        assert 0 <= box.top() < words.height
        assert 0 <= words.place_at(box.left(), box.center().y()) <= len(words.text)
        start, end = words.line_at(place)
        assert 0 <= start <= end <= len(words.text)
        words.zone_at(box.left(), box.center().y())


_WORKSHOPS: list[Workshop] = []


def _kept() -> Workshop:
    return _WORKSHOPS[0]


@pytest.fixture(autouse=True, scope="module")
def _one_workshop_for_all_examples(dressed: Theme):
    viewport = QWidget()
    _WORKSHOPS.append(Workshop(dressed, viewport))
    yield
    _WORKSHOPS.clear()
    viewport.deleteLater()
