"""Pixels of any mode to opaque ones, and their colours to those of an sRGB screen. Pure."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Final

from scout_desktop.imaging.reading.primaries import profile_of

if TYPE_CHECKING:
    from PIL import Image, ImageCms


_BAND: Final = 256
"""Rows at a time, where a second whole copy would be over the memory bound."""


def opaque(image: Image.Image) -> Image.Image:
    """Mode L, RGB or CMYK, 8 bits a channel, transparency flattened on white."""
    if image.mode.startswith(("I", "F")):
        return _eight_bits(image)
    if image.mode == "LAB":
        from PIL import ImageCms

        to_rgb = ImageCms.buildTransform(
            ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
        )
        return ImageCms.applyTransform(image, to_rgb) or image
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


def _eight_bits(image: Image.Image) -> Image.Image:
    """Greys of 16 bits, 32 bits or fractions, as 8 bits.

    16 bits are scaled from their whole range. Longer ones do not say theirs: fractions up to 1 and
    numbers up to 65535 are taken as such, and anything else from its darkest to its brightest.
    """
    scale, shift = 255 / 65535, 0.0
    if not image.mode.startswith("I;16"):
        low, high = _extremes(image)
        if image.mode == "F" and low >= 0 and high <= 1:
            scale = 255.0
        elif low < 0 or high > 65535 or image.mode == "F":
            scale = 255 / (high - low) if high > low else 0.0
            shift = -low * scale
    from PIL import Image

    grey = Image.new("L", image.size)
    for top in range(0, image.height, _BAND):
        band = image.crop((0, top, image.width, min(top + _BAND, image.height)))
        # Pillow's own conversion cuts them off at 255 instead of scaling them.
        band = (band if band.mode == "F" else band.convert("I")).point(
            lambda value: value * scale + (shift + 0.5)
        )
        grey.paste(band.convert("L"), (0, top))
    return grey


def _extremes(image: Image.Image) -> tuple[float, float]:
    found = image.getextrema()
    low, high = found if isinstance(found[0], int | float) else found[0]
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("pixels that are no numbers")
    return float(low), float(high)


def to_srgb(image: Image.Image, profile: bytes | None, code_points: tuple[int, int]) -> Image.Image:
    """Colours as an sRGB screen shows them; mode L or RGB.

    `code_points` of primaries and curve (H.273) count where there is no ICC profile.
    """
    if profile is None:
        profile = profile_of(*code_points)
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
