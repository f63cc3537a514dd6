"""Pictures of other programs: written into the text as data, lying beside it, or an address.

What loads one is a value that compares equal when it would load the same.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.picture_address import picture_address

from .fields import record, text, whole
from .found import FoundPicture
from .source import Source

_DATA = re.compile(r"data:(?P<mime>[\w.+/-]{0,100})(?:;[\w=.+-]{0,100}){0,5},", re.ASCII)
_BASE64_ALONE = re.compile(r"[A-Za-z0-9+/]{200,}={0,2}\Z")
_LARGEST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """A picture that is written out as a data address."""

    address: str = field(repr=False)

    def __call__(self) -> bytes | None:
        """Return its bytes, None where they cannot be read."""
        head = _DATA.match(self.address)
        if head is None or len(self.address) > 2 * _LARGEST:
            return None
        body = self.address[head.end() :]
        if ";base64" not in head[0]:
            return unquote_to_bytes(body)
        try:
            return base64.b64decode(body.translate(_UNSPACED), validate=True)
        except (binascii.Error, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Beside:
    """A picture that lies in the same folder or archive."""

    source: Source
    name: str

    def __call__(self) -> bytes | None:
        """Return its bytes, None where it cannot be read."""
        try:
            return self.source.read(self.name, _LARGEST)
        except ScoutError:
            return None


def missing() -> None:
    """Load nothing: the export does not hold the picture."""


def picture(address: object, name: str = "", about: object = None) -> FoundPicture:
    """Return the picture behind an address of any kind; `about` may state its size.

    A data address is loaded, an https address kept for the service, all else is missing.
    """
    stated: dict[str, Any] = {
        field: count
        for field, value in (
            ("width", record(about).get("width")),
            ("height", record(about).get("height")),
            ("bytes", record(about).get("size") or record(about).get("bytes")),
        )
        if (count := whole(value))
    }
    where = text(address).strip()
    if is_data(where):
        return FoundPicture(Written(where), name, **stated)
    if _BASE64_ALONE.match(where):
        return FoundPicture(Written(f"data:;base64,{where}"), name, **stated)
    return FoundPicture(missing, name, url=picture_address(where) or "", **stated)


def is_data(address: str) -> bool:
    """Whether an address holds its own bytes."""
    return _DATA.match(address) is not None


def is_picture(mime: object, address: object = "") -> bool:
    """Whether something attached is a picture, by its kind or by the data address it has."""
    kind = text(mime) or ((_DATA.match(text(address)) or {"mime": ""})["mime"])
    return kind == "image" or kind.startswith("image/")


_UNSPACED: Final = {ord(sign): None for sign in " \t\r\n"}
