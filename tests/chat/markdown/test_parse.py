"""What a reply says in Markdown becomes values, as CommonMark means it."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.markdown.blocks import (
    Break,
    Code,
    Heading,
    List,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Table,
    Text,
)
from scout_desktop.chat.markdown.parse import parse
from scout_desktop.chat.markdown.plain import plain_text


def para(text: str) -> Paragraph:
    return Paragraph((Text(text),))


CASES = {
    "words": ("Hello", (para("Hello"),)),
    "nothing": ("", ()),
    "money is money": ("It costs $5 and $10.", (para("It costs $5 and $10."),)),
    "headings": (
        "# One\n\nTwo\n---\n\n###### Six",
        (Heading(1, (Text("One"),)), Heading(2, (Text("Two"),)), Heading(6, (Text("Six"),))),
    ),
    "emphasis": (
        "a **b *c*** ~~d~~",
        (
            Paragraph(
                (
                    Text("a "),
                    Text("b ", strong=True),
                    Text("c", strong=True, emphasis=True),
                    Text(" "),
                    Text("d", strike=True),
                )
            ),
        ),
    ),
    "snake_case stays": ("a_snake_case name", (para("a_snake_case name"),)),
    "inline code": ("`f(<b>)`", (Paragraph((Text("f(<b>)", code=True),)),)),
    "line ends": (
        "a\nb  \nc",
        (Paragraph((Text("a"), Break(hard=False), Text("b"), Break(hard=True), Text("c"))),),
    ),
    "fence": ("```python title\nx = 1\n\n```", (Code("python", "x = 1\n", "python title"),)),
    "open fence": ("```\n# not a heading", (Code("", "# not a heading"),)),
    "indented code": ("    x = 1\n    y", (Code("", "x = 1\ny"),)),
    "tight list": (
        "- a\n- b",
        (List(False, 1, ((para("a"),), (para("b"),))),),
    ),
    "loose list": (
        "3. a\n\n4. b",
        (List(True, 3, ((para("a"),), (para("b"),)), tight=False),),
    ),
    "nested list with code": (
        "1. a\n   - b\n\n     ```\n     c\n     ```",
        (
            List(
                True, 1, ((para("a"), List(False, 1, ((para("b"), Code("", "c")),), tight=False)),)
            ),
        ),
    ),
    "quote": ("> a\n>\n> > b", (Quote((para("a"), Quote((para("b"),)))),)),
    "rule": ("***", (Rule(),)),
    "table": (
        "| a | b |\n|:-:|--:|\n| **1** | `x \\| y` |",
        (
            Table(
                ("center", "right"),
                (
                    ((Text("a"),), (Text("b"),)),
                    ((Text("1", strong=True),), (Text("x | y", code=True),)),
                ),
            ),
        ),
    ),
    "cells beyond the header are kept": (
        "|a|\n|-|\n|1|2|3|",
        (Table(("",), (((Text("a"),),), ((Text("1 | 2 | 3"),),))),),
    ),
    "a short row is filled": ("|a|b|\n|-|-|\n|1|", (
        Table(("", ""), (((Text("a"),), (Text("b"),)), ((Text("1"),), ()))),
    )),
    "html is text": (
        '<b>bold</b> <img src="file:///etc/passwd">',
        (para('<b>bold</b> <img src="file:///etc/passwd">'),),
    ),
    "a block of html is text": (
        "<script>\nalert(1)\n</script>",
        (
            Paragraph(
                (Text("<script>"), Break(hard=False), Text("alert(1)"), Break(hard=False),
                 Text("</script>"))
            ),
        ),
    ),
    "link": (
        '[a **b**](https://x.y/z "t")',
        (
            Paragraph(
                (
                    Text("a ", href="https://x.y/z", title="t"),
                    Text("b", strong=True, href="https://x.y/z", title="t"),
                )
            ),
        ),
    ),
    "addresses are data, not judged here": (
        "[a](javascript:alert(1)) [b](file:///etc/passwd)",
        (
            Paragraph(
                (
                    Text("a", href="javascript:alert(1)"),
                    Text(" "),
                    Text("b", href="file:///etc/passwd"),
                )
            ),
        ),
    ),
    "reference": ("[a]\n\n[a]: /u", (Paragraph((Text("a", href="/u"),)),)),
    "picture": (
        "![a *b*](file:///etc/passwd)",
        (Paragraph((Picture("a b", "file:///etc/passwd"),)),),
    ),
    "linked picture": (
        "[![a](b)](https://c)",
        (Paragraph((Picture("a", "b", href="https://c"),)),),
    ),
    "bare address": (
        "See (https://x.y/a_(b)), now.",
        (
            Paragraph(
                (
                    Text("See ("),
                    Text("https://x.y/a_(b)", href="https://x.y/a_(b)"),
                    Text("), now."),
                )
            ),
        ),
    ),
    "windows line ends": (
        "a\r\n\r\nb\rc",
        (para("a"), Paragraph((Text("b"), Break(hard=False), Text("c")))),
    ),
    "entities": ("&lt;b&gt; &copy;", (para("<b> ©"),)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_markdown_becomes_blocks(name: str) -> None:
    text, blocks = CASES[name]

    assert parse(text) == blocks


HOSTILE = {
    "quotes": ">" * 5_000 + " deepest words",
    "list in list": "".join("  " * n + "- x\n" for n in range(400)) + "- deepest words",
    "one line of lists": "- " * 3_000 + "deepest words",
    "brackets": "[" * 20_000 + "deepest words" + "]" * 20_000,
    "pictures": "![" * 5_000 + "deepest words",
    "stars": "*a **b " * 5_000 + "deepest words",
    "backticks": "".join("e" + "`" * n for n in range(200)) + "deepest words",
    "null and surrogate": "\x00\ud83d deepest words",
    "open tags": "<" * 30_000 + "deepest words",
    "address with brackets": "https://x.y/" + ")" * 1_900 + " deepest words",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_nesting_keeps_its_words(name: str) -> None:
    assert "deepest words" in plain_text(parse(HOSTILE[name]))


@pytest.mark.parametrize(
    "piece",
    ["[", "*a ", "> ", "| a ", "- a\n", "[a](b ", "`", "word ", "a\n", "&amp;", "<a", "|a\n|-\n"],
)
def test_a_megabyte_costs_what_ten_times_a_tenth_costs(piece: str) -> None:
    """Twenty times the text may cost at most sixty times the work, counted in calls made."""

    def calls(size: int) -> int:
        made = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        text = (piece * (size // len(piece) + 1))[:size]
        sys.setprofile(count)
        try:
            parse(text)
        finally:
            sys.setprofile(None)
        return made

    parse("[a](b) *c*\n\n- d")  # the package is imported by now

    assert calls(40_000) < 60 * max(calls(2_000), 500)


def test_more_than_a_megabyte_is_shown_as_it_is() -> None:
    blocks = parse("*word* [a](b)\n\n" * 100_000)

    assert blocks[0] == para("*word* [a](b)")


MARKUP = st.text(alphabet="ab c\n\t*_~`[]()!<>#-+.|\\&;\"'=\x00é中ع\u2028🙂1", max_size=300)


@settings(max_examples=400, deadline=None)
@given(MARKUP)
def test_no_text_raises(text: str) -> None:
    parse(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_of_any_script_raises(text: str) -> None:
    plain_text(parse(text))


WORDS = st.lists(
    st.sampled_from(
        ["apple", "Birne", "猫", "قلم", "\n", "\n\n", " ", "*", "**", "_", "~~", "`", "- ", "> ",
         "# ", "| ", "|\n|-|\n", "```\n", "<b>", "(", ")", "!", "$5", "    ", "\n  - ", "\n1. "]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_no_word_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)

    shown = plain_text(parse(text))
    shown += " ".join(block.info for block in _codes(parse(text)))

    for word in ("apple", "Birne", "猫", "قلم", "$5", "<b>"):
        assert shown.count(word) >= text.count(word)


def _codes(blocks: tuple[object, ...]) -> list[Code]:
    found = []
    for block in blocks:
        if isinstance(block, Code):
            found.append(block)
        elif isinstance(block, Quote):
            found += _codes(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                found += _codes(item)
    return found
