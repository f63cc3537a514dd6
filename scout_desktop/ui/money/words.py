"""Totals in words: readable on the screen, exact to the last digit beside it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scout_desktop.chat.money import dollars, show_dollars

if TYPE_CHECKING:
    from scout_desktop.chat.money import Total
    from scout_desktop.session.bill import BillTotals

PERIODS: Final = (
    ("chat", "This chat"),
    ("today", "Today"),
    ("month", "This month"),
    ("all_time", "All time"),
)
"""Field of `BillTotals`, and its name on the screen."""


def shown(total: Total) -> str:
    """Return the readable amount; a sum that holds estimates says so."""
    amount = show_dollars(total.usd).removesuffix(" USD")
    return f"≈ {amount}" if total.estimated else amount


def beside(total: Total) -> str:
    """Return what the sum cannot hold: attempts whose cost nobody has said."""
    return f"+ {total.unknown:,} unknown" if total.unknown else ""


def exact(total: Total) -> str:
    """Return the amount to the last digit, with everything that qualifies it."""
    words = f"{dollars(total.usd)} USD"
    if total.estimated:
        words += f", of which {dollars(total.estimated)} USD is our estimate"
    if total.unknown:
        plural = "" if total.unknown == 1 else "s"
        words += f", and {total.unknown:,} request{plural} of unknown cost"
    if total.upstream:
        words += f"; your own provider keys paid {dollars(total.upstream)} USD besides"
    return words


def spoken(totals: BillTotals) -> str:
    """Return all four sums, exact, a line each; and how far they go while they are added up."""
    lines = [f"{name}: {exact(getattr(totals, field))}" for field, name in PERIODS]
    if totals.read < 1:
        lines.insert(0, f"Still adding up, {totals.read:.0%} done. So far:")
    return "\n".join(lines)
