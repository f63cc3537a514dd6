"""US dollars as exact decimals, from the wire to the file to the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, localcontext

_EXACT = Context(prec=60)
"""Wide enough that a sum of millions of sub-cent charges loses nothing."""


def dollars(value: Decimal) -> str:
    """Return the exact amount without an exponent: 0.00015416."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_dollars(text: object) -> Decimal | None:
    """Return the amount of a stored string; None for anything that is not finite money."""
    if not isinstance(text, str):
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def exact_sum(values: Iterable[Decimal]) -> Decimal:
    """Add without rounding."""
    with localcontext(_EXACT):
        return sum(values, Decimal(0))


def exact_product(price: Decimal, count: int) -> Decimal:
    """Multiply a price by a count without rounding."""
    with localcontext(_EXACT):
        return price * count


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of money that admits what it does not know.

    `usd` holds what servers stated plus `estimated` (USD, ours); `unknown` counts attempts without
    any figure; `upstream` is what the user's own provider keys paid, never part of `usd`.
    """

    usd: Decimal = Decimal(0)
    attempts: int = 0
    unknown: int = 0
    estimated: Decimal = Decimal(0)
    upstream: Decimal = Decimal(0)
    prompt_tokens: int = 0
    completion_tokens: int = 0


def show_dollars(value: Decimal) -> str:
    """Return money for the screen: cents when it is dollars, three digits that count below.

    12.34 USD, 0.0123 USD, 0.000154 USD, 0.0000044 USD.
    """
    if value == 0:
        return "0.00 USD"
    size = abs(value)
    places = 2 if size >= 1 else 4 if size >= Decimal("0.01") else 2 - size.adjusted()
    with localcontext(_EXACT):
        text = f"{value:,.{places}f}"
    whole, _, cents = text.partition(".")
    return f"{whole}.{cents.rstrip('0').ljust(2, '0')} USD"
