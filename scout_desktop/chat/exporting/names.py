"""Names for files that any system takes, made of titles that anybody may have written. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_UNFIT = re.compile(
    '[\x00-\x1f\x7f-\x9f<>:"/\\\\|?*\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e'
    "\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])", re.IGNORECASE
)
_MOST_BYTES = 120
"""With a number, an extension and `-pictures` still far below the 255 that file systems take."""


def stem(title: str, otherwise: str = "Chat") -> str:
    """Return a readable name without an extension, never a path, a device or a hidden file."""
    words = " ".join(_UNFIT.sub(" ", unicodedata.normalize("NFC", title)).split())
    words = _shortened(words.lstrip(".-~ ")).rstrip(". ")
    # To Windows `con.txt` and `con .txt` are the console as well.
    if _DEVICES.fullmatch(words.split(".")[0].rstrip(" ")):
        words = f"_{words}"
    return words or otherwise


def free(wanted: str, extension: str, is_taken: Callable[[str], bool]) -> str:
    """Return `wanted.extension`, with (2), (3)… before the dot while that is taken."""
    ending = f".{extension}" if extension else ""
    name, count = wanted + ending, 1
    while is_taken(name):
        count += 1
        name = f"{wanted} ({count}){ending}"
    return name


def folded(name: str) -> str:
    """Return what two names have in common that a disk may take for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _shortened(words: str) -> str:
    if len(words.encode()) <= _MOST_BYTES:
        return words
    cut = words.encode()[: _MOST_BYTES - 3].decode("utf-8", "ignore")
    # Neither an accent nor half an emoji is left alone at the end.
    while cut and (_goes_on(words[len(cut)]) or cut.endswith("\u200d")):
        cut = cut[:-1]
    return cut.rstrip() + "…"


def _goes_on(letter: str) -> bool:
    return bool(unicodedata.combining(letter)) or letter in "\u200d\ufe0e\ufe0f" or (
        "\U0001f3fb" <= letter <= "\U0001f3ff"
    )  # fmt: skip
