"""The files of what was dropped or chosen. Reads the disk: call it off the GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import RequestInvalid
from scout_desktop.session.batch.listing import unfolded

if TYPE_CHECKING:
    from collections.abc import Iterable


def files_of(paths: Iterable[Path]) -> tuple[list[Path], str]:
    """Return files as they are, of folders the pictures directly inside, and what went wrong."""
    files: list[Path] = []
    problem = ""
    for path in paths:
        try:
            inside = [Path(found.path) for found in unfolded([str(path)])]
        except RequestInvalid as error:
            problem = error.sentence
            continue
        if not inside:
            problem = f"There are no pictures in “{path.name}”."
        # Every page of a document is one that was found.
        files += dict.fromkeys(inside)
    return files, problem
