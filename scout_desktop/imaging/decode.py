"""From the bytes of a picture to upright, opaque sRGB pixels of a wanted size, and nothing else.

What comes back is a fresh image: pixels painted on an empty canvas, so that no EXIF, GPS, XMP,
text, comment, thumbnail or profile can come along. Whatever Pillow raises about a broken picture
leaves as PictureUnreadable, in one place.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.imaging.bare import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image, ImageCms, ImageFile

    from scout_desktop.chat.picture import Kind, PictureInfo


class Abandoned(Exception):
    """The caller no longer wants the picture."""


def decode(
    data: bytes,
    info: PictureInfo,
    size: tuple[int, int],
    cancelled: Callable[[], bool] | None = None,
) -> Image.Image:
    """Pixels of the picture, mode RGB or L, upright and of exactly `size` (width, height).

    `info` is what `look` said about the same bytes. PictureUnreadable when they are broken,
    Abandoned as soon as `cancelled` says so, also in the middle of decoding.
    """
    source = _Watched(bare(data, info.kind), cancelled)
    try:
        image, profile, box = _load(source, info, size)
        source.check()
        image = _opaque(image)
        stored_size = (size[1], size[0]) if info.orientation >= 5 else size
        if image.size != stored_size:
            from PIL import Image

            image = image.resize(stored_size, Image.Resampling.LANCZOS, box=box)
        source.check()
        image = _srgb(image, profile)
        image = _upright(image, info.orientation)
        return _fresh(image)
    except (
        OSError,
        SyntaxError,
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        EOFError,
        OverflowError,
        MemoryError,
        struct.error,
        zlib.error,
    ) as broken:
        raise PictureUnreadable(
            f"This {info.kind} picture is damaged or cut short.",
            "Open it in another program and save it again, or choose another file.",
            detail=f"{type(broken).__name__}: {broken}",
        ) from broken


class _Watched(io.BytesIO):
    """The bytes, as a file that ends decoding when the caller no longer wants the picture."""

    def __init__(self, data: bytes, cancelled: Callable[[], bool] | None) -> None:
        super().__init__(data)
        self._cancelled = cancelled

    def check(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise Abandoned

    def read(self, size: int | None = -1, /) -> bytes:
        self.check()
        return super().read(size)


def _open(source: io.BytesIO, info: PictureInfo) -> ImageFile.ImageFile:
    # The one reader for this kind, by name: Image.open would offer the bytes to others, and load
    # every plugin there is to look for one.
    from PIL import GifImagePlugin, Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    # Pillow's limit only warns, on stderr, up to 179 million pixels. Ours are stricter: `look` has
    # checked the size, and a decoder that finds another one gets no further than the line below.
    Image.MAX_IMAGE_PIXELS = None
    readers: dict[Kind, type[ImageFile.ImageFile]] = {
        "PNG": PngImagePlugin.PngImageFile,
        "JPEG": JpegImagePlugin.JpegImageFile,
        "WebP": WebPImagePlugin.WebPImageFile,
        "GIF": GifImagePlugin.GifImageFile,
    }
    image = readers[info.kind](source)
    if image.size != info.stored_size:
        raise ValueError(f"header says {info.stored_size}, decoder says {image.size}")
    return image


def _load(
    source: io.BytesIO, info: PictureInfo, size: tuple[int, int]
) -> tuple[Image.Image, bytes | None, tuple[float, float, float, float] | None]:
    image = _open(source, info)
    box = None
    if info.kind == "JPEG" and size != (info.width, info.height):
        # Draft mode: libjpeg decodes a half, a quarter or an eighth of the size, never too little.
        wanted = (size[1], size[0]) if info.orientation >= 5 else size
        drafted = image.draft(None, wanted)
        box = drafted[1] if drafted else None
    image.load()
    profile = image.info.get("icc_profile")
    return image, profile if isinstance(profile, bytes) else None, box


def _opaque(image: Image.Image) -> Image.Image:
    """Mode L, RGB or CMYK, 8 bits a channel, transparency flattened on white."""
    if image.mode.startswith(("I", "F")):
        # Pillow's own conversion cuts 16 bits off at 255 instead of scaling them.
        return image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode in {"L", "RGB", "CMYK"} and not image.has_transparency_data:
        return image
    if not image.has_transparency_data:
        return image.convert("L" if image.mode == "1" else "RGB")
    opaque, clear = ("L", "LA") if image.mode in {"L", "LA", "La", "1"} else ("RGB", "RGBA")
    if image.mode != clear:
        image = image.convert(clear)
    # On the spot: of 40 million pixels, a third copy would be over the memory bound.
    veil = image.getchannel("A").point([255 - alpha for alpha in range(256)])
    image.paste((255,) * len(clear), mask=veil)
    del veil
    return image.convert(opaque)


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as an sRGB screen shows them; mode L or RGB."""
    if profile is not None:
        from PIL import ImageCms

        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            to_srgb = ImageCms.buildTransform(
                given, ImageCms.createProfile("sRGB"), image.mode, "RGB"
            )
            if _changes_colours(image.mode, to_srgb):
                image = ImageCms.applyTransform(image, to_srgb) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A damaged profile, or one of another colour space than the pixels: shown without it,
            # as browsers do.
            pass
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _changes_colours(mode: str, transform: ImageCms.ImageCmsTransform) -> bool:
    """False for the sRGB that most cameras use; found by trying, for names of profiles can lie."""
    if mode != "RGB":
        return True
    from PIL import Image, ImageChops, ImageCms

    steps = range(0, 256, 51)
    probe = Image.new("RGB", (216, 1))
    probe.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    seen = ImageCms.applyTransform(probe, transform)
    return seen is None or max(ImageChops.difference(probe, seen).tobytes()) > 2


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    turn = turns.get(orientation)
    return image if turn is None else image.transpose(turn)


def _fresh(image: Image.Image) -> Image.Image:
    from PIL import Image

    fresh = Image.new(image.mode, image.size)
    fresh.paste(image)
    return fresh
