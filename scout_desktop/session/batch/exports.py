"""The results of a batch for other programs: CSV, JSON Lines, and the chats themselves."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from pathlib import Path
from typing import Any

from scout_desktop.chat.answers import field_names, shown
from scout_desktop.chat.batch import BatchRow
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.growing import mend
from scout_desktop.chat.money import dollars
from scout_desktop.chat.written import as_markdown
from scout_desktop.session.chats import Chats
from scout_desktop.storage import document
from scout_desktop.storage.elsewhere import hand_out
from scout_desktop.storage.files import refusals

from .table import Table

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]+)?")
_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}
"""What JSON leaves as it is, and many a reader of lines takes for the end of one."""
_BEFORE = ("file", "page", "state")
_AFTER = (
    "answer", "problem", "prompt_tokens", "completion_tokens", "usd", "unknown_costs", "attempts",
    "chat", "path",
)  # fmt: skip
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_GLANCE = 50


def csv_of(table: Table) -> str:
    """Return RFC 4180 lines. Text that a spreadsheet would run as a formula gets a ' in front."""
    names = _columns(table)
    columns = [name if name not in (*_BEFORE, *_AFTER) else f"answer.{name}" for name in names]
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow([_safe(name) for name in (*_BEFORE, *columns, *_AFTER)])
    for row in table.rows:
        said = {"page": "", **record_of(row)}
        cells = [said[name] for name in _BEFORE]
        cells += [row.fields.get(name) for name in names]
        cells += [said[name] for name in _AFTER]
        lines.writerow([_safe("" if cell is None else shown(cell)) for cell in cells])
    return out.getvalue()


def json_lines_of(table: Table) -> str:
    """Return one object a picture; money as an exact decimal text."""
    lines = (json.dumps(record_of(row), ensure_ascii=False) for row in table.rows)
    return "".join(line.translate(_LINE_ENDS) + "\n" for line in lines)


def record_of(row: BatchRow) -> dict[str, Any]:
    """Return what is known of one picture."""
    item = row.item
    return {
        "file": mend(Path(item.path).name),
        **({"page": item.page} if item.page else {}),
        "state": row.state,
        **({"fields": dict(row.fields)} if row.fields else {}),
        "answer": mend(row.answer),
        "problem": mend(row.problem),
        "prompt_tokens": row.prompt_tokens,
        "completion_tokens": row.completion_tokens,
        "usd": None if row.usd is None else dollars(row.usd),
        "unknown_costs": row.unknown,
        "attempts": row.attempts,
        "chat": item.chat,
        "path": mend(item.path),
    }


def save(path: Path, text: str) -> None:
    """Write a text file where the user wants it. Raises DiskError."""
    hand_out(path, text.encode())


async def save_chats(chats: Chats, table: Table, folder: Path) -> int:
    """Write the chats that there are, each as .json and .md; returns how many."""
    items = [(n, row.item) for n, row in enumerate(table.rows) if row.item.chat in table.begun]
    saved = 0
    for at in range(0, len(items), _GLANCE):
        some = items[at : at + _GLANCE]
        found = await chats.glance([item.chat for _, item in some])
        for number, item in some:
            chat = found.get(item.chat)
            if isinstance(chat, Conversation):
                place = f"{number + 1:04} {_file_name(item.path, item.page)}"
                await asyncio.to_thread(_save_chat, folder, place, chat)
                saved += 1
            elif chat is not None:
                raise chat
    return saved


def _save_chat(folder: Path, name: str, chat: Conversation) -> None:
    with refusals(folder):
        folder.mkdir(exist_ok=True)
    hand_out(folder / f"{name}.json", document.dump(chat))
    hand_out(folder / f"{name}.md", as_markdown(chat, every_branch=True).encode())


def _file_name(path: str, page: int) -> str:
    stem = _NO_NAME.sub("_", Path(path).stem).strip(" .")[:80] or "picture"
    return f"{stem} page {page}" if page else stem


def _columns(table: Table) -> list[str]:
    """Return the fields by the schema, then those that answers have besides."""
    names = dict.fromkeys(field_names(table.spec.schema))
    for row in table.rows:
        names |= dict.fromkeys(row.fields)
    return list(names)


def _safe(cell: str) -> str:
    cell = mend(cell)
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
