"""One decoder for each kind of picture, called by name: no other is ever offered the bytes.

Pixels come as they are stored, or smaller where the decoder can do that by itself.
"""

from __future__ import annotations

import importlib
import io
import logging
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from scout_desktop.imaging.abandoned import Abandoned

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image, ImageFile

    from scout_desktop.chat.picture import Kind, PictureInfo

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(slots=True)
class Loaded:
    """The pixels, in any mode of Pillow's."""

    image: Image.Image
    profile: bytes | None
    """The ICC profile that the file brings."""
    part: Box
    """Where in `image` the part wanted lies."""


class Watched(io.BytesIO):
    """The bytes, as a file that ends decoding when the caller no longer wants the picture."""

    def __init__(self, data: bytes, cancelled: Callable[[], bool] | None) -> None:
        super().__init__(data)
        self._cancelled = cancelled

    def check(self) -> None:
        """Raise Abandoned where nobody wants the picture any more."""
        if self._cancelled is not None and self._cancelled():
            raise Abandoned

    def read(self, size: int | None = -1, /) -> bytes:
        """As any file does, but not for a caller who has gone."""
        self.check()
        return super().read(size)


def load(source: Watched, info: PictureInfo, size: tuple[int, int], part: Box) -> Loaded:
    """Decode a picture of which `part`, in stored pixels, will be shown at `size`.

    Raises whatever Pillow does with a broken picture, and Abandoned.
    """
    image = _open(source, info)
    if info.kind == "JPEG":
        # Draft mode: libjpeg decodes a half, a quarter or an eighth of the size, never too little.
        whole, across, down = info.stored_size, part[2] - part[0], part[3] - part[1]
        wanted = (-(-whole[0] * size[0] // across), -(-whole[1] * size[1] // down))
        drafted = image.draft(None, (int(wanted[0]), int(wanted[1])))
        if drafted:
            x, y = drafted[1][2] / whole[0], drafted[1][3] / whole[1]
            part = (part[0] * x, part[1] * y, part[2] * x, part[3] * y)
    image.load()
    profile = image.info.get("icc_profile")
    if info.kind == "BMP":
        profile = _profile_in_bitmap(source.getvalue())
        if image.mode == "RGBA" and image.getchannel("A").getextrema() == (0, 0):
            # Programs that know no transparency leave its byte at nothing.
            return Loaded(image.convert("RGB"), profile, part)
    return Loaded(image, profile if isinstance(profile, bytes) else None, part)


def _open(source: io.BytesIO, info: PictureInfo) -> ImageFile.ImageFile:
    from PIL import Image

    # Pillow's limit only warns, on stderr, up to 179 million pixels. Ours are stricter: `look` has
    # checked the size, and a decoder that finds another one gets no further than the line below.
    Image.MAX_IMAGE_PIXELS = None
    # What is wrong with a file is said in our own sentence, once, where the picture would be.
    logging.getLogger("PIL").setLevel(logging.CRITICAL + 1)
    image = _reader(info.kind)(source)
    if image.size != info.stored_size:
        raise ValueError(f"header says {info.stored_size}, decoder says {image.size}")
    return image


_READERS: Final = {
    "PNG": ("PIL.PngImagePlugin", "PngImageFile"),
    "JPEG": ("PIL.JpegImagePlugin", "JpegImageFile"),
    "WebP": ("PIL.WebPImagePlugin", "WebPImageFile"),
    "GIF": ("PIL.GifImagePlugin", "GifImageFile"),
    "BMP": ("PIL.BmpImagePlugin", "BmpImageFile"),
    "TIFF": ("PIL.TiffImagePlugin", "TiffImageFile"),
    "AVIF": ("PIL.AvifImagePlugin", "AvifImageFile"),
    "HEIC": ("pillow_heif", "HeifImageFile"),
}


def _reader(kind: Kind) -> type[ImageFile.ImageFile]:
    # Loaded with the first picture of its kind: a codec takes megabytes.
    module, name = _READERS[kind]
    reader: type[ImageFile.ImageFile] = getattr(importlib.import_module(module), name)
    return reader


def _profile_in_bitmap(data: bytes) -> bytes | None:
    """The colour profile that only the longest header of a bitmap can point at."""
    if len(data) < 138 or data[14] != 124 or data[70:74] != b"DEBM":
        return None
    at, size = struct.unpack_from("<II", data, 14 + 112)
    return data[14 + at : 14 + at + size] or None
