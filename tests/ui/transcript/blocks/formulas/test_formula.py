"""A formula in a reply: its source first, then itself, in the middle, selected as one thing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scout_desktop.chat.markdown.inlines import Math, Text
from scout_desktop.chat.markdown.pieces import HERE, FormulaPiece, Line, Mark, Place
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks
from scout_desktop.ui.transcript.blocks.formulas.boxes import FormulaBoxes
from scout_desktop.ui.transcript.blocks.formulas.formula import FormulaBlock
from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop

SUM = r"\sum_{i=1}^n i = \frac{n(n+1)}{2}"
LONG = "+".join(f"x_{{{n}}}" for n in range(60))
COLUMN = 600


@pytest.fixture
def workshop(theme: Theme, qtbot: QtBot, qapp) -> Workshop:
    viewport = QWidget()
    qtbot.addWidget(viewport)
    made = Workshop(theme, viewport)
    made.formulas = Formulas(qapp)  # type: ignore[attr-defined]  # only so that tests find it
    made.boxes = FormulaBoxes(made, made.formulas)
    return made


def block_of(workshop: Workshop, source: str, place: Place = HERE) -> FormulaBlock:
    made = FormulaBlock(workshop, FormulaPiece(source, place))
    made.fit(COLUMN)
    return made


def drawn(workshop: Workshop, qtbot: QtBot, source: str, place: Place = HERE) -> FormulaBlock:
    made = block_of(workshop, source, place)
    if not made.is_drawn:
        with qtbot.waitSignal(workshop.changed, timeout=20_000):
            pass
    made.fit(COLUMN)
    assert made.is_drawn
    return made


def painted(block: Block, marks: Marks = NO_MARKS) -> QImage:
    image = QImage(COLUMN, block.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    block.paint(painter, QRect(0, 0, COLUMN, block.height), marks)
    painter.end()
    return image


def ink(image: QImage) -> QRect:
    """The rectangle that anything is painted in."""
    seen = [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y).alpha() > 40
    ]
    xs, ys = [x for x, _ in seen], [y for _, y in seen]
    return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


def test_the_source_stands_there_until_the_formula_is_drawn(
    workshop: Workshop, qtbot: QtBot
) -> None:
    block = block_of(workshop, SUM)
    assert not block.is_drawn
    before = block.height
    with qtbot.waitSignal(workshop.changed, timeout=20_000) as told:
        pass
    assert told.args == [block, True]
    # Until somebody fits it, it is painted as it was.
    assert block.height == before
    assert ink(painted(block)).left() < 4
    assert block.fit(COLUMN) > before
    assert block.is_drawn


def test_the_formula_stands_in_the_middle(workshop: Workshop, qtbot: QtBot) -> None:
    block = drawn(workshop, qtbot, SUM)
    left, right = ink(painted(block)).left(), COLUMN - 1 - ink(painted(block)).right()
    assert abs(left - right) <= 8
    assert left > 200


def test_in_a_list_it_begins_where_the_words_begin(workshop: Workshop, qtbot: QtBot) -> None:
    plain = drawn(workshop, qtbot, SUM, Place(depth=1))
    numbered = drawn(workshop, qtbot, SUM, Place(depth=1, mark=Mark(1)))
    line = TextBlock(workshop, Line((Text("Words"),), place=Place(depth=1)))
    line.fit(COLUMN)
    words = ink(painted(line)).left()
    assert abs(ink(painted(plain)).left() - words) <= 3
    assert ink(painted(numbered)).left() < words - 8


def test_all_of_it_is_painted(workshop: Workshop, qtbot: QtBot) -> None:
    block = drawn(workshop, qtbot, r"\left(\frac{\sum_i^n}{\int_a^b}\right)^{y^{y}}_{g_g}")
    seen = ink(painted(block))
    assert seen.top() > 0
    assert seen.bottom() < block.height - 1


def test_what_cannot_be_drawn_stays_as_it_was_written(workshop: Workshop, qtbot: QtBot) -> None:
    block = block_of(workshop, r"\left( x")
    before = painted(block)
    with qtbot.assertNotEmitted(workshop.changed):
        qtbot.waitUntil(lambda: not workshop.formulas.is_drawing, timeout=20_000)
    assert painted(block) == before
    block.fit(COLUMN)
    assert not block.is_drawn
    assert block.text == r"\left( x"
    assert ink(painted(block)).left() < 4


def test_it_is_selected_as_one_thing(workshop: Workshop, qtbot: QtBot) -> None:
    block = drawn(workshop, qtbot, SUM)
    assert block.text == SUM == piece_text(block.piece)
    middle = block.height // 2
    assert block.place_at(0, middle) == 0
    assert block.place_at(COLUMN // 2 - 10, middle) == 0
    assert block.place_at(COLUMN // 2 + 10, middle) == len(SUM)
    assert block.place_at(5, block.height + 50) == len(SUM)
    assert block.place_at(COLUMN, -50) == 0
    assert block.caret(0).left() < COLUMN // 2 < block.caret(len(SUM)).left()
    assert block.line_at(3) == (0, len(SUM))


def test_a_selected_formula_lies_on_the_colour_of_the_selection(
    workshop: Workshop, qtbot: QtBot
) -> None:
    block = drawn(workshop, qtbot, SUM)
    corner = block.caret(0).topLeft()
    ground = workshop.formats.color("selection")
    assert painted(block).pixelColor(corner).alpha() == 0
    assert painted(block, Marks(selection=(3, 5))).pixelColor(corner) == ground
    assert painted(block, Marks(selection=(3, 3))).pixelColor(corner).alpha() == 0
    found = painted(block, Marks(hits=[(0, 3)], hit=(0, 3)))
    assert found.pixelColor(corner) == workshop.formats.color("hit_now")


def test_a_formula_wider_than_the_column_is_moved_sideways(
    workshop: Workshop, qtbot: QtBot
) -> None:
    block = drawn(workshop, qtbot, LONG)
    before = painted(block)
    assert ink(before).right() < COLUMN
    assert block.scroll_sideways(300)
    assert painted(block) != before
    assert block.scroll_sideways(-300)
    assert painted(block) == before
    assert not drawn(workshop, qtbot, SUM).scroll_sideways(300)


def test_a_formula_too_wide_for_a_picture_is_painted_all_the_same(
    workshop: Workshop, qtbot: QtBot, theme: Theme
) -> None:
    theme.zoom(2.5)
    workshop.restyle()
    block = drawn(workshop, qtbot, rf"\text{{{'wide ' * 500}}}")
    assert block.scroll_sideways(20_000)
    # Further than any picture goes.
    assert block.scroll_sideways(30_000)
    assert ink(painted(block)).width() > COLUMN // 2


def test_its_bar_can_be_dragged(workshop: Workshop, qtbot: QtBot) -> None:
    block = drawn(workshop, qtbot, LONG)
    before = painted(block)
    assert not block.press(10, 5)
    assert not block.drag(200)
    assert block.press(10, block.height - 4)
    assert block.drag(200)
    assert painted(block) != before


def test_a_formula_stays_painted_when_it_was_forgotten(workshop: Workshop, qtbot: QtBot) -> None:
    block = drawn(workshop, qtbot, SUM)
    before = painted(block)
    workshop.formulas._drawings.clear()
    workshop.formulas._pictures.clear()
    assert painted(block) == before
    assert block.fit(COLUMN) == block.height
    assert painted(block) == before


def test_a_new_theme_needs_no_new_drawing(workshop: Workshop, qtbot: QtBot, theme: Theme) -> None:
    light = painted(drawn(workshop, qtbot, SUM))
    theme.choose("dark")
    workshop.restyle()
    block = block_of(workshop, SUM)
    assert block.is_drawn
    assert painted(block) != light


def test_a_formula_within_a_line_stands_on_its_baseline(workshop: Workshop, qtbot: QtBot) -> None:
    line = TextBlock(workshop, Line((Text("xx "), Math("x"), Text(" xx"))))
    line.fit(COLUMN)
    with qtbot.waitSignal(workshop.changed, timeout=20_000) as told:
        pass
    assert told.args == [line, True]
    line.fit(COLUMN)
    image = painted(line)
    alone = TextBlock(workshop, Line((Text("xx"),)))
    alone.fit(COLUMN)
    words = ink(painted(alone))
    whole = ink(image)
    # The same letter, once of the text's face and once of the formula's: as tall, as deep.
    assert abs(whole.bottom() - words.bottom()) <= 1
    assert abs(whole.top() - words.top()) <= 1
    assert line.text == "xx x xx"


def test_a_line_is_taller_only_for_a_tall_formula(workshop: Workshop, qtbot: QtBot) -> None:
    low, tall = Math("a+b"), Math(r"\sum_{i=1}^n \frac{a}{b}", display=True)
    lines = [TextBlock(workshop, Line((Text("A "), math))) for math in (low, tall)]
    for line in lines:
        line.fit(COLUMN)
    qtbot.waitUntil(lambda: not workshop.formulas.is_drawing, timeout=20_000)
    plain = TextBlock(workshop, Line((Text("A"),)))
    heights = [line.fit(COLUMN) for line in (plain, *lines)]
    assert heights[0] == heights[1]
    assert heights[2] > heights[0] + 20
