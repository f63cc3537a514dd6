"""Pixels to bytes: PNG, WebP or JPEG, whichever keeps what is in the picture at the least cost.

No encoder here is given anything but pixels, so nothing else can be in the bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

LOSSY_KINDS: Final = frozenset({"JPEG", "HEIC", "AVIF"})
"""Kinds of pictures whose pixels are never exact any more: their noise would only be stored at four
times the size. (WebP is of either sort.)"""
JPEG_QUALITY: Final = 90
NOISY_QUALITY: Final = 85
"""For the few photographs that would be larger than LARGEST at 90."""
LARGEST: Final = 600_000
"""Bytes. Five of them stay under the 4 MB of base64 that the strictest provider takes."""
SMALL: Final = 200_000
"""Bytes. A PNG up to this size is not worth the time to make it smaller."""
DRAWN: Final = 2.0
"""A PNG of a drawing or a screenshot takes 0.4 to 1.7 times the bytes of the JPEG, of a photograph
2.5 to 6 times, of a screenshot with large photographs in it about 2 (20 of each measured)."""
_PROBED_PIXELS: Final = 60_000
"""A smaller picture is encoded at once: it takes no longer than guessing its size."""
_WEBP_SHARE: Final = 0.6
"""What lossless WebP takes of the PNG's bytes (0.47 to 0.63 measured on screenshots)."""
_ROOMY_PIXELS: Final = 6_000_000
"""Palettes take 12 bytes a pixel to find and WebP 25 to write: larger ones would not stay within
our memory bound."""
_SEEN_PIXELS: Final = 16 * 336 * 336
"""More than the model ever sees is sent only where the user asked for all pixels."""


def encode(
    image: Image.Image, *, lossy_source: bool, check: Callable[[], None] = lambda: None
) -> tuple[bytes, str]:
    """Bytes and MIME type of a fresh image, mode L or RGB.

    A JPEG where the pixels come from one (`lossy_source`) and for photographs. Drawings and
    screenshots are kept exact: as PNG where that is small or no larger than the JPEG, else as
    lossless WebP (half of the PNG's bytes, twice its time) where that is within LARGEST or no
    larger than the JPEG. `check` is called between two attempts and may raise.
    """
    photo = _jpeg(image, guessed=lossy_source)
    check()
    if not lossy_source and (guess := _png_size(image)) <= DRAWN * len(photo):
        check()
        if guess <= max(len(photo), SMALL):
            exact = _png(image)
            if len(exact) <= max(len(photo), LARGEST):
                return exact, "image/png"
        elif _worth_a_webp(image, guess, len(photo)):
            exact = _saved(image, "WEBP", lossless=True, method=4, exact=True)
            if len(exact) <= max(len(photo), LARGEST):
                return exact, "image/webp"
    return photo, "image/jpeg"


def _worth_a_webp(image: Image.Image, png: int, jpeg: int) -> bool:
    small_enough = image.width * image.height <= _ROOMY_PIXELS
    return small_enough and png * _WEBP_SHARE <= max(jpeg, LARGEST)


def _jpeg(image: Image.Image, *, guessed: bool) -> bytes:
    """`guessed`: do not make it twice; one that four strips say is too large is made smaller."""
    # Colour at full resolution (4:4:4). Measured against 4:2:0 on photographs and screenshots: 15
    # to 30 % more bytes, half the greatest error; small red print on blue 31 dB instead of 18 dB.
    bounded = image.width * image.height <= _SEEN_PIXELS
    if guessed and bounded and image.width * image.height > _PROBED_PIXELS:
        strips, share = _strips(image)
        guess = len(_saved(strips, "JPEG", quality=JPEG_QUALITY, subsampling=0)) * share
        if guess > LARGEST:
            return _saved(image, "JPEG", quality=NOISY_QUALITY, subsampling=0)
    made = _saved(image, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    if len(made) > LARGEST and bounded:
        return _saved(image, "JPEG", quality=NOISY_QUALITY, subsampling=0)
    return made


def _png_size(image: Image.Image) -> int:
    """About how many bytes the PNG has."""
    if image.width * image.height <= _PROBED_PIXELS:
        return len(_png(image))
    strips, share = _strips(image)
    return round(len(_png(strips, effort=3)) * share)


def _strips(image: Image.Image) -> tuple[Image.Image, float]:
    """Four strips of a large picture, an eighth of it, and how often they go into it."""
    width, height = image.size
    if height < 64:
        return image, 1.0
    from PIL import Image

    deep = height // 32
    strips = Image.new(image.mode, (width, 4 * deep))
    for number in range(4):
        top = height * (2 * number + 1) // 8
        strips.paste(image.crop((0, top, width, top + deep)), (0, number * deep))
    return strips, height / (4 * deep)


def _png(image: Image.Image, effort: int = 6) -> bytes:
    return _saved(_with_palette(image), "PNG", compress_level=effort)


def _with_palette(image: Image.Image) -> Image.Image:
    """The same pixels as greys or by palette where 256 colours hold them: a third of the bytes."""
    if image.mode != "RGB" or image.width * image.height > _ROOMY_PIXELS:
        return image
    if (colours := image.getcolors(256)) is None:
        return image
    from PIL import Image, ImageChops

    if all(isinstance(colour, tuple) and len({*colour}) == 1 for _, colour in colours):
        return image.getchannel(0)
    # As many as there are: four colours take two bits a pixel.
    count = len(colours)
    indexed = image.quantize(count, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    same = ImageChops.difference(indexed.convert("RGB"), image).getbbox() is None
    return indexed if same else image


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
