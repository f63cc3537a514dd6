"""What providers really count: predicted tokens against reported ones, and what follows. Pure.

Kept for each model and provider. The same observations in any order give the same correction, so
that two programs that observe side by side may simply put theirs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from .estimate import Estimate
from .money import exact_product

LEAST: Final = 3
"""Fewer replies correct nothing."""
KEPT: Final = 200
"""The newest so many of a pair are kept."""
_HEAVY: Final = 0.25
"""A reply tells something about pictures when these are that much of its prompt, or more."""
_WORDS_RANGE: Final = 0.2, 5.0
_PICTURES_RANGE: Final = 0.0, 10.0
"""Beyond these the counts are not of what was sent. A provider may not count pictures at all."""
_MOST_WITHIN: Final = 0.8
"""The error is stated so that so many of the replies lie within it."""


class Observation(NamedTuple):
    """Tokens of one request: as they were predicted without correction, and as reported.

    Named tuples, here and below: they load in a tenth of the time, and order by themselves.
    """

    at: str
    """UTC time, by which old ones are dropped."""
    words: int
    """Template included."""
    pictures: int
    reported: int

    @property
    def tells(self) -> bool:
        """Whether anything can be learned from it."""
        return self.words > 0 and self.pictures >= 0 and self.reported > 0


class Correction(NamedTuple):
    """What predictions are multiplied by for one model at one provider."""

    words: float = 1.0
    pictures: float = 1.0
    error: float | None = None
    """Relative: 4 of 5 replies were predicted this well by the others. None: nothing known."""
    replies: int = 0
    """How many replies it was learned from."""
    knows_pictures: bool = False


NOTHING_KNOWN: Final = Correction()


def kept(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Return the newest that tell something, each once, oldest first."""
    return tuple(sorted({each for each in observations if each.tells})[-KEPT:])


def correction_from(observations: Iterable[Observation]) -> Correction:
    """Learn from what was observed of one pair; `NOTHING_KNOWN` below 3 replies.

    Factors are medians, so that a few odd counts move them little. Words and pictures get one each
    where there are 3 replies to prompts of words alone and 3 with pictures that weigh; else both
    get the same.
    """
    seen = [each for each in observations if each.tells]
    plain = [each for each in seen if not each.pictures]
    heavy = [each for each in seen if each.pictures >= _HEAVY * (each.words + each.pictures)]
    if len(plain) >= LEAST:
        words = _Family([each.reported / each.words for each in plain], _WORDS_RANGE)
        misses = _misses_of_words(plain, words)
        if len(heavy) < LEAST:
            return Correction(words.factor, 1.0, _within(misses), len(seen))
        pictures = _Family(
            [(each.reported - words.factor * each.words) / each.pictures for each in heavy],
            _PICTURES_RANGE,
        )
        misses += [
            _miss(words.factor * each.words + pictures.without(at) * each.pictures, each)
            for at, each in enumerate(heavy)
        ]
        return Correction(words.factor, pictures.factor, _within(misses), len(seen), True)
    if len(seen) < LEAST:
        return NOTHING_KNOWN
    both = _Family([each.reported / (each.words + each.pictures) for each in seen], _WORDS_RANGE)
    misses = [
        _miss(both.without(at) * (each.words + each.pictures), each) for at, each in enumerate(seen)
    ]
    knows = len(heavy) >= LEAST
    return Correction(both.factor, both.factor if knows else 1.0, _within(misses), len(seen), knows)


def corrected(estimate: Estimate, known: Correction) -> Estimate:
    """Return the estimate as this provider is likely to count, with its error."""
    pictures = round(estimate.image_tokens * known.pictures)
    words = round((estimate.prompt_tokens - estimate.image_tokens) * known.words)
    # What was never compared has no error to state.
    compared = known.error is not None and (known.knows_pictures or not estimate.image_tokens)
    return replace(
        estimate,
        prompt_tokens=words + pictures,
        image_tokens=pictures,
        prompt_usd=exact_product(estimate.prices.prompt, words + pictures),
        error=known.error if compared else None,
        known_from=known.replies if compared else 0,
    )


def _median(ranked: Sequence[float]) -> float:
    """Return the middle of sorted figures; `statistics` would cost every start 5 ms."""
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


class _Family:
    """Ratios of one kind: their median, and the median that the others have without one of them."""

    def __init__(self, ratios: Sequence[float], within: tuple[float, float]) -> None:
        self._within = within
        self._sorted = sorted(ratios)
        self._ratios = ratios
        self.factor = self._bounded(_median(self._sorted))

    def without(self, at: int) -> float:
        """Return the factor that all but the one at this place give."""
        others = list(self._sorted)
        others.remove(self._ratios[at])
        return self._bounded(_median(others))

    def _bounded(self, factor: float) -> float:
        low, high = self._within
        return min(max(factor, low), high)


def _misses_of_words(plain: Sequence[Observation], words: _Family) -> list[float]:
    return [_miss(words.without(at) * each.words, each) for at, each in enumerate(plain)]


def _miss(predicted: float, each: Observation) -> float:
    return abs(predicted - each.reported) / each.reported


def _within(misses: list[float]) -> float:
    """Return the error that 4 of 5 do not exceed."""
    ranked = sorted(misses)
    return ranked[min(int(len(ranked) * _MOST_WITHIN), len(ranked) - 1)]


def error_words(estimate: Estimate) -> str:
    """Say how far the estimate can be trusted: `± 4 %, from 37 replies`."""
    if estimate.error is None:
        return "not yet compared with this provider's counts"
    return f"{error_in_short(estimate)}, from {estimate.known_from:,} replies"


def error_in_short(estimate: Estimate) -> str:
    """Say only how large the error is: `± 4 %`; empty where nothing was compared yet."""
    if estimate.error is None:
        return ""
    percent = estimate.error * 100
    return f"± {percent:.0f} %" if percent >= 1 else "± less than 1 %"
