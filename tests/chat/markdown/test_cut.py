"""What is left of a piece when only a part of it is selected."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.cut import cut_piece
from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.inlines import Math, Picture, Text
from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, Mark, TablePiece
from scout_desktop.chat.markdown.plain import piece_text

_EVERYTHING = (
    "# Title *x*\n\n- one **bold *both* end** `code` $x^2$ and [a link](https://e.com)\n"
    "- ![a cat](cat.png) 😀 مرحبا\n\n```py\nx = 1\n\ty = 2\n```\n\n"
    "| a | b **c** | d |\n|---|---|---|\n| 1 |  | 3 |\n| 4 | five 5 | 6 |\n\n$$\na+b\n$$\n"
)


def _one(text: str):
    (piece,) = pieces_of(text)
    return piece


def _between(piece, words: str):
    start = piece_text(piece).index(words)
    return cut_piece(piece, start, start + len(words))


@given(st.data())
def test_the_words_that_are_left_are_the_words_that_were_selected(data) -> None:
    piece = data.draw(st.sampled_from(pieces_of(_EVERYTHING)))
    text = piece_text(piece)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    left, selected = piece_text(cut_piece(piece, start, end)), text[start:end]

    if isinstance(piece, TablePiece):
        # Its cells outside are there, and empty.
        left, selected = (" ".join(re.split(r"[\t\n]+", each)).strip() for each in (left, selected))
        assert left == selected.strip()
    else:
        assert left == selected


def test_all_of_a_piece_is_that_piece() -> None:
    for piece in pieces_of(_EVERYTHING):
        assert cut_piece(piece, 0, len(piece_text(piece))) is piece


def test_words_keep_the_style_that_they_had() -> None:
    cut = _between(_one("plain **bold and _both_ here** and `code`"), "and both h")

    assert isinstance(cut, Line)
    assert cut.inlines == (
        Text("and ", strong=True),
        Text("both", strong=True, emphasis=True),
        Text(" h", strong=True),
    )


def test_an_item_loses_its_mark_with_its_first_word() -> None:
    item = pieces_of("1. one\n2. two words")[1]

    assert item.place.mark == Mark(2)
    assert cut_piece(item, 0, 3).place.mark == Mark(2)
    assert cut_piece(item, 4, 9).place.mark is None
    assert cut_piece(item, 4, 9).place.depth == 1


def test_a_part_of_a_formula_or_of_a_label_is_only_words() -> None:
    line = _one("so $x^2$ and ![a cat](cat.png)")

    assert _between(line, "x^2 and").inlines == (Math("x^2"), Text(" and"))
    assert _between(line, "^2 and").inlines == (Text("^2"), Text(" and"))
    assert _between(line, "[picture: a cat]").inlines == (Picture("a cat", "cat.png"),)
    assert _between(line, "picture: a").inlines == (Text("picture: a"),)
    assert cut_piece(FormulaPiece("a+b"), 0, 2) == Line((Text("a+"),))


def test_code_is_cut_to_the_letter() -> None:
    code = _one("```py\nif x:\n    y()\n```")

    assert _between(code, "x:\n    y") == CodePiece("x:\n    y", "py")


def test_a_word_in_a_cell_is_a_word() -> None:
    table = _one("| a | b |\n|---|---|\n| one **two** | 3 |")

    assert _between(table, "two") == Line((Text("two", strong=True),))


def test_cells_of_one_row_are_a_table_without_a_header() -> None:
    table = _one("| a | b | c |\n|---|--:|---|\n| 1 | 2 | 3 |")
    cut = _between(table, "2\t3")

    assert isinstance(cut, TablePiece)
    assert cut.aligns == ("right", "")
    assert cut.rows == (((), ()), ((Text("2"),), (Text("3"),)))
    assert _between(table, "b\tc").rows == (((Text("b"),), (Text("c"),)),)


def test_rows_keep_their_columns() -> None:
    table = _one("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |")
    cut = _between(table, "2\n3\t4\n5")

    assert isinstance(cut, TablePiece)
    words = [[piece_text(Line(cell)) for cell in row] for row in cut.rows]
    assert words == [["", ""], ["", "2"], ["3", "4"], ["5", ""]]
