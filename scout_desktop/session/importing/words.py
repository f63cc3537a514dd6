"""What an import would do and what it did, in lines of plain text for the window and a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .plan import Plan, PlannedChat, Result, sums


def planned_lines(plan: Plan, chats: Iterable[PlannedChat] | None = None) -> list[str]:
    """Say what a plan would do, or what the chosen of its chats would bring."""
    coming = plan.coming if chats is None else tuple(chats)
    new = sum(chat.standing == "new" for chat in coming)
    more = len(coming) - new
    lines = []
    if new:
        lines.append(f"{_count(new, 'new chat')}.")
    if more:
        lines.append(f"{_count(more, 'chat')} here already, with something new.")
    if same := plan.count("same"):
        lines.append(f"{_count(same, 'chat')} here already, nothing new.")
    if trash := plan.count("trash"):
        lines.append(f"{_count(trash, 'chat')} in the trash: left there.")
    if refused := plan.count("refused"):
        lines.append(f"{_count(refused, 'chat')} cannot be imported.")
    if coming:
        lines.append(brought(coming))
    return lines


def brought(chats: Iterable[PlannedChat]) -> str:
    """Say how much chats bring: messages, branches, pictures, bytes."""
    total = sums(chats)
    said = [_count(total.messages, "message"), _count(total.branches, "branch", "branches")]
    said += [_count(total.pictures, "picture")] if total.pictures else []
    said += [f"{_count(total.missing, 'picture')} not in the export"] if total.missing else []
    return f"{', '.join(said)}; {megabytes(total.bytes)}."


def left_out_line(left_out: Mapping[str, int]) -> str:
    """Say what has no place here; empty where there is nothing."""
    if not left_out:
        return ""
    said = [f"{count:,} {kind}" for kind, count in sorted(left_out.items())]
    return f"Left out: {', '.join(said)}."


def done_lines(result: Result) -> list[str]:
    """Say what an import did."""
    lines = []
    if result.added:
        lines.append(f"{_count(len(result.added), 'chat')} imported.")
    if result.grown:
        lines.append(f"{_count(len(result.grown), 'chat')} here already got something new.")
    if result.same:
        lines.append(f"{_count(result.same, 'chat')} here already, nothing new.")
    if result.trash:
        lines.append(f"{_count(result.trash, 'chat')} in the trash: left there.")
    if result.refused:
        lines.append(f"{_count(len(result.refused), 'chat')} could not be imported.")
    if result.pictures or result.missing:
        missing = f", {result.missing:,} not in the export" if result.missing else ""
        lines.append(f"{_count(result.pictures, 'picture')} kept{missing}.")
    if result.error is not None:
        lines.append(f"It ended early: {result.error.sentence}")
        lines.append("What was imported stays; import the same again to go on.")
    return lines or ["There was nothing to import."]


def megabytes(bytes: int) -> str:
    """Return a size as people read it."""
    return f"{bytes / 1_000_000:,.1f} MB" if bytes >= 100_000 else f"{bytes / 1_000:,.1f} kB"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
