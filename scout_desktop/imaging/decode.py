"""From the bytes of a picture to upright, opaque sRGB pixels of a wanted size, and nothing else.

What comes back is a fresh image: pixels painted on an empty canvas, so that no EXIF, GPS, XMP,
text, comment, thumbnail or profile can come along. Whatever Pillow raises about a broken picture
leaves as PictureUnreadable, in one place.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, TypeAlias

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.imaging.bare import bare

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image, ImageCms, ImageFile

    from scout_desktop.chat.picture import Kind, PictureInfo
    from scout_desktop.chat.recipe import Crop


Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


class Abandoned(Exception):
    """The caller no longer wants the picture."""


def decode(
    data: bytes,
    info: PictureInfo,
    size: tuple[int, int],
    crop: Crop | None = None,
    *,
    cancelled: Callable[[], bool] | None = None,
    page: int = 0,
) -> Image.Image:
    """Pixels of the picture, mode RGB or L, upright and of exactly `size` (width, height).

    `info` is what `look` said about the same bytes. `crop` is the part that is wanted, in pixels
    of the whole picture as it is shown; None is all of it, and what sticks out is cut off.
    PictureUnreadable when the bytes are broken, Abandoned as soon as `cancelled` says so, also in
    the middle of decoding.
    """
    if page:
        raise ValueError("a picture has no pages")
    source = _Watched(bare(data, info.kind), cancelled)
    try:
        stored_size = (size[1], size[0]) if info.orientation >= 5 else size
        part = _stored_part(info, crop)
        image, profile, box = _load(source, info, stored_size, part)
        source.check()
        image = _opaque(image)
        if image.size != stored_size or box != (0, 0, *stored_size):
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


def _stored_part(info: PictureInfo, crop: Crop | None) -> Box:
    """The part wanted, in the pixels as they are stored: before the turn."""
    width, height = info.width, info.height
    left, top, right, bottom = 0, 0, width, height
    if crop is not None:
        left, top = min(crop.left, width - 1), min(crop.top, height - 1)
        right, bottom = min(crop.left + crop.width, width), min(crop.top + crop.height, height)
    if info.orientation in {2, 3, 6, 7}:
        left, right = width - right, width - left
    if info.orientation in {3, 4, 7, 8}:
        top, bottom = height - bottom, height - top
    return (left, top, right, bottom) if info.orientation < 5 else (top, left, bottom, right)


def _load(
    source: io.BytesIO, info: PictureInfo, size: tuple[int, int], part: Box
) -> tuple[Image.Image, bytes | None, Box]:
    """The picture, its colour profile, and where in it the part wanted lies."""
    image = _open(source, info)
    if info.kind == "JPEG":
        # Draft mode: libjpeg decodes a half, a quarter or an eighth of the size, never too little.
        whole, across, down = info.stored_size, part[2] - part[0], part[3] - part[1]
        drafted = image.draft(
            None, (-(-whole[0] * size[0] // across), -(-whole[1] * size[1] // down))
        )
        if drafted:
            x, y = drafted[1][2] / whole[0], drafted[1][3] / whole[1]
            part = (part[0] * x, part[1] * y, part[2] * x, part[3] * y)
    image.load()
    profile = image.info.get("icc_profile")
    return image, profile if isinstance(profile, bytes) else None, part


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
