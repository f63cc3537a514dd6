"""What a row of the list says: title, time, cost, and all of it for a screen reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.money import show_dollars
from scout_desktop.chat.rows import BATCH
from scout_desktop.ui.controls.dates import clock_words, day_words, local

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from scout_desktop.chat.rows import ChatRow
    from scout_desktop.chat.search.query import Hit

_LINKS = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_FRAMES = re.compile(
    r"```\w*|\|[\s|:-]*|(?:(?<=\s)|^)(?:#{1,6}|[-=*_]{3,}|(?<!\d\s)[*])(?=\s|$)|^[>+-](?=\s)"
)
"""Marks of headings, tables, rules and lists; a last line holds several lines of the text."""
_STRESS = re.compile(r"\*{2,3}|`|~~|(?<![\w*])([*_]{1,2})(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_NOISE = re.compile(r"\*{2,3}|`+|~~|\|[\s|:-]*(?=\s)\s?|(?:(?<=\s)|^)(?:#{1,6}|[-*>])\s")
"""Marks of Markdown in a piece cut out of the middle of a text."""
_ISOLATE, _AND_BACK = "\u2068", "\u2069"
"""Around text of whatever direction, so that it does not turn what stands beside it."""
_LONGEST = 60
_COUNTED = 99
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


Face = tuple[str, bool, bool]


class Line(NamedTuple):
    """Text of one line, and (start, end) in it of what a search found, in code points."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def face(row: ChatRow) -> Face:
    """What decides where a chat is listed."""
    return row.id, row.deleted, row.archived


def batch_of(id: str) -> str:
    """The id of the batch that a row stands for; empty where it is a chat."""
    return id.removeprefix(BATCH) if id.startswith(BATCH) else ""


def title(row: ChatRow) -> str:
    """One line; a chat without a title has a name all the same."""
    return " ".join(row.title.split()) or "New chat"


def quoted(row: ChatRow) -> str:
    """The title within a sentence of ours, which it can neither tear apart nor push away."""
    name = title(row)
    name = name if len(name) <= _LONGEST else f"{name[:_LONGEST].rstrip()}…"
    return f"“{name}”" if title(row).isascii() else f"“{_ISOLATE}{name}{_AND_BACK}”"


def last_line(row: ChatRow) -> str:
    """The last line as plain text, without the marks of Markdown."""
    line = _FRAMES.sub(" ", _LINKS.sub(r"\1", row.last_line))
    return " ".join(_STRESS.sub(r"\2", line).split())


def snippet(hit: Hit) -> Line:
    """What was found as plain text, what is marked in it marked."""
    text, shown, at = hit.snippet, "", 0
    moved: list[int] = []
    """For every place in the text: where it is in what is shown."""
    for mark in _NOISE.finditer(text):
        moved += range(len(shown), len(shown) + mark.start() - at)
        shown += text[at : mark.start()]
        moved += [len(shown)] * (mark.end() - mark.start())
        at = mark.end()
    moved += range(len(shown), len(shown) + len(text) - at + 1)
    return Line(shown + text[at:], tuple((moved[start], moved[end]) for start, end in hit.marks))


def when(row: ChatRow, now: datetime, zone: tzinfo | None = None) -> str:
    """14:32 for today and yesterday (in the form of the system), Mon, 12 Mar, or 12 Mar 2025."""
    then = local(row.updated, zone)
    if then is None:
        return ""
    today = now.astimezone(zone).date()
    back = (today - then.date()).days
    if back <= 1:
        return clock_words(then)
    if back < 7:
        return _DAYS[then.weekday()]
    return day_words(then.date(), today)


def cost(row: ChatRow) -> str:
    """0.0123 USD; `+ ?` stands for attempts whose cost nobody stated."""
    if row.usd is None:
        return "cost unknown" if row.unknown else ""
    known = show_dollars(row.usd)
    return f"{known} + ?" if row.unknown else known


def hits(hit: Hit | None) -> str:
    """3 hits, where there is more than one; they are counted up to 99."""
    if hit is None or hit.hits < 2:
        return ""
    return f"{hit.hits} hits" if hit.hits < _COUNTED else f"{_COUNTED}+ hits"


def aloud(row: ChatRow, now: datetime, zone: tzinfo | None = None, hit: Hit | None = None) -> str:
    """The whole row as a sentence; with what was found, if something was."""
    found = hit.snippet if hit is not None else ""
    parts = [title(row), found or last_line(row), hits(hit), when(row, now, zone)]
    if row.usd is not None:
        parts.append(show_dollars(row.usd))
    if row.unknown:
        parts.append(f"{row.unknown} of unknown cost")
    parts += ["batch of pictures"] if batch_of(row.id) else []
    parts += ["pinned"] if row.pinned else []
    parts += ["archived"] if row.archived else []
    parts += ["in the trash"] if row.deleted else []
    parts += ["with pictures"] if row.thumbnail else []
    parts += [f"tagged {', '.join(row.tags)}"] if row.tags else []
    return ", ".join(part for part in parts if part)
