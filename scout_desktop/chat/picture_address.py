"""Recognises the address of a picture that only the service is to fetch. Pure, loads nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST = 2_000
_SHAPE = re.compile(r"https://[!-~]+\Z")
"""Printable ASCII without spaces; anything else is to be written as %xx."""
_SPOILT = re.compile(r"[\"<>\\^`{|}]")


def picture_address(text: str) -> str | None:
    """Return the https address that a text is, None when it is anything else.

    One with a user name in it is none: it may show another host than the one that is asked.
    """
    text = text.strip()
    if len(text) > _LONGEST or not _SHAPE.match(text) or _SPOILT.search(text):
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if host and "@" not in parts.netloc else None
