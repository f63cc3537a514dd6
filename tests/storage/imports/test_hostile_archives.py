"""What is imported comes from strangers: nothing leads out of it, nothing swells or hangs."""

from __future__ import annotations

import os
import stat
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import BadInput, ScoutError
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.imports.sources import archive
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


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../up.json", "a/../../up.json", "a\\b.json", "C:evil.json", "a//b", "./a",
     "a/./b", "..", "a\x1fb", "a\u202eb"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert "not opened" in refused(zip_of(tmp_path / "a.zip", ("ok.json", b"[]"), (name, b"[]")))


def test_names_in_any_script_are_taken(tmp_path: Path) -> None:
    names = (
        "صورة\u200f.json",
        "ภาพ.json",
        "a\u00a0b\u3000c.json",
        "\U0001f469\u200d\U0001f4bb.json",
    )
    with Source.open(zip_of(tmp_path / "a.zip", *((name, b"[]") for name in names))) as source:
        assert source.names() == names


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
