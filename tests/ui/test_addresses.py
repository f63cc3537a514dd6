"""Which addresses may be offered for opening, and how they are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from scout_desktop.ui.addresses import (
    checked_address,
    readable_address,
    refusal,
    visible,
    warning_about,
)
from tests.ui.written_addresses import PASS, REFUSED

_PARTS = st.sampled_from(
    ["https://", "http:", "mailto:", "//", "\\\\", "@", ":", "/", "?", "#", "%00", "%40", "%2f",
     "[", "]", "xn--", "a", "example.org", "1", "0x7f", ".", "&bcc=", " ", "\u202e", "\u00ad",
     "\uff0f", "\u0430"]
)  # fmt: skip


@pytest.mark.parametrize("href", PASS, ids=ascii)
def test_web_and_mail_pass(href: str) -> None:
    assert checked_address(href) is not None


@pytest.mark.parametrize("href", REFUSED, ids=lambda href: ascii(href)[:60])
def test_everything_else_is_refused(href: str) -> None:
    assert checked_address(href) is None


@given(st.lists(_PARTS | st.text(max_size=3), max_size=12).map("".join))
def test_whatever_is_written_has_one_clear_answer(href: str) -> None:
    url = checked_address(href)
    shown = readable_address(href)

    assert visible(shown) == shown
    assert (url is None) == bool(refusal(href))
    if url is not None:
        assert url.scheme() in ("https", "http", "mailto")
        assert not url.userInfo()
        # What is shown leads where the address leads.
        assert checked_address(shown) is not None
        assert QUrl(shown).host() == url.host()


def test_there_are_many_of_them() -> None:
    assert len(set(REFUSED)) == len(REFUSED) >= 150


def test_a_refusal_says_the_reason() -> None:
    reasons = {
        "file:///etc/passwd": "Only web and mail addresses",
        "https://good.example@evil.example/": "names a user",
        "https://2130706433/": "number in disguise",
        "https://example.org/\u202egnp.exe": "cannot be seen",
        "https://example.org/" + "a" * 3000: "longer than 2,000",
        "mailto:a@example.org?attach=/x": "more than a message (“attach”)",
        "https://example.org:99999/": "not a whole address",
    }
    for href, words in reasons.items():
        assert words in refusal(href), href
    assert not refusal("https://example.org/")


def test_a_name_in_foreign_letters_is_spelled_out() -> None:
    url = checked_address("https://\u0430pple.com/")
    assert url is not None
    assert "xn--pple-43d.com" in warning_about(url)
    assert "“\u0430pple.com”" in warning_about(url)
    assert readable_address("https://\u0430pple.com/a") == "https://xn--pple-43d.com/a"
    assert readable_address("https://xn--80ak6aa92e.com/") == "https://xn--80ak6aa92e.com/"
    russian = "https://\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444/"
    assert readable_address(russian) == russian


def test_an_honest_address_has_no_warning() -> None:
    assert not warning_about(QUrl("https://example.org/"))
    assert not warning_about(QUrl("mailto:a@example.org"))


def test_an_address_is_decoded_only_where_that_hides_nothing() -> None:
    assert readable_address("https://zh.wikipedia.org/wiki/%E7%8C%AB").endswith("/\u732b")
    persian = readable_address("https://fa.wikipedia.org/wiki/%D9%85%DB%8C%E2%80%8C%D8%B1")
    assert persian.endswith("/\u0645\u06cc%E2%80%8C\u0631")
    assert readable_address("https://a.example/%20%20%20https:/b.example") == (
        "https://a.example/%20%20%20https:/b.example"
    )
    assert readable_address("x:\u202egnp") == "x:\u27e8U+202E\u27e9gnp"
    assert readable_address("<b>x</b>") == "<b>x</b>"
    long = readable_address("x" * 1_000_000)
    assert long.endswith("and 998,000 more characters")
