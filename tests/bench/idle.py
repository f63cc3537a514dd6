"""Prints what the quiet window takes beside an empty PySide6 window: memory and CPU.

    python tests/bench/idle.py [SECONDS]

PSS is a process's own memory with its share of what it shares, from /proc. Where other programs of
Qt run, and come and go, it says more about them than about us: then read the column `alone`, which
is what the process would take without them (all its pages, except those of files that every
program has). CPU is what the quiet window used over SECONDS (30). An empty window is measured
right before each row: with no chats (the sheet of the first start is shown), with 1,000 that are
read for the first time, with the same as a list of them is there, and once the network stack is
loaded; offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from start import ROOT, cpu, environment, settled, started

sys.path.insert(0, str(ROOT))

CHATS = 1_000
LIMIT_PSS, LIMIT_CPU = 2.0, 0.2
_LOCAL = {"SCOUT_DESKTOP_BASE_URL": "http://127.0.0.1:9/v1"}
"""Something that could be asked without a key: the network stack is loaded a while after start."""
_AT_REST_S = 5.0
"""What the program still does a few seconds after its start is over by then."""


def fill(folder: Path) -> None:
    """Write the chats into the data folder `folder` as the program would."""
    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.ids import new_id, timestamp
    from scout_desktop.chat.message import user_node
    from scout_desktop.storage import document
    from scout_desktop.storage.shelf.listing import file_name

    (folder / "chats").mkdir(parents=True)
    for number in range(CHATS):
        moment = 1_795_400_000_000 - number * 3_600_000
        id = new_id(moment, number)
        title = f"What is on picture {number}"
        node = user_node(new_id(moment, number + 1), None, timestamp(moment), f"{title}, please?")
        chat = Conversation(id).with_registers(
            {"title": title, "head": node.id}, timestamp(moment), "d0-0"
        )
        name = file_name(id, timestamp(moment))
        (folder / "chats" / name).write_bytes(document.dump(chat.with_nodes([node])))


_EVERYWHERE = ("/libc.so", "/libm.so", "/ld-linux", "/libpthread.so", "/libdl.so")


def memory(pid: int) -> tuple[float, float]:
    """PSS, and what the process would take if no other program used Qt or Python, in MiB."""
    pss = pages = 0
    everywhere = False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        first, *others = line.split()
        if "-" in first:
            everywhere = any(name in line for name in _EVERYWHERE)
        elif first == "Pss:":
            pss += int(others[0])
        elif first == "Rss:" and not everywhere:
            pages += int(others[0])
    return pss / 1024, pages / 1024


def others_with_qt() -> int:
    """How many programs of Qt run now."""
    found = 0
    for maps in Path("/proc").glob("[0-9]*/maps"):
        with suppress(OSError):
            found += "libQt6Core" in maps.read_text()
    return found


class Rest(NamedTuple):
    """A process at rest: MiB, MiB, percent of a core."""

    pss: float
    alone: float
    cpu: float


def at_rest(program: str, env: dict[str, str], seconds: float) -> Rest:
    """Start a program, wait until it rests, and look at it for `seconds`."""
    with started(program, env) as process:
        assert process.stdout is not None
        process.stdout.readline()
        settled(process.pid)
        if program == "ours":
            time.sleep(_AT_REST_S)
            settled(process.pid)
        before, since = cpu(process.pid), time.perf_counter()
        time.sleep(seconds)
        used = (cpu(process.pid) - before) / 10 / (time.perf_counter() - since)
        pss, alone = memory(process.pid)
        process.terminate()
        status = process.wait()
    if program == "ours" and status != 0:
        raise SystemExit(f"The window did not end well: {status}")
    return Rest(pss, alone, used)


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        nobody, reader = Path(home) / "nobody", Path(home) / "reader"
        nobody.mkdir()
        fill(reader / "DATA" / "scout-desktop")
        alone, full = (environment(folder, "offscreen") for folder in (nobody, reader))
        print(f"at rest over {seconds:.0f} s, once each, load {os.getloadavg()[0]:.1f}")
        print(f"{'':<18}{'PSS MiB':>9}{'ratio':>7}{'alone':>9}{'ratio':>7}{'limit':>7}", end="")
        print(f"{'CPU %':>8}{'limit':>7}{'others with Qt':>16}")
        rows = {
            "no chats": alone,
            f"{CHATS:,} new chats": full,
            f"{CHATS:,} chats": full,
            "ready to send": full | _LOCAL,
        }
        for name, env in rows.items():
            others = others_with_qt()
            floor = at_rest("empty", env, 0.5)
            ours = at_rest("ours", env, seconds)
            others = max(others, others_with_qt())
            print(
                f"{name:<18}{ours.pss:>9.1f}{ours.pss / floor.pss:>7.2f}"
                f"{ours.alone:>9.1f}{ours.alone / floor.alone:>7.2f}{LIMIT_PSS:>7.1f}"
                f"{ours.cpu:>8.3f}{LIMIT_CPU:>7.1f}{others:>16}",
                flush=True,
            )


if __name__ == "__main__":
    main()
