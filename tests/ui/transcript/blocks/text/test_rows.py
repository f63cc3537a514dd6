"""Rows of text: as tall in every script, broken where they must, taller only for a formula."""

from __future__ import annotations

import weakref
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPainter

from scout_desktop.chat.markdown.inlines import Break, Inlines, Math, Text
from scout_desktop.chat.markdown.pieces import HERE, Line, Mark, Place, RulePiece
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.gaps import gap_above
from scout_desktop.ui.transcript.blocks.rule import RuleBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.text.words import Words
from scout_desktop.ui.transcript.blocks.workshop import Workshop

SCRIPTS = {
    "English": "The quick brown fox jumps over the lazy dog and goes home. ",
    "German": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. ",
    "Vietnamese": "Tiếng Việt có nhiều dấu: ặ ẫ ổ ữ ỵ, và còn nữa. ",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ",
    "Russian": "Съешь же ещё этих мягких французских булок. ",
    "Arabic": "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر. ",
    "Hebrew": "דג סקרן שט בים מאוכזב ולפתע מצא חברה. ",
    "Hindi": "ऋषियों को सताने वाले दुष्ट राक्षसों के राजा रावण का सर्वनाश। ",
    "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า ปู่ผู้ใหญ่ น้ำที่สูง ",
    "Chinese": "视野无限广，窗外有蓝天。天地玄黄，宇宙洪荒。",
    "Japanese": "いろはにほへと ちりぬるを わかよたれそ つねならむ。",
    "Korean": "키스의 고유조건은 입술끼리 만나야 하고 특별한 기술은 필요치 않다. ",
    "emoji": "😀 🎉 🚀 👍🏽 🇩🇪 👩‍👩‍👧‍👦 ❤️ ",
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize(("kind", "tall"), [("body", 21), ("heading_1", 27), ("heading_2", 23)])
def test_a_row_is_as_tall_in_every_script(
    workshop: Workshop, script: str, kind: str, tall: int
) -> None:
    words = Words(workshop, (Text(SCRIPTS[script] * 6),), kind)
    height = words.fit(400)
    rows = height // tall
    assert height == rows * tall
    assert rows >= 2
    assert {words.caret(place).height() for place in range(0, len(words.text), 7)} == {tall}
    assert all(words.caret(place).top() % tall == 0 for place in range(len(words.text)))


def test_scripts_mixed_in_one_paragraph_do_not_move_its_rows(workshop: Workshop) -> None:
    plain = Words(workshop, (Text("word " * 10),))
    mixed = Words(workshop, tuple(Text(f"{some[:12]} ", strong=n % 2 == 0, code=n % 3 == 0)
                                  for n, some in enumerate(SCRIPTS.values())))  # fmt: skip
    assert plain.fit(2_000) == mixed.fit(2_000) == 21
    assert plain.baseline == mixed.baseline


def test_a_larger_text_size_makes_taller_rows(workshop: Workshop, theme: Theme) -> None:
    theme.zoom(2.0)
    workshop.restyle()
    assert Words(workshop, (Text("big"),)).fit(400) == 42


def test_what_is_narrower_is_taller_and_the_same_width_is_not_laid_out_again(
    workshop: Workshop,
) -> None:
    words = Words(workshop, (Text("one two three four five six seven"),))
    wide, narrow = words.fit(600), words.fit(60)
    assert wide == 21
    assert narrow > 3 * 21
    assert words.fit(600) == 21
    assert words.natural_width <= 600
    assert words.fit(words.natural_width) == 21
    assert words.fit(words.natural_width - 2) == 42


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("align", ["", "left", "center", "right"])
def test_however_the_width_was_reached_everything_stands_in_its_place(
    workshop: Workshop, script: str, align: str
) -> None:
    inlines = (Text(SCRIPTS[script].strip()), Break(True), Text("second"))
    words = Words(workshop, inlines, align=align)
    for width in (words.natural_width, 900, 120, words.natural_width + 1, 700, 60, 900):
        fresh = Words(workshop, inlines, align=align)
        assert words.fit(width) == fresh.fit(width)
        places = range(0, len(words.text), 5)
        assert [words.caret(at) for at in places] == [fresh.caret(at) for at in places]


def test_a_word_wider_than_the_column_is_broken(workshop: Workshop) -> None:
    words = Words(workshop, (Text("a" * 200),))
    words.fit(100)
    assert words.height > 10 * 21
    assert max(words.caret(place).right() for place in range(201)) <= 101


def test_a_hard_break_begins_a_row_and_a_soft_one_is_a_space(workshop: Workshop) -> None:
    words = Words(workshop, (Text("one"), Break(False), Text("two"), Break(True), Text("three")))
    assert words.fit(400) == 42
    assert words.text == "one two\nthree"
    assert words.caret(8).top() == 21


def test_no_text_at_all_is_one_row(workshop: Workshop) -> None:
    for inlines in ((), (Text(""),)):
        words = Words(workshop, inlines)
        assert words.fit(300) == 21
        assert words.place_at(100, 10) == 0
        assert words.caret(0).height() == 21
        assert words.line_at(0) == (0, 0)


class Fraction:
    """A formula as tall as two rows."""

    size = QSizeF(30, 40)
    ascent = 25.0

    def __init__(self) -> None:
        self.painted: list[tuple[float, float]] = []

    def paint(self, painter: QPainter, x: float, baseline: float) -> None:
        self.painted.append((x, baseline))


class Desk:
    """Knows one formula, and whoever asked for one that it learns later is told."""

    def __init__(self) -> None:
        self.known = {"f": Fraction()}
        self.told: list[Callable[[], None]] = []

    def inline(
        self,
        source: str,
        kind: str,
        display: bool = False,
        told: Callable[[], None] | None = None,
    ) -> Fraction | None:
        if source not in self.known and told is not None:
            self.told.append(told)
        return self.known.get(source)

    def learn(self, source: str) -> None:
        self.known[source] = Fraction()
        for told in self.told:
            told()


def test_only_the_row_that_holds_a_tall_formula_grows(workshop: Workshop) -> None:
    workshop.boxes = Desk()
    before, behind = Text("words " * 20), Text(" words" * 20)
    words = Words(workshop, (before, Math("f"), behind))
    words.fit(300)
    heights = {words.caret(place).height() for place in range(len(words.text))}
    assert min(heights) == 21
    assert sorted(heights)[1] > 40
    assert words.caret(len(before.text)).height() > 40
    assert len(heights) == 2


def test_a_formula_nobody_can_set_is_shown_as_its_source(workshop: Workshop) -> None:
    inlines: Inlines = (Text("so "), Math(r"\frac{a}{b}"), Text(" is"))
    alone = Words(workshop, inlines)
    workshop.boxes = Desk()
    asked = Words(workshop, inlines)
    assert alone.fit(500) == asked.fit(500) == 21
    assert alone.text == asked.text == r"so \frac{a}{b} is"


def test_a_formula_set_later_makes_its_block_ask_for_a_new_height(
    workshop: Workshop, qtbot
) -> None:
    desk = workshop.boxes = Desk()
    block = TextBlock(workshop, Line((Math("g"), Text(" and "), Math("g"))))
    assert block.fit(400) == 21
    with qtbot.waitSignal(workshop.changed) as changed:
        desk.learn("g")
    assert changed.args == [block, True]
    assert block.fit(400) > 40


def test_a_formula_wider_than_the_column_is_shown_as_its_source(workshop: Workshop) -> None:
    workshop.boxes = Desk()
    words = Words(workshop, (Math("f"),))
    assert words.fit(400) > 40
    assert words.fit(25) == 21
    assert words.fit(400) > 40


def test_a_paragraph_that_is_being_written_stays_one_block(workshop: Workshop) -> None:
    block, whole = TextBlock(workshop, Line((Text("Hel"),))), "Hello there, " * 30
    for end in range(4, len(whole), 9):
        block.show(Line((Text(whole[:end]),)))
        block.fit(300)
    assert block.text == whole[:end]
    assert block.height == TextBlock(workshop, Line((Text(whole[:end]),))).fit(300)
    block.show(Line((Text("Heading"),), level=1))
    assert block.fit(300) == 27


def test_gaps_tell_headings_items_and_paragraphs_apart() -> None:
    text, heading = Line((Text("a"),)), Line((Text("a"),), level=2)
    tight = Line((Text("a"),), place=Place(depth=1, mark=Mark(), tight=True))
    loose = Line((Text("a"),), place=Place(depth=1, mark=Mark()))
    assert gap_above(text, None) == gap_above(heading, None) == 0
    assert gap_above(tight, loose) == 4
    assert gap_above(loose, tight) == gap_above(text, text) == 12
    assert gap_above(heading, text) > gap_above(text, text) > gap_above(text, heading)
    note = Line((Text("a"),), place=Place(note="a", number=1))
    assert gap_above(note, text) > gap_above(note, note)
    assert gap_above(RulePiece(HERE), text) == gap_above(text, RulePiece()) == 16


def test_a_rule_is_as_tall_at_every_width(workshop: Workshop) -> None:
    block = RuleBlock(workshop, RulePiece())
    assert block.fit(100) == block.fit(700) > 0
    assert block.text == ""
    item = RuleBlock(workshop, RulePiece(Place(depth=1, mark=Mark())))
    assert item.fit(300) == 21


def test_what_is_deep_inside_still_has_room(workshop: Workshop) -> None:
    block = TextBlock(workshop, Line((Text("deep"),), place=Place(quotes=9, depth=9)))
    assert block.fit(100) == 21


def test_a_block_that_is_let_go_is_gone_at_once(workshop: Workshop) -> None:
    # Nothing waits for the garbage collector, which runs only when there is time.
    workshop.boxes = Desk()
    block = TextBlock(workshop, Line((Text("a "), Math("f"), Text(" b", href="https://a.example"))))
    block.fit(300)
    gone = weakref.ref(block)
    del block
    assert gone() is None
