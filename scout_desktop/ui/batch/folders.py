"""The files of what was dropped or chosen. Reads the disk: call it off the GUI thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scout_desktop.chat.errors import RequestInvalid
from scout_desktop.session.batch.listing import unfolded
from scout_desktop.ui.batch.table.columns import natural

if TYPE_CHECKING:
    from collections.abc import Iterable


def files_of(paths: Iterable[Path]) -> tuple[list[Path], str]:
    """Return files as they are, of folders the pictures directly inside, and what went wrong."""
    files: list[Path] = []
    problem = ""
    for path in paths:
        try:
            # Every page of a document is one that was found.
            inside = list(dict.fromkeys(Path(found.path) for found in unfolded([str(path)])))
        except RequestInvalid as error:
            problem = error.sentence
            continue
        if not inside:
            problem = f"There are no pictures in “{path.name}”."
        files += sorted(inside, key=lambda each: natural(each.name))
    return files, problem
