"""Prints what the quiet window takes beside an empty PySide6 window: memory and CPU.

    python tests/bench/idle.py [SECONDS]

PSS is a process's own memory with its share of what it shares, from /proc: where other programs of
Qt run, all figures are lower and the ratio is higher. CPU is what the quiet window used over
SECONDS (30). With no chats (the sheet of the first start is shown), with 1,000, and with the same
once the network stack is loaded; offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

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


def pss(pid: int) -> float:
    """PSS in MiB."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) / 1024


def at_rest(program: str, env: dict[str, str], seconds: float) -> tuple[float, float]:
    """PSS in MiB and CPU in percent of a core."""
    with started(program, env) as process:
        assert process.stdout is not None
        process.stdout.readline()
        settled(process.pid)
        time.sleep(_AT_REST_S)
        settled(process.pid)
        before, since = cpu(process.pid), time.perf_counter()
        time.sleep(seconds)
        used = (cpu(process.pid) - before) / 10 / (time.perf_counter() - since)
        memory = pss(process.pid)
        process.terminate()
        status = process.wait()
    if program == "ours" and status != 0:
        raise SystemExit(f"The window did not end well: {status}")
    return memory, used


def main() -> None:
    """Measure and print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 30.0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        nobody, reader = Path(home) / "nobody", Path(home) / "reader"
        nobody.mkdir()
        fill(reader / "DATA" / "scout-desktop")
        rows = {
            "empty window": at_rest("empty", environment(nobody, "offscreen"), 1.0),
            "no chats": at_rest("ours", environment(nobody, "offscreen"), seconds),
            f"{CHATS:,} chats": at_rest("ours", environment(reader, "offscreen"), seconds),
            "ready to send": at_rest("ours", environment(reader, "offscreen") | _LOCAL, seconds),
        }
    floor = rows["empty window"][0]
    print(f"at rest over {seconds:.0f} s, load {os.getloadavg()[0]:.1f}")
    print(f"{'':<14}{'PSS MiB':>9}{'ratio':>7}{'limit':>7}{'CPU %':>8}{'limit':>7}")
    for name, (memory, used) in rows.items():
        print(
            f"{name:<14}{memory:>9.1f}{memory / floor:>7.2f}{LIMIT_PSS:>7.1f}"
            f"{used:>8.3f}{LIMIT_CPU:>7.1f}"
        )


if __name__ == "__main__":
    main()
