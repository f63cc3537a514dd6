"""`list`, `show` and `cost`: reading what is on disk; no key and no network."""

from __future__ import annotations

import argparse
import json

from scout_desktop.chat.money import Total, dollars, show_dollars
from scout_desktop.chat.written import as_markdown
from scout_desktop.session.core import Core

from .paper import Paper, harmless


async def list_chats(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Print the chats, newest first; those of the archive are among them, and say so."""
    await core.bill.read_all()
    await core.finding.catch_up()
    rows = (await core.finding.look("", view="kept", every=True)).rows
    if arguments.json:
        found = [
            {
                "id": row.id,
                "title": row.title,
                "created": row.created,
                "updated": row.updated,
                "messages": row.messages,
                "usd": dollars(row.usd) if row.usd is not None else None if row.unknown else "0",
                **({"archived": True} if row.archived else {}),
            }
            for row in rows
        ]
        paper.line(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        price = "" if row.usd is None else show_dollars(row.usd)
        if row.unknown:
            price = f"{price} + ?" if price else "unknown"
        date, mark = row.updated[:16].replace("T", " "), "  (archived)" if row.archived else ""
        paper.line(f"{row.id}  {date}  {price:>14}  {harmless(row.title)}{mark}")
    if not rows:
        paper.line("There are no chats yet.")
    return 0


async def show(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Print one chat."""
    chat = await core.chats.open(await core.chats.resolve(arguments.chat))
    if arguments.json:
        paper.write(await core.chats.document(chat.id))
    else:
        nodes = chat.nodes.values() if arguments.all else chat.branch
        lost = await core.pictures.lost(image for node in nodes for image in node.images)
        paper.write(as_markdown(chat, every_branch=arguments.all, lost=lost))
        if lost:
            what = "1 picture is" if len(lost) == 1 else f"{len(lost):,} pictures are"
            paper.note(f"scout-desktop: {what} missing or damaged.")
    for sentence in chat.notices:
        paper.note(f"scout-desktop: {sentence}")
    return 3 if chat.damaged else 0


async def cost(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    """Print what today, this month and all time have cost."""
    totals = await core.bill.totals(None, utc=arguments.utc)
    periods = {"today": totals.today, "month": totals.month, "all": totals.all_time}
    if arguments.json:
        paper.line(json.dumps({name: _record(total) for name, total in periods.items()}, indent=1))
        return 0
    names = {"today": "Today", "month": "This month", "all": "All time"}
    for name, total in periods.items():
        paper.line(f"{names[name]:<12} {_line(total)}")
    return 0


def _line(total: Total) -> str:
    said = f"{dollars(total.usd)} USD, {total.attempts} requests"
    if total.estimated:
        said += f", of it {dollars(total.estimated)} USD estimated"
    if total.unknown:
        said += f", {total.unknown} of unknown cost beside it"
    if total.upstream:
        said += f", {dollars(total.upstream)} USD paid to providers with your own key"
    return said


def _record(total: Total) -> dict[str, object]:
    return {
        "usd": dollars(total.usd),
        "attempts": total.attempts,
        "unknown": total.unknown,
        "estimated_usd": dollars(total.estimated),
        "upstream_usd": dollars(total.upstream),
        "prompt_tokens": total.prompt_tokens,
        "completion_tokens": total.completion_tokens,
    }
