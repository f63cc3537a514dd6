"""Runs one verb and turns its end into an exit status.

0 done; 1 the service or network failed; 2 bad usage; 3 the data folder; 130 stopped by Ctrl+C.
"""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from scout_desktop.assembly import Options, build
from scout_desktop.chat.errors import BadInput, DiskError, KeyProblem, ScoutError
from scout_desktop.session.core import Core

from . import asking, demo, reading
from .paper import Paper
from .stopping import STOPPED, Stopped, run_until_stopped

Verb: TypeAlias = Callable[[Core, argparse.Namespace, Paper], Awaitable[int]]


async def _batch(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    from .batching import batch  # much that no other verb needs

    return await batch(core, arguments, paper)


async def _export(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    from .exporting import export

    return await export(core, arguments, paper)


async def _check(options: Options, arguments: argparse.Namespace, paper: Paper) -> int:
    from .checking import check

    # By itself: opening the folder mends already what a run left behind, and a look writes nothing.
    return await check(options, arguments, paper)


async def _import(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    from .importing import import_chats

    return await import_chats(core, arguments, paper)


async def _search(core: Core, arguments: argparse.Namespace, paper: Paper) -> int:
    from .searching import search  # looks for what no other verb asks

    return await search(core, arguments, paper)


_VERBS: dict[str, Verb] = {
    "ask": asking.ask,
    "batch": _batch,
    "export": _export,
    "import": _import,
    "list": reading.list_chats,
    "show": reading.show,
    "search": _search,
    "cost": reading.cost,
    "practice-demo": demo.demo,
}


def run(arguments: argparse.Namespace) -> int:
    """Run the verb of the command line; returns the exit status."""
    practice = arguments.practice or arguments.verb == "practice-demo"
    options = Options(data_dir=arguments.data_dir, base_url=arguments.base_url, practice=practice)
    paper = Paper()
    try:
        if arguments.verb == "check":
            work = _check(options, arguments, paper)
        else:
            work = _run(options, _VERBS[arguments.verb], arguments, paper)
        status = run_until_stopped(work, paper.note)
    except ScoutError as error:
        paper.note(f"scout-desktop: {error.sentence}")
        status = status_of(error)
    except (Stopped, KeyboardInterrupt):
        paper.note("\nscout-desktop: Stopped. What had arrived is kept.")
        status = STOPPED
    return status or paper.close()


def status_of(error: ScoutError) -> int:
    """Return the exit status that a failure means."""
    if isinstance(error, DiskError):
        return 3
    if isinstance(error, BadInput) and not isinstance(error, KeyProblem):
        return 2
    return 1


async def _run(options: Options, verb: Verb, arguments: argparse.Namespace, paper: Paper) -> int:
    core = await build(options)
    try:
        for sentence in (*core.notices, await core.chats.folder_problem()):
            if sentence is not None:
                paper.note(f"scout-desktop: {sentence}")
        return await verb(core, arguments, paper)
    finally:
        await core.close()
