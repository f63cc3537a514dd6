"""`search`: finding chats by what was said in them; no key and no network."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping

from scout_desktop.chat.rows import ChatRow
from scout_desktop.chat.search.query import Hit
from scout_desktop.session.core import Core

from .dashes import as_typed
from .paper import Paper, harmless

_INDENT = "    "
_ID = 13
"""Characters of an id that tell apart what was not begun within the same second."""


async def search(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Print what is found, newest first."""
    most = max(1, arguments.limit)
    asked = " ".join(map(as_typed, arguments.query))
    # Whoever asks from a shell wants all there is, not what has been read so far.
    found = await core.finding.look(asked, view="kept", every=True, most=most, whole=True)
    for words in found.query.misunderstood:
        paper.note(f"scout-desktop: “{words}” says nothing that is known; it was taken as words.")
    rows = found.rows[:most]
    if arguments.json:
        records = [_record(row, found.hits) for row in rows]
        paper.line(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            _print(row, found.hits, paper)
    if not rows:
        paper.note("scout-desktop: Nothing was found.")
    elif found.more or len(found.rows) > len(rows):
        paper.note(f"scout-desktop: These are the newest {len(rows):,}; more with --limit.")
    return 0


def _print(row: ChatRow, hits: Mapping[str, Hit], paper: Paper) -> None:
    date = (row.updated or row.created)[:10]
    paper.line(f"{row.id[:_ID]}  {date}  {harmless(_line(row.title))}")
    hit = hits.get(row.id)
    if hit is not None and hit.snippet:
        marks = [(start + len(_INDENT), end + len(_INDENT)) for start, end in hit.marks]
        paper.marked(_INDENT + hit.snippet, marks)


def _record(row: ChatRow, hits: Mapping[str, Hit]) -> dict[str, object]:
    hit = hits.get(row.id) or Hit(row.id, "", hits=0)
    return {
        "id": row.id,
        "title": row.title,
        "updated": row.updated,
        "node": hit.node or None,
        "role": hit.role or None,
        "created": hit.created or row.created,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
        "hits": hit.hits,
    }


def _line(text: str) -> str:
    return " ".join(text.split())
