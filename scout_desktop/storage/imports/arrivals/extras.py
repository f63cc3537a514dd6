"""What else an importer keeps of a message, made safe to store: no secrets, nothing deep."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from scout_desktop.chat.growing import mend

_DEEPEST: Final = 30
"""Levels; the whole chat must stay within the 100 of format.md."""
_SECRET = re.compile(
    r"(?i)api[-_ ]?keys?|authori[sz]ation|secret|passw|passphrase|credential|cookie"
    r"|(access|refresh|auth|bearer|session|id)[-_ ]?token|private[-_ ]?key"
)
_KEY = re.compile(r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}|\bBearer\s+[A-Za-z0-9._~+/-]{16,}=*")
_MOST: Final = 2**63
_OMITTED: Final = "[left out]"


def harmless(value: Any, level: int = 0) -> Any:
    """Return a value as JSON that we may keep: what names a secret is dropped, keys are masked.

    Numbers without bounds become null, what is no JSON its text, what lies too deep a remark.
    """
    match value:
        case None | bool():
            return value
        case str():
            return _KEY.sub(_OMITTED, mend(value))
        case int():
            return value if abs(value) < _MOST else str(value)[:100]
        case float():
            return value if math.isfinite(value) else None
    if level >= _DEEPEST:
        return _OMITTED
    if isinstance(value, Mapping):
        return {
            mend(name): harmless(item, level + 1)
            for name, item in value.items()
            if isinstance(name, str) and not _SECRET.search(name)
        }
    if isinstance(value, list | tuple):
        return [harmless(item, level + 1) for item in value]
    return _OMITTED
