"""A reply that arrives in pieces ends as the whole one does, and is not parsed over and over."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.blocks import Paragraph, Text
from scout_desktop.chat.markdown.growing import GrowingBlocks
from scout_desktop.chat.markdown.parse import parse

WORDS = st.lists(
    st.sampled_from(
        ["apple", "Birne", "猫", "قلم", "\n", "\n\n", " ", "*", "**", "_", "~~", "`", "- ", "> ",
         "# ", "| ", "|\n|-|\n", "```\n", "<b>", "(", ")", "!", "$5", "    ", "\n  - ", "\n1. "]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(WORDS, st.lists(st.integers(0, 200), max_size=8))
def test_a_reply_that_grows_ends_as_the_whole_does(pieces: list[str], cuts: list[int]) -> None:
    text = "".join(pieces)
    growing, before = GrowingBlocks(), 0

    for cut in [*sorted(min(cut, len(text)) for cut in cuts), len(text)]:
        growing.add(text[before:cut])
        growing.settle()
        before = cut

    assert (*growing.settled, *growing.opened) == parse(text)


def test_what_is_settled_is_not_parsed_again() -> None:
    growing = GrowingBlocks()
    for number in range(50):
        growing.add(f"Paragraph {number}.\n\n")
        growing.settle()

    assert len(growing.settled) == 49
    assert growing.opened == (Paragraph((Text("Paragraph 49."),)),)


def test_definitions_of_the_settled_part_stay_in_force() -> None:
    growing = GrowingBlocks()
    for piece in ("[a]: https://x.y\n\n", "one\n\n", "two\n\n", "[a]"):
        growing.add(piece)
        growing.settle()

    assert growing.opened[-1] == Paragraph((Text("a", href="https://x.y"),))
