"""What the service says about a key and about one finished generation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from .usage import Cost, Usage


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """A key's own limits and use, in USD; None where the service sets or states none."""

    label: str = ""
    limit: Decimal | None = None
    limit_remaining: Decimal | None = None
    limit_reset: str | None = None
    usage: Decimal | None = None
    usage_daily: Decimal | None = None
    usage_monthly: Decimal | None = None
    is_free_tier: bool | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True)
class GenerationRecord:
    """The service's own account of one reply: the true cost, also of a stopped one.

    Token counts are by the model's own tokenizer.
    """

    id: str
    total_cost: Decimal | None = None
    upstream_cost: Decimal | None = None
    is_byok: bool | None = None
    cancelled: bool | None = None
    provider: str | None = None
    model: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    reasoning_tokens: int | None = None
    cached_tokens: int | None = None
    finish_reason: str | None = None
    native_finish_reason: str | None = None

    @property
    def cost(self) -> Cost:
        """The money, as it is stored with the reply and in the ledger."""
        if self.total_cost is None:
            return Cost()
        byok = self.is_byok is True
        upstream = self.upstream_cost if byok else None
        return Cost("generation", self.total_cost, byok, upstream)

    @property
    def usage(self) -> Usage:
        """The tokens, in the form that a reply carries."""
        both = self.prompt_tokens is not None and self.completion_tokens is not None
        return Usage(
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            total_tokens=(self.prompt_tokens or 0) + (self.completion_tokens or 0)
            if both
            else None,
            cached_tokens=self.cached_tokens,
            reasoning_tokens=self.reasoning_tokens,
            cost=self.total_cost,
            upstream_cost=self.upstream_cost,
            is_byok=self.is_byok,
        )
