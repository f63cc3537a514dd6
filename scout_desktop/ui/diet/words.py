"""The sentences about pictures that are sent again, made of values; pure, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scout_desktop.chat.money import show_dollars

if TYPE_CHECKING:
    from decimal import Decimal

    from scout_desktop.chat.diet_cost import DietCost, PictureCost

HOW_WORDS: Final = {
    "keep": "Keep",
    "tile": "One tile",
    "caption": "Caption",
    "drop": "Drop",
}

ALL_WORDS: Final = {
    "keep": "Keep all",
    "tile": "All as one tile",
    "caption": "A caption for each",
    "drop": "Drop all",
}


def several(count: int, one: str, many: str = "") -> str:
    """`1 picture`, `1,452 tokens`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def mark_words(cost: PictureCost) -> tuple[str, ...]:
    """What stands on a picture in the chat, in ever fewer words."""
    match cost.planned.how:
        case "drop":
            return ("not sent again", "not sent")
        case "caption":
            return ("as caption", "caption")
        case "tile" if cost.tokens is not None:
            return (f"one tile: {cost.tokens:,} tok", f"{cost.tokens:,} tok")
        case _ if cost.tokens is None or cost.usd is None:
            return ("again: unknown tokens", "again")
        case _:
            tokens, usd = f"{cost.tokens:,} tok", show_dollars(cost.usd)
            return (f"again: {tokens} · {usd}", f"again: {tokens}", tokens)


def tokens_words(cost: PictureCost) -> str:
    """What it takes of this turn."""
    if cost.tokens is None:
        return "unknown"
    return several(cost.tokens, "token") if cost.tokens else "–"


def usd_words(cost: PictureCost) -> str:
    """What that costs."""
    return show_dollars(cost.usd) if cost.usd else ""


def why_words(cost: PictureCost, last: int | None) -> str:
    """Why it goes as it goes, where the user did not choose it."""
    if cost.planned.why == "beyond":
        return f"further back than the last {several(last or 1, 'message')}"
    return ""


def going_words(cost: DietCost) -> str:
    """What goes along this turn."""
    if not cost.count:
        return "No picture was sent in this chat yet."
    along = f"{cost.sent:,} of {several(cost.count, 'picture')} go along with the next question"
    if cost.sent == 1:
        along = f"1 of {several(cost.count, 'picture')} goes along with the next question"
    known = f"{along}: about {several(cost.tokens, 'token')}, {show_dollars(cost.usd)}"
    if cost.unknown:
        return f"{known}, plus {several(cost.unknown, 'picture')} by address, unknown"
    return known


def saved_words(cost: DietCost) -> str:
    """What that saves, each turn from here on."""
    tokens, usd = cost.saved_tokens, cost.saved_usd
    if not tokens:
        return "Nothing saved: every picture is sent again whole."
    if tokens < 0:
        return f"The captions take {_amount(-tokens, -usd)} more than the pictures would."
    return f"Saves {_amount(tokens, usd)} with every question"


def _amount(tokens: int, usd: Decimal) -> str:
    return f"{several(tokens, 'token')}, {show_dollars(usd)},"
