"""Prints what opening a long chat costs, from the click in the list to its painted end.

    python tests/bench/opening.py [--runs 3] [--platform offscreen|xcb]

The chat is read from its JSON on the disk, which the program has not seen in this run. `whole` is
the CPU of all threads from the click until the first screen is painted; `read` is what reading and
parsing the file cost of that, `main thread` what the window could not do anything else in.
Ends with 1 when a limit is passed. Figures are medians of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import program
from tests.bench.start import ROOT, display, environment

if TYPE_CHECKING:
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

CASES = ((1_000, 1_900, 50.0), (10_000, 440, 150.0))
"""Messages, letters of a reply in the mean, CPU milliseconds from the click."""
STRETCH_MS, RSS_MB = 16.0, 30.0


async def errand(views: Views, shell: Shell, core: Core) -> dict[str, float]:
    """Open a chat of forty messages for warmth, then the long one, and tell what it cost."""
    from scout_desktop.storage.library import Library

    reading = {"cpu": 0.0, "wall": 0.0}
    usual = Library._load

    def load(self: Library, id: str) -> Any:
        cpu, wall = time.thread_time(), time.monotonic()
        found = usual(self, id)
        reading["cpu"] = (time.thread_time() - cpu) * 1000
        reading["wall"] = (time.monotonic() - wall) * 1000
        return found

    Library._load = load  # type: ignore[method-assign]  # a bench may look inside
    short, long = os.environ["BENCH_CHATS"].split(",")
    await _opened(views, shell, short)
    await program.rest()
    before = program.memory()
    rounds = program.Rounds()
    cpu, main, wall = time.process_time(), time.thread_time(), time.monotonic()
    seen = await _opened(views, shell, long)
    found = {
        "whole": (seen.cpu - cpu) * 1000,
        "main": (seen.main - main) * 1000,
        "wall": (seen.at.result() - wall) * 1000,
        "read": reading["cpu"],
        "worst": rounds.worst(),
        "settled": (await program.rest() - cpu) * 1000,
        "rss": program.memory() - before,
    }
    chat = core.chats.current(long)
    assert chat is not None
    found["characters"] = sum(len(node.text) for node in chat.branch)
    return found


async def _opened(views: Views, shell: Shell, id: str) -> program.Seen:
    painted: asyncio.Future[program.Seen] = asyncio.get_running_loop().create_future()

    def shown(chat: Any) -> None:
        if chat.id == id and not painted.done():
            painted.set_result(program.Seen(views.transcript))

    shell.shown.connect(shown)
    shell.conversations.opened.emit(id)
    seen = await painted
    await seen.at
    shell.shown.disconnect(shown)
    return seen


def measured(env: dict[str, str], messages: int, letters: int) -> dict[str, float]:
    """One opening in a fresh process."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        data = Path(home) / "data"
        ids = program.write_chat(data, 40), program.write_chat(data, messages, letters=letters)
        done = subprocess.run(
            [sys.executable, __file__, "live"],
            env=env | {"HOME": home, "BENCH_CHATS": ",".join(ids)},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"The window did not end well: {done.stderr[-3000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def report(asked: argparse.Namespace, env: dict[str, str]) -> int:
    """Measure and print; 1 when a limit was passed."""
    limits = program.Limits()
    for messages, letters, most in CASES:
        runs = [measured(env, messages, letters) for _ in range(asked.runs)]
        found = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        print(
            f"{messages:,} messages, {found['characters'] / 1e6:.1f} million characters, "
            f"{env['QT_QPA_PLATFORM']}, medians of {asked.runs}, load {program.load()}"
        )
        told = f"settled after {found['settled']:.0f} ms CPU, on screen in {found['wall']:.0f} ms"
        limits.say("whole, click to painted", found["whole"], "ms CPU", most, told)
        limits.say("  reading and parsing of that", found["read"], "ms CPU", None)
        limits.say("  main thread of that", found["main"], "ms CPU", None)
        limits.say("longest stretch", found["worst"], "ms CPU", STRETCH_MS)
        limits.say("memory added, the chat's values too", found["rss"], "MiB", None)
    return 1 if limits.passed else 0


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="What opening a long chat costs.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--platform", choices=("offscreen", "xcb"), default="xcb")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home), asked.platform) | {"PYTHONPATH": str(ROOT)}
        with display() if asked.platform == "xcb" else nullcontext(None) as name:
            return report(asked, env | ({"DISPLAY": name} if name else {}))


if __name__ == "__main__":
    sys.exit(program.live(errand) if sys.argv[1:2] == ["live"] else main())
