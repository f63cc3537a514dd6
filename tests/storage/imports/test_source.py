"""What is imported comes from strangers: nothing leads out of it, nothing swells, nothing hangs."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import struct
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput, ScoutError
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources import archive, elements
from scout_desktop.storage.imports.sources.elements import items
from tests.storage.imports.mangle import damaged


def refused(path: Path) -> str:
    """Return the sentence with which a path is refused."""
    with pytest.raises(BadInput) as told, Source.open(path):
        pass
    assert "Nothing was imported." in told.value.sentence
    return told.value.sentence


def zip_of(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")  # names that stand twice are what is tested
        for name, data in members:
            made.writestr(name, data)
    return path


# what there is


def test_a_file_a_folder_and_an_archive_read_alike(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "a.json").write_text('[1, {"b": 2}]')
    packed = zip_of(tmp_path / "packed.anything", ("in/a.json", b'[1, {"b": 2}]'))
    for path, name in (
        (folder, "in/a.json"),
        (packed, "in/a.json"),
        (folder / "in" / "a.json", "a.json"),
    ):
        with Source.open(path) as source:
            assert source.names() == (name,)
            assert (source.size(name), source.start(name, 3)) == (13, b"[1,")
            assert source.json(name) == list(source.elements(name)) == [1, {"b": 2}]
            with pytest.raises(BadInput, match="not in there"):
                source.read("../in/a.json")


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.json").write_text('["secret"]')
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.json").symlink_to(tmp_path / "secret" / "key.json")
    (folder / "links").symlink_to(tmp_path / "secret")
    (folder / "in").mkdir()
    (folder / "in" / "key.json").write_text('["mine"]')
    with Source.open(folder) as source:
        assert source.names() == ("in/key.json",)
        # Somebody puts a link in its place after it was looked at.
        (folder / "in" / "key.json").unlink()
        (folder / "in").rmdir()
        (folder / "in").symlink_to(tmp_path / "secret")
        with pytest.raises(ScoutError, match="links are not followed"):
            source.read("in/key.json")


def test_a_pipe_does_not_keep_anybody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match="not a regular file"):
        Source.open(tmp_path / "pipe")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ScoutError) as told:
        Source.open(tmp_path / "gone.zip")
    assert "gone.zip" in told.value.sentence


# hostile archives


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.json", "a/../../up.json", "a\\b.json", "C:evil.json", "a//b", "./a",
     "a/./b", "..", "a\x1fb", "a\u202eb"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert "not opened" in refused(zip_of(tmp_path / "a.zip", ("ok.json", b"[]"), (name, b"[]")))


def test_a_name_with_a_hidden_end_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("aXb.json", b"[]"))
    path.write_bytes(path.read_bytes().replace(b"aXb.json", b"a\0b.json"))
    assert "characters" in refused(path)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_in_an_archive_is_refused(tmp_path: Path, kind: int) -> None:
    link = zipfile.ZipInfo("conversations.json")
    link.external_attr = (kind | 0o777) << 16
    assert "a link or a device" in refused(zip_of(tmp_path / "a.zip", (link, b"/etc/passwd")))


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    said = refused(zip_of(tmp_path / "a.zip", ("a.json", b"[1]"), ("a.json", b"[2]")))
    assert "“a.json” twice" in said


def test_what_is_encrypted_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.json", b"[1]"))
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path)


def test_what_swells_beyond_reason_is_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.json", b"0" * 5_000_000))
    assert "tighter than it can honestly be" in refused(path)


def test_little_that_is_packed_tightly_is_taken(tmp_path: Path) -> None:
    with Source.open(zip_of(tmp_path / "a.zip", ("a.txt", b"0" * 200_000))) as source:
        assert source.size("a.txt") == 200_000


@pytest.mark.parametrize(
    ("cap", "value"), [("LARGEST_MEMBER", 1_000), ("LARGEST_TOTAL", 1_500), ("MOST_MEMBERS", 1)]
)
def test_what_is_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cap: str, value: int
) -> None:
    monkeypatch.setattr(archive, cap, value)
    members = [(name, os.urandom(1_001)) for name in ("a", "b")]
    assert "not opened" in refused(zip_of(tmp_path / "a.zip", *members))


def test_an_archive_within_an_archive_stays_closed(tmp_path: Path) -> None:
    inner = zip_of(tmp_path / "inner.zip", ("a.json", b"[1]"))
    with Source.open(zip_of(tmp_path / "a.zip", ("inner.zip", inner.read_bytes()))) as source:
        assert source.names() == ("inner.zip",)


def test_files_that_lie_over_one_another_are_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.json", b"[1]"), ("b.json", b"[2]"))
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    path.write_bytes(data)
    assert "lie over one another" in refused(path)


@pytest.mark.parametrize("stated", [1, 2, 100])
def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path, stated: int) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.json", b"[1, 2, 3]"))
    whole = bytearray(path.read_bytes())
    place = whole.index(b"PK\x01\x02") + 24
    whole[place : place + 4] = struct.pack("<L", stated)
    path.write_bytes(whole)
    with Source.open(path) as source, pytest.raises(BadInput, match="damaged or cut short"):
        source.read("a.json")


def test_an_archive_of_the_large_kind_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made, made.open("a.json", "w", force_zip64=True) as file:
        file.write(b"[1]")
    with Source.open(path) as source:
        assert source.json("a.json") == [1]


def test_a_directory_that_claims_millions_of_files_costs_nothing(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", ("a.json", b"[1]"))
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<L", 2**31)
    path.write_bytes(data)
    assert "not opened" in refused(path)


@given(data=st.data())
def test_no_damage_to_an_archive_raises_anything_but_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = zip_of(
        tmp_path_factory.getbasetemp() / "whole.zip", ("a.json", b"[1, 2]"), ("in/b", b"words")
    )
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(data.draw(damaged(whole.read_bytes())))
    said = ""
    try:
        with Source.open(path) as source:
            for name in source.names():
                source.read(name)
    except ScoutError as refusal:
        said = refusal.sentence
        assert len(said) > 20


# long JSON


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def pieces(data: bytes, step: int) -> Iterator[bytes]:
    return iter([data[at : at + step] for at in range(0, len(data), step)])


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
    found = []
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


# databases


def test_a_database_is_read_as_a_copy_with_what_its_program_has_not_written_in(
    tmp_path: Path,
) -> None:
    path = tmp_path / "logs.db"
    writer = sqlite3.connect(path)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table told (word)")
    writer.execute("insert into told values ('kept')")
    writer.commit()
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with Source.open(tmp_path) as source, source.database("logs.db") as base:
        assert base.execute("select word from told").fetchall() == [("kept",)]
        with pytest.raises(sqlite3.OperationalError):
            base.execute("delete from told")
        with pytest.raises(sqlite3.OperationalError):
            base.execute("attach 'x.db' as x")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before
    writer.close()


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"SQLite format 3\0" + os.urandom(5_000))
    (tmp_path / "b.db").write_bytes(b"words")
    with Source.open(tmp_path) as source:
        for name in source.names():
            with pytest.raises(BadInput, match="database"), source.database(name):
                pass
