"""A chat as Markdown: what a message says stays what it says, and stays in its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scout_desktop.chat.exporting.markdown import markdown
from scout_desktop.chat.exporting.outline import inside
from scout_desktop.chat.exporting.placed import Placed
from scout_desktop.chat.message import ImagePart
from tests.chat.exporting import chats

READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def _outline(text: str) -> list[str]:
    """Return the headings outside of lists and quotes, as another program reads them."""
    tokens = READER.parse(text)
    return [
        f"{token.tag} {tokens[at + 1].content}"
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2", "h3")
    ]


def test_the_document_reads_in_order_and_says_where_it_forks() -> None:
    text = "".join(markdown(chats.branched(), "all"))

    assert _outline(text) == [
        "h1 Receipts", "h2 Branch 1 of 3 (shown)", "h3 You", "h3 Reply (version 2 of 2)",
        "h3 You (version 1 of 2)", "h3 Reply", "h2 Branch 2 of 3", "h3 Reply (version 1 of 2)",
        "h2 Branch 3 of 3", "h3 You (version 2 of 2)", "h3 Reply",
    ]  # fmt: skip
    assert "*Leaves branch 1 after message 1: version 1 of 2 of message 2.*" in text
    assert "*Message 1, 2026-11-23 01:18 UTC*" in text
    assert "by DeepInfra · 1,912 tokens in, 4 out · 0.000154 USD*" in text
    assert "A *long* receipt." in text


def test_only_the_branch_shown_has_no_branches_to_tell() -> None:
    assert _outline("".join(markdown(chats.branched()))) == [
        "h1 Receipts", "h3 You", "h3 Reply (version 2 of 2)", "h3 You (version 1 of 2)", "h3 Reply",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "typed", "written"),
    [
        ("# One\n## Two\n#### Four", False, "#### One\n##### Two\n###### Four"),
        ("One\n===\ntext", False, "#### One\ntext"),
        ("Two\n---", False, "##### Two"),
        ("a\nb\n---\nc", False, "a\nb\n\\---\nc"),
        ("a\n\n---\n\nb", False, "a\n\n---\n\nb"),
        ("# no heading", True, "\\# no heading"),
        ("no heading\n===", True, "no heading\n\\==="),
        ("#hashtag and # in the middle", True, "#hashtag and # in the middle"),
        ("```sh\n# a comment\n```\n# Head", False, "```sh\n# a comment\n```\n#### Head"),
        ("- ```\n  # a comment\n  ```", False, "- ```\n  # a comment\n  ```"),
        ("cut\n```py\nx = 1", False, "cut\n```py\nx = 1\n```"),
        ("cut\n~~~~\nx", False, "cut\n~~~~\nx\n~~~~"),
        ("    # code", False, "    # code"),
        ("![cat](https://evil.example/t.png)", False, "\\![cat](https://evil.example/t.png)"),
        ("a <script>b</script> `<script>`", False, "a \\<script>b\\</script> `<script>`"),
        ("<!-- swallows", True, "\\<!-- swallows"),
        (
            "[a](javascript:x) [b](https://x.example)",
            False,
            "[a\\](javascript:x) [b](https://x.example)",
        ),
        ("[a](notes.md#top) [^1]: Note: this", False, "[a](notes.md#top) [^1]: Note: this"),
        ("1 < 2 and List<int> & x", True, "1 < 2 and List<int> & x"),
        ("a\x00b\ud800", True, "a\ufffdb\ufffd"),
    ],
)
def test_a_message_keeps_within_itself_and_is_otherwise_as_it_is(
    said: str, typed: bool, written: str
) -> None:
    assert inside(said, typed=typed) == written


_LINES = st.lists(
    st.sampled_from(
        [
            "# one", "###### six", "text", "===", "---", "```", "```py", "~~~", "````", "",
            "> quote", "- item", "  more", "    code", "<!-- x", "<script>", "</script>", "<pre>",
            "1. one", "> ```", "- ```", "  ```", "| a |", "|---|", "<div>", "<?php", "<![CDATA[",
            "***", "- # in", "> # in",
        ]
    ),
    max_size=8,
)  # fmt: skip


@given(_LINES, _LINES)
def test_no_message_hides_the_next_or_pretends_to_be_one(
    first: list[str], second: list[str]
) -> None:
    chat = chats.chat_of(
        chats.asked(1, None, "\n".join(first)), chats.replied(2, 1, "\n".join(second)), title="T"
    )

    assert _outline("".join(markdown(chat))) == ["h1 T", "h3 You", "h3 Reply"]


def test_hostile_words_break_neither_the_outline_nor_load_anything() -> None:
    text = "".join(markdown(chats.hostile(), "all"))
    headings = [line for line in _outline(text) if line.startswith(("h1", "h2"))]
    tokens = [token for block in READER.parse(text) for token in block.children or ()]
    html = [token.content for token in tokens if token.type == "html_inline"]

    assert len(headings) == 3
    assert not [token for token in tokens if token.type == "image"]
    assert not [tag for tag in html if re.match(r"(?i)</?(script|img|iframe|svg|meta|body)", tag)]
    assert "\x00" not in text


@pytest.mark.parametrize(
    "said",
    [
        "[x](javascript:alert(1))", "[x](JAVASCRIPT:a)", "[x](  <javascript:a>)",
        "[x](\njavascript:a)",
        "[x](&#106;avascript:a)", "[x](javascript&colon;a)", "[a [b]](javascript:a)",
        "[x][y]\n\n[y]: data:a",
        "[y]:\njavascript:a\n\n[y]", "<javascript:a>", "<file:///etc/passwd>", "[x](file:///etc/passwd)",
        "[**x**](vbscript:a)", "> [x](javascript:a)", "- [x](javascript:a)", "[x](java\\script:a)",
        "| a |\n|---|\n| [x](javascript:a) |",
    ],
)  # fmt: skip
def test_no_link_leads_elsewhere_than_to_the_web_or_mail(said: str) -> None:
    reader = MarkdownIt("commonmark").enable("table")
    reader.validateLink = lambda _: True  # type: ignore[method-assign] -- a reader that trusts
    tokens = [
        token
        for block in reader.parse(inside(said, typed=False))
        for token in block.children or ()
        if token.type == "link_open"
    ]

    assert not tokens, [token.attrs for token in tokens]


def test_pictures_are_links_to_files_beside() -> None:
    image = ImagePart("ab" * 32, "image/jpeg", 4, 3, 9, name="my [cat](x).jpg")
    gone = ImagePart("cd" * 32, "image/jpeg", 4, 3, 9, name="dog.jpg")
    far = ImagePart("", "", 0, 0, 0, name="", url="https://example.org/x.png")
    chat = chats.chat_of(chats.asked(1, None, "?", (image, gone, far)))

    def place(part: ImagePart) -> Placed:
        return Placed("my chat-pictures/cat (1).jpg") if part == image else Placed(problem="gone")

    text = "".join(markdown(chat, place=place))

    assert "![my \\[cat\\](x).jpg, 4 × 3](my%20chat-pictures/cat%20%281%29.jpg)" in text
    assert "\\[picture: dog.jpg, 4 × 3, gone\\]" in text
    (shown,) = [t for b in READER.parse(text) for t in b.children or () if t.type == "image"]
    assert shown.attrs["src"] == "my%20chat-pictures/cat%20%281%29.jpg"
    assert "sent by its address: https://example.org/x.png" in text
