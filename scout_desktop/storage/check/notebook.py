"""What a look over the folder notes down as it goes: findings, counts, and what names what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scout_desktop.chat.findings import Counted, Finding, Report, Severity

MOST = 2000
"""Findings of one kind that are kept; more are counted."""


@dataclass(slots=True)
class Wanted:
    """A picture that some message names."""

    chat: str
    name: str
    original: bool
    """Whether only originals are named by it: what was sent is elsewhere."""


@dataclass(slots=True)
class Notebook:
    """Grows with what is wrong and with the number of chats and pictures, not with their size."""

    data: Path
    findings: list[Finding] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=dict)
    """Chat id -> names in chats/."""
    journals: dict[str, list[str]] = field(default_factory=dict)
    """Chat id -> names in journal/."""
    wanted: dict[str, Wanted] = field(default_factory=dict)
    """sha256 -> who names it first."""
    named: set[bytes] = field(default_factory=set)
    """Every sha256 that stands anywhere in a chat or journal, as bytes."""
    billed: set[str] = field(default_factory=set)
    """Chats that the ledger knows."""
    erased: set[str] = field(default_factory=set)
    """Chats that were deleted for good; their files keep others from bringing them back."""
    messages: dict[str, int] = field(default_factory=dict)
    """Chat id -> how many messages it has."""
    pictures: int = 0
    bytes: int = 0
    attempts: int = 0
    orphans: int = 0
    orphan_bytes: int = 0
    quarantined: int = 0

    def add(
        self,
        kind: str,
        severity: Severity,
        sentence: str,
        path: Path | None = None,
        *,
        mendable: bool = False,
        chat: str = "",
    ) -> None:
        """Note a finding about a file, or about the folder."""
        self.kinds[kind] += 1
        if self.kinds[kind] <= MOST:
            where = "" if path is None else path.relative_to(self.data).as_posix()
            name = "" if path is None else path.name
            self.findings.append(Finding(kind, severity, sentence, name, mendable, where, chat))

    def report(self) -> Report:
        """Return what was noted."""
        chats = (self.ids.keys() | self.journals.keys()) - self.erased
        counted = Counted(
            chats=len(chats),
            messages=sum(self.messages.values()),
            pictures=self.pictures,
            bytes=self.bytes,
            attempts=self.attempts,
            attempts_without_chat=len(self.billed - chats),
            chats_without_attempts=len(chats - self.billed),
            orphans=self.orphans,
            orphan_bytes=self.orphan_bytes,
            quarantined=self.quarantined,
        )
        more = {kind: number - MOST for kind, number in self.kinds.items() if number > MOST}
        return Report(tuple(self.findings), counted, more)
