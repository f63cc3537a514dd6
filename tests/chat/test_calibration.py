"""Estimates learn how providers count, believe no single reply, and say how far they are off."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.calibration import (
    KEPT,
    NOTHING_KNOWN,
    Correction,
    Observation,
    corrected,
    correction_from,
    error_words,
    kept,
)
from scout_desktop.chat.estimate import estimate_turn

tokens = st.integers(40, 20_000)
factors = st.floats(0.5, 2.0)
observations = st.builds(
    Observation,
    st.integers(0, 999).map("2026-11-{:03}".format),
    st.integers(0, 10_000),
    st.integers(0, 5_000),
    st.integers(0, 50_000),
)


def counted(words: int, pictures: int, by: float, pictures_by: float, at: str = "") -> Observation:
    return Observation(at, words, pictures, round(words * by + pictures * pictures_by))


@given(
    st.lists(tokens, min_size=3, max_size=30),
    st.lists(st.tuples(tokens, st.integers(1, 8)), min_size=3, max_size=30),
    factors,
    factors,
)
def test_a_provider_that_counts_by_a_factor_is_learned_for_words_and_pictures_apart(
    plain: list[int], mixed: list[tuple[int, int]], words: float, pictures: float
) -> None:
    seen = [counted(count, 0, words, pictures) for count in plain]
    seen += [counted(count, max(count, 147) * many, words, pictures) for count, many in mixed]
    found = correction_from(seen)
    assert found.words == pytest.approx(words, rel=0.03)
    assert found.pictures == pytest.approx(pictures, rel=0.08)
    assert found.error is not None
    assert found.error < 0.08
    assert (found.replies, found.knows_pictures) == (len(seen), True)


@given(st.lists(observations, max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_what_was_seen_changes_nothing(
    seen: list[Observation], dice: random.Random
) -> None:
    shuffled = list(seen)
    dice.shuffle(shuffled)
    assert correction_from(shuffled) == correction_from(seen)
    assert kept(shuffled) == kept(seen) == kept([*seen, *shuffled])


@given(st.lists(observations, max_size=2))
def test_fewer_than_three_replies_correct_nothing(seen: list[Observation]) -> None:
    assert correction_from(seen) == NOTHING_KNOWN


@given(st.lists(tokens, min_size=5, max_size=30), st.integers(1, 1_000_000))
def test_one_absurd_count_moves_it_hardly(plain: list[int], absurd: int) -> None:
    seen = [counted(count, 0, 1.2, 1.0) for count in plain]
    found = correction_from([*seen, Observation("", 100, 0, absurd)])
    assert found.words == pytest.approx(1.2, rel=0.03)


@given(st.lists(observations, max_size=60))
def test_whatever_was_reported_the_factors_stay_sane(seen: list[Observation]) -> None:
    found = correction_from(seen)
    assert 0.2 <= found.words <= 5
    assert 0 <= found.pictures <= 10
    assert found.error is None or found.error >= 0


def test_only_the_newest_are_kept_and_those_that_tell_something() -> None:
    many = [Observation(f"2026-{n:04}", 10, 0, 12) for n in range(KEPT + 50)]
    silent = [Observation("9", 0, 0, 5), Observation("9", 5, 0, 0)]
    assert kept([*silent, *reversed(many)]) == tuple(many[50:])


def test_pictures_are_corrected_only_when_pictures_were_compared() -> None:
    plain = [counted(1000, 0, 1.5, 1.0, str(n)) for n in range(4)]
    found = correction_from(plain)
    assert (found.words, found.pictures, found.knows_pictures) == (1.5, 1.0, False)
    words_only = corrected(estimate_turn(999, 0, None), found)
    assert (words_only.prompt_tokens, words_only.known_from) == (1500, 4)
    with_picture = corrected(estimate_turn(999, 1887, None), found)
    assert (with_picture.prompt_tokens, with_picture.image_tokens) == (1500 + 1887, 1887)
    assert error_words(with_picture) == "not yet compared with this provider's counts"


def test_pictures_alone_teach_both_by_the_same_factor() -> None:
    seen = [counted(20, 1887, 1.2, 1.2, str(n)) for n in range(3)]
    found = correction_from(seen)
    assert found.pictures == found.words == pytest.approx(1.2, rel=0.01)


def test_a_provider_that_does_not_count_pictures_is_believed() -> None:
    seen = [counted(100, 0, 1, 0, str(n)) for n in range(3)]
    seen += [counted(100, 1887, 1, 0, str(n)) for n in range(3)]
    assert correction_from(seen).pictures == 0


def test_the_error_is_what_four_of_five_did_not_exceed() -> None:
    ratios = [1.0] * 9 + [1.5]
    found = correction_from([Observation(str(n), 1000, 0, round(1000 * r)) for n, r in
                             enumerate(ratios)])  # fmt: skip
    assert found.error == 0
    spread = [0.9, 1.0, 1.1] * 5
    found = correction_from([Observation(str(n), 1000, 0, round(1000 * r)) for n, r in
                             enumerate(spread)])  # fmt: skip
    assert found.error is not None
    assert 0.09 <= found.error <= 0.12


def test_no_reply_vouches_for_itself() -> None:
    seen = [Observation(str(n), 1000, 0, count) for n, count in enumerate((1000, 1200, 1400))]
    # Without the first the others say 1.3.
    assert correction_from(seen).error == pytest.approx(0.3)


def test_the_estimate_says_its_error_and_costs_what_it_says() -> None:
    known = Correction(1.2, 1.5, 0.043, 37, knows_pictures=True)
    found = corrected(estimate_turn(99, 200, 50), known)
    assert (found.prompt_tokens, found.image_tokens) == (420, 300)
    assert found.prompt_usd == Decimal("0.08") * 420 / 1_000_000
    assert found.reply_tokens == 50
    assert error_words(found) == "± 4 %, from 37 replies"
    plain = estimate_turn(99, 200, 50)
    assert corrected(plain, NOTHING_KNOWN) == plain
    assert error_words(plain) == "not yet compared with this provider's counts"
