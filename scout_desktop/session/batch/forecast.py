"""What asking about a picture will use, before it is asked. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from scout_desktop.chat import tiles
from scout_desktop.chat.batch import BatchSpec
from scout_desktop.chat.estimate import (
    TOKENS_PER_MESSAGE,
    Estimate,
    Prices,
    estimate_turn,
    text_tokens,
)
from scout_desktop.chat.recipe import ORIGINAL, TILES, grid_of

REPLY_UNDER_CAP = 4_096
"""With a cost cap, and no other bound in the parameters, a reply may have so many tokens: the
longest one must fit under the cap before it is asked for."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a batch would use, from the headers of its files alone."""

    pictures: int
    """Pages of documents count one by one."""
    prompt_tokens: int
    usd: Decimal
    """Expected, with a typical reply for each picture."""
    unreadable: tuple[str, ...] = ()
    """Names of files that look like pictures and cannot be used; the run says why of each."""
    too_many: int = 0
    """Pictures beyond the most that one batch takes."""


def parameters_of(spec: BatchSpec) -> dict[str, Any]:
    """Return the parameters that are sent, the schema among them."""
    found = {name: value for name, value in spec.parameters.items() if value is not None}
    if spec.schema is not None:
        found["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": dict(spec.schema)},
        }
        found["structured_outputs"] = True
    if spec.max_usd is not None:
        found.setdefault("max_tokens", REPLY_UNDER_CAP)
    return found


def expected(spec: BatchSpec, picture_tokens: int, prices: Prices, *, most: bool) -> Estimate:
    """Estimate one attempt: with a typical reply, or with the longest that the cap must bear."""
    words = text_tokens(spec.prompt) + TOKENS_PER_MESSAGE
    if spec.system.strip():
        words += text_tokens(spec.system) + TOKENS_PER_MESSAGE
    if spec.schema is not None:
        # Providers write the schema into the prompt.
        words += text_tokens(json.dumps(spec.schema))
    parameters: Mapping[str, Any] = parameters_of(spec) if most else spec.parameters
    limit = parameters.get("max_tokens")
    return estimate_turn(words, picture_tokens, limit if isinstance(limit, int) else None, prices)


@lru_cache(maxsize=4096)  # exact fractions over 50 canvases; photographs share a few sizes
def tokens_of(width: int, height: int, fit: str) -> int:
    """Return the tokens of a picture of this size as a fit will send it."""
    size = width, height
    if fit == TILES:
        size = tiles.fit(*size)
    elif fit != ORIGINAL and (grid := grid_of(fit)) is not None:
        size = tiles.fit_into(*size, grid)
    return tiles.tiling(*size).tokens
