"""What is seen: grounds under selected and found words, signs of lists, labels; by their pixels."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from scout_desktop.chat.markdown.inlines import Picture, Text
from scout_desktop.chat.markdown.pieces import HERE, Line, Mark, Place, RulePiece
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import NO_MARKS, Block, Marks
from scout_desktop.ui.transcript.blocks.rule import RuleBlock
from scout_desktop.ui.transcript.blocks.text.text import TextBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop

LONG = "the words of a paragraph that needs some rows on the screen " * 6


class Seen:
    """A block as it was painted."""

    def __init__(
        self, block: Block, marks: Marks = NO_MARKS, width: int = 400, clip: QRect | None = None
    ) -> None:
        height = block.fit(width)
        self.image = QImage(width, max(height, 1), QImage.Format.Format_RGB32)
        self.ground = QColor("#FAFAF8").rgb()
        self.image.fill(self.ground)
        painter = QPainter(self.image)
        block.paint(painter, clip or QRect(0, 0, width, height), marks)
        painter.end()

    def where(self, color: str) -> set[tuple[int, int]]:
        """The pixels of exactly this colour."""
        wanted = QColor(color).rgb()
        return self._which(lambda pixel: pixel == wanted)

    def ink(self) -> set[tuple[int, int]]:
        """The pixels that are not the ground's."""
        return self._which(lambda pixel: pixel != self.ground)

    def _which(self, wanted: Callable[[int], bool]) -> set[tuple[int, int]]:
        size = self.image.size()
        places = ((x, y) for y in range(size.height()) for x in range(size.width()))
        return {(x, y) for x, y in places if wanted(self.image.pixel(x, y))}


def paragraph(workshop: Workshop, text: str, place: Place = HERE) -> TextBlock:
    return TextBlock(workshop, Line((Text(text),), place=place))


def test_selected_words_stand_on_a_ground_without_gaps_between_rows(workshop: Workshop) -> None:
    block = paragraph(workshop, LONG)
    color = workshop.theme.tokens.selection
    assert not Seen(block).where(color)
    ground = Seen(block, Marks(selection=(10, len(LONG) - 30))).where(color)
    begin, end = block.caret(10), block.caret(len(LONG) - 30)
    assert min(y for _, y in ground) == 0
    assert min(x for x, y in ground if y == 1) == pytest.approx(begin.left(), abs=1)
    last = [x for x, y in ground if y == end.top() + 1]
    assert max(last) == pytest.approx(end.left() - 1, abs=1)
    assert {y for _, y in ground} == set(range(end.bottom() + 1))


@pytest.mark.parametrize("text", ["abc مرحبا بالعالم def", "مرحبا abc def عالم"])
def test_what_is_selected_across_a_change_of_direction_may_lie_in_two_places(
    workshop: Workshop, text: str
) -> None:
    color = workshop.theme.tokens.selection
    half = text.index(" ") + 3
    ground = Seen(paragraph(workshop, text), Marks(selection=(1, half))).where(color)
    columns = {x for x, y in ground if y == 1}
    steps = [x for x in columns if x + 1 not in columns]
    assert len(steps) == 2
    both = Seen(paragraph(workshop, text), Marks(selection=(half, len(text)))).where(color)
    assert not {x for x, y in both if y == 1} & columns


def test_what_was_found_is_lit_and_where_the_search_stands_more_so(workshop: Workshop) -> None:
    tokens = workshop.theme.tokens
    block = paragraph(workshop, LONG)
    marks = Marks(selection=(0, 40), hits=[(4, 9), (17, 26)], hit=(17, 26))
    seen = Seen(block, marks, width=900)
    for color, (start, end) in ((tokens.hit, (4, 9)), (tokens.hit_now, (17, 26))):
        columns = {x for x, y in seen.where(color) if y == 1}
        assert min(columns) == pytest.approx(block.caret(start).left(), abs=1)
        assert max(columns) == pytest.approx(block.caret(end).left() - 1, abs=1)
    assert seen.where(tokens.selection)


@pytest.mark.parametrize("appearance", ["light", "dark"])
@pytest.mark.parametrize("ground", ["selection", "hit", "hit_now"])
def test_words_can_be_read_on_every_ground(theme: Theme, appearance: str, ground: str) -> None:
    theme.choose(appearance)
    for ink in ("text", "text_2", "accent"):
        least = 4.5 if ink == "text" else 3.0
        assert contrast(theme.color(ink), theme.color(ground)) >= least, ink


def contrast(one: QColor, other: QColor) -> float:
    """As WCAG counts it."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(color: QColor) -> float:
    parts = color.redF(), color.greenF(), color.blueF()
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_only_the_rows_within_the_clip_are_painted(workshop: Workshop) -> None:
    block = paragraph(workshop, LONG * 5)
    marks = Marks(selection=(0, len(block.text)))
    clip = QRect(0, 105, 400, 21)
    rows = {y for _, y in Seen(block, marks, clip=clip).ink()}
    assert rows
    # A row more on either side may reach into the clip with its tallest letters.
    assert rows <= set(range(105 - 21, 105 + 42))


def test_inline_code_stands_on_a_rounded_ground(workshop: Workshop) -> None:
    block = TextBlock(workshop, Line((Text("so "), Text("code", code=True), Text(" it is"))))
    ground = Seen(block).where(workshop.theme.tokens.bubble)
    left, right = min(x for x, _ in ground), max(x for x, _ in ground)
    assert left < block.caret(3).left()
    assert right > block.caret(7).left() - 12
    top = min(y for _, y in ground)
    assert (left, top) not in ground
    assert (right, top) not in ground
    assert ((left + right) // 2, top) in ground


@pytest.mark.parametrize(
    "place",
    [
        Place(depth=1, mark=Mark()), Place(depth=2, mark=Mark()), Place(depth=3, mark=Mark()),
        Place(depth=1, mark=Mark(1)), Place(depth=1, mark=Mark(1000)),
        Place(depth=1, mark=Mark(None, False)), Place(depth=1, mark=Mark(None, True)),
        Place(depth=1, mark=Mark(12, True)), Place(note="a", number=3), Place(quotes=2),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("word", ["word", "كلمة"])
def test_every_sign_stands_beside_its_text_where_reading_begins(
    workshop: Workshop, place: Place, word: str
) -> None:
    block = paragraph(workshop, word, place)
    seen = Seen(block, width=300)
    start = block.caret(0).left()
    columns = {x for x, _ in seen.ink()}
    beside = {x for x in columns if (x > start if block.is_rtl else x < start - 1)}
    assert beside
    assert start <= 300
    free = start - max(beside) if not block.is_rtl else min(beside) - start
    assert free >= 3
    assert 0 <= min(columns) <= max(columns) < 300


def test_a_done_task_shows_its_tick_and_an_open_one_does_not(workshop: Workshop) -> None:
    accent = workshop.theme.tokens.accent
    done = Seen(paragraph(workshop, "x", Place(depth=1, mark=Mark(None, True))))
    todo = Seen(paragraph(workshop, "x", Place(depth=1, mark=Mark(None, False))))
    assert len(done.where(accent)) > 60
    assert not todo.where(accent)
    assert todo.where(workshop.theme.tokens.edge)


def test_a_rule_is_one_pixel_from_edge_to_edge(workshop: Workshop) -> None:
    line = Seen(RuleBlock(workshop, RulePiece())).where(workshop.theme.tokens.line)
    assert len({y for _, y in line}) == 1
    assert {x for x, _ in line} == set(range(400))


def test_after_a_change_of_appearance_text_has_its_colour(workshop: Workshop) -> None:
    inlines = (Text("plain "), Text("strong", strong=True))
    workshop.theme.choose("dark")
    workshop.restyle()
    seen = Seen(TextBlock(workshop, Line(inlines)))
    assert seen.where(workshop.theme.tokens.text)


def test_a_picture_in_a_text_is_a_label_and_never_loaded(
    workshop: Workshop, tmp_path: Path
) -> None:
    red = QImage(60, 60, QImage.Format.Format_RGB32)
    red.fill(QColor("#FF0000"))
    assert red.save(str(tmp_path / "red.png"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/red.png"
        for source in (f"file://{tmp_path}/red.png", str(tmp_path / "red.png"), address):
            block = TextBlock(workshop, Line((Picture("a red square", source),)))
            seen = Seen(block)
            assert not seen.where("#FF0000")
            assert seen.where(workshop.theme.tokens.bubble)
            assert block.text == "[picture: a red square]"
        with pytest.raises(TimeoutError):
            server.accept()


def test_markup_in_a_text_is_shown_as_it_is(workshop: Workshop) -> None:
    markup = '<img src="file:///etc/hostname"><b>bold</b>'
    block = paragraph(workshop, markup)
    block.fit(700)
    assert block.text == markup
    assert block.caret(len(markup)).left() > 200
