"""Replies for the tests of growing: fragments of every construct, and what a view makes of Changes.

`grown` is the property: whatever way a text arrives, the pieces are those of the whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.growing import GrowingPieces
from scout_desktop.chat.markdown.pieces import Change, CodeGrowth, CodePiece, Piece, TablePiece

WORDS = (
    "apple", "Birne ", "猫", "قلم ", "🙂", "snake_case", "2*3", " ", "  ", "\t", "\\", "&amp;",
    "<b>",
)  # fmt: skip
LINES = ("\n", "\n", "\n\n", "  \n", "\r\n", "\r", "\n\n    ", "\n  ", "\x00")
BLOCKS = (
    "# ", "## ", "> ", ">", "- ", "-", "* ", "+ ", "1. ", "2. ", "7) ", "\n  - ", "\n1. ", "- - ",
    "- [ ] ", "* [x] ", "[X] ", "---\n", "===\n", "***\n", "    code\n", "> - ",
)  # fmt: skip
FENCES = ("```\n", "```py\n", "````\n", "~~~\n", "```", "``", "- ```\n", "> ~~~\n", "  x = 1\n")
TABLES = (
    "| a | b |\n", "|---|:-:|\n", "| 1 | *2* |\n", "|", "| ", "x\\|y", ":--|", "|-\n", "|a|\n|-|\n",
)  # fmt: skip
INSIDE = (
    "*", "**", "_", "~~", "~", "`", "`c`", "**b**", "[", "]", "](u)", "![p](q)", "https://x.y/z ",
)  # fmt: skip
NAMES = (
    "[a]", "[a]: /u\n", "\n\n[a]: /u\n\n", "[a][b]", "[^1]", "[^1]: ", "[^n]", "\n[^n]: note\n",
)  # fmt: skip
MATHS = (
    "$", "$$", "$$\n", "\\(", "\\)", "\\[", "\\]\n", "\\[\n", "$x$", "$5", "\\$", "= b\n", "+ c\n",
)  # fmt: skip

FRAGMENTS = (*WORDS, *LINES, *BLOCKS, *FENCES, *TABLES, *INSIDE, *NAMES, *MATHS)
texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=30),
    # One kind of block at a time goes deeper into it.
    *(
        st.lists(st.sampled_from((*kind, *kind, "apple", " ", "\n", "\n\n", "  ")), max_size=30)
        for kind in (BLOCKS, FENCES, TABLES, INSIDE, NAMES, MATHS)
    ),
).map("".join)


def examples() -> list[dict[str, str]]:
    """The examples of the CommonMark specification."""
    path = Path(__file__).with_name("commonmark.json")
    found: list[dict[str, str]] = json.loads(path.read_text("utf-8"))["examples"]
    return found


def cut(text: str, size: int) -> Iterator[str]:
    """The text in parts of one size."""
    return (text[at : at + size] for at in range(0, len(text), size))


def cut_at(text: str, places: Iterable[int]) -> list[str]:
    """The text cut at places, which may lie behind its end."""
    cuts = [0, *sorted(min(place, len(text)) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(cuts)]


def applied(pieces: Sequence[Piece], change: Change) -> list[Piece]:
    """What a view has after a change: it knows only what it was told."""
    kept = list(pieces[: change.kept])
    if change.growth is not None:
        kept.append(_grown(pieces[change.kept], change.growth))
    return kept + list(change.fresh)


def _grown(piece: Piece, growth: object) -> Piece:
    if isinstance(growth, CodeGrowth):
        assert isinstance(piece, CodePiece)
        lines = [*piece.text.split("\n")[: growth.finished], *growth.lines]
        return replace(piece, text="\n".join([*lines, growth.partial] if growth.partial else lines))
    assert isinstance(piece, TablePiece)
    assert growth.finished <= len(piece.rows)
    partial = () if growth.partial is None else (growth.partial,)
    return replace(piece, rows=(*piece.rows[: growth.finished], *growth.rows, *partial))


def grown(text: str, parts: Iterable[str], *, each: bool = True) -> None:
    """Let the text arrive in parts and compare what is shown, after each look and at the end."""
    growing, shown, length = GrowingPieces(), list[Piece](), 0
    for part in parts:
        growing.add(part)
        length += len(part)
        shown = applied(shown, growing.settle())
        if each:
            assert tuple(shown) == growing.pieces
            assert growing.settle() == Change(len(shown))
            if not growing.late:
                assert growing.pieces == pieces_of(text[: length - growing.held])
    shown = applied(shown, growing.end())
    assert tuple(shown) == growing.pieces == pieces_of(text)
    assert growing.text() == text
    assert growing.length == len(text)
    assert growing.end() == Change(len(shown))
