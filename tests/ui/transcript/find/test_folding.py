"""What somebody who searches takes for the same, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.ui.transcript.find.folding import folded, hits


def _found(term: str, text: str, *, match_case: bool = False) -> list[str]:
    needle = term if match_case else folded(term)
    return [text[start:end] for start, end in hits(text, needle, match_case=match_case)]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("word", "A Word, a WORD, words", ["Word", "WORD", "word"]),
        ("aa", "aaaaa", ["aa", "aa"]),
        ("straße", "STRASSE Straße strasse", ["STRASSE", "Straße", "strasse"]),
        ("STRASSE", "eine Straße", ["Straße"]),
        ("s", "ßs", ["ß", "s"]),
        ("ss e", "Spaß es", ["ß e"]),
        ("office", "the oﬃce", ["oﬃce"]),
        ("istanbul", "İstanbul ISTANBUL ıstanbul", ["İstanbul", "ISTANBUL", "ıstanbul"]),
        ("ışık", "IŞIK", ["IŞIK"]),
        ("σοφός", "ΣΟΦΌΣ σοφός", ["ΣΟΦΌΣ", "σοφός"]),
        ("don't", "I don’t and don't", ["don’t", "don't"]),
        ('"so"', "“So”", ["“So”"]),
        ("10 kg", "10\u202fkg 10\u00a0kg 10 kg", ["10\u202fkg", "10\u00a0kg", "10 kg"]),
        ("two rows", "two\nrows", ["two\nrows"]),
        ("👩‍👧", "my 👩‍👧 is", ["👩‍👧"]),
        ("ไทย", "ภาษาไทย", ["ไทย"]),
        ("中文", "学习中文😀中文", ["中文", "中文"]),
        ("ß", "no such", []),
        ("", "anything", []),
    ],
)
def test_the_same_words_in_other_letters(term: str, text: str, found: list[str]) -> None:
    assert _found(term, text) == found


def test_places_are_right_behind_letters_that_become_several() -> None:
    text = "ßß İİ ﬃ here and here"

    assert hits(text, "here", match_case=False) == [(8, 12), (17, 21)]


def test_with_the_case_only_what_was_typed() -> None:
    assert _found("Word", "Word word WORD", match_case=True) == ["Word"]
    assert _found("straße", "Straße straße strasse", match_case=True) == ["straße"]
    assert _found("two rows", "two\nrows", match_case=True) == ["two\nrows"]


@given(
    st.text(st.sampled_from("aAsSßİiıIſﬁﬃΣςσ ’'é😀")),
    st.text(st.sampled_from("aAsSßİiıIſﬁﬃΣςσ ’'é😀"), min_size=1, max_size=3),
)
def test_what_is_found_is_the_same_or_holds_it(text: str, term: str) -> None:
    spans = hits(text, folded(term), match_case=False)

    assert bool(spans) == (folded(term) in folded(text))
    assert all(folded(term) in folded(text[start:end]) for start, end in spans)
    ends = [0, *(end for _, end in spans)]
    assert all(start >= before for (start, _), before in zip(spans, ends, strict=False))
