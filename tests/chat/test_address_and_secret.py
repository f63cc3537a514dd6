"""Where a key may go, and what a key looks like."""

from __future__ import annotations

import pytest

from scout_desktop.chat.address import DEFAULT_URL, Address
from scout_desktop.chat.errors import AddressInvalid, KeyMalformed
from scout_desktop.chat.secret import Secret


@pytest.mark.parametrize(
    ("typed", "url", "origin"),
    [
        (DEFAULT_URL, DEFAULT_URL, "https://openrouter.ai"),
        ("https://openrouter.ai", DEFAULT_URL, "https://openrouter.ai"),
        (" https://OpenRouter.AI:443/api/v1/ \n", DEFAULT_URL, "https://openrouter.ai"),
        ("https://openrouter.ai./api/v1", DEFAULT_URL, "https://openrouter.ai"),
        (f"{DEFAULT_URL}/chat/completions", DEFAULT_URL, "https://openrouter.ai"),
        ("https://example.com:8443/a/b//", "https://example.com:8443/a/b",
         "https://example.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9/v1", "http://127.9.9.9/v1", "http://127.9.9.9"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1", "http://localhost:11434"),
        ("http://[::1]:80/v1", "http://[::1]/v1", "http://[::1]"),
        ("https://[2001:DB8::1]/v1", "https://[2001:db8::1]/v1", "https://[2001:db8::1]"),
    ],
)  # fmt: skip
def test_an_address_in_its_normal_form(typed: str, url: str, origin: str) -> None:
    address = Address.parse(typed)

    assert (address.url, address.origin) == (url, origin)
    assert Address.parse(address.url) == address


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "openrouter.ai", "http://openrouter.ai/api/v1", "http://192.168.1.4:8080",
        "http://127.0.0.1.example.com", "http://localhost.example.com", "http://0.0.0.0:1",
        "http://[::ffff:10.0.0.1]/", "ftp://example.com", "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:word@example.com", "https://user@example.com", "https://example.com@evil.com",
        "https://example.com\\@evil.com", "https://exa mple.com", "https://exämple.com",
        "https://example.com/?key=1", "https://example.com/#x", "https://example.com:0",
        "https://example.com:99999", "https://example.com:-1", "https://example.com:abc",
        "https://", "https:///path", "https://.", "https://-bad.com", "https://a..b", "https://[::1",
        "https://[::1%25eth0]/", "https://127.1", "https://2130706433", "https://0x7f000001",
        "https://0177.0.0.1", "https://256.1.1.1", "https://example.com/../x", "https://e.com/%zz",
        "https://example.com/a b", "https://" + "a" * 600, "https://example.com\n.evil.com",
    ],
)  # fmt: skip
def test_what_is_not_an_address_has_a_sentence(typed: str) -> None:
    with pytest.raises(AddressInvalid) as caught:
        Address.parse(typed)

    assert caught.value.headline.endswith(".")
    assert caught.value.advice


def test_whose_host_it_is() -> None:
    assert Address.parse("https://openrouter.ai").is_openrouter
    assert Address.parse("https://eu.openrouter.ai/api/v1").is_openrouter
    assert not Address.parse("https://notopenrouter.ai").is_openrouter
    assert Address.parse("http://[::1]:1").is_loopback
    assert not Address.parse("https://10.0.0.1").is_loopback


@pytest.mark.parametrize(
    "typed", ["", "  ", "two words", "line\nbreak", "clé", "a\x00b", "k" * 5000]
)
def test_what_is_not_a_key(typed: str) -> None:
    with pytest.raises(KeyMalformed) as caught:
        Secret.checked(typed)

    assert caught.value.advice
    assert len(typed) < 3 or typed not in caught.value.sentence


def test_a_short_key_gives_nothing_away() -> None:
    assert Secret.checked("short-key").hint == "…"
    assert Secret.checked("sk-or-v1-0123456789abcdef").hint == "…cdef"
