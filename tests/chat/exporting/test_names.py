"""Names of files: readable, and safe on every system."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.exporting.names import folded, free, stem

ELSEWHERE = "\u0641\u0627\u062a\u0648\u0631\u0629 \u0e44\u0e17\u0e22 \U0001f9fe"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Receipts of November", "Receipts of November"),
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\system32", "C Windows system32"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("com1 ", "_com1"),
        ("COM\u00b9.x", "_COM\u00b9.x"),
        ("lpt0", "_lpt0"),
        ("console", "console"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("~root", "root"),
        ("ends with dots...  ", "ends with dots"),
        ("what? \"this\" <b>*</b> | a:b", "what this b b a b"),
        ("cat \u202egpj.exe", "cat gpj.exe"),
        ("a\x00b\nc\ud800", "a b c"),
        ("", "Chat"),
        ("???", "Chat"),
        ("...", "Chat"),
        (ELSEWHERE, ELSEWHERE),
    ],
)  # fmt: skip
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert stem(title) == name


@given(st.text(st.characters(exclude_categories=[]), max_size=300))
def test_any_title_becomes_a_name_that_every_system_takes(title: str) -> None:
    name = f"{stem(title)} (12).html"

    assert len(name.encode()) <= 140
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert path.name == name
        assert not path.is_absolute()
    assert not PureWindowsPath(f"{stem(title)}.html").is_reserved()
    assert name == unicodedata.normalize("NFC", name)
    assert not name.startswith((".", "-", "~", " "))


def test_a_long_title_is_cut_between_letters() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    made = stem("x" * 105 + family * 5)

    assert made.endswith("…")
    assert len(made.encode()) <= 120
    assert not made.removesuffix("…").endswith("\u200d")


def test_a_name_that_is_taken_gets_a_number() -> None:
    taken = {folded("a.md"), folded("a (2).md")}

    assert free("a", "md", lambda name: folded(name) in taken) == "a (3).md"
    assert free("A", "md", lambda name: folded(name) in taken) == "A (3).md"
    assert folded("Caf\u00e9.md") == folded("CAFE\u0301.md")
