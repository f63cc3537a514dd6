"""What the next turn will roughly use and cost, said as an estimate and never as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .message import ImagePart
from .money import exact_product, exact_sum
from .request import ChatRequest
from .tiles import tiling

TOKENS_PER_MESSAGE = 5
"""Llama 4's template around one message: header start, role, header end, blank line, end."""
_BEYOND_LATIN = re.compile("[^\u0000-\u036f]+")
_DENSE = re.compile("[\u2e80-\ud7ff\U00010000-\U0010ffff]+")
_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Prices:
    """USD per token. `listed` marks the published ones, used until a catalogue was fetched."""

    prompt: Decimal
    completion: Decimal
    listed: bool = False


LISTED = Prices(Decimal("0.08") / _MILLION, Decimal("0.30") / _MILLION, listed=True)
"""The service's published prices for Llama 4 Scout."""

TYPICAL_REPLY_TOKENS = 1_000
"""The upper figure of the price range while Max tokens is not set."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Tokens in, USD for them, and USD for the longest reply that is expected."""

    prompt_tokens: int
    image_tokens: int
    prompt_usd: Decimal
    reply_usd: Decimal
    reply_tokens: int
    prices: Prices
    unknown_pictures: int = 0
    """Pictures by address: only the service sees them, and nobody can say here what they take."""
    error: float | None = None
    """Relative error of `prompt_tokens` by what this provider counted before; None: unknown."""
    known_from: int = 0
    """How many replies `error` was learned from."""


def text_tokens(text: str) -> int:
    """Estimate the tokens of a text without the tokenizer, within about a quarter.

    Latin script runs near 4 characters a token, Arabic, Hindi and Thai near 2.5, Chinese,
    Japanese and Korean near 1.3.
    """
    latin = len(_BEYOND_LATIN.sub("", text))
    dense = len(text) - len(_DENSE.sub("", text))
    other = len(text) - latin - dense
    return -(-(latin * 10 + other * 16 + dense * 30) // 40)


def image_tokens(images: Iterable[ImagePart]) -> int:
    """Return the tokens of pictures as they are sent (Llama 4's tiling)."""
    return sum(picture_tokens(image) or 0 for image in images)


def unknown_pictures(images: Iterable[ImagePart]) -> int:
    """Count the pictures that go by address."""
    return sum(bool(image.url) for image in images)


def picture_tokens(image: ImagePart) -> int | None:
    """Return the tokens of one picture as it is sent; None for one by address."""
    if image.width < 1 or image.height < 1:
        # Without a size it was never prepared here; nothing is guessed for it.
        return None if image.url else 0
    return _tokens_of(image.width, image.height)


@lru_cache(maxsize=4096)
def _tokens_of(width: int, height: int) -> int:
    # Exact fractions over 50 canvases: a chat full of pictures is counted with every key.
    return tiling(width, height).tokens


def estimate(request: ChatRequest, prices: Prices = LISTED) -> Estimate:
    """Estimate one turn: history, pictures and template in; Max tokens (or 1,000) out."""
    words = sum(text_tokens(message.words) + TOKENS_PER_MESSAGE for message in request.messages)
    limit = request.parameters.get("max_tokens")
    return estimate_turn(
        words,
        image_tokens(request.images),
        limit if isinstance(limit, int) else None,
        prices,
        unknown_pictures(request.images),
    )


def estimate_turn(
    words: int, pictures: int, max_tokens: int | None, prices: Prices = LISTED, unknown: int = 0
) -> Estimate:
    """Estimate from tokens already counted: `words` with the template's share, `pictures` apart.

    `unknown` is how many pictures go by address.
    """
    prompt = 1 + words + pictures
    reply = TYPICAL_REPLY_TOKENS if max_tokens is None else max_tokens
    return Estimate(
        prompt_tokens=prompt,
        image_tokens=pictures,
        prompt_usd=exact_product(prices.prompt, prompt),
        reply_usd=exact_product(prices.completion, reply),
        reply_tokens=reply,
        prices=prices,
        unknown_pictures=unknown,
    )


def estimated_cost(prompt_tokens: int, completion_tokens: int, prices: Prices) -> Decimal:
    """Return what tokens cost by price list."""
    return exact_sum(
        (
            exact_product(prices.prompt, prompt_tokens),
            exact_product(prices.completion, completion_tokens),
        )
    )
