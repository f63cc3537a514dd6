"""What a look over the data folder found, and what mending it did. Values and their words only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["note", "repair", "lost"]
"""Fine to know; worth repairing; gone, or not to be had from here."""

SEVERITIES: tuple[Severity, ...] = ("lost", "repair", "note")
"""In the order to tell them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. `name` is the last part of the file's name."""

    kind: str
    severity: Severity
    sentence: str
    name: str = ""
    mendable: bool = False
    """Whether `repair` can do something about it."""
    where: str = ""
    """The file, relative to the data folder, with forward slashes."""
    chat: str = ""
    """The id of the chat that it is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long piece of work is; `total` 0 while that is not known."""

    done: int
    total: int
    doing: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What the folder holds."""

    chats: int = 0
    messages: int = 0
    pictures: int = 0
    bytes: int = 0
    attempts: int = 0
    attempts_without_chat: int = 0
    """Of chats that are no more: fine, deleting a chat does not change the bill."""
    chats_without_attempts: int = 0
    orphans: int = 0
    """Pictures that nothing names any more; only an explicit clean-up removes them."""
    orphan_bytes: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that was found. `more` counts by kind what was left out of `findings`."""

    findings: tuple[Finding, ...] = ()
    counted: Counted = field(default_factory=Counted)
    more: Mapping[str, int] = field(default_factory=dict)

    @property
    def in_order(self) -> bool:
        """Whether nothing is wrong: notes do not count."""
        return all(finding.severity == "note" for finding in self.findings)

    @property
    def mendable(self) -> tuple[Finding, ...]:
        """What repair can do something about."""
        return tuple(finding for finding in self.findings if finding.mendable)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)


@dataclass(frozen=True, slots=True)
class Mended:
    """What a repair did: `done` in sentences, `failed` too, and how many originals were put by."""

    done: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    set_aside: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the chats as they were. `name` is its file's; `made` is UTC as stored."""

    name: str
    made: str
    bytes: int
    reason: str = ""
    """Why it was made, where that was not the week: `before-2` is before moving to format 2."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What bringing a backup back changed; nothing that is newer is ever lost by it."""

    chats: int = 0
    added: int = 0
    """Of them chats that were not there any more."""
    failed: tuple[str, ...] = ()


def count(number: int, one: str, many: str) -> str:
    """Return "1 picture" or "1,204 pictures"."""
    return f"1 {one}" if number == 1 else f"{number:,} {many}"


def size_words(size: int) -> str:
    """Return bytes as people say them: 812 MB."""
    amount = float(size)
    for unit in ("bytes", "KB", "MB"):
        if amount < 1000:
            return (
                f"{amount:,.0f} {unit}"
                if unit == "bytes" or amount >= 10
                else f"{amount:.1f} {unit}"
            )
        amount /= 1000
    return f"{amount:,.1f} GB"


def in_order_words(counted: Counted) -> str:
    """Return what a folder holds in which nothing is wrong, in one sentence."""
    return (
        f"Everything is in order: {count(counted.chats, 'chat', 'chats')}, "
        f"{count(counted.pictures, 'picture', 'pictures')}, {size_words(counted.bytes)}"
    )
