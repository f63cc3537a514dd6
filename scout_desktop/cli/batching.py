"""`batch`: one question about many pictures; progress on standard error, results in a file.

The same command again goes on where it stopped: what was answered is not asked twice.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from contextlib import aclosing
from decimal import Decimal
from pathlib import Path
from typing import Any

from scout_desktop.chat.batch import BatchRow, BatchSpec, BatchTotals
from scout_desktop.chat.conversation import DEFAULT_MODEL
from scout_desktop.chat.errors import ParameterInvalid, RequestInvalid
from scout_desktop.chat.money import dollars, parse_dollars, show_dollars
from scout_desktop.chat.recipe import TILES
from scout_desktop.chat.schema import check_schema, read_schema
from scout_desktop.session.batch.batch import Batch
from scout_desktop.session.batch.events import Paused, RowChanged
from scout_desktop.session.core import Core

from .attaching import fit_named
from .given import parameters_given, prompt_given
from .paper import Paper

_FORMS: dict[str, Callable[[Batch], str]] = {".csv": Batch.csv, ".jsonl": Batch.json_lines}


async def batch(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Ask about every picture of the folders and files; returns the exit status."""
    _check_out(arguments.out)
    spec = _spec(arguments, paper)
    found = await _batch(core, arguments, spec, paper)
    try:
        await _run(found, arguments.retry_failed, paper)
    finally:
        # Also after Ctrl+C: what was paid for is handed over.
        await _hand_over(found, arguments, paper, practice=core.account.practice)
    return 0 if found.totals.done == found.totals.items else 1


async def _batch(core: Core, arguments: argparse.Namespace, spec: BatchSpec, paper: Paper) -> Batch:
    known = None if arguments.again else await core.batches.find(arguments.paths, spec)
    if known is not None:
        await known.change(spec.max_usd, spec.parallel, spec.tries)
        totals = known.totals
        paper.note(
            f"Going on with the batch “{known.spec.name}”: {totals.done:,} of {totals.items:,} "
            "have their answer. --again begins anew."
        )
        return known
    if arguments.retry_failed:
        raise RequestInvalid(
            "There is no batch that asked this about these pictures.", "Leave out --retry-failed."
        )
    forecast = await core.batches.preview(arguments.paths, spec)
    made = await core.batches.plan(arguments.paths, spec)
    pictures = "picture" if forecast.pictures == 1 else "pictures"
    paper.note(
        f"{forecast.pictures:,} {pictures}, about {forecast.prompt_tokens:,} tokens in and "
        f"{show_dollars(forecast.usd)} with replies (estimate)."
    )
    return made


async def _run(found: Batch, only_failed: bool, paper: Paper) -> None:
    told: set[int] = set()
    before = found.totals.done + (0 if only_failed else found.totals.failed)
    async with aclosing(found.run(only_failed)) as events:
        async for event in events:
            match event:
                case RowChanged() if event.row.state in ("done", "failed"):
                    if event.number not in told:
                        told.add(event.number)
                        place = f"{before + len(told):,}/{found.totals.items:,}"
                        paper.note(f"{place} {_line(event.row)}")
                case Paused() if event.sentence:
                    paper.note(f"scout-desktop: {event.sentence}")


async def _hand_over(
    found: Batch, arguments: argparse.Namespace, paper: Paper, *, practice: bool
) -> None:
    paper.note(tally(found.totals, practice=practice))
    if arguments.out is None:
        paper.write(found.json_lines())
    else:
        await found.save(arguments.out, _FORMS[arguments.out.suffix.lower()](found))
        paper.note(f"Written to {arguments.out}")
    if arguments.json:
        paper.line(json.dumps(_record(found)))


def _line(row: BatchRow) -> str:
    item = row.item
    page = f", page {item.page}" if item.page else ""
    known = [
        f"{count:,} tokens {word}"
        for count, word in ((row.prompt_tokens, "in"), (row.completion_tokens, "out"))
        if count is not None
    ]
    if row.usd is not None:
        known.append(f"{dollars(row.usd)} USD")
    if row.unknown:
        known.append(f"{row.unknown} of unknown cost")
    said = row.problem if row.state == "failed" else ""
    state = f"failed: {said}" if said else row.state
    return f"{Path(item.path).name}{page}: {', '.join([state, *known])}"


def tally(totals: BatchTotals, *, practice: bool) -> str:
    """Say in one line how a batch stands."""
    said = f"{totals.done:,} of {totals.items:,} done, {totals.failed:,} failed"
    said += f", {totals.prompt_tokens:,} tokens in, {totals.completion_tokens:,} tokens out"
    said += ", practice: nothing is charged" if practice else f", {dollars(totals.usd)} USD"
    return said + (f", {totals.unknown:,} of unknown cost beside it" if totals.unknown else "")


def _record(found: Batch) -> dict[str, Any]:
    totals = found.totals
    return {
        "batch": found.id,
        "name": found.spec.name,
        "items": totals.items,
        "done": totals.done,
        "failed": totals.failed,
        "prompt_tokens": totals.prompt_tokens,
        "completion_tokens": totals.completion_tokens,
        "usd": dollars(totals.usd),
        "unknown_costs": totals.unknown,
    }


def _spec(arguments: argparse.Namespace, paper: Paper) -> BatchSpec:
    prompt = prompt_given(arguments.prompt, paper)
    if not prompt.strip():
        raise RequestInvalid("There is nothing to ask.", "Give --prompt TEXT, or - for input.")
    return BatchSpec(
        prompt,
        system=arguments.system or "",
        model=arguments.model or DEFAULT_MODEL,
        parameters=parameters_given(arguments.set),
        schema=_schema(arguments.schema),
        fit=fit_named(arguments.fit or TILES),
        max_usd=_cap(arguments.max_usd),
        parallel=_whole("--parallel", arguments.parallel, 8),
        tries=_whole("--tries", arguments.tries, 10),
    )


def _schema(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as refusal:
        raise RequestInvalid(f"The schema {path} cannot be read as text.") from refusal
    found = read_schema(text)
    problem = found.problem or check_schema(text)
    if found.value is None or problem is not None:
        where = "" if problem is None else f"line {problem.line}: {problem.sentence}"
        raise RequestInvalid(f"The schema {path} cannot be used, {where}")
    return found.value


def _cap(text: str | None) -> Decimal | None:
    if text is None:
        return None
    if (amount := parse_dollars(text)) is None or amount <= 0:
        raise RequestInvalid(f"--max-usd {text} is not an amount.", "Write --max-usd 0.50.")
    return amount


def _whole(name: str, number: int, most: int) -> int:
    if not 1 <= number <= most:
        raise ParameterInvalid(f"{name} {number} is not between 1 and {most}.")
    return number


def _check_out(path: Path | None) -> None:
    """Refuse a place that results cannot go to before anything is paid for."""
    if path is None:
        return
    if path.suffix.lower() not in _FORMS:
        raise RequestInvalid(f"--out {path} says no form.", "End it in .csv or .jsonl.")
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise RequestInvalid(f"--out {path} is not in a folder.", "Make its folder first.")
