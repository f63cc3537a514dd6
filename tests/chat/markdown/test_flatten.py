"""A message as a row of pieces: each knows where it stands, and no text is too odd for it."""

from __future__ import annotations

import html
import re

import pytest

from scout_desktop.chat.markdown.flatten import pieces_of, written_lines
from scout_desktop.chat.markdown.inlines import Break, NoteRef, Picture, Text
from scout_desktop.chat.markdown.pieces import (
    CodePiece,
    FormulaPiece,
    Line,
    Mark,
    Piece,
    Place,
    RulePiece,
    TablePiece,
)
from scout_desktop.chat.markdown.plain import piece_text, plain_pieces
from tests.chat.markdown.reply import examples


def words(text: str, level: int = 0, **place: object) -> Line:
    return Line((Text(text),) if text else (), level, Place(**place))  # type: ignore[arg-type]


BULLET = Mark()
CASES: dict[str, tuple[str, tuple[Piece, ...]]] = {
    "nothing": ("", ()),
    "headings and a rule": ("# a\n\nb\n---\n\n***", (words("a", 1), words("b", 2), RulePiece())),
    "list": (
        "3. a\n   - b\n\n   c\n4. d",
        (
            words("a", depth=1, mark=Mark(3), tight=True),
            words("b", depth=2, mark=BULLET, tight=True),
            words("c", depth=1),
            words("d", depth=1, mark=Mark(4), tight=True),
        ),
    ),
    "a blank line above an item": (
        "- a\n\n- b",
        (
            words("a", depth=1, mark=BULLET, tight=True),
            words("b", depth=1, mark=BULLET),
        ),
    ),
    "numbers count from the first": (
        "7) a\n7) b",
        (
            words("a", depth=1, mark=Mark(7), tight=True),
            words("b", depth=1, mark=Mark(8), tight=True),
        ),
    ),
    "an item that begins with code": (
        "- ```py\n  x\n  ```",
        (
            words("", depth=1, mark=BULLET, tight=True),
            CodePiece("x", "py", Place(depth=1, tight=True)),
        ),
    ),
    "an item that begins with a list": (
        "- 2. a",
        (
            words("", depth=1, mark=BULLET, tight=True),
            words("a", depth=2, mark=Mark(2), tight=True),
        ),
    ),
    "an empty item": (
        "-\n- a",
        (
            words("", depth=1, mark=BULLET, tight=True),
            words("a", depth=1, mark=BULLET, tight=True),
        ),
    ),
    "tasks": (
        "- [ ] a\n- [X] b\n- [x]c",
        (
            words("a", depth=1, mark=Mark(done=False), tight=True),
            words("b", depth=1, mark=Mark(done=True), tight=True),
            words("[x]c", depth=1, mark=BULLET, tight=True),
        ),
    ),
    "quote with a list in it": (
        "> a\n> - b\n>\n> > c",
        (
            words("a", quotes=1),
            words("b", quotes=1, depth=1, mark=BULLET, tight=True),
            words("c", quotes=2),
        ),
    ),
    "table in a quote": (
        "> |a|\n> |:-:|\n> |1|2|",
        (TablePiece(("center",), (((Text("a"),),), ((Text("1 | 2"),),)), Place(quotes=1)),),
    ),
    "a table below words": (
        "words\n|a|\n|-|",
        (words("words"), TablePiece(("",), (((Text("a"),),),))),
    ),
    "footnote": (
        "a[^1] b[^x]\n\n[^1]: c\n    d\n\n    e\n[^unused]: f",
        (
            Line((Text("a"), NoteRef("1", 1), Text(" b[^x]"))),
            Line((Text("c"), Break(hard=False), Text("d")), 0, Place(note="1", number=1)),
            words("e"),
            words("f", note="unused", number=2),
        ),
    ),
    "formula of its own": (
        "a\n$$\nx\n= y\n+ z\n$$\nb",
        (words("a"), FormulaPiece("x\n= y\n+ z"), words("b")),
    ),
    "formula in brackets": ("\\[ x \\\\[2pt] y \\]", (FormulaPiece("x \\\\[2pt] y"),)),
    "formula on one line": ("$$x^2$$", (FormulaPiece("x^2"),)),
    "formula in an item": (
        "- $$x$$",
        (
            words("", depth=1, mark=BULLET, tight=True),
            FormulaPiece("x", Place(depth=1, tight=True)),
        ),
    ),
    "an open formula is text": (
        "$$\nx",
        (Line((Text("$$"), Break(hard=False), Text("x"))),),
    ),
    "an open formula lets code begin": (
        "$$\n```\nx\n```",
        (words("$$"), CodePiece("x")),
    ),
    "html is text": ("<b>a</b>", (words("<b>a</b>"),)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_message_is_a_row_of_pieces(name: str) -> None:
    text, pieces = CASES[name]

    assert pieces_of(text) == pieces


@pytest.mark.parametrize("section", sorted({each["section"] for each in examples()}))
def test_commonmark_is_read_as_its_examples_say(section: str) -> None:
    """Words, code, rules, items and headings, against the HTML of the specification."""
    for example in examples():
        if example["section"] != section or _has_html(example):
            continue
        pieces, page = pieces_of(example["markdown"]), example["html"]
        said = re.sub(r'<img src="[^"]*" alt="([^"]*)"[^>]*>', r"\1", page)
        said = html.unescape(re.sub(r"<[^>]+>", "", said))

        assert _letters("".join(_spoken(piece) for piece in pieces)) == _letters(said), example
        assert sum(piece.place.mark is not None for piece in pieces) == page.count("<li>"), example
        assert _count(pieces, CodePiece) == page.count("<pre>"), example
        assert _count(pieces, RulePiece) == page.count("<hr />"), example
        levels = [str(p.level) for p in pieces if isinstance(p, Line) and p.level]
        assert levels == re.findall(r"<h([1-6])>", page), example


def _has_html(example: dict[str, str]) -> bool:
    """HTML is text here; and one example has a formula of ours in it."""
    return (
        "HTML" in example["section"]
        or example["example"] == 12
        or bool(re.search(r"<[a-zA-Z/!?][^>:@]*>", example["markdown"]))
    )


def _spoken(piece: Piece) -> str:
    if isinstance(piece, Line):
        return "".join(
            inline.alt if isinstance(inline, Picture) else getattr(inline, "text", " ")
            for inline in piece.inlines
        )
    return piece_text(piece)


def _letters(text: str) -> str:
    return "".join(text.split())


def _count(pieces: tuple[Piece, ...], kind: type[Piece]) -> int:
    return sum(isinstance(piece, kind) for piece in pieces)


def test_what_a_user_wrote_stays_as_it_was_written() -> None:
    tight = Place(tight=True)

    assert written_lines("# a\r\n\n*b*") == (
        Line((Text("# a"),), 0, tight),
        Line((), 0, tight),
        Line((Text("*b*"),), 0, tight),
    )


def test_a_message_as_plain_text() -> None:
    text = (
        "# A\n\nb **c**\\\nd\n\n- e\n  1. f\n- [x] g\n\n      h\n\n"
        "|i|j|\n|-|-|\n|k|$l$|\n\n---\nm[^1]\n\n[^1]: n"
    )

    assert plain_pieces(pieces_of(text)) == (
        "A\n\nb c\nd\n\n• e\n  1. f\n[x] g\n\n  h\n\ni\tj\nk\tl\n\n———\n\nm[1]\n\n[1] n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\nb  \nc", "a b\nc"),
        ("![a](b) $x$", "[picture: a] x"),
        ("```\na\n\n```", "a\n"),
        ("$$x$$", "x"),
        ("---", ""),
        ("|a|b|\n|-|-|\n|c|", "a\tb\nc\t"),
    ],
)
def test_the_text_of_a_piece(text: str, said: str) -> None:
    (piece,) = pieces_of(text)

    assert piece_text(piece) == said
