"""A block of code on the screen: its lines, its places, what is hidden in it, how it is moved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from scout_desktop.chat.markdown.pieces import CodeGrowth, CodePiece, Mark, Place
from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.block import Marks
from scout_desktop.ui.transcript.blocks.code.code import CodeBlock
from scout_desktop.ui.transcript.blocks.workshop import Workshop
from tests.ui.transcript.blocks.painting import WIDTH, painted, pixels

HEAD, ROW, BELOW = 32, 20, 12
TRICK = 'if (user != "admin\u202e \u2066// check\u2069 \u2066") {\n  run\u200b()\x1b[0m\n}'


def shown(
    workshop: Workshop, text: str, language: str = "", place: Place | None = None
) -> CodeBlock:
    piece = CodePiece(text, language, place or Place())
    block = CodeBlock(workshop, piece)
    block.fit(WIDTH)
    return block


def test_it_is_as_tall_as_its_lines_whatever_is_in_them(workshop: Workshop) -> None:
    assert shown(workshop, "").height == HEAD + ROW + BELOW
    assert shown(workshop, "a\n\nb").height == HEAD + 3 * ROW + BELOW
    mixed = "नमस्ते\nสวัสดี\n中文 한국어\n😀\n" + "long " * 400
    assert shown(workshop, mixed).height == HEAD + 5 * ROW + BELOW


def test_a_hundred_thousand_lines_lay_out_those_in_sight(workshop: Workshop) -> None:
    block = shown(workshop, "\n".join(f"line {number}" for number in range(100_000)))
    assert block.height == HEAD + 100_000 * ROW + BELOW
    painted(block, clip=QRect(0, 1_000_000, WIDTH, 400))
    assert 0 < len(block._rows._strips) <= 400 // ROW + 2
    middle = block.text.index("line 50000")
    assert block.caret(middle).top() == HEAD + 50_000 * ROW
    assert block.place_at(0, HEAD + 50_000 * ROW + 3) == middle


def test_of_a_line_of_a_million_characters_those_in_sight_are_laid_out(workshop: Workshop) -> None:
    block = shown(workshop, "0123456789" * 100_000)
    painted(block)
    assert len(block._rows._strips) == 1
    assert block.scroll_sideways(4_000_000)
    painted(block)
    assert len(block._rows._strips) <= 3
    at = block.place_at(250, HEAD + 3)
    assert 500_000 < at < 530_000
    assert abs(block.caret(at).left() - 250) <= 8


@pytest.mark.parametrize(
    "text",
    [
        "plain = 1\n\n  end",
        "😀 a 🎉🎉 b\n中文 = 'x'\t# tab",
        "\t\tx\ny\t z",
        TRICK,
        "tag\U000e0041s \ud800 \u2028 x",
        "a" * 2_500 + "😀" + "b" * 10,
    ],
)
def test_what_is_pointed_at_is_the_character_that_is_there(workshop: Workshop, text: str) -> None:
    block = shown(workshop, text)
    places = range(len(text) + 1) if len(text) < 100 else [0, 999, 1000, 1001, 2499, 2501, 2511]
    for place in places:
        caret = block.caret(place)
        assert caret.height() == ROW
        assert block.place_at(caret.left(), caret.center().y()) == place


def test_above_is_the_beginning_and_below_the_end(workshop: Workshop) -> None:
    block = shown(workshop, "one\ntwo")
    assert block.place_at(300, 3) == 0
    assert block.place_at(0, block.height - 1) == 7
    assert block.place_at(499, HEAD + 1) == 3


def test_a_row_is_a_line(workshop: Workshop) -> None:
    block = shown(workshop, "one\n\nthree")
    assert [block.line_at(place) for place in (0, 3, 4, 5, 10)] == [
        (0, 3), (0, 3), (4, 4), (5, 10), (5, 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "code", ['مرحبا = "x"', 'سعر - خصم', 'f(سعر, "خصم")', "😀سعر=خصم"]
)  # fmt: skip
def test_names_in_arabic_do_not_change_places(workshop: Workshop, code: str) -> None:
    block = shown(workshop, code)
    away = [place for place, letter in enumerate(code) if letter.isalpha() and letter > "z"]
    others = [place for place in range(len(code)) if place not in away and code[place] != " "]
    lefts = [block.caret(place).left() for place in others]
    assert lefts == sorted(set(lefts)), "signs stand in the order they were written"
    words = [place for place in away if place - 1 not in away]
    ends = [place for place in away if place + 1 not in away]
    for start, end in zip(words, ends, strict=True):
        assert block.caret(start).left() > block.caret(end).left(), "a word runs as it should"
    for word, end in zip(words[1:], ends, strict=False):
        assert block.caret(word).left() > block.caret(end).left(), "the first stands on the left"


def test_within_arabic_what_is_pointed_at_is_near(workshop: Workshop) -> None:
    block = shown(workshop, "x = 'سعر جديد' # تعليق")
    for place in range(len(block.text)):
        caret = block.caret(place)
        found = block.place_at(caret.left(), caret.center().y())
        assert abs(block.caret(found).left() - caret.left()) <= 1


def test_a_selected_word_in_arabic_is_all_that_is_selected(workshop: Workshop) -> None:
    block = shown(workshop, "x = سعر - خصم")
    whole = painted(block, Marks((0, 13)))
    word = painted(block, Marks((4, 7)))
    color = workshop.theme.color("selection")
    first, last = block.caret(6).left() - 12, block.caret(4).left() + 1
    inside = QRect(first, HEAD, last - first, ROW)
    assert 0 < pixels(word, color) < pixels(whole, color) / 2
    assert pixels(word.copy(inside), color) == pixels(word, color)


def test_nothing_in_code_can_be_hidden_or_turned_around(workshop: Workshop) -> None:
    block = shown(workshop, TRICK)
    lefts = [block.caret(place).left() for place in range(TRICK.index("\n") + 1)]
    assert lefts == sorted(set(lefts)), "each character has room of its own, in order"
    assert pixels(painted(block), workshop.theme.color("warn_tint")) > 100


def test_a_badge_says_what_is_not_copied_and_copying_leaves_it_out(
    workshop: Workshop, qtbot
) -> None:
    head = QRect(0, 0, WIDTH, HEAD)
    clean, block = shown(workshop, "abc", "js"), shown(workshop, TRICK, "js")
    assert painted(block, clip=head) != painted(clean, clip=head)
    few, many = shown(workshop, "a\u200bb\n" * 3), shown(workshop, "a\u200bb\n" * 30_000)
    assert painted(many, clip=head) == painted(shown(workshop, ""), clip=head), "not counted yet"
    with qtbot.waitSignal(workshop.changed):
        pass
    assert painted(many, clip=head) != painted(few, clip=head)
    assert block.press(WIDTH - 15, 15)
    assert QGuiApplication.clipboard().text() == 'if (user != "admin // check ") {\n  run()[0m\n}'


def test_the_button_says_that_it_copied_for_a_moment(workshop: Workshop, qtbot) -> None:
    block = shown(workshop, "abc")
    told: list[object] = []
    workshop.changed.connect(lambda who, resized: told.append((who, resized)))
    zone = block.zone_at(WIDTH - 15, 15)
    assert zone is not None
    assert (zone.kind, zone.tip) == ("button", "Copy code")
    rest = painted(block)
    assert painted(block, Marks(pointer=(WIDTH - 15, 15))) != rest
    assert block.press(WIDTH - 15, 15)
    assert QGuiApplication.clipboard().text() == "abc"
    zone = block.zone_at(WIDTH - 15, 15)
    assert zone is not None
    assert zone.tip == "Copied"
    assert painted(block) != rest
    qtbot.waitUntil(lambda: len(told) == 2)
    assert painted(block) == rest
    assert told == [(block, False)] * 2


def test_beside_the_button_a_click_does_nothing(workshop: Workshop) -> None:
    block = shown(workshop, "abc")
    assert not block.press(50, 15)
    assert not block.press(50, HEAD + 5)
    assert block.zone_at(50, HEAD + 5) is None


def test_what_is_wide_is_moved_sideways(workshop: Workshop) -> None:
    narrow, wide = shown(workshop, "abc"), shown(workshop, "abc " * 100)
    assert not narrow.scroll_sideways(10)
    before = wide.caret(0).left()
    assert wide.scroll_sideways(30)
    assert wide.caret(0).left() == before - 30
    assert wide.scroll_sideways(-1_000)
    assert wide.caret(0).left() == before
    assert wide.scroll_sideways(100_000)
    assert WIDTH - 20 <= wide.caret(400).left() <= WIDTH
    assert painted(wide) != painted(narrow)


def test_the_bar_is_taken_hold_of_and_dragged(workshop: Workshop) -> None:
    block = shown(workshop, "abc " * 100)
    bar = block.height - 6
    before = block.caret(0).left()
    assert not block.drag(100)
    assert block.press(30, bar)
    assert block.caret(0).left() == before
    assert block.drag(80)
    moved = before - block.caret(0).left()
    assert moved > 50
    assert block.drag(30)
    assert block.caret(0).left() == before
    assert block.press(400, bar), "beside the thumb it jumps"
    assert block.caret(0).left() < before - moved


def test_a_place_out_of_sight_is_brought_into_it(workshop: Workshop) -> None:
    block = shown(workshop, "abc " * 100)
    assert not block.reveal(3)
    assert block.reveal(399)
    assert 0 < block.caret(399).left() < WIDTH
    assert block.reveal(0)
    assert block.caret(0).left() == shown(workshop, "abc").caret(0).left()


def test_selection_and_what_was_found_are_seen(workshop: Workshop) -> None:
    block = shown(workshop, "one two\nthree\nfour")
    color = workshop.theme.color
    image = painted(block, Marks((4, 11), [(0, 3), (14, 18)], (14, 18)))
    plain = painted(block)
    for token in ("selection", "hit", "hit_now"):
        assert pixels(plain, color(token)) == 0
        assert pixels(image, color(token)) > 100
    top = QRect(0, HEAD, WIDTH, ROW)
    assert pixels(painted(block, Marks((4, 11)), top), color("selection")) < pixels(
        painted(block, Marks((0, 11)), top), color("selection")
    )


def test_it_is_set_in_as_its_place_says(workshop: Workshop) -> None:
    plain = shown(workshop, "abc").caret(0).left()
    quoted = shown(workshop, "abc", place=Place(quotes=2))
    listed = shown(workshop, "abc", place=Place(depth=1, mark=Mark(12)))
    assert quoted.caret(0).left() > plain + 20
    assert listed.caret(0).left() > plain + 20
    left = QRect(0, 0, listed.caret(0).left() - 14, HEAD)
    window = workshop.theme.color("window")
    assert pixels(painted(listed, clip=left), window) < left.width() * left.height()
    assert shown(workshop, "abc", place=Place(depth=90)).caret(0).left() < WIDTH


def test_code_that_grew_looks_like_code_that_was_there(workshop: Workshop) -> None:
    lines = ["def f():", "\treturn '😀'", "", "x = " + "1 + " * 60, "\u202eend"]
    whole, grown = shown(workshop, "\n".join(lines)), shown(workshop, "")
    for number, line in enumerate(lines):
        for end in range(0, len(line), 7):
            grown.grow(CodeGrowth((), line[:end], number))
            grown.fit(WIDTH)
            painted(grown)
        grown.grow(CodeGrowth((line,), "", number))
    grown.fit(WIDTH)
    assert grown.text == whole.text
    assert grown.height == whole.height
    assert painted(grown) == painted(whole)


def test_the_page_can_be_made_narrower_and_wider(workshop: Workshop) -> None:
    block = shown(workshop, "abc " * 12)
    before = painted(block)
    block.fit(200)
    assert block.scroll_sideways(50)
    block.fit(WIDTH)
    assert painted(block) == before


def test_in_the_dark_and_larger_it_is_made_anew(workshop: Workshop, theme: Theme) -> None:
    theme.choose("dark")
    theme.zoom(1.5)
    workshop.restyle()
    block = shown(workshop, "abc")
    assert block.height == 48 + 29 + 18
    assert pixels(painted(block), theme.color("surface")) > 1_000
