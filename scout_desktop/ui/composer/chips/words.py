"""What a chip says of its picture, made of values; pure, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scout_desktop.chat.money import exact_product, show_dollars
from scout_desktop.chat.tiles import tiling
from scout_desktop.ui.composer.words import several

if TYPE_CHECKING:
    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart

FETCHED_ELSEWHERE = "the service fetches it"
TOKENS_UNKNOWN = "tokens unknown"
_LONGEST_HOST = 24


def source_size(image: ImagePart) -> tuple[int, int] | None:
    """Pixels of what the sent picture was made from: the cropped part, turned as it is sent."""
    whole = image.original
    if whole is None or not whole.width:
        return None
    part = image.crop or whole
    return (part.height, part.width) if image.turn in (90, 270) else (part.width, part.height)


def sent_size(image: ImagePart) -> str:
    """The pixels that are sent, and what they were made from if that was more or less."""
    sent = f"{image.width}×{image.height}"
    before = source_size(image)
    if before is None or before == (image.width, image.height):
        return sent
    return f"{before[0]}×{before[1]} → {sent}"


def tile_words(image: ImagePart) -> str:
    """Tiles and tokens of a picture as it is sent."""
    found = tiling(image.width, image.height)
    return f"{several(found.tiles, 'tile')}, {several(found.tokens, 'token')}"


def picture_price(image: ImagePart, prices: Prices) -> str:
    """What sending the picture once costs."""
    return show_dollars(exact_product(prices.prompt, tiling(image.width, image.height).tokens))


def host_of(url: str) -> str:
    """The machine that an address names, the address itself where it names none."""
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _short_host(host: str) -> str:
    # Who answers stands at the end of a name: that part must not be the one left out.
    return host if len(host) <= _LONGEST_HOST else f"…{host[1 - _LONGEST_HOST :]}"


def chip_lines(image: ImagePart, prices: Prices) -> tuple[str, str, str]:
    """The three lines under the picture."""
    if image.url:
        return _short_host(host_of(image.url)), FETCHED_ELSEWHERE, TOKENS_UNKNOWN
    return sent_size(image), tile_words(image), picture_price(image, prices)


def signs(image: ImagePart) -> tuple[str, ...]:
    """What was done to the picture, in words short enough to stand on it."""
    original = image.original
    found = []
    if original is not None and original.page:
        found.append(f"page {original.page}")
    if original is not None and original.animated:
        found.append("first frame")
    if image.crop is not None:
        found.append("cropped")
    if image.turn:
        found.append("turned")
    if image.marks:
        found.append(several(len(image.marks), "mark"))
    return tuple(found)


def picture_words(image: ImagePart, prices: Prices) -> str:
    """All of it in one line, for readers and the tooltip."""
    name = image.name or "Picture"
    if image.url:
        return f"{name}, {image.url}, {FETCHED_ELSEWHERE}, not this program, {TOKENS_UNKNOWN}"
    said = [name, f"{sent_size(image)} pixels sent"]
    said += ["first frame only" if sign == "first frame" else sign for sign in signs(image)]
    return ", ".join([*said, tile_words(image), picture_price(image, prices)])
