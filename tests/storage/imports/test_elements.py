"""Long JSON is read item by item, whatever lies around the items."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources import elements
from scout_desktop.storage.imports.sources.elements import items

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def pieces(data: bytes, step: int) -> Iterator[bytes]:
    return iter([data[at : at + step] for at in range(0, len(data), step)])


@settings(max_examples=50)
@given(
    value=st.lists(VALUES, max_size=5) | st.dictionaries(st.text(), VALUES, max_size=5),
    indent=st.sampled_from((None, 1)),
    escaped=st.booleans(),
    step=st.integers(1, 60),
)
def test_items_come_as_they_are_however_the_bytes_arrive(
    value: Any, indent: int | None, escaped: bool, step: int
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    data = text.encode("utf-8", "surrogatepass")
    try:
        expected = json.loads(data.decode())
    except UnicodeDecodeError:
        return
    parts = pieces(data, step)
    found = list(items(lambda _: next(parts, b""), (), 1 << 20))
    wanted = list(expected.items()) if isinstance(expected, dict) else expected
    assert json.dumps(found).encode() == json.dumps([list(w) if isinstance(w, tuple) else w
                                                     for w in wanted]).encode()  # fmt: skip


def test_what_is_on_the_way_is_passed_over(tmp_path: Path) -> None:
    whole = {"keys": {"deep": ["]}", '"', "\\"]}, "data": {"chats": [1, 2]}, "more": 3}
    (tmp_path / "a.json").write_text(json.dumps(whole))
    with Source.open(tmp_path) as source:
        assert list(source.elements("a.json", "data", "chats")) == [1, 2]
        assert list(source.elements("a.json", "data", "none")) == []
        assert list(source.elements("a.json", "more", "chats")) == []
        assert dict(source.elements("a.json", wanted=lambda key: key == "more")) == {"more": 3}


@pytest.mark.parametrize(
    "text",
    ["", "[", "[1", "[1,", "[1,]", "[1 2]", "[,1]", '{"a":1,"a":2}', '{"a"', '{"a":}', "{1:2}",
     "[1]x", '["a', "[NaN]", "[1e999]", "[}", "[[]", '[{"a":1,"a":1}]', "[tru]", "[\x00]",
     "[" * 300 + "]" * 300, "[" + "9" * 6000 + "]"],
)  # fmt: skip
def test_what_is_not_json_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with Source.open(tmp_path) as source, pytest.raises(BadInput, match="not JSON"):
        list(source.elements("a.json"))


def test_what_was_whole_before_a_cut_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": 1}, {"b": 2}, {"c": ')
    found: list[Any] = []
    with Source.open(tmp_path) as source, pytest.raises(BadInput, match="cut short"):
        found.extend(source.elements("a.json"))
    assert found in ([], [{"a": 1}, {"b": 2}])
    with Source.open(tmp_path) as source:
        reading = source.elements("a.json")
        assert [next(reading), next(reading)] == [{"a": 1}, {"b": 2}]


def test_one_item_may_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "_PIECE", 64)
    endless = iter([b"[[" + b"1," * 31, *[b"1," * 32] * 1_000_000])
    with pytest.raises(ValueError, match="one item is larger"):
        list(items(lambda _: next(endless), (), 1 << 20))
    assert sum(1 for _ in zip(range(900_000), endless, strict=False)) == 900_000


def test_memory_is_bounded_by_the_largest_item(tmp_path: Path) -> None:
    item = json.dumps({"id": "c", "words": ["some words of a message"] * 3_000})
    with (tmp_path / "long.json").open("w") as file:
        file.write("[" + ",".join([item] * 60) + "]")
    with Source.open(tmp_path) as source:
        list(source.elements("long.json", "nowhere"))  # what is imported late is not counted
        tracemalloc.start()
        try:
            count = sum(1 for _ in source.elements("long.json"))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert count == 60
    assert source.size("long.json") > 4_500_000
    assert peak * 2 < source.size("long.json")
