"""What stands in a paragraph becomes flat runs, as CommonMark means it; nothing of it is obeyed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.inlines import Break, Inline, Picture, Text
from scout_desktop.chat.markdown.pieces import CodePiece, Line
from scout_desktop.chat.markdown.plain import plain_pieces

SOFT, HARD = Break(hard=False), Break(hard=True)
CASES: dict[str, tuple[str, tuple[Inline, ...]]] = {
    "words": ("Hello", (Text("Hello"),)),
    "emphasis": (
        "a **b *c*** ~~d~~",
        (
            Text("a "), Text("b ", strong=True), Text("c", strong=True, emphasis=True), Text(" "),
            Text("d", strike=True),
        ),
    ),
    "snake_case stays": ("a_snake_case name", (Text("a_snake_case name"),)),
    "inline code": ("`f(<b>)`", (Text("f(<b>)", code=True),)),
    "line ends": ("a\nb  \nc", (Text("a"), SOFT, Text("b"), HARD, Text("c"))),
    "line ends of other systems": ("a\r\nb\rc", (Text("a"), SOFT, Text("b"), SOFT, Text("c"))),
    "entities": ("&lt;b&gt; &copy;", (Text("<b> ©"),)),
    "html is text": (
        '<b>bold</b> <img src="file:///etc/passwd">',
        (Text('<b>bold</b> <img src="file:///etc/passwd">'),),
    ),
    "html on lines of its own is text": (
        "<script>\nalert(1)\n</script>",
        (Text("<script>"), SOFT, Text("alert(1)"), SOFT, Text("</script>")),
    ),
    "link": (
        '[a **b**](https://x.y/z "t")',
        (
            Text("a ", href="https://x.y/z", title="t"),
            Text("b", strong=True, href="https://x.y/z", title="t"),
        ),
    ),
    "addresses are data, not judged here": (
        "[a](javascript:alert(1)) [b](file:///etc/passwd)",
        (
            Text("a", href="javascript:alert(1)"), Text(" "),
            Text("b", href="file:///etc/passwd"),
        ),
    ),
    "reference": ("[a]\n\n[a]: /u", (Text("a", href="/u"),)),
    "picture": ("![a *b*](file:///etc/passwd)", (Picture("a b", "file:///etc/passwd"),)),
    "linked picture": ("[![a](b)](https://c)", (Picture("a", "b", href="https://c"),)),
    "bare address": (
        "See (https://x.y/a_(b)), now.",
        (
            Text("See ("), Text("https://x.y/a_(b)", href="https://x.y/a_(b)"), Text("), now."),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_words_become_runs(name: str) -> None:
    text, inlines = CASES[name]

    assert pieces_of(text) == (Line(inlines),)


def test_in_code_nothing_is_a_sign() -> None:
    assert pieces_of("```\n# a *b*\n```") == (CodePiece("# a *b*"),)
    assert pieces_of("    x = 1\n    y") == (CodePiece("x = 1\ny"),)


WORDS = st.lists(
    st.sampled_from(
        ["apple", "Birne", "猫", "قلم", "\n", "\n\n", " ", "*", "**", "_", "~~", "`", "- ", "> ",
         "# ", "| ", "|\n|-|\n", "<b>", "(", ")", "!", "$5", "    ", "\n  - ", "\n1. "]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_no_word_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    # What stands behind a fence is no word of the text: its first word is the label of the code.
    assume("~~~" not in text and "```" not in text)

    shown = plain_pieces(pieces_of(text))

    for word in ("apple", "Birne", "猫", "قلم", "$5", "<b>"):
        assert shown.count(word) >= text.count(word)


def test_signs_that_are_pages_apart_are_text() -> None:
    """A reply that leaves one open would be read from there at every look."""
    near, far = f"*{'word ' * 1_000}end*", f"*{'word ' * 3_000}end*"

    assert pieces_of(near) == (Line((Text(near[1:-1], emphasis=True),)),)
    assert pieces_of(far) == (Line((Text(far),)),)
