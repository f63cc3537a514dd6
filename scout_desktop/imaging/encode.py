"""Pixels to bytes: PNG, WebP or JPEG, whichever keeps what is in the picture at the least cost.

No encoder here is given anything but pixels, so nothing else can be in the bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

LOSSY_KINDS: Final = frozenset({"JPEG", "HEIC", "AVIF"})
"""Kinds of pictures whose pixels are never exact any more: what there is of noise would only be
stored at four times the size. (WebP is of either sort.)"""
JPEG_QUALITY: Final = 90
FEW_COLOURS: Final = 16_384
"""Drawings and screenshots have fewer, even when scaled (3,500 to 3,900 measured); photographs of
more than a postage stamp have more (from 42,000)."""
EXACT_PIXELS: Final = 10_000_000
"""More are not tried as PNG: it takes seconds, and the result is too large almost always."""
LARGEST_EXACT: Final = 600_000
"""Bytes. Five of them stay under the 4 MB of base64 that the strictest provider takes."""


def encode(image: Image.Image, *, lossy_source: bool) -> tuple[bytes, str]:
    """Bytes and MIME type of a fresh image, mode L or RGB.

    PNG when the source was not a JPEG, the picture has at most FEW_COLOURS colours and EXACT_PIXELS
    pixels, and the file stays under LARGEST_EXACT; else JPEG. A JPEG's noise is already in the
    picture: PNG would only store it at four times the size.
    """
    drawn = not lossy_source and image.width * image.height <= EXACT_PIXELS
    if drawn and image.getcolors(FEW_COLOURS) is not None:
        exact = io.BytesIO()
        _with_palette(image).save(exact, "PNG")
        if exact.tell() <= LARGEST_EXACT:
            return exact.getvalue(), "image/png"
    file = io.BytesIO()
    # Colour at full resolution (4:4:4). Measured against 4:2:0 on photographs and screenshots: 15
    # to 30 % more bytes, half the greatest error; small red print on blue 31 dB instead of 18 dB.
    image.save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return file.getvalue(), "image/jpeg"


def _with_palette(image: Image.Image) -> Image.Image:
    """The same pixels by palette where 256 colours hold them exactly: a third of the bytes."""
    if image.mode != "RGB" or image.getcolors(256) is None:
        return image
    from PIL import Image, ImageChops

    indexed = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    same = ImageChops.difference(indexed.convert("RGB"), image).getbbox() is None
    return indexed if same else image
