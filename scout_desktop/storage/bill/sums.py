"""Exact sums over attempts, kept as attempts come and as more becomes known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from scout_desktop.chat.money import Total, exact_sum

from .attempt import Attempt

Change: TypeAlias = tuple[Attempt, int]
"""An attempt, and 1 to add it or -1 to take it out again."""


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

    def change(self, changes: Iterable[Change]) -> None:
        """Add attempts and take them out."""
        usd, estimated, upstream = [self.usd], [self.estimated], [self.upstream]
        for attempt, sign in changes:
            self.attempts += sign
            self.prompt_tokens += sign * (attempt.prompt_tokens or 0)
            self.completion_tokens += sign * (attempt.completion_tokens or 0)
            if attempt.usd is None or attempt.source == "unknown":
                self.unknown += sign
            else:
                usd.append(_signed(attempt.usd, sign))
                if attempt.source == "estimate":
                    estimated.append(usd[-1])
            if attempt.is_byok and attempt.upstream_usd is not None:
                upstream.append(_signed(attempt.upstream_usd, sign))
        self.usd, self.estimated = exact_sum(usd), exact_sum(estimated)
        self.upstream = exact_sum(upstream)

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
