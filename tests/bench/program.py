"""The real window with an errand, for benches: what it paints, what its rounds cost, when it rests.

A bench that uses this is two programs: one starts the other with `env` and reads what it prints.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from scout_desktop.app import open_window
from tests.bench import corpus

if TYPE_CHECKING:
    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

_LENGTHS = (2, 3, 4, 4, 5, 6, 7)
"""Characters of a token; they come to 4.4 on the average."""
_FACTS = {
    "cost": {"source": "usage", "usd": "0.00015416"}, "finish_reason": "stop",
    "native_finish_reason": "stop", "rev": 1,
    "reply": {
        "generation_id": "gen-1795410000-abcdefghijklmnopqrst",
        "model": "meta-llama/llama-4-scout-17b-16e-instruct", "provider": "DeepInfra",
    },
    "request": {
        "host": "openrouter.ai", "model": "meta-llama/llama-4-scout", "parameters": {"seed": 7},
        "provider": None, "system": "",
    },
    "timing": {"first_token_ms": 412, "total_ms": 5020},
    "usage": {"completion_tokens": 70, "prompt_tokens": 1912, "total_tokens": 1982},
}  # fmt: skip
"""What a reply brings besides its text."""
_QUIET_S = 4.0
"""What the program loads after its start is loaded by then."""


def tokens_of(kind: str, count: int, seed: int = 7) -> tuple[str, ...]:
    """Return a reply of one of the kinds of `corpus.reply`, cut into `count` tokens."""
    dice = random.Random(seed)
    lengths = [dice.choice(_LENGTHS) for _ in range(count)]
    text, at, found = corpus.reply(kind, sum(lengths), seed), 0, []
    for length in lengths:
        found.append(text[at : at + length])
        at += length
    return tuple(found)


def write_chat(folder: Path, messages: int, *, letters: int = 300) -> str:
    """Write a chat into the data folder `folder` as the program would; return its id."""
    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.ids import new_id, timestamp
    from scout_desktop.chat.message import Node
    from scout_desktop.storage import document
    from scout_desktop.storage.shelf.listing import file_name

    began = 1_790_000_000_000
    chat_id, parent = new_id(began, messages), None
    nodes: dict[str, Node] = {}
    for number, node in enumerate(corpus.chat(messages, "bench", letters=letters).nodes.values()):
        id = new_id(began + 1 + number, messages + number)
        own = {"id": id, "parent": parent, "created": timestamp(began)}
        nodes[id] = Node({**node.record, **own, **(_FACTS if node.role == "assistant" else {})})
        parent = id
    chat = Conversation(chat_id, {}, nodes).with_registers(
        {"title": f"{messages:,} messages", "head": parent}, timestamp(began), "bench-0"
    )
    (folder / "chats").mkdir(parents=True, exist_ok=True)
    path = folder / "chats" / file_name(chat_id, timestamp(began))
    path.write_bytes(document.dump(chat))
    return chat_id


class Rounds:
    """CPU milliseconds of the main thread for each round of Qt's event loop.

    Keys and pointer wait for one round at the most, so the worst is what can be felt.
    """

    def __init__(self) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self.spent: list[float] = []
        self._since = time.thread_time()
        dispatcher.aboutToBlock.connect(self._begin)
        dispatcher.awake.connect(self._end)

    def _begin(self) -> None:
        self._since = time.thread_time()

    def _end(self) -> None:
        self.spent.append((time.thread_time() - self._since) * 1000)

    def worst(self, begin: int = 0, end: int | None = None) -> float:
        """The longest of the rounds with these numbers."""
        return max(self.spent[begin:end], default=0.0)

    def p99(self, begin: int = 0, end: int | None = None) -> float:
        """99 of 100 of them were shorter."""
        spent = sorted(self.spent[begin:end])
        return spent[int(len(spent) * 0.99)] if spent else 0.0


class Seen(QObject):
    """Waits for the next paint inside a view; `at` is when it was over, by the monotonic clock."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.at: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.cpu = 0.0
        """CPU seconds of the process by then."""
        self.main = 0.0
        """CPU seconds of the main thread by then."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            inside = watched is self._view or self._view.isAncestorOf(watched)
            if inside and not self.at.done():
                QTimer.singleShot(0, self._tell)
        return False

    def _tell(self) -> None:
        if not self.at.done():
            self.cpu, self.main = time.process_time(), time.thread_time()
            self.at.set_result(time.monotonic())
            self.deleteLater()


class Sending:
    """One message sent through the message box, from Enter to the painted end of its reply."""

    def __init__(self, views: Views, shell: Shell) -> None:
        self._views, self._turns = views, shell.transcript
        self._over: asyncio.Future[Seen] = asyncio.get_running_loop().create_future()
        self.cpu = self.since = 0.0

    async def write(self, words: str) -> None:
        """Type, and let what typing sets going come to rest."""
        box = self._views.composer.findChild(QPlainTextEdit)
        assert box is not None
        self._box = box
        box.setFocus()
        QTest.keyClicks(box, words)
        await asyncio.sleep(1.0)

    def send(self) -> None:
        """Press Enter."""
        self._turns.turn_ended.connect(self._ended)
        self.cpu, self.since = time.process_time(), time.monotonic()
        QTest.keyClick(self._box, Qt.Key.Key_Return)

    async def seen(self) -> dict[str, float]:
        """Return `seen`, a moment of the monotonic clock, `shown` CPU ms and `wall` ms by then."""
        seen = await self._over
        at = await seen.at
        self._turns.turn_ended.disconnect(self._ended)
        return {
            "seen": at,
            "shown": (seen.cpu - self.cpu) * 1000,
            "wall": (at - self.since) * 1000,
        }

    def _ended(self, _chat_id: str) -> None:
        self._over.set_result(Seen(self._views.transcript))


async def rest() -> float:
    """Wait until the program rests, and return its CPU seconds at the beginning of the rest."""
    readings = [time.process_time()]
    while len(readings) < 7 or readings[-1] - readings[-6] > 0.003:
        await asyncio.sleep(0.1)
        readings.append(time.process_time())
    return readings[-6]


def memory() -> float:
    """Resident MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def last_reply(chat: Conversation | None) -> dict[str, float]:
    """Return how long the last reply is, and whether it is whole."""
    assert chat is not None
    reply = chat.branch[-1]
    return {"characters": len(reply.text), "complete": reply.state == "complete"}


def live(
    errand: Callable[[Views, Shell, Core], Awaitable[dict[str, float]]],
    base_url: str | None = None,
) -> int:
    """Open the window, let it come to rest, do the errand and print what it found as JSON."""

    async def run(views: Views, shell: Shell, core: Core) -> int:
        await asyncio.sleep(_QUIET_S)
        await rest()
        found = await errand(views, shell, core)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        return 0

    return open_window(data_dir=folder(), base_url=base_url, errand=run)


def folder() -> Path:
    """The data folder of this run."""
    return Path(os.environ["HOME"]) / "data"


class Limits:
    """Prints figures beside their limits, and remembers how many were passed."""

    def __init__(self) -> None:
        self.passed = 0

    def say(self, what: str, figure: float, unit: str, limit: float | None, told: str = "") -> None:
        """Print one row; without a limit the figure stands for itself."""
        kept = limit is None or figure <= limit
        self.passed += not kept
        beside = "" if limit is None else f"limit {limit:7.2f}  {'ok' if kept else 'OVER':4}"
        print(f"  {what:36}{figure:9.2f} {unit:10}{beside:22}{told}".rstrip(), flush=True)


def load() -> str:
    """The machine's load, for a heading."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())
