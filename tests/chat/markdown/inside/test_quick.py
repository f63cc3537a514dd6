"""The quick way of reading a paragraph reads nothing otherwise than the whole grammar does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.inside.definitions import Definitions
from scout_desktop.chat.markdown.inside.grammar import inside_tokens
from scout_desktop.chat.markdown.inside.quick import quick_inlines
from scout_desktop.chat.markdown.inside.runs import inlines_of

PARTS = (
    "a", "word ", "b1", "é", "中", " ", "  ", "\n", "  \n", "\n ", "*", "**", "**bold**", "*em*",
    "**Word:** ", "**a b**", "`code`", "` x `", "`", "_", "snake_case", "~", "~~", "[l](u_v*w)",
    "[l](http://u/v)", "[", "]", "](u)", "!", "![", "<", "< ", "<b>", "<a@b>", "<http://x>", "&",
    "&amp;", "$", "$5", "(", ")", ":", ".", "-", "https://x.y/z_w ", "\u00a0", "\u0301", "“", "\t",
    "'", "\\", "[a]", "[b c]", "[ ]", "[]", "[a][b]", "[A] ", "[^a]",
)  # fmt: skip


def definitions() -> Definitions:
    found = Definitions()
    found.add_link("A", {"href": "/u", "title": "t"})
    found.add_link("B C", {"href": "/v", "title": ""})
    found.add_note("a")
    return found


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=9))
def test_both_read_the_same(parts: list[str]) -> None:
    words = "".join(parts).strip()

    quick = quick_inlines(words, definitions())

    tokens, _ = inside_tokens(words, definitions(), links=True)
    assert quick is None or quick == inlines_of(tokens)


@pytest.mark.parametrize(
    "words",
    [
        "Plain words, about $5 (or so): 2 * 3 < 7 & more!",
        "**Bold:** *stressed* and `code`,\nsee [the page](https://a.b/c_d) or [1].",
        "snake_case and https://x.y/z",
    ],
)
def test_what_replies_are_made_of_is_read_quickly(words: str) -> None:
    assert quick_inlines(words, definitions()) is not None
