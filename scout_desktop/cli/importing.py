"""`import`: chats of other programs, folders and backups; no key and no network."""

from __future__ import annotations

import argparse
import json
from typing import Any

from scout_desktop.chat.errors import DiskError, ScoutError
from scout_desktop.session.core import Core
from scout_desktop.session.importing.plan import Plan, Result, sums
from scout_desktop.session.importing.words import done_lines, left_out_line, planned_lines

from .paper import Paper, harmless

_BAD_INPUT = 2
_DATA_FOLDER = 3
_MANY = 500


async def import_chats(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Import every file named, or (with --dry-run) only say what would come of it."""
    status, told = 0, []
    for path in arguments.paths:
        try:
            plan = await core.imports.look(path)
            result = None
            if not arguments.dry_run:
                result = await core.imports.carry_out(plan, progress=_progress(paper))
        except ScoutError as error:
            # The other files are imported all the same.
            paper.note(f"scout-desktop: {harmless(error.sentence)}")
            status = max(status, _DATA_FOLDER if isinstance(error, DiskError) else _BAD_INPUT)
            told.append({"path": str(path), "error": error.sentence})
            continue
        status = max(status, _status(plan, result))
        told.append(_record(plan, result))
        if not arguments.json:
            _tell(plan, result, paper)
    if arguments.json:
        paper.line(json.dumps(told, ensure_ascii=False, indent=1))
    return status


def _status(plan: Plan, result: Result | None) -> int:
    if result is not None and result.error is not None:
        return _DATA_FOLDER if isinstance(result.error, DiskError) else _BAD_INPUT
    nothing = plan.chats and all(chat.standing == "refused" for chat in plan.chats)
    return _BAD_INPUT if nothing else 0


def _tell(plan: Plan, result: Result | None, paper: Paper) -> None:
    paper.line(f"{plan.title}: {harmless(plan.path.name)}")
    for line in planned_lines(plan) if result is None else done_lines(result):
        paper.line(f"  {line}")
    if said := left_out_line(plan.left_out):
        paper.line(f"  {harmless(said)}")
    for chat in plan.chats:
        if chat.standing == "refused":
            paper.line(harmless(f"  “{chat.title or chat.id}”: {chat.sentence}"))
    if result is None:
        paper.line("  Nothing was written.")


def _record(plan: Plan, result: Result | None) -> dict[str, Any]:
    total = sums(plan.coming)
    found: dict[str, Any] = {
        "path": str(plan.path),
        "source": plan.title,
        "dry_run": result is None,
        "chats": {
            "new": plan.count("new"),
            "more": plan.count("more"),
            "same": plan.count("same"),
            "trash": plan.count("trash"),
            "refused": plan.count("refused"),
        },
        "messages": total.messages,
        "branches": total.branches,
        "pictures": total.pictures,
        "missing_pictures": total.missing,
        "bytes": total.bytes,
        "left_out": dict(plan.left_out),
        "refused": [
            {"title": chat.title, "reason": chat.sentence}
            for chat in plan.chats
            if chat.standing == "refused"
        ],
    }
    if result is not None:
        found |= {
            "added": result.added,
            "grown": result.grown,
            "messages": result.messages,
            "pictures": result.pictures,
            "missing_pictures": result.missing,
            "bytes": result.bytes,
            "error": None if result.error is None else result.error.sentence,
        }
    return found


def _progress(paper: Paper) -> Any:
    def told(done: int, of: int) -> None:
        if done and done % _MANY == 0:
            paper.note(f"{done:,} of {of:,} chats")

    return told
