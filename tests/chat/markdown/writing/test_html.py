"""What a word processor gets to paste: styles and lists, and nothing that reaches out."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.markdown.flatten import pieces_of
from scout_desktop.chat.markdown.inlines import Text
from scout_desktop.chat.markdown.pieces import CodePiece, Line
from scout_desktop.chat.markdown.writing.html import pieces_html, words_html

_ELEMENTS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "a", "sup", "br",
    "hr", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_EMPTY = {"br", "hr"}
_ATTRIBUTES = {"href", "class", "dir", "start", "style"}


class _Reader(HTMLParser):
    """Fails on what does not belong, collects words and addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS
        assert {name for name, _ in attrs} <= _ATTRIBUTES
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def _html(text: str) -> str:
    return pieces_html(pieces_of(text))


def test_every_kind_of_piece_has_its_element() -> None:
    assert _html("## A *b*") == "<h2>A <em>b</em></h2>"
    assert _html("**a** ~~b~~ `c`\\\nd") == (
        "<p><strong>a</strong> <s>b</s> <code>c</code><br>\nd</p>"
    )
    assert _html("```py\nx < 1\n```") == (
        '<pre dir="ltr"><code class="language-py">x &lt; 1</code></pre>'
    )
    assert _html("> a") == "<blockquote>\n<p>a</p>\n</blockquote>"
    assert _html("---") == "<hr>"
    assert _html("so $x^2$") == "<p>so <code>x^2</code></p>"
    assert _html("$$\na+b\n$$") == '<p dir="ltr"><code>a+b</code></p>'
    assert _html("a[^n]\n\n[^n]: note") == "<p>a<sup>[1]</sup></p>\n<p><sup>[1]</sup> note</p>"


def test_lists_are_lists_again() -> None:
    assert _html("- a\n  - b\n- c") == (
        "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n<li>c</li>\n</ul>"
    )
    assert _html("3. a\n4. b") == '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'
    assert "<li>\u2611 a</li>\n<li>\u2610 b</li>" in _html("- [x] a\n- [ ] b")
    assert _html("- a\n\n      code\n- b").count("<pre") == 1


def test_a_table_has_header_rows_and_sides() -> None:
    html = _html("| a | b |\n|---|--:|\n| 1 | 2 |")

    assert '<thead>\n<tr><th>a</th><th style="text-align: right">b</th></tr>\n</thead>' in html
    assert '<tr><td>1</td><td style="text-align: right">2</td></tr>' in html


def test_arabic_begins_on_the_right_and_code_never_does() -> None:
    assert _html("مرحبا") == '<p dir="rtl">مرحبا</p>'
    assert '<li dir="rtl">مرحبا</li>' in _html("- مرحبا")
    assert _html("```\nمرحبا\n```").startswith('<pre dir="ltr">')


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a?b=c&d",
        "http://example.com",
        "mailto:a@example.com",
        "HTTPS://EXAMPLE.COM/ü",
    ],
)
def test_web_and_mail_stay_links(address: str) -> None:
    reader = _read(pieces_html([Line((Text("x", href=address),))]))

    assert reader.addresses == [address]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "file://server/share",
        "/etc/passwd",
        "\\\\server\\share",
        "//server/share",
        "../x",
        "smb://server/share",
        "vbscript:x",
        "https:evil",
        "https:///x",
        "https://user@evil.com",
        "https://a.com:b@evil.com/",
        'https://x" onclick="y',
        "https://x/\u202egpj.exe",
        "https://x/\u200b",
        "https://x\\y",
        "https://x/\x00",
        "https:// x",
        "mailto://x",
        "",
    ],
)
def test_every_other_address_is_only_words(address: str) -> None:
    html = pieces_html([Line((Text("x", href=address),))])

    assert html == "<p>x</p>"


def test_a_picture_is_its_label() -> None:
    html = _html("![a cat](file:///pictures/cat.png) [![b](x.png)](https://e.com)")

    assert html == '<p>[picture: a cat] <a href="https://e.com">[picture: b]</a></p>'


def test_html_in_a_reply_stays_text() -> None:
    reader = _read(_html('<img src="file:///x"> <b>x</b> <!-- c --> &lt;script&gt;'))

    assert "".join(reader.words) == '<img src="file:///x"> <b>x</b> <!-- c --> <script>'


def test_a_language_is_a_class_or_nothing() -> None:
    html = pieces_html(
        [CodePiece("x", 'py"onload="x'), CodePiece("x", "<>"), CodePiece("x", "c++")]
    )

    assert 'class="language-pyonloadx"' in html
    assert 'class="language-c++"' in html
    _read(html)


def test_what_a_person_wrote_keeps_its_spaces_and_lines() -> None:
    assert words_html("a  *b*\n<c>") == (
        '<p style="white-space: pre-wrap">a  *b*<br>\n&lt;c&gt;</p>'
    )


@given(st.text(alphabet="<>&\"'`*_[]()!|#-\n\\$~ ax:/.\x00\u202e\ud800é", max_size=80))
def test_whatever_a_model_writes_is_well_formed_and_reaches_nothing(text: str) -> None:
    reader = _read(_html(text))

    assert all(address.lower().startswith(("http", "mailto:")) for address in reader.addresses)
    _html(text).encode()
