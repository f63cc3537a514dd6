"""Text that shows what it is: code copied without characters that nobody can see."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NEVER: Final = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f"
)
_CONTROLS: Final = "\x00-\x08\x0b-\x1f\x7f-\x9f"
# Joiners are part of Persian words and of emoji; between ASCII they only hide something.
_JOINERS: Final = r"(?<![^\x00-\x7f])[\u200c\u200d](?![^\x00-\x7f])"
_UNSEEN: Final = re.compile(f"[{_CONTROLS}{_NEVER}]|{_JOINERS}")
# On the screen also what ends a line, fills no space or stands alone.
_MASKED: Final = re.compile(
    f"[{_CONTROLS}{_NEVER}\u115f\u1160\u2028\u2029\u3164\uffa0\ufffc\ud800-\udfff]|{_JOINERS}"
)
STAND_IN: Final = "\u25af"
"""What is shown in code for a character that nobody could see."""


def clean_code(text: str) -> tuple[str, int]:
    """Return code without control, bidi and zero-width characters, and how many were taken out."""
    return _UNSEEN.subn("", text.replace("\r\n", "\n"))


def masked_code(text: str) -> tuple[str, list[int]]:
    """Return code with a stand-in for each such character, one for one, and where they stand."""
    if text.isascii() and text.isprintable():
        return text, []
    places = [found.start() for found in _MASKED.finditer(text)]
    return _MASKED.sub(STAND_IN, text), places


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    for letter in text[:2_000]:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
