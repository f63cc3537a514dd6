"""Names of files that promise a picture or pages. Only a promise: their first bytes decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif",
    ".heic", ".heif", ".pdf",
)  # fmt: skip


def promises(path: Path) -> bool:
    """Whether the name of a file promises something that can be attached."""
    return path.suffix.lower() in SUFFIXES
