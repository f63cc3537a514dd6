"""Prints whether a long chat stays smooth while a reply streams into it, also under busy hands.

    python tests/bench/stream.py [--runs 3] [--messages 10000] [--platform offscreen|xcb]

The whole program against the stand-in in another process, as in `whole.py`, with a chat of 10,000
messages open:
calm    3,000 tokens at 300 a second; the reader follows
hands   the same, while the wheel turns every 16 ms, up and down, and text is selected
long    100,000 tokens as fast as they come, with the same hands
`stretch` is the CPU time of the main thread for one round of its event loop, in which keys and
pointer wait: while the reply grows, from Enter to its first word, and from its last byte to rest.
Ends with 1 when a limit is passed. Figures are medians of the runs.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench import program, whole
from tests.bench.start import ROOT, display, environment

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

CASES = {"calm": (3_000, 300.0, 1.0), "hands": (3_000, 300.0, None), "long": (100_000, 0.0, None)}
"""Tokens, tokens a second, the limit of CPU milliseconds a token."""
STRETCH_MS, GOAL_MS = 16.0, 8.0
_BEAT_MS = 16
_TURN = 120
"""Beats until the wheel turns the other way; down goes a little further, to the end."""


class Hands(QObject):
    """Turns the wheel and drags over text, one event or two a beat."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._steps = cycle([120] * _TURN + [-120] * (_TURN + 20))
        self._beat = 0
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer, interval=_BEAT_MS)
        self._timer.timeout.connect(self._move)

    def begin(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _move(self) -> None:
        self._beat += 1
        at = QPointF(self._viewport.width() / 2, self._viewport.height() / 2)
        wheel = QWheelEvent(
            at, self._viewport.mapToGlobal(at), QPoint(), QPoint(0, next(self._steps)),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self._viewport, wheel)
        step = self._beat % 60
        if step == 10:
            self._mouse(QEvent.Type.MouseButtonPress, 0)
        elif 10 < step < 40:
            self._mouse(QEvent.Type.MouseMove, step * 6)
        elif step == 40:
            self._mouse(QEvent.Type.MouseButtonRelease, 240)

    def _mouse(self, kind: QEvent.Type, away: int) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        at = QPointF(self._viewport.width() / 3 + away, self._viewport.height() / 3 + away)
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        button = none if kind is QEvent.Type.MouseMove else left
        event = QMouseEvent(
            kind, at, self._viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(self._viewport, event)


async def errand(views: Views, shell: Shell, core: Core) -> dict[str, float]:
    """Open the long chat, send twice, and tell what the second reply cost."""
    from scout_desktop.ui.transcript.area.area import MessageArea

    id = os.environ["BENCH_CHAT"]
    shell.conversations.opened.emit(id)
    while shell.transcript.shown != id:  # noqa: ASYNC110  what is shown sets no event
        await asyncio.sleep(0.05)
    await program.rest()
    first = program.Sending(views, shell)
    await first.write("Hello")
    first.send()
    await first.seen()
    await program.rest()
    area = views.transcript.findChild(MessageArea)
    hands = Hands(area.viewport())
    rounds = program.Rounds()
    second = program.Sending(views, shell)
    await second.write("Go on")
    rounds.spent.clear()
    second.send()
    while not (core.turns.partial(id) or ("", ""))[1]:  # noqa: ASYNC110  nor what has come
        await asyncio.sleep(0.01)
    begun = len(rounds.spent)
    ended: list[int] = []
    shell.transcript.turn_ended.connect(lambda _: ended.append(len(rounds.spent)))
    if os.environ["BENCH_CASE"] != "calm":
        hands.begin()
    found = await second.seen()
    hands.stop()
    found["cpu"] = (await program.rest() - second.cpu) * 1000
    found |= {"worst": rounds.worst(begun, ended[0]), "p99": rounds.p99(begun, ended[0])}
    found["begin"] = rounds.worst(0, begun)
    found["end"] = rounds.worst(ended[0])
    found["rss"] = program.memory()
    return found | program.last_reply(core.chats.current(id))


def live(base_url: str) -> int:
    """Be the window; the chat is written by a process of its own, or its memory would be ours."""
    command = [sys.executable, __file__, "write", str(program.folder())]
    wrote = subprocess.run(command, check=True, capture_output=True, text=True)
    os.environ["BENCH_CHAT"] = wrote.stdout.strip()
    return program.live(errand, base_url)


def report(asked: argparse.Namespace, env: dict[str, str]) -> int:
    """Measure and print; 1 when a limit was passed."""
    limits = program.Limits()
    for case, (count, rate, most) in CASES.items():
        mine = env | {"BENCH_CASE": case, "BENCH_MESSAGES": str(asked.messages)}
        command = (sys.executable, __file__, "live")
        runs = [whole.measured(mine, "mixed", count, rate, *command) for _ in range(asked.runs)]
        found = whole.medians(runs)
        print(
            f"{case}: {count:,} tokens, {rate:.0f}/s, into {asked.messages:,} messages, "
            f"{env['QT_QPA_PLATFORM']}, medians of {asked.runs}, load {program.load()}"
        )
        told = f"99 of 100 within {found['p99']:.1f}; the goal is {GOAL_MS:.0f}"
        limits.say("longest stretch while it grows", found["worst"], "ms CPU", STRETCH_MS, told)
        limits.say("longest stretch at Enter", found["begin"], "ms CPU", STRETCH_MS)
        limits.say("longest stretch at the end", found["end"], "ms CPU", STRETCH_MS)
        limits.say("CPU", found["cpu"] / count, "ms/token", most)
        limits.say("share", found["shown"] / found["wall"] * 100, "% of core", None)
        limits.say("last byte to finished view", found["finish"], "ms", whole.FINISH_MS)
        limits.say("RSS", found["rss"], "MiB", None)
    return 1 if limits.passed else 0


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description="Whether a long chat stays smooth.")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--platform", choices=("offscreen", "xcb"), default="xcb")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = environment(Path(home), asked.platform) | {"PYTHONPATH": str(ROOT)}
        with display() if asked.platform == "xcb" else nullcontext(None) as name:
            return report(asked, env | ({"DISPLAY": name} if name else {}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["live"]:
        sys.exit(live(sys.argv[2]))
    elif sys.argv[1:2] == ["write"]:
        print(program.write_chat(Path(sys.argv[2]), int(os.environ["BENCH_MESSAGES"])))
    else:
        sys.exit(main())
