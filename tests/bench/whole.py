"""Prints what a reply costs the whole program, painted, from the Enter key to its rest.

    python tests/bench/whole.py [--runs 3] [--platform offscreen|xcb] [--kinds prose,code,...]
                                [--only flood|paced|fast|swift]

The stand-in answers from a process of its own, the window runs in another; a first short reply has
warmed both up. CPU is user and system time of all threads of the window's process.
flood   5,000 and 20,000 tokens of 4.4 characters as fast as they come; the exponent says how the
        cost grows from one to the other (1 is in proportion)
paced   1,000 tokens at 100 a second; share is of one core, from Enter to the finished view
fast    3,000 tokens at 300 a second
swift   5,000 tokens at 500 a second
`finished view` is the time from the last byte, as the stand-in saw it go, to the painted end of the
reply: facts below it, nothing that says that more is on its way. `longest stretch` is the CPU time
of the main thread for one round of its event loop, in which keys and pointer wait.
Ends with 1 when a limit is passed. Figures are medians of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import program
from tests.bench.start import ROOT, display, environment

if TYPE_CHECKING:
    from scout_desktop.practice.server import Received
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

KINDS = ("prose", "code", "table", "mixed")
FLOOD_S, EXPONENT, SHARE, SHARE_BAR, FINISH_MS, STRETCH_MS = 0.7, 1.05, 15.0, 25.0, 50.0, 16.0
TOKEN_MS = 1.0
PACES = (("paced", 1_000, 100), ("fast", 3_000, 300), ("swift", 5_000, 500))
"""(name, tokens, tokens a second)"""
SMALL, LARGE = 5_000, 20_000
_WARM = 200
"""Tokens of the reply that goes before."""
_LONGEST_S = 180


async def serve(kind: str, count: int, rate: float) -> None:
    """Be the stand-in: print the address, then the monotonic time of every answer's last byte."""
    from scout_desktop.practice import PracticeServer, Reply

    def ended(request: Received, _status: int, _early: bool) -> None:
        if request.path.endswith("/chat/completions"):
            print(time.monotonic(), flush=True)

    async with PracticeServer(as_service=True, remember=False, ended=ended) as server:
        server.queue(
            Reply(deltas=program.tokens_of(kind, _WARM, seed=1), rate=400),
            Reply(deltas=program.tokens_of(kind, count), rate=rate),
        )
        print(server.base_url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


async def errand(views: Views, shell: Shell, core: Core) -> dict[str, float]:
    """Send twice, and tell what the second time cost."""
    first = program.Sending(views, shell)
    await first.write("Hello")
    first.send()
    await first.seen()
    await program.rest()
    rounds = program.Rounds()
    second = program.Sending(views, shell)
    await second.write("Go on")
    rounds.spent.clear()
    second.send()
    found = await second.seen()
    found |= {"worst": rounds.worst(), "p99": rounds.p99()}
    found["cpu"] = (await program.rest() - second.cpu) * 1000
    found["rss"] = program.memory()
    return found | program.last_reply(core.chats.current(shell.transcript.shown or ""))


def measured(
    env: dict[str, str], kind: str, count: int, rate: float, *live: str
) -> dict[str, float]:
    """One reply in fresh processes; `live` is the command of the window in place of ours."""
    me = [sys.executable, __file__]
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        subprocess.Popen(
            [*me, "serve", kind, str(count), str(rate)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as server,
    ):  # fmt: skip
        try:
            assert server.stdin is not None
            assert server.stdout is not None
            base_url = server.stdout.readline().strip()
            done = subprocess.run(
                [*(live or (*me, "live")), base_url], env=env | {"HOME": home},
                capture_output=True, text=True, timeout=_LONGEST_S, check=False,
            )  # fmt: skip
            if done.returncode:
                raise SystemExit(f"The window did not end well: {done.stderr[-3000:]}")
            found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
            server.stdin.close()
            last = float(server.stdout.read().split()[-1])
        finally:
            server.kill()
    if not found["complete"]:
        raise SystemExit("The reply did not arrive whole.")
    found["finish"] = (found["seen"] - last) * 1000
    return found


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of every figure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def report(asked: argparse.Namespace, env: dict[str, str]) -> int:
    """Measure and print; 1 when a limit was passed."""
    limits = program.Limits()
    for kind in asked.kinds.split(","):
        print(f"{kind}, {env['QT_QPA_PLATFORM']}, medians of {asked.runs}, load {program.load()}")
        if asked.only in ("", "flood"):
            _flood(limits, env, kind, asked.runs)
        for name, count, rate in PACES:
            if asked.only not in ("", name):
                continue
            found = medians([measured(env, kind, count, rate) for _ in range(asked.runs)])
            share, each = found["shown"] / found["wall"] * 100, found["cpu"] / count
            if name == "paced":
                told = f"{each:.2f} ms a token; the hard bar is {SHARE_BAR:.0f}"
                limits.say(f"{rate} tokens a second", share, "% of core", SHARE, told)
            else:
                told = f"{share:.0f} % of a core"
                limits.say(f"{rate} tokens a second", each, "ms/token", TOKEN_MS, told)
            _end(limits, found)
    return 1 if limits.passed else 0


def _flood(limits: program.Limits, env: dict[str, str], kind: str, runs: int) -> None:
    small, large = (
        medians([measured(env, kind, count, 0) for _ in range(runs)]) for count in (SMALL, LARGE)
    )
    told = f"{large['cpu'] / LARGE * 1000:.0f} us a token, RSS {large['rss']:.0f} MiB"
    limits.say(f"{LARGE:,} tokens at once", large["cpu"] / 1000, "s CPU", FLOOD_S, told)
    exponent = math.log(large["cpu"] / small["cpu"]) / math.log(LARGE / SMALL)
    told = f"{SMALL:,}: {small['cpu']:.0f} ms, {LARGE:,}: {large['cpu']:.0f} ms"
    limits.say("growth exponent", exponent, "", EXPONENT, told)
    _end(limits, large)


def _end(limits: program.Limits, found: dict[str, float]) -> None:
    limits.say("last byte to finished view", found["finish"], "ms", FINISH_MS)
    told = f"99 of 100 within {found['p99']:.1f}"
    limits.say("longest stretch", found["worst"], "ms CPU", STRETCH_MS, told)


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="What a reply costs the whole program.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--platform", choices=("offscreen", "xcb"), default="xcb")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--only", choices=("", "flood", "paced", "fast", "swift"), default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home), asked.platform) | {"PYTHONPATH": str(ROOT)}
        with display() if asked.platform == "xcb" else nullcontext(None) as name:
            return report(asked, env | ({"DISPLAY": name} if name else {}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
    elif sys.argv[1:2] == ["live"]:
        sys.exit(program.live(errand, sys.argv[2]))
    else:
        sys.exit(main())
