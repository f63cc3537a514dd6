"""What a reply used and cost, as the server said it; unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from .money import dollars

Source: TypeAlias = Literal["generation", "usage", "estimate", "unknown", "reported"]

PRECEDENCE: tuple[Source, ...] = ("unknown", "estimate", "usage", "generation")
"""Of two lines of one attempt the source further right is believed (format.md)."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts by the model's own tokenizer, and money in USD.

    `cost` is what the account is charged; `upstream_cost` stands apart when the user's own provider
    key paid (`is_byok`), and on credit accounts merely repeats `cost`: the two are never added.
    """

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    reasoning_tokens: int | None = None
    image_tokens: int | None = None
    cost: Decimal | None = None
    upstream_cost: Decimal | None = None
    is_byok: bool | None = None

    def over(self, earlier: Usage | None) -> Usage:
        """Return this block in the place of an earlier one of the same reply.

        The last word counts and nothing is added; what it leaves unsaid stays as it was said.
        """
        if earlier is None:
            return self
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        return replace(
            earlier, **{name: value for name, value in said.items() if value is not None}
        )

    def record(self) -> dict[str, Any]:
        """Return the token counts as stored with the reply; absent ones are left out."""
        names = (
            "prompt_tokens", "completion_tokens", "total_tokens", "cached_tokens",
            "cache_write_tokens", "reasoning_tokens", "image_tokens",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


@dataclass(frozen=True, slots=True)
class Cost:
    """Money for one attempt, and where the figure comes from."""

    source: Source = "unknown"
    usd: Decimal | None = None
    is_byok: bool = False
    upstream_usd: Decimal | None = None

    def record(self) -> dict[str, Any]:
        """Return the form stored with the reply."""
        usd = None if self.usd is None else dollars(self.usd)
        found: dict[str, Any] = {"source": self.source, "usd": usd}
        if self.is_byok:
            found["is_byok"] = True
            if self.upstream_usd is not None:
                found["upstream_usd"] = dollars(self.upstream_usd)
        return found


def cost_of(usage: Usage | None) -> Cost:
    """Return the cost that a usage block states; none stated is unknown, not zero."""
    if usage is None or usage.cost is None:
        return Cost()
    byok = usage.is_byok is True
    return Cost("usage", usage.cost, byok, usage.upstream_cost if byok else None)
