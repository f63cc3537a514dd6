"""Renders the real window in the states that people will meet, each into a PNG of a folder.

    python3 packaging/dev.py pictures [FOLDER]

Runs this file once a state, with the environment of that state. Chats are made by the program's own
core and the practice server; nothing is drawn by hand.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from scenes import (
    arabic,
    everything,
    failed,
    languages,
    long_title,
    nothing,
    pictures,
    talk,
    ten_thousand,
    wide,
)
from shelves import bring, check, export, search, several, shelf, trash
from windows import (
    RECEIPT_ANSWERS,
    batch_again,
    batch_run,
    batch_set_up,
    chips,
    diet,
    marker,
    model_sees,
    receipts,
)

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.resources import read_bytes
from scout_desktop.session.core import Core

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

ROOT = Path(__file__).resolve().parent.parent

LIVE = 60
"""Seconds after which a reply that is shown on its way would end by itself."""


@dataclass(frozen=True)
class State:
    """One picture: how the window stands and what is in it."""

    fill: Callable[[Core, PracticeServer], Awaitable[str | None]]
    width: int = 1400
    height: int = 900
    theme: str = "light"
    text_size: float = 1.0
    environment: dict[str, str] = field(default_factory=dict)
    practice: bool = False
    rest: float = 1.2
    with_key: bool = True
    ask: str = ""
    """Typed and sent in the window itself; the picture is taken while the reply is on its way."""
    replies: tuple[Reply, ...] = ()
    samples: tuple[str, ...] = ()
    """Pictures that lie in the message, not sent yet."""
    find: str = ""
    """Searched in the chat."""
    then: Callable[[Views, Shell, Core], Awaitable[QWidget]] | None = None
    """Opens the window that is to be seen in place of the main one."""


STATES: dict[str, State] = {
    "light": State(talk),
    "dark": State(talk, theme="dark"),
    "small": State(talk, 900, 600),
    "small-dark": State(talk, 900, 600, "dark"),
    "scale-2": State(talk, 1000, 680, environment={"QT_SCALE_FACTOR": "2"}),
    "arabic": State(arabic),
    "arabic-dark": State(arabic, theme="dark"),
    "everything": State(everything, 1400, 1300, rest=2.5),
    "everything-dark": State(everything, 1400, 1300, "dark", rest=2.5),
    "everything-large": State(
        everything, 1100, 1000, environment={"QT_SCALE_FACTOR": "2"}, rest=2.5
    ),
    "languages": State(languages, 1400, 1000),
    "find": State(talk, find="total"),
    "model-sees": State(talk, samples=("receipt.png",), then=model_sees, rest=1.6),
    "model-sees-dark": State(
        talk, theme="dark", samples=("receipt.png",), then=model_sees, rest=1.6
    ),
    "model-sees-small": State(talk, 900, 600, samples=("receipt.png",), then=model_sees, rest=1.6),
    "model-sees-large-text": State(
        talk, 900, 600, text_size=2.5, samples=("receipt.png",), then=model_sees, rest=1.6
    ),
    "marker": State(talk, samples=("receipt.png",), then=marker, rest=1.6),
    "marker-dark": State(talk, theme="dark", samples=("receipt.png",), then=marker, rest=1.6),
    "marker-scale-2": State(
        talk,
        1000,
        680,
        samples=("receipt.png",),
        then=marker,
        rest=1.6,
        environment={"QT_SCALE_FACTOR": "2"},
    ),
    "chips": State(talk, samples=("receipt.png",), then=chips),
    "chips-dark": State(talk, theme="dark", samples=("receipt.png",), then=chips),
    "chips-small": State(talk, 900, 600, samples=("receipt.png",), then=chips),
    "chips-large-text": State(talk, 900, 600, text_size=2.5, samples=("receipt.png",), then=chips),
    "diet": State(pictures, then=diet),
    "diet-dark": State(pictures, theme="dark", then=diet),
    "diet-large-text": State(pictures, 900, 600, text_size=2.5, then=diet),
    "batch-again": State(receipts, then=batch_again, rest=2.0, replies=RECEIPT_ANSWERS),
    "batch-set-up-large-text": State(receipts, text_size=2.5, then=batch_set_up, rest=2.0),
    "batch-large-text": State(
        receipts, text_size=2.5, then=batch_run, rest=2.0, replies=RECEIPT_ANSWERS
    ),
    "batch-set-up": State(receipts, then=batch_set_up, rest=2.0),
    "batch": State(receipts, then=batch_run, rest=2.0, replies=RECEIPT_ANSWERS),
    "batch-dark": State(receipts, theme="dark", then=batch_run, rest=2.0, replies=RECEIPT_ANSWERS),
    "search": State(shelf, then=search),
    "search-dark": State(shelf, theme="dark", then=search),
    "search-small": State(shelf, 900, 600, then=search),
    "search-large-text": State(shelf, text_size=2.0, then=search),
    "several": State(shelf, then=several),
    "several-dark": State(shelf, theme="dark", then=several),
    "trash": State(shelf, then=trash),
    "check": State(shelf, then=check),
    "check-dark": State(shelf, theme="dark", then=check),
    "check-large-text": State(shelf, text_size=2.0, then=check),
    "export": State(shelf, then=export),
    "export-dark": State(shelf, theme="dark", then=export),
    "import": State(shelf, then=bring),
    "import-dark": State(shelf, theme="dark", then=bring),
    "import-large-text": State(shelf, text_size=2.0, then=bring),
    "pictures": State(pictures),
    "first-start": State(nothing, with_key=False),
    "first-start-dark": State(nothing, theme="dark", with_key=False),
    "practice": State(
        nothing, practice=True, ask="What do you make of this?", rest=3.0, samples=("receipt.png",)
    ),
    "waiting": State(
        talk, ask="And the tax?", rest=2.5, replies=(Reply(comments=LIVE, comment_interval=1),)
    ),
    "streaming": State(
        talk,
        ask="Tell me more about the cafe",
        theme="dark",
        rest=4.0,
        replies=(Reply(kind="prose", rate=10),),
    ),
    "composing": State(talk, samples=("receipt.png", "chart.png", "receipt.png")),
    "composing-small": State(nothing, 900, 600, samples=("receipt.png",)),
    "failed": State(failed),
    "failed-dark": State(failed, theme="dark"),
    "long-title": State(long_title),
    "wide": State(wide),
    "ten-thousand": State(ten_thousand, rest=3.0),
}


def main(arguments: list[str]) -> int:
    """Render all states into a folder, or one of them: FOLDER [STATE ...]."""
    folder = Path(arguments[0] if arguments else "build/pictures").resolve()
    if len(arguments) == 3 and arguments[1] == "--one":
        return _one(arguments[2], folder)
    folder.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name in arguments[1:] or STATES:
        environment = {**os.environ, **STATES[name].environment, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, __file__, str(folder), "--one", name]
        done = subprocess.run(command, env=environment, check=False, timeout=300)
        print(f"{name}: {folder / name}.png" if not done.returncode else f"{name}: failed")
        wrong += bool(done.returncode)
    return 1 if wrong else 0


def _one(name: str, folder: Path) -> int:
    state = STATES[name]
    with tempfile.TemporaryDirectory() as temporary:
        data = Path(temporary) / "chats"
        shown = asyncio.run(_fill(data, state))
        return _picture(name, folder, state, data, shown)


async def _fill(data: Path, state: State) -> str | None:
    async with PracticeServer(Script(), as_service=True) as server:
        core = await build(Options(data_dir=data, base_url=server.base_url))
        try:
            await core.preferences.change(theme=state.theme, text_size=state.text_size)
            if state.with_key:
                origin = "https://openrouter.ai"
                await core.preferences.change(key_origins=(origin,))
            return await state.fill(core, server)
        finally:
            await core.close()


def _picture(name: str, folder: Path, state: State, data: Path, shown: str | None) -> int:
    from scout_desktop.app import open_window

    async def grab(views: Views, shell: Shell, core: Core) -> int:
        views.window.resize(state.width, state.height)
        if shown is not None:
            shell.transcript.open_chat(shown)
        if state.ask or state.samples:
            await asyncio.sleep(1)
            await _compose(state, views, shell)
        if state.find:
            await asyncio.sleep(1)
            views.transcript.open_find()
            QTest.keyClicks(views.window.focusWidget(), state.find)
        await asyncio.sleep(state.rest)
        window: QWidget = views.window
        if state.then is not None:
            window = await state.then(views, shell, core)
            await asyncio.sleep(state.rest)
        screen = window.screen().grabWindow(window.winId())
        saved = screen.save(str(folder / f"{name}.png"))
        return 0 if saved else 1

    with _answering(state.replies) as base_url:
        return open_window(data_dir=data, base_url=base_url, practice=state.practice, errand=grab)


async def _compose(state: State, views: Views, shell: Shell) -> None:
    """Write and attach what the state has in the message, and send it if it is to be sent."""
    views.composer.show_draft(Draft(state.ask))
    for name in state.samples:
        shell.attach_sample(name, read_bytes(f"samples/{name}"))
    await asyncio.sleep(1.2)
    if state.ask:
        views.composer.submit()


@contextmanager
def _answering(replies: tuple[Reply, ...]) -> Iterator[str | None]:
    """Answer with `replies` while it lasts, in a thread: the window has the loop of this one."""
    if not replies:
        yield None
        return
    addresses: Queue[str] = Queue()
    over = threading.Event()

    async def serve() -> None:
        async with PracticeServer(Script(replies=replies), as_service=True) as server:
            addresses.put(server.base_url)
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        yield addresses.get()
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
