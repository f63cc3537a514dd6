"""The words of the window: groups of findings, and what can be said of a whole report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scout_desktop.chat.findings import (
    SEVERITIES,
    Counted,
    Mended,
    Report,
    Restored,
    Severity,
    count,
    in_order_words,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADS: dict[Severity, str] = {
    "lost": "Lost, or not to be had from here",
    "repair": "Worth repairing",
    "note": "Fine to know",
}
ICONS: dict[Severity, tuple[str, str]] = {
    "lost": ("error", "bad"),
    "repair": ("warning", "warn"),
    "note": ("info", "text_3"),
}
_MOST = 5
"""Sentences of one kind that are shown; copying the report gives all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one severity, shortened."""

    severity: Severity
    title: str
    sentences: tuple[str, ...]


def groups(report: Report) -> tuple[Group, ...]:
    """Return what to show of a report, the worst first."""
    found = []
    for severity in SEVERITIES:
        of_kind: dict[str, list[str]] = {}
        for finding in report.of(severity):
            of_kind.setdefault(finding.kind, []).append(finding.sentence)
        if not of_kind:
            continue
        sentences: list[str] = []
        total = 0
        for kind, each in of_kind.items():
            number = len(each) + report.more.get(kind, 0)
            total += number
            sentences += each[:_MOST]
            if number > _MOST:
                sentences.append(f"… and {number - _MOST:,} more like these")
        found.append(Group(severity, f"{_HEADS[severity]} ({total:,})", tuple(sentences)))
    return tuple(found)


def headline(report: Report) -> tuple[str, str]:
    """Return a title and a caption for a report."""
    title, _, holds = in_order_words(report.counted).partition(": ")
    if report.in_order:
        return title, f"{holds}.{_orphans(report.counted)}"
    wrong = sum(finding.severity != "note" for finding in report.findings)
    return (
        f"{count(wrong, 'thing is', 'things are')} not in order",
        f"{holds}. Nothing was changed by looking.",
    )


def _orphans(counted: Counted) -> str:
    if not counted.orphans:
        return ""
    pictures = count(counted.orphans, "picture is", "pictures are")
    return f" {pictures} named by no message any more; none was removed."


def mended_words(mended: Mended) -> tuple[str, str]:
    """Return what a repair did, and what it could not do (empty for nothing)."""
    done = " ".join(mended.done) or "There was nothing to mend."
    return done, " ".join(mended.failed[:3]) + (" …" if len(mended.failed) > 3 else "")


def kept_words(mended: Mended) -> str:
    """Return where the originals are; empty where none was set aside."""
    if not mended.set_aside:
        return ""
    kept = count(mended.set_aside, "original is", "originals are")
    return f"{kept} kept in the quarantine folder, byte for byte."


def restored_words(restored: Restored) -> str:
    """Return what bringing a backup back changed."""
    if not restored.chats:
        said = "The folder holds all of it already: nothing had to be brought back."
    else:
        said = f"{count(restored.chats, 'chat was', 'chats were')} brought back or completed"
        said += f", {restored.added:,} of them missing before." if restored.added else "."
    failed = restored.failed
    return f"{said} Not restored: {failed[0]}" if failed else said


def report_text(report: Report) -> str:
    """Return all of a report as lines, for a clipboard or a mail."""
    title, caption = headline(report)
    lines: list[str] = [f"{title}. {caption}"]
    for severity in SEVERITIES:
        found: Sequence[str] = [finding.sentence for finding in report.of(severity)]
        if found:
            lines += ["", f"{_HEADS[severity]}:", *found]
    return "\n".join(lines) + "\n"


def reason_words(reason: str) -> str:
    """Return why a backup was made, in words; empty for the weekly one."""
    if reason.startswith("before-"):
        return f"before moving to format {reason.removeprefix('before-')}"
    return {"": "", "asked": "made by you"}.get(reason, reason)
