"""Makes the bytes that are sent from the bytes that the user gave. Pure, safe in worker threads.

Upright, sRGB, opaque, without metadata, in the size that the model will use; as PNG where few
colours make it exact and small, as JPEG otherwise. The bytes given are never sent, even when they
would fit: what else they carry is nobody's business.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scout_desktop.chat import tiles
from scout_desktop.chat.recipe import Recipe
from scout_desktop.imaging.decode import Abandoned, decode
from scout_desktop.imaging.inspect import look

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from scout_desktop.chat.tiles import Tiling

__all__ = ["Abandoned", "Original", "Prepared", "prepare"]

_PLAIN: Final = Recipe()
JPEG_QUALITY: Final = 90
FEW_COLOURS: Final = 16_384
"""Drawings and screenshots have fewer, even when scaled (3,500 to 3,900 measured); photographs of
more than a postage stamp have more (from 42,000)."""
PNG_PIXELS: Final = 10_000_000
"""More are not tried as PNG: it takes seconds, and the result is too large almost always."""
LARGEST_PNG: Final = 600_000
"""Bytes. Five of them stay under the 4 MB of base64 that the strictest provider takes."""


@dataclass(frozen=True, slots=True)
class Original:
    """The picture as it was given; kept on this computer, never sent."""

    bytes: int
    sha256: str
    mime: str
    width: int
    height: int
    """Pixels, as shown (after the turn that the orientation asks for)."""
    animated: bool
    """Only the first frame is sent."""
    page: int = 0
    """Which page of a document, from 1; 0 for a picture."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture ready to be sent. `width` and `height` are those of `data`, in pixels."""

    name: str
    data: bytes
    sha256: str
    mime: str
    width: int
    height: int
    fit: str
    recipe: Recipe
    tiling: Tiling
    """What the model will make of `data`."""
    original: Original

    @property
    def tiles(self) -> int:
        """Tiles that the model sees, the global one counted."""
        return self.tiling.tiles

    @property
    def tokens(self) -> int:
        """Tokens that the picture costs, by the model's own rule."""
        return self.tiling.tokens


def prepare(
    data: bytes,
    *,
    name: str,
    recipe: Recipe = _PLAIN,
    page: int = 0,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Prepared:
    """Prepare a picture for sending. `name` is kept as it is and never interpreted.

    `recipe.fit` "tiles" scales to the canvas that the model will use (chat.tiles.fit), "original"
    keeps all pixels. Raises PictureTooLarge, PictureRefused or PictureUnreadable; Abandoned soon
    after `cancelled` (called from this thread, often) returns true.
    """
    info = look(data)
    size = (info.width, info.height)
    del page, progress
    if recipe.fit == "tiles":
        size = tiles.fit(*size)
    image = decode(data, info, size, cancelled=cancelled)
    if cancelled is not None and cancelled():
        raise Abandoned
    sent, mime = encode(image, lossy_source=info.kind == "JPEG")
    return Prepared(
        name=name,
        data=sent,
        sha256=hashlib.sha256(sent).hexdigest(),
        mime=mime,
        width=size[0],
        height=size[1],
        fit=recipe.fit,
        recipe=recipe,
        tiling=tiles.tiling(*size),
        original=Original(
            bytes=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            mime=info.mime,
            width=info.width,
            height=info.height,
            animated=info.animated,
        ),
    )


def encode(image: Image.Image, *, lossy_source: bool) -> tuple[bytes, str]:
    """Bytes and MIME type of a fresh image, mode L or RGB.

    PNG when the source was not a JPEG, the picture has at most FEW_COLOURS colours and PNG_PIXELS
    pixels, and the file stays under LARGEST_PNG; else JPEG. A JPEG's noise is already in the
    picture: PNG would only store it at four times the size.
    """
    drawn = not lossy_source and image.width * image.height <= PNG_PIXELS
    if drawn and image.getcolors(FEW_COLOURS) is not None:
        exact = io.BytesIO()
        _with_palette(image).save(exact, "PNG")
        if exact.tell() <= LARGEST_PNG:
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
