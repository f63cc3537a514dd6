"""What is typed is taken apart as it is meant; nothing typed is an error."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.search.query import Cost, Query, Term
from scout_desktop.chat.search.reading import parse

NOW = "2026-11-23T01:18:53.001+02:00"


def test_everything_that_the_search_field_promises() -> None:
    typed = (
        'receipt "exactly this" pre -not role:user model:scout before:2026-11 after:2026-01-31 '
        "has:image cost:>0.01 state:failed tag:work is:pinned"
    )
    assert parse(typed, NOW) == Query(
        terms=(Term("receipt"), Term("exactly this", phrase=True), Term("pre")),
        without=(Term("not"),),
        roles=("user",),
        states=("failed",),
        models=("scout",),
        tags=("work",),
        has_image=True,
        pinned=True,
        since="2026-01-31T22:00:00.000Z",
        until="2026-10-31T22:00:00.000Z",
        costs=(Cost(">", Decimal("0.01")),),
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("http://x 12:30", Query(terms=(Term("http://x"), Term("12:30")))),
        ("role:nobody", Query(terms=(Term("role:nobody"),))),
        ("before:tomorrow", Query(terms=(Term("before:tomorrow"),))),
        ("cost:>much", Query(terms=(Term("cost:>much"),))),
        ("- -- … “”", Query()),
        ('"not closed', Query(terms=(Term("not closed"),))),
        ("“curly”", Query(terms=(Term("curly", phrase=True),))),
        ('a"b"c', Query(terms=(Term("a"), Term("b", phrase=True), Term("c")))),
        ('-"two words"', Query(without=(Term("two words", phrase=True),))),
        ("role: cost:> is: tag:", Query()),
        ("role:a", Query(roles=("assistant",))),
        ("-role:user", Query(roles=("assistant", "system"))),
        ('tag:"to do" -tag:old', Query(tags=("to do",), without_tags=("old",))),
        ("-has:picture is:trash", Query(has_image=False, trash=True)),
        ("is:archived -is:pinned", Query(archived=True, pinned=False)),
        ("cost:<=$.5", Query(costs=(Cost("<=", Decimal("0.5")),))),
        ("a\0b \ud800", Query(terms=(Term("a"), Term("b")))),
        ("same same", Query(terms=(Term("same"),))),
        ("after:2026", Query(since="2026-12-31T22:00:00.000Z")),
        ("after:yesterday", Query(since="2026-11-22T22:00:00.000Z")),
        ("before:today before:7d", Query(until="2026-11-15T22:00:00.000Z")),
        ("before:2026-02-30", Query(terms=(Term("before:2026-02-30"),))),
    ],
)
def test_what_is_half_typed_or_no_operator_is_meant_well(typed: str, meant: Query) -> None:
    assert parse(typed, NOW) == meant


NAMES = st.sampled_from(
    ["role:", "before:", "after:", "has:", "model:", "cost:", "state:", "tag:", "is:", "-", '"']
)
TYPED = st.lists(st.one_of(NAMES, st.text(max_size=12), st.sampled_from([" ", "2026-1", ">1"])))


@given(TYPED.map("".join))
def test_nothing_typed_is_an_error(typed: str) -> None:
    query = parse(typed, NOW)
    for term in (*query.terms, *query.without):
        term.text.encode()
        assert term.text == " ".join(term.text.split())
        assert term.text


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=8))
def test_plain_words_are_looked_for_as_they_are(words: list[str]) -> None:
    query = parse(" ".join(words), NOW)
    assert query == Query(terms=tuple(Term(word) for word in dict.fromkeys(words)))


def test_a_paste_gone_wrong_is_cut() -> None:
    query = parse("word " * 10_000 + "\n".join(f"w{n}" for n in range(999)), NOW)
    assert query.terms == (Term("word"),)
