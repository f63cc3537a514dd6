"""Blocks become the pieces that a view is made of, and none of their words is lost."""

from __future__ import annotations

from scout_desktop.chat.markdown.parse import parse
from scout_desktop.chat.markdown.plain import plain_inlines
from scout_desktop.ui.transcript.blocks.pieces import (
    CodePiece,
    Prose,
    RulePiece,
    TablePiece,
    pieces_of,
)


def words(piece: Prose) -> list[str]:
    return [plain_inlines(line.inlines) for line in piece.lines]


def test_neighbouring_prose_is_one_piece() -> None:
    (piece,) = pieces_of(parse("# A\n\nb\n\n- c\n- d\n  1. e"))

    assert isinstance(piece, Prose)
    assert words(piece) == ["A", "b", "c", "d", "e"]
    assert [line.kind for line in piece.lines][:2] == ["heading_1", "body"]
    assert [line.depth for line in piece.lines] == [0, 0, 1, 1, 2]
    assert [line.mark.number for line in piece.lines if line.mark] == [1, 2, 1]


def test_code_in_a_list_keeps_its_inset_and_the_list_its_numbers() -> None:
    first, code, second = pieces_of(parse("4. a\n\n   ```py\n   x\n   ```\n5. b"))

    assert isinstance(first, Prose)
    assert isinstance(second, Prose)
    assert isinstance(code, CodePiece)
    assert (code.depth, code.quotes, code.code.text) == (1, 0, "x")
    assert [first.lines[0].mark.number, second.lines[0].mark.number] == [4, 5]
    assert first.lines[0].mark.of == second.lines[0].mark.of


def test_an_item_that_begins_with_code_keeps_its_mark() -> None:
    mark, code = pieces_of(parse("- ```\n  x\n  ```"))

    assert isinstance(mark, Prose)
    assert mark.lines[0].mark is not None
    assert mark.lines[0].inlines == ()
    assert isinstance(code, CodePiece)


def test_quotes_know_how_deep_they_are() -> None:
    pieces = pieces_of(parse("> a\n>\n> > b\n>\n> ---\n\n| c |\n|---|"))

    assert [piece.quotes for piece in pieces] == [1, 2, 1, 0]
    assert isinstance(pieces[2], RulePiece)
    assert isinstance(pieces[3], TablePiece)


def test_two_lists_are_told_apart_however_they_arrive() -> None:
    blocks = parse("- a\n\n1. b\n\n- c")
    whole = pieces_of(blocks)
    later = pieces_of(blocks[1:], 1)

    assert len({line.mark.of for line in whole[0].lines}) == 3
    assert later[0].lines == whole[0].lines[1:]
