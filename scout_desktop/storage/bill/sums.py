"""Exact sums over attempts, kept as attempts come and as more becomes known of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scout_desktop.chat.money import Total, exact_sum

from .attempt import Attempt


@dataclass(slots=True)
class Sum:
    """A total that attempts are added to and taken from."""

    usd: Decimal = Decimal(0)
    attempts: int = 0
    unknown: int = 0
    estimated: Decimal = Decimal(0)
    upstream: Decimal = Decimal(0)
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def add(self, attempt: Attempt, sign: int) -> None:
        """Add an attempt (`sign` 1), or take it out again (-1)."""
        usd = attempt.usd if attempt.source != "unknown" else None
        self.attempts += sign
        self.unknown += sign * (usd is None)
        amount = _signed(usd or Decimal(0), sign)
        self.usd = exact_sum((self.usd, amount))
        if attempt.source == "estimate":
            self.estimated = exact_sum((self.estimated, amount))
        if attempt.is_byok:
            upstream = _signed(attempt.upstream_usd or Decimal(0), sign)
            self.upstream = exact_sum((self.upstream, upstream))
        self.prompt_tokens += sign * (attempt.prompt_tokens or 0)
        self.completion_tokens += sign * (attempt.completion_tokens or 0)

    def total(self) -> Total:
        """Return the sum as it stands."""
        return Total(
            self.usd,
            self.attempts,
            self.unknown,
            self.estimated,
            self.upstream,
            self.prompt_tokens,
            self.completion_tokens,
        )


def _signed(amount: Decimal, sign: int) -> Decimal:
    # Multiplying would round to the 28 digits of the usual context.
    return amount.copy_negate() if sign < 0 else amount
