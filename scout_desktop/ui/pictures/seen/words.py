"""What is sent and what becomes of it, in words. Pure; never says more than is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scout_desktop.chat.money import exact_product, show_dollars
from scout_desktop.chat.tiles import pixels_lost, tiling
from scout_desktop.ui.controls.picture.sent import bytes_words

if TYPE_CHECKING:
    from scout_desktop.chat.estimate import Prices

RULE = "By Llama 4's own rule; providers may differ."
LONGEST = "The model gets less than 1 % of the pixels of this picture; crop to keep detail."
"""The longest that `detail_words` says."""
_PLENTY = 0.5
"""A share of the pixels below which it is worth saying how to keep more."""
_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What is sent: pixels, media type, bytes; and the pixels of the part that it was made from."""

    width: int
    height: int
    mime: str
    bytes: int
    of_width: int
    of_height: int
    cropped: bool = False


def sent_words(sent: Sent) -> str:
    """1344 × 1008 JPEG, 181 kB."""
    kind = _FORMATS.get(sent.mime, sent.mime)
    return f"{sent.width} × {sent.height} {kind}, {bytes_words(sent.bytes)}"


def tile_words(sent: Sent) -> str:
    """12 + 1 global (4 × 3)."""
    seen = tiling(sent.width, sent.height)
    if seen.tiles == 1:
        return "1, which is the whole picture"
    return f"{seen.grid.cells} + 1 global ({seen.columns} × {seen.rows})"


def token_words(sent: Sent) -> str:
    """1,887."""
    return f"{tiling(sent.width, sent.height).tokens:,}"


def price_words(sent: Sent, prices: Prices | None) -> str:
    """0.000151 USD, each time it is sent."""
    if prices is None:
        return "not known"
    usd = show_dollars(exact_product(prices.prompt, tiling(sent.width, sent.height).tokens))
    listed = " (listed) each time" if prices.listed else " each time"
    return f"{usd}{listed}"


def detail_words(sent: Sent) -> str:
    """Say which share of the pixels reaches the model, and what to do about a small one."""
    what = "this part" if sent.cropped else "this picture"
    kept = 1 - pixels_lost((sent.of_width, sent.of_height), (sent.width, sent.height))
    if kept >= 0.995:
        return f"The model gets every pixel of {what}."
    share = f"{kept * 100:.0f} %" if kept >= 0.01 else "less than 1 %"
    advice = "; crop to keep detail" if kept < _PLENTY else ""
    return f"The model gets {share} of the pixels of {what}{advice}."


def enlarged_words(sent: Sent) -> str:
    """Say how much the model enlarges what is smaller than one tile; we never do."""
    scale = tiling(sent.width, sent.height).scale
    if scale > 1:
        return f"{float(scale):.1f} times, adding no detail"
    return "no"


def padding_words(sent: Sent) -> str:
    """Say how much of the canvas is empty; empty where nothing is."""
    seen = tiling(sent.width, sent.height)
    share = 1 - seen.width * seen.height / (seen.canvas_width * seen.canvas_height)
    return f"black padding, {share * 100:.0f} % of the tiles" if share >= 0.005 else ""
