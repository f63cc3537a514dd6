"""`check`: the health of the data folder in people's words; `--repair` mends what can be.

0 nothing is wrong, 3 something is. Without `--repair` nothing is written, not even a lock.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import asdict
from typing import Any, TypeVar

from scout_desktop.assembly import Options, build, places_of
from scout_desktop.chat.errors import ChatUnknown
from scout_desktop.chat.findings import (
    SEVERITIES,
    Mended,
    Progress,
    Report,
    Severity,
    count,
    in_order_words,
)
from scout_desktop.session.checking import look_over

from .paper import Paper, harmless

T = TypeVar("T")

_HEADS: dict[Severity, str] = {
    "lost": "Lost, or not to be had from here",
    "repair": "Worth repairing",
    "note": "Fine to know",
}


async def check(options: Options, arguments: argparse.Namespace, paper: Paper) -> int:
    """Look the folder over, mend it if that is wanted, and say what there is."""
    places = places_of(options.data_dir)
    if not places.data.is_dir():
        raise ChatUnknown(f"There is no folder “{places.data}”.", "Nothing to check.")
    report = await _last(look_over(places), paper)
    mended: Mended | None = None
    if arguments.repair and report.mendable:
        core = await build(options)
        try:
            for sentence in core.notices:
                paper.note(f"scout-desktop: {sentence}")
            mended = await _last(core.checking.repair(report), paper)
        finally:
            await core.close()
        report = await _last(look_over(places), paper)
    if arguments.json:
        paper.line(json.dumps(_record(report, mended), ensure_ascii=False, indent=1))
    else:
        _say(report, mended, str(places.quarantine), paper)
    return 0 if report.in_order and not (mended and mended.failed) else 3


async def _last(steps: AsyncGenerator[Progress | T, None], paper: Paper) -> T:
    """Follow work to its end, showing on a terminal how far it is."""
    found: T | None = None
    shows = sys.stderr is not None and sys.stderr.isatty()
    async with aclosing(steps) as following:
        async for step in following:
            if not isinstance(step, Progress):
                found = step
            elif shows and step.total:
                sys.stderr.write(f"\r{step.doing}: {step.done * 100 // step.total} % \x1b[K")
                sys.stderr.flush()
    if shows:
        sys.stderr.write("\r\x1b[K")
    if found is None:
        raise ChatUnknown("The look over the folder was given up.")
    return found


def _say(report: Report, mended: Mended | None, quarantine: str, paper: Paper) -> None:
    if mended is not None:
        for sentence in mended.done:
            paper.line(sentence)
        for sentence in mended.failed:
            paper.line(f"Not mended: {harmless(sentence)}")
        if mended.set_aside:
            originals = count(mended.set_aside, "original is", "originals are")
            paper.line(f"{originals} kept as found, in {quarantine}")
        paper.line()
    for severity in SEVERITIES:
        found = report.of(severity)
        if found:
            paper.line(f"{_HEADS[severity]}:")
            for finding in found:
                paper.line(f"  {harmless(finding.sentence)}")
            paper.line()
    for kind, number in report.more.items():
        paper.line(f"  … and {number:,} more of the kind “{kind}”.")
    counted = report.counted
    if report.in_order:
        paper.line(f"{in_order_words(counted)}.")
    else:
        everything = in_order_words(counted).partition(": ")[2]
        wrong = len(report.findings) - len(report.of("note"))
        paper.line(f"{count(wrong, 'thing is', 'things are')} not in order; {everything}.")
        if mended is None and report.mendable:
            paper.line("scout-desktop check --repair mends what can be; originals are kept.")
    if counted.orphans:
        say = count(counted.orphans, "picture is", "pictures are")
        paper.line(f"{say} named by no message any more; none was removed.")


def _record(report: Report, mended: Mended | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "in_order": report.in_order,
        "findings": [asdict(finding) for finding in report.findings],
        "more": dict(report.more),
        **asdict(report.counted),
    }
    if mended is not None:
        found["repaired"] = asdict(mended)
    return found
