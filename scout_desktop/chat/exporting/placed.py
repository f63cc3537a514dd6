"""Where a picture of a chat went, as whoever keeps the pictures tells a writer. Pure."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.picture.info import EXTENSION_OF, MIME_OF
from scout_desktop.chat.picture.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Placed:
    """An `address` to show it from, or a `problem` in words where it cannot be shown."""

    address: str = ""
    problem: str = ""


Place: TypeAlias = Callable[[ImagePart], Placed]


def left_out(_image: ImagePart) -> Placed:
    """Place no picture: only names and sizes are written."""
    return Placed()


def by_address(image: ImagePart) -> Placed | None:
    """Say of a picture that only the service fetches that there is nothing of it to show."""
    return Placed(problem=f"sent by its address: {image.url}") if image.url else None


def mime_of(data: bytes) -> str:
    """Return what a picture is, of the kinds that are sent, by its bytes alone; else nothing.

    What a file says of itself could make a document with scripts out of a picture.
    """
    try:
        mime = MIME_OF[kind_of(data)]
    except PictureError:
        return ""
    return mime if mime in EXTENSION_OF else ""


def as_data(data: bytes) -> Placed:
    """Return the picture as an address that holds all of it."""
    mime = mime_of(data)
    if not mime:
        return Placed(problem="a file of a kind that is not shown")
    return Placed(f"data:{mime};base64,{base64.b64encode(data).decode()}")
