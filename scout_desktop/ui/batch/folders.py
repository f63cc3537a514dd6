"""The files of what was dropped or chosen. Reads the disk: call it off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.batch.table.columns import natural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SUFFIXES = frozenset(
    [
        ".png",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".webp",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".avif",
        ".heic",
        ".heif",
        ".hif",
        ".pdf",
    ]
)
"""Names that promise a picture. Only a promise: what a file is, its first bytes decide."""


def files_of(paths: Iterable[Path]) -> tuple[list[Path], str]:
    """Return files as they are, of folders the pictures directly inside, and what went wrong."""
    found: list[Path] = []
    problem = ""
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = [
                item for item in path.iterdir()
                if item.suffix.lower() in SUFFIXES and not item.name.startswith(".")
            ]  # fmt: skip
        except OSError as error:
            problem = f"“{path.name}” cannot be read: {error.strerror or error}."
            continue
        found += sorted(inside, key=lambda item: natural(item.name))
        if not inside:
            problem = f"There are no pictures in “{path.name}”."
    return found, problem
