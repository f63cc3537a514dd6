"""`export`: chats as Markdown, HTML, JSON or plain text; no key and no network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import cast

from scout_desktop.chat.errors import RequestInvalid
from scout_desktop.session.core import Core
from scout_desktop.session.exports import Branches, ExportResult, Format, Progress
from scout_desktop.session.finding import View

from .paper import Paper

_BY_ENDING: dict[str, Format] = {
    ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".json": "json", ".txt": "txt",
}  # fmt: skip
_DATA_FOLDER = 3
_MANY = 500
_MOST = 1_000_000


async def export(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Write chats where they are wanted; one without --out goes to standard output."""
    ids, listed = await _ids(core, arguments)
    out: str | None = arguments.out
    form = _form(arguments.format, out)
    branches: Branches = "all" if arguments.all_branches else "shown"
    if out is None or out == "-":
        if len(ids) != 1 or listed:
            raise RequestInvalid("Several chats need a folder to go to.", "Add --out FOLDER.")
        text, result = await core.exports.read(
            ids[0], form, branches=branches, pictures=not arguments.no_pictures
        )
        paper.write(text)
        return _told(result, paper)
    target = Path(out)
    many = listed or len(ids) != 1 or out.endswith(("/", "\\"))
    result = await core.exports.write(
        ids, form, target, branches=branches, pictures=not arguments.no_pictures,
        overwrite=arguments.force, into_folder=many or None, progress=_progress(paper, len(ids)),
    )  # fmt: skip
    what = "1 chat" if result.chats == 1 else f"{result.chats:,} chats"
    paper.note(f"{what} written to {out}")
    return _told(result, paper)


async def _ids(core: Core, arguments: argparse.Namespace) -> tuple[list[str], bool]:
    """Return the chats meant, and whether a list was asked for, however long it is."""
    which: str | None = "all" if arguments.all else arguments.chats
    if which is None:
        if not arguments.ids:
            raise RequestInvalid("No chat is named.", "Give an ID, or --all and --out FOLDER.")
        return [await core.chats.resolve(prefix) for prefix in arguments.ids], False
    if arguments.ids:
        raise RequestInvalid("Chats are named twice.", "Give IDs, or --all, or --chats.")
    # A list may show what has been read so far; what is handed out must be whole.
    await core.finding.catch_up()
    words = "" if which in ("all", "archive") else which
    views: tuple[View, ...] = ("chats", "archive") if which == "all" else ("chats",)
    views = ("archive",) if which == "archive" else views
    found = [await core.finding.look(words, view=view, every=True, most=_MOST) for view in views]
    ids = [row.id for each in found for row in each.rows]
    if not ids:
        raise RequestInvalid("There is no such chat.", "`scout-desktop list` shows what there is.")
    return ids, True


def _form(named: str | None, out: str | None) -> Format:
    if named is not None:
        return cast("Format", named)
    return _BY_ENDING.get(Path(out or "").suffix.lower(), "md")


def _progress(paper: Paper, count: int) -> Progress | None:
    """Say now and then how far it is, where there is enough to wait for."""
    if count < _MANY:
        return None

    def told(done: int, of: int) -> None:
        if done % _MANY == 0:
            paper.note(f"{done:,} of {of:,} chats")

    return told


def _told(result: ExportResult, paper: Paper) -> int:
    for sentence in result.problems:
        paper.note(f"scout-desktop: {sentence}")
    if result.missing:
        what = "1 picture is" if result.missing == 1 else f"{result.missing:,} pictures are"
        paper.note(
            f"scout-desktop: {what} missing or damaged in the data folder; the export says where."
        )
    return _DATA_FOLDER if result.problems or result.missing else 0
