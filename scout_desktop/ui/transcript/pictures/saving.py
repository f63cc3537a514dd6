"""What a picture is called on the disk: by the name it came with."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.picture import EXTENSION_OF

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart

_UNFIT: Final = re.compile(r'[<>:"/\\|?*]+')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever stands behind their dot."""
_LONGEST: Final = 180
"""Bytes; file systems take 255, and the extension comes on top."""


def suggested_name(image: ImagePart) -> str:
    """Return a file name that every system takes, with the extension of what was sent."""
    shown = "".join(c if c.isprintable() else " " for c in image.name)
    stem = Path(_UNFIT.sub(" ", shown).strip(" .")).stem if shown.strip(" .") else ""
    stem = " ".join(stem.split()).strip(" .")
    stem = stem.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").rstrip(" .")
    if not stem or _DEVICES.match(stem.split(".", maxsplit=1)[0].rstrip()):
        stem = f"picture {stem}".rstrip()
    return f"{stem}.{extension_of(image)}"


def extension_of(image: ImagePart) -> str:
    """Return the extension that belongs to the bytes sent, without the dot."""
    return EXTENSION_OF.get(image.mime, "bin")
