"""JSON that stands as a text within JSON is gone through in pieces, wherever these are cut."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.storage.ground.strict import NotJson
from scout_desktop.storage.imports.sources.elements import items

_LARGEST = 1 << 20
_TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    ["\\", '\\"', "\\ud83d", "\U0001f469\u200d\U0001f680", "é\\n\n\x00", "\\\\u00e9", "ก"]
)
_VALUES = st.dictionaries(_TEXTS, _TEXTS | st.lists(_TEXTS, max_size=3) | st.integers(), max_size=5)


def in_pieces(data: bytes, size: int) -> Callable[[int], bytes]:
    """A reader that gives so few bytes at a time."""
    rest = [data[at : at + size] for at in range(0, len(data), size)]
    return lambda _: rest.pop(0) if rest else b""


def within(value: Any, size: int, *, ascii_only: bool) -> list[Any]:
    text = json.dumps(value, ensure_ascii=ascii_only)
    data = json.dumps({"before": text, "state": text, "after": 1}, ensure_ascii=ascii_only)
    return list(items(in_pieces(data.encode(), size), ("state",), _LARGEST))


@given(_VALUES, st.integers(1, 40), st.booleans())
def test_the_same_comes_out_however_it_is_cut(
    value: dict[str, Any], size: int, ascii_only: bool
) -> None:
    assert dict(within(value, size, ascii_only=ascii_only)) == value


@pytest.mark.parametrize("text", ["", "en", '"x"', "1", "  "])
def test_a_text_that_holds_something_else_gives_nothing(text: str) -> None:
    data = json.dumps({"state": text}).encode()

    assert list(items(in_pieces(data, 3), ("state",), _LARGEST)) == []


@pytest.mark.parametrize(
    "data", [b'{"state":"{', b'{"state":"{\\u12', b'{"state":"{\\uzzzz and much more after it"}']
)
def test_a_text_that_is_cut_or_broken_is_not_json(data: bytes) -> None:
    with pytest.raises(NotJson):
        list(items(in_pieces(data, 4), ("state",), _LARGEST))


def test_what_is_not_wanted_of_it_is_never_whole_in_memory() -> None:
    secrets = ["s" * 1000] * 3000
    state = json.dumps({"llm": {"keys": secrets}, "assistants": {"a": 1}})
    data = json.dumps({"state": state}).encode()
    given_out: list[int] = []

    def read(length: int) -> bytes:
        nonlocal data
        piece, data = data[:length], data[length:]
        given_out.append(len(piece))
        return piece

    found = list(items(read, ("state",), 1_000_000, lambda key: key == "assistants"))

    assert found == [("assistants", {"a": 1})]
    assert max(given_out) <= 1 << 18
