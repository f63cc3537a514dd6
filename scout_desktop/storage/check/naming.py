"""Which pictures a text names: by the letters of their hash, so that damage hides none."""

from __future__ import annotations

import re

_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def hashes_in(data: bytes) -> set[bytes]:
    """Return every sha256 that stands in a file, as 32 bytes each."""
    return {bytes.fromhex(found.decode()) for found in _HASH.findall(data)}
