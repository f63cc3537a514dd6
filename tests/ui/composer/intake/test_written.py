"""Whatever is on a clipboard: reading it raises nothing and touches nothing."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scout_desktop.chat.errors import PictureError
from scout_desktop.ui.composer.intake.written import (
    data_kind,
    decoded,
    is_file,
    promised_address,
    promised_path,
)

_PIECES = [
    "data:", "image/png", ";base64,", "https://", "file:", "//", "~/", "/", "\\", "%", ".png",
    "?a=.jpg", "'", '"', "\n", "\0", "\ud800", " ", "é", "x" * 300,
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(_PIECES)).map("".join))


@given(texts)
@example("file://[::1/a.png")
@example("https://[/a.png")
@example("~root/a.png")
@example("/" + "x" * 3000 + ".png")
def test_any_text_can_be_asked(text):
    path = promised_path(text)
    address = promised_address(text)
    kind = data_kind(text)
    assert path is None or (path.is_absolute() and isinstance(is_file(path), bool))
    assert not address or address.startswith("https://")
    assert not kind or kind.startswith("image/")
    assert sum(map(bool, (path, address, kind))) <= 1


@given(texts.map(lambda rest: f"data:image/png;base64,{rest}"))
def test_any_address_gives_bytes_or_a_sentence(address):
    given_bytes = b""
    with contextlib.suppress(PictureError):
        given_bytes = decoded(address)
        assert given_bytes
    if given_bytes:
        assert len(given_bytes) <= len(address)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("~/a.png", "/there/a.png"),
        ("FILE:///a%20b.png", "/a b.png"),
        ("file:///a%2520b.png", "/a%20b.png"),
        ("/a%20b.png", "/a%20b.png"),
        ("'/a b.PNG'", "/a b.PNG"),
        ("/a/../b.png", "/a/../b.png"),
    ],
)
def test_paths_are_written_in_many_ways(text, path):
    assert promised_path(text, lambda: Path("/there")) == Path(path)
