"""What providers of Llama 4 Scout take in one request, and sentences about what goes beyond. Pure.

Nobody publishes these limits in one place: Meta tested 5 pictures, the strictest provider takes 5,
another 8; one refuses more than 4 MB of base64 in all, and more than 33,177,600 pixels a picture.
Another model or provider may take more: so we warn and never refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .message import ImagePart

SAFE_PICTURES: Final = 5
"""As many as Meta tested; the strictest provider takes no more."""
MOST_PICTURES: Final = 8
"""No provider that we know of takes more."""
SAFE_BASE64: Final = 3_500_000
"""Bytes of all pictures as they travel; leaves room for the words beside them."""
MOST_BASE64: Final = 4_000_000
MOST_PIXELS: Final = 33_177_600
"""Of one picture."""

_MILLION = 1_000_000


def base64_bytes(image: ImagePart) -> int:
    """Bytes of a picture in the request; 0 for an address, which the service fetches itself."""
    return 0 if image.url else -(-image.bytes // 3) * 4


def warnings(images: Sequence[ImagePart], earlier: Sequence[ImagePart] = ()) -> tuple[str, ...]:
    """Say what of a request with these pictures providers may refuse, and what to do about it.

    `images` are those of the new message, `earlier` those of the chat that go along again. Nothing
    is said where nothing is new: what went before goes again.
    """
    if not images:
        return ()
    found = (_too_many(images, earlier), _too_heavy(images, earlier), *map(_too_large, images))
    return tuple(sentence for sentence in found if sentence)


def _too_many(images: Sequence[ImagePart], earlier: Sequence[ImagePart]) -> str:
    count = len(images) + len(earlier)
    if count <= SAFE_PICTURES:
        return ""
    return (
        f"This request would carry {count} pictures{_of_them(earlier)}; providers of "
        f"Llama 4 Scout take {SAFE_PICTURES} to {MOST_PICTURES}. {_advice(earlier)}"
    )


def _too_heavy(images: Sequence[ImagePart], earlier: Sequence[ImagePart]) -> str:
    total = sum(map(base64_bytes, (*images, *earlier)))
    if total <= SAFE_BASE64:
        return ""
    refused = "may be" if total <= MOST_BASE64 else "is likely to be"
    return (
        f"The pictures of this request take {_short(total)} MB on their way{_of_them(earlier)}, "
        f"which {refused} refused: one provider of Llama 4 Scout takes "
        f"{_short(MOST_BASE64)} MB in all. {_advice(earlier)}"
    )


def _too_large(image: ImagePart) -> str:
    pixels = image.width * image.height
    if pixels <= MOST_PIXELS:
        return ""
    name = f"“{image.name}”" if image.name else "A picture"
    return (
        f"{name} is sent with {_short(pixels)} million pixels; one provider of Llama 4 Scout takes "
        f"{_short(MOST_PIXELS)} million. Fit it to tiles: the model sees no more of it anyway."
    )


def _of_them(earlier: Sequence[ImagePart]) -> str:
    if not earlier:
        return ""
    return f", {len(earlier)} of them from earlier messages"


def _advice(earlier: Sequence[ImagePart]) -> str:
    return "Drop some or leave earlier ones out." if earlier else "Drop some, or ask in turns."


def _short(count: int) -> str:
    """Millions with one decimal, rounded so that what is too much never reads like the limit."""
    tenths = -(-count * 10 // _MILLION)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
