"""What stands over and in place of the rows: how many were found, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

View: TypeAlias = Literal["chats", "archive", "trash"]

NAMES: dict[View, str] = {"chats": "Chats", "archive": "Archive", "trash": "Trash"}


def found(count: int, *, searched: bool, more: bool, read: float) -> str:
    """The caption over the rows; empty where there is nothing to say."""
    parts = []
    if searched:
        if more:
            parts.append(f"the newest {count:,} chats")
        elif count:  # else the list itself says so
            parts.append("1 chat" if count == 1 else f"{count:,} chats")
    if read < 1:
        # Never 100 while there is something left.
        parts.append(f"still reading the chats: {min(int(read * 100), 99)} %")
    said = " · ".join(parts)
    return said[:1].upper() + said[1:]


_SAYS = {
    "role": "role: takes user, assistant or system",
    "state": "state: takes complete, stopped, interrupted or failed",
    "has": "has: takes image",
    "is": "is: takes pinned, archived or trash",
    "cost": "cost: takes a sum in USD, as in cost:>0.01",
}
LEAVING = "They are on their way. Esc stops it."
_DAY = "{}: takes a day, month or year that there is, as in {}:2026-01-31"


def misread(typed: Sequence[str]) -> str:
    """Why what looks like an operator was taken as words; empty where nothing was."""
    if not typed:
        return ""
    name = typed[0].partition(":")[0]
    said = _SAYS.get(name, _DAY.format(name, name) if name in ("before", "after") else "")
    taken = f"“{typed[0]}” was taken as words"
    return f"{taken}: {said}." if said else f"{taken}."


def elsewhere(views: Sequence[View]) -> str:
    """Where the chats are, when there are some but none in the list; empty for nowhere."""
    if not views:
        return ""
    places = " or in the ".join(NAMES[view].lower() for view in views)
    return f"All your chats are in the {places}: the three dots above lead there."


def empty(view: View, *, searched: bool, hint: str = "") -> tuple[str, str]:
    """(sentence, first step) where there are no rows; `hint` takes the place of the usual step."""
    title, usual = _empty(view, searched=searched)
    if hint and view == "chats" and not searched:
        title = "No chats here"  # there are some elsewhere
    return title, hint or usual


def _empty(view: View, *, searched: bool) -> tuple[str, str]:
    if searched:
        where = {"chats": "", "archive": " in the archive", "trash": " in the trash"}[view]
        hint = " is:archived looks in the archive." if view == "chats" else ""
        return f"Nothing found{where}", f"Fewer or shorter words find more.{hint}"
    if view == "archive":
        return "Nothing in the archive", "Archived chats leave the list and stay here."
    if view == "trash":
        return "The trash is empty", "Deleted chats can be taken back from here."
    return "No chats yet", "Press Ctrl+N to start the first one."
