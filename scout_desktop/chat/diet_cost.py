"""What sending earlier pictures again costs this turn, and what the diet saves. Pure.

Figures are estimates, as those of `estimate` are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from .captions import caption_words
from .diet import How, Planned
from .estimate import Prices, picture_tokens, text_tokens
from .money import exact_product
from .tiles import tokens_for

ONE_TILE_TOKENS: Final = tokens_for(1)


class PictureCost(NamedTuple):
    """One picture. `tokens` and `usd` are for the form it goes in; None: by address, unknown."""

    planned: Planned
    tokens: int | None
    usd: Decimal | None
    whole_tokens: int | None
    """What it would take as it was sent."""
    whole_usd: Decimal | None

    @property
    def can_tile(self) -> bool:
        """Whether one tile would be less: not for what is one, nor for what we never load."""
        whole = picture_tokens(self.planned.image)
        return whole is not None and whole > ONE_TILE_TOKENS


@dataclass(frozen=True, slots=True)
class DietCost:
    """All of them: how many there are, how many go along as pictures, what that costs and saves."""

    count: int
    sent: int
    tokens: int
    usd: Decimal
    saved_tokens: int
    saved_usd: Decimal
    unknown: int
    """Pictures that go by address, in none of the sums."""
    pictures: tuple[PictureCost, ...]


def diet_cost(plan: Iterable[Planned], prices: Prices, factor: float = 1.0) -> DietCost:
    """Return what the planned pictures cost; `factor` is how a provider counts pictures."""
    found = []
    for each in plan:
        whole = form_tokens(each, "keep", factor)
        now = form_tokens(each, each.how, factor)
        found.append(PictureCost(each, now, _usd(prices, now), whole, _usd(prices, whole)))
    tokens = sum(each.tokens or 0 for each in found)
    # Of a picture by address the saving is as unknown as its cost, what stands in for it is not.
    saved = sum(
        each.whole_tokens - (each.tokens or 0) for each in found if each.whole_tokens is not None
    )
    return DietCost(
        count=len(found),
        sent=sum(each.planned.how in ("keep", "tile") for each in found),
        tokens=tokens,
        usd=exact_product(prices.prompt, tokens),
        saved_tokens=saved,
        saved_usd=exact_product(prices.prompt, saved),
        unknown=sum(each.tokens is None for each in found),
        pictures=tuple(found),
    )


def form_tokens(planned: Planned, how: How, factor: float = 1.0) -> int | None:
    """Return what a picture takes in a form; None for one by address that goes along."""
    if how == "drop":
        return 0
    if how == "caption":
        return text_tokens(caption_words(planned.image.name, planned.caption))
    whole = picture_tokens(planned.image)
    if whole is None:
        return None
    return round((min(whole, ONE_TILE_TOKENS) if how == "tile" else whole) * factor)


def _usd(prices: Prices, tokens: int | None) -> Decimal | None:
    return None if tokens is None else exact_product(prices.prompt, tokens)
