"""Pictures that come as text: a `data:` address, an https address, a path. Nothing is opened here.

Only a text that is nothing else counts: one with other words around it stays text.
"""

from __future__ import annotations

import re
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import PictureTooLarge, PictureUnreadable
from scout_desktop.ui.composer.intake.names import promises

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_BYTES = 25_000_000
"""Of a picture in a `data:` address, as of a picture file."""

_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w.=+-]+)*,", re.IGNORECASE)
_LONGEST_HEAD = 200
_SENT_AS_ADDRESS = re.compile(r"(?:^|[./=])(?:png|jpe?g|jpe|jfif|webp|gif)(?:$|[^a-z0-9])", re.I)
_LONGEST_PATH = 4_096


def data_kind(text: str) -> str:
    """Return the media type that a `data:` address of a picture names; "" for any other text.

    Of a long one only both ends are looked at: this is asked while something is dragged.
    """
    head = _DATA.match(text, 0, _LONGEST_HEAD)
    if head is None:
        return ""
    first, last = text[head.end() : head.end() + _LONGEST_HEAD], text[-_LONGEST_HEAD:]
    if len(text) < head.end() + _LONGEST_HEAD:
        last = ""
    if " " in first + last or not (first + last).isascii():
        return ""  # with words behind it
    return head[0][len("data:") : -1].partition(";")[0].lower()


def decoded(address: str) -> bytes:
    """Return the bytes in a `data:` address; what they are, they say themselves.

    PictureTooLarge before anything is decoded, PictureUnreadable for one that is broken.
    """
    head = _DATA.match(address)
    if head is None or not address.isascii():
        raise _broken()
    encoded = head[0].lower().endswith(";base64,")
    length = len(address) - head.end()
    if length > (MOST_BYTES * 4 // 3 if encoded else MOST_BYTES * 3) + 8:
        raise PictureTooLarge(
            f"The picture in this address has more than {MOST_BYTES // 1_000_000} MB.",
            "Save it as a file in a smaller size, and add that.",
        )
    from urllib.parse import unquote_to_bytes

    data = unquote_to_bytes(address[head.end() :])
    if encoded:
        import binascii

        # Some leave the padding out, some use the letters that need no escape in an address.
        data = b"".join(data.translate(_URL_SAFE).split()).rstrip(b"=")
        try:
            data = binascii.a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)
        except binascii.Error as error:
            raise _broken() from error
    if not data:
        raise _broken()
    return data


_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def _broken() -> PictureUnreadable:
    return PictureUnreadable(
        "The picture in this address is broken.",
        "Copy it again completely, or save the picture and add the file.",
    )


def promised_address(text: str) -> str:
    """Return the https address of a picture that a text is; "" for any other text.

    By its looks alone, for nothing is fetched: a kind of picture ends its path, or a value in it.
    """
    from scout_desktop.chat.picture_address import picture_address

    found = picture_address(text)
    if found is None:
        return ""
    _scheme, _slashes, rest = found.partition("://")
    _host, slash, place = rest.partition("/")
    return found if slash and _SENT_AS_ADDRESS.search(place.partition("#")[0]) else ""


def promised_path(text: str, home: Callable[[], Path] = Path.home) -> Path | None:
    """Return the path of a picture file that a text is, None for any other text.

    A whole path, one with ~, one in quotes, or a `file:` address. Whether the file is there is
    not asked here.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_PATH or "\n" in text or "\r" in text or "\0" in text:
        return None
    if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text[:5].lower() == "file:":
        from PySide6.QtCore import QUrl

        url = QUrl(text)
        # A host is another computer: to look there would tell it something.
        text = url.toLocalFile() if url.isLocalFile() and url.host() in ("", "localhost") else ""
    elif text.startswith("~/"):
        text = str(home() / text[2:])
    elif "\\ " in text:
        text = text.replace("\\ ", " ")  # as a terminal shows it
    path = Path(text)
    # Two slashes name another computer on some systems.
    return (
        path if path.is_absolute() and text[:2] not in ("//", "\\\\") and promises(path) else None
    )


def is_file(path: Path) -> bool:
    """Whether a plain file is there. One question to the disk: ask it off the GUI thread."""
    try:
        return S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False
