"""Foreign text made fit to show: plain, short, without control characters and without a key.

Pure. What a server says is data; nothing here is ever taken for markup.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from scout_desktop.chat.secret import Secret

from .reading import NotJson, mapping, read_json

LONGEST_REASON: Final = 300
LONGEST_DETAIL: Final = 2_000

_KEY_SHAPE: Final = re.compile(r"sk-[A-Za-z0-9_-]{8,}")
_MEMBERS: Final = ("message", "error", "detail", "msg", "error_message", "title", "raw", "reason")
_DEPTH: Final = 8
_EMPTY_WORDS: Final = frozenset({"provider returned error", "error", "unknown error", "none"})
"""What is said when nothing is said; the reason is further inside."""


def plain(said: str, secret: Secret | None = None, limit: int = LONGEST_REASON) -> str:
    """Return text as one line of at most `limit` letters, keys replaced by [key]."""
    said = redacted(said, secret)[: limit * 8]
    said = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    said = "".join(" " if _unfit(letter) else letter for letter in said)
    # Once more: a control character inside a key may have hidden it.
    said = " ".join(redacted(said, secret).split())
    return said if len(said) <= limit else said[: limit - 1].rstrip() + "…"


def redacted(said: str, secret: Secret | None = None) -> str:
    """Return text with the live key and anything of a key's shape replaced by [key]."""
    if secret is not None:
        said = said.replace(secret.reveal(), "[key]")
    return _KEY_SHAPE.sub("[key]", said)


def reason(value: object, depth: int = _DEPTH) -> str:
    """Return what an error value says at its innermost: text, JSON inside text, objects, lists.

    An outer "Provider returned error" is passed over when something inside says more.
    """
    if depth == 0 or value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return _of_text(value, depth)
    if isinstance(value, list):
        found = [reason(item, depth - 1) for item in value[:3]]
        return "; ".join(said for said in found if said)
    if isinstance(value, dict):
        return _of_object(value, depth)
    return ""


def _of_text(value: str, depth: int) -> str:
    stripped = value.strip()
    if stripped[:1] in ("{", "["):
        try:
            inside = reason(read_json(stripped.encode("utf-8", "replace")), depth - 1)
        except NotJson:
            return stripped
        return inside or stripped
    return stripped


def _of_object(value: dict[str, Any], depth: int) -> str:
    weak = ""
    inside = mapping(value.get("metadata")).get("raw")
    candidates = [inside] if inside else []
    candidates += [value[member] for member in _MEMBERS if member in value]
    for candidate in candidates:
        said = reason(candidate, depth - 1)
        if said and said.lower().rstrip(".") not in _EMPTY_WORDS:
            return said
        weak = weak or said
    return weak


def _unfit(letter: str) -> bool:
    if letter <= "~":
        return letter < " "
    # Control; direction overrides and invisible letters; lone halves; line ends of Unicode's own.
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
