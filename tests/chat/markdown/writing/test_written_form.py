"""Pieces written as Markdown again: another program, and we ourselves, read the same from it."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.cut import cut_piece
from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import HERE, CodePiece, Line, Mark, Place, TablePiece
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.chat.markdown.writing.written_form import pieces_markdown

_WORDS = st.sampled_from(
    [
        "alpha", "beta", "2024", "a_b", "don't", "(par)", "5%", "$5", "C:\\dir", "x", "<", "&amp;",
        "مرحبا", "中文", "😀", "+1", "=", "end.", "\\*", "\\_", "|", "1\\.", "!", "~",
        "_it_", "*it*", "**bold**", "***both***", "~~gone~~", "`code`", "`` a`b ``", "$x^2$",
        "**bold `code`**", "[link](https://e.com/a_b)", '[**b** c](<a b> "t")', "https://e.com/x?y=1",
        "![alt](p.png)", "<https://a.b/c*d*>", "&lt;b&gt;", "w*or*d",
    ]
)  # fmt: skip
_LINE = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)


def _item(sign: str, text: str) -> str:
    return sign + textwrap.indent(text, " " * len(sign))[len(sign) :]


def _lists(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["- ", "* ", "1. ", "7) "])
    items = st.lists(inner, min_size=1, max_size=3)
    return st.builds(
        lambda sign, items, gap: gap.join(_item(sign, each) for each in items),
        signs, items, st.sampled_from(["\n", "\n\n"]),
    )  # fmt: skip


def _quotes(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return inner.map(lambda text: textwrap.indent(text, "> ", lambda _: True))


_PLAIN_BLOCKS = st.one_of(
    st.lists(_LINE, min_size=1, max_size=3).map("\n".join),
    st.lists(_LINE, min_size=2, max_size=2).map("\\\n".join),
    st.lists(_LINE, min_size=1, max_size=3).map(
        lambda tasks: "\n".join(f"- [{' x'[at % 2]}] {task}" for at, task in enumerate(tasks))
    ),
    st.builds(lambda level, line: f"{'#' * level} {line}", st.integers(1, 6), _LINE),
    st.sampled_from(
        ["```py\nx = 1\n\n\ty\n```", "~~~\n```\n~~~", "```\n```", "---", "$$\na+b\n$$"]
    ),
    st.lists(_LINE.map(lambda line: line.replace("|", "\\|")), min_size=4, max_size=4).map(
        lambda c: f"| {c[0]} | {c[1]} |\n|---|--:|\n| {c[2]} | {c[3]} |"
    ),
)
# A place does not say which of a quote and a list is around the other: here it is the quote.
_LISTS = st.recursive(
    _PLAIN_BLOCKS,
    lambda inner: st.one_of(_lists(inner), st.tuples(inner, inner).map("\n\n".join)),
    max_leaves=6,
)
_BLOCKS = st.recursive(
    _LISTS,
    lambda inner: st.one_of(_quotes(inner), st.tuples(inner, inner).map("\n\n".join)),
    max_leaves=4,
)


@given(_BLOCKS)
@example("- ```\n  code\n  ```\n- a\n\n  loose\n\n\n1. - n")
@example("1. a\n\n5. b\n\n- c\n\n* d")
@example("# ends with \\#\n\n# #\n\n- # a\n  b")
@example("a[^1] and b[^two]\n\n[^1]: first\n\n[^two]: second\n    still")
@example("- a\n  > b\n\n  c\n- > d")
@example("- > a\n\n  b")
def test_what_was_parsed_is_parsed_again(text: str) -> None:
    pieces = pieces_of(text)

    assert pieces_of(pieces_markdown(pieces)) == pieces


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=60)
)
@example("1. no list")
@example("- no list")
@example("# no heading")
@example("=== no underline")
@example("| no | table")
@example("*no* _emphasis_ **here** ~~nor~~ `here`")
@example("&amp; &#65; <b> [x](y) ![x](y) [^1] \\ \\\\ \\[x\\] $x$ $$x$$")
@example("```no code")
@example("[x]: no definition")
@example("<https://no.link>")
def test_plain_words_stay_plain_words(text: str) -> None:
    text = " ".join(text.split())
    assume(text and "://" not in text)

    (line,) = pieces_of(pieces_markdown([Line((Text(text),))]))

    assert line == Line((Text(text),))


def test_no_link_comes_out_of_words_in_angles() -> None:
    markdown = pieces_markdown([Line((Text("<mailto:a@b.c> <i>"),))])

    assert pieces_of(markdown) == (Line((Text("<mailto:a@b.c> <i>"),)),)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\nA *b* **c** `d`.",
        "- a\n- b\n  - c",
        "1. a\n2. b",
        "> a\n>\n> b",
        "| a | b |\n| --- | ---: |\n| 1 | 2 |",
        "```py\nx\n```",
        "See https://example.com/x and [this](https://example.com).",
        "So $x^2$ and\n\n$$\na+b\n$$",
        "\\$5 and \\$10",
        "2024 was a year. 100% (really) - it's true; see a_b/c.d",
    ],
)
def test_it_reads_as_a_person_would_have_written_it(text: str) -> None:
    assert pieces_markdown(pieces_of(text)) == text


def test_emphasis_inside_a_word_survives_signs_beside_it() -> None:
    line = Line((Text("a"), Text('"b"', strong=True), Text("c")))

    assert pieces_of(pieces_markdown([line])) == (line,)


def test_spaces_at_the_ends_of_a_cut_do_not_break_its_style() -> None:
    (piece,) = pieces_of("one **two three** four")
    cut = cut_piece(piece, 4, 8)

    assert piece_text(cut) == "two "
    assert pieces_markdown([cut]) == "**two**"


def test_an_item_without_its_beginning_is_a_paragraph_among_items() -> None:
    first, second = pieces_of("- one two\n- three")

    assert pieces_markdown([cut_piece(first, 4, 7), second]) == "two\n- three"


def test_a_table_without_its_header_has_an_empty_one() -> None:
    (table,) = pieces_of("| a | b |\n|---|---|\n| 1 | 2 |")
    cut = cut_piece(table, 4, 7)

    assert isinstance(cut, TablePiece)
    assert pieces_of(pieces_markdown([cut])) == (cut,)


def test_a_fence_is_longer_than_any_in_the_code() -> None:
    code = CodePiece("```\nx\n`````", "md")

    assert pieces_markdown([code]).startswith("``````md\n")
    assert pieces_of(pieces_markdown([code])) == (code,)


def test_numbers_begin_where_the_selection_does() -> None:
    pieces = pieces_of("1. a\n2. b\n3. c")[1:]

    assert pieces_markdown(pieces) == "2. b\n3. c"
    assert pieces[0].place == Place(depth=1, mark=Mark(2), tight=True)
    assert HERE.mark is None
