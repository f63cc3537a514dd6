"""The page that leads to the pages of many chats beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from scout_desktop.chat.exporting.facts import counted

from .page import beginning, ending
from .words import escaped


@dataclass(frozen=True, slots=True)
class Entry:
    """A chat: the name of its page, its title, and its facts in one line."""

    file: str
    title: str
    facts: str


def contents(entries: Iterable[Entry]) -> str:
    """Return the page; its links name files beside it and nothing else."""
    rows = [
        f'<li><a href="{escaped(quote(entry.file, safe=""))}" dir="auto">{escaped(entry.title)}</a>'
        f"<p>{escaped(entry.facts)}</p></li>"
        for entry in entries
    ]
    count = counted(len(rows), "chat")
    listed = "\n".join(rows)
    return (
        f'{beginning("Chats")}<header class="top">\n<h1>Chats</h1>\n<p class="facts">{count}</p>\n'
        f'</header>\n<main>\n<ul class="list">\n{listed}\n</ul>\n</main>\n{ending()}'
    )
