"""No message that shows the words is passed over because its source looks different."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.chat.message import Node
from scout_desktop.ui.transcript.find.folding import folded, hits
from scout_desktop.ui.transcript.find.sieve import Sieve
from scout_desktop.ui.transcript.selection.sources import source_of


def _node(text: str, role: str = "assistant") -> Node:
    return Node({"id": "1", "role": role, "parts": [{"type": "text", "text": text}]})


def _lets_through(source: str, term: str) -> bool:
    sieve = Sieve()
    sieve.add([_node(source)])
    return sieve.candidates(term) == [0]


@pytest.mark.parametrize(
    ("source", "term"),
    [
        ("**a**b", "ab"),
        ("un*frigging*believable", "UNFRIGGINGBELIEVABLE"),
        ("`a`b`c`", "abc"),
        ("x` a `y", "xay"),
        ("a\\*b", "a*b"),
        ("a&amp;b", "a&b"),
        ("a&#98;c", "abc"),
        ("[a](http://x.y)b", "ab"),
        ("[a][ref]b\n\n[ref]: http://x", "ab"),
        ("one\n   two", "one two"),
        ("> one\n> two", "one two"),
        ("one  \ntwo", "one two"),
        ("![a cat](cat.png)", "picture: a cat"),
        ("see[^note]\n\n[^note]: here", "see[1]"),
        ("| a | b |\n|---|---|\n| c | d |", "b c"),
        ("```\nx -> y\n```", "->"),
        ("so $x^2$", "x^2"),
        ("~~a~~b", "ab"),
        ("# Title #", "Title"),
        ("Straße", "STRASSE"),
        ("don’t", "don't"),
        ("a\u00a0b", "a b"),
        ("**", "**"),
        ("\u201c.\u201d", '"."'),
        ("\u2019.", "'."),
        ("\u2011>", "->"),
        ("\u2014", "\u2014"),
    ],
)
def test_what_is_shown_is_let_through(source: str, term: str) -> None:
    assert _lets_through(source, term)


_PARTS = st.sampled_from(
    [
        "ab", "c", "A", "ß", "\u0130", "1", " ", "\n", "\n\n", "  ", "*", "**", "_", "~~", "`",
        "``", "\\", "[", "](x.y)", "]", "![", "][r]", "[^n]", "&amp;", "&#98;", "<", ">", "> ",
        "- ", "1. ", "# ", "|", "|-|", "```\n", "$", "$$", "\t", "\r\n", "<https://x.y>",
        "https://x.y", "[r]: /z", "[^n]: ", "\u2019", "\u00a0", "中", "\u202e", "!", "=",
    ]
)  # fmt: skip


@given(st.lists(_PARTS, max_size=14).map("".join), st.data())
@example("a&amp;b", None)
def test_no_hit_is_ever_held_back(source: str, data) -> None:
    texts = [piece_text(piece) for piece in pieces_of(source)]
    text = max(texts, key=len, default="")
    start, end = 0, len(text)
    if data is not None:
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 6, len(text))))
    term = text[start:end].replace("\n", " ").replace("\t", " ")

    if term.strip() and hits(text, folded(term), match_case=False):
        assert _lets_through(source, term)


def test_most_of_what_has_no_hit_is_held_back() -> None:
    sieve = Sieve()
    sieve.add([_node(f"message **number** {number} - `code`") for number in range(100)])

    assert sieve.candidates("number 42 -") == [42]
    assert sieve.candidates("elsewhere") == []
    assert sieve.candidates("  ") == []
    assert len(sieve.candidates("-")) == 100
    assert sieve.candidates("+") == []


def test_what_a_person_wrote_is_no_markdown() -> None:
    sieve = Sieve()
    sieve.add([_node("[a](b) &amp; c", "user")])

    assert sieve.candidates("ac") == []
    assert sieve.candidates("](b)") == [0]


def test_the_source_of_a_message_is_its_text() -> None:
    several = Node({"id": "1", "role": "user", "parts": [
        {"type": "text", "text": "a"}, {"type": "image", "sha256": "0"},
        {"type": "text", "text": "b"},
    ]})  # fmt: skip

    assert source_of(several) == several.text == "a\n\nb"
    assert source_of(_node("x")) == "x"
    assert source_of(Node({"id": "1", "parts": [{"type": "text"}]})) == ""
    assert source_of(Node({"id": "1"})) == ""
