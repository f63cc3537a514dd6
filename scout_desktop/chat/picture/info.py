"""What is known of a picture from its header: a value, and the table of kinds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from scout_desktop.chat.errors import PictureUnreadable

Kind = Literal["PNG", "JPEG", "WebP", "GIF", "BMP", "TIFF", "AVIF", "HEIC", "PDF"]
"""PDF only for a page of a document, which `inspect` never says."""
Orientation = Literal[1, 2, 3, 4, 5, 6, 7, 8]

MIME_OF: Final[dict[Kind, str]] = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "WebP": "image/webp",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
    "AVIF": "image/avif",
    "HEIC": "image/heic",
    "PDF": "application/pdf",
}
EXTENSION_OF: Final[dict[str, str]] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
}
"""The fixed table for what is sent (format.md), without the dot; storage.media has the others."""
UNSAID: Final = 2
"""The code point of H.273 for primaries and transfer curve that a file does not say."""


@dataclass(frozen=True, slots=True)
class PictureInfo:
    """What the header says. `width` and `height` are in pixels, as the picture is shown."""

    kind: Kind
    width: int
    height: int
    orientation: Orientation
    """EXIF orientation of the pixels as the decoder gives them; 1 is upright."""
    animated: bool
    """There is more than the one picture used: the first frame, or a TIFF's first page."""
    primaries: int = UNSAID
    """Code point of the colours (H.273): 1 is sRGB's, 9 BT.2020's, 12 Display P3's."""
    transfer: int = UNSAID
    """Code point of the curve (H.273): 13 is sRGB's, 16 PQ, 18 HLG."""

    @property
    def mime(self) -> str:
        """Media type, for example image/png."""
        return MIME_OF[self.kind]

    @property
    def stored_size(self) -> tuple[int, int]:
        """Width and height of the pixels as they are stored, before the turn."""
        return turned(self.width, self.height, self.orientation)

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height


def found(
    kind: Kind,
    width: int,
    height: int,
    orientation: Orientation = 1,
    *,
    animated: bool = False,
    colours: tuple[int, int] = (UNSAID, UNSAID),
) -> PictureInfo:
    """The value for pixels stored in this size; PictureUnreadable where there are none."""
    if width < 1 or height < 1:
        raise broken(kind)
    width, height = turned(width, height, orientation)
    return PictureInfo(kind, width, height, orientation, animated, *colours)


def turned(width: int, height: int, orientation: Orientation) -> tuple[int, int]:
    """The size after the turn that an orientation asks for."""
    return (height, width) if orientation >= 5 else (width, height)


def broken(kind: Kind) -> PictureUnreadable:
    """The error for a picture whose bytes do not hold together."""
    return PictureUnreadable(
        f"This {kind} picture is damaged or cut short.",
        "Open it in another program and save it again, or choose another file.",
    )
