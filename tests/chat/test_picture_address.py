"""Which texts are the address of a picture that the service may fetch."""

from __future__ import annotations

import pytest

from scout_desktop.chat.picture_address import picture_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/cat.jpg",
        "  https://example.org/cat.jpg\n",
        "https://example.org:8443/a%20b.png?size=2#x",
        "https://xn--bcher-kva.example/",
    ],
)
def test_an_https_address_is_one(text):
    assert picture_address(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cat.jpg",
        "http://example.org/cat.jpg",
        "file:///etc/passwd",
        "https://",
        "https:///cat.jpg",
        "https://example.org/a b.png",
        "https://example.org/a\u202egpj.png",
        "https://openrouter.ai@evil.example/cat.jpg",
        "https://[::1/cat.jpg",
        'https://example.org/"onload=',
        "https://example.org/" + "a" * 3000,
        "look: https://example.org/cat.jpg",
    ],
)
def test_anything_else_is_not(text):
    assert picture_address(text) is None
