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
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from scout_desktop.assembly import Options, build
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.ids import new_id, timestamp
from scout_desktop.chat.message import user_node
from scout_desktop.practice import PracticeServer, Reply, Script
from scout_desktop.resources import read_bytes
from scout_desktop.session.core import Core
from scout_desktop.storage import document
from scout_desktop.storage.shelf.listing import file_name

ROOT = Path(__file__).resolve().parent.parent

RECEIPT = """This is a receipt from the **Harbour Cafe**, 12 Quay Street, of 21 November 2026:

| Item | Price |
|---|---:|
| 2 Flat white | 8.40 |
| 1 Almond croissant | 3.90 |
| 1 Orange juice | 4.50 |

**Total: 16.80**, of it 1.10 tax. The sum holds:

```python
prices = [8.40, 3.90, 4.50]
print(f"{sum(prices):.2f}")  # 16.80
```
"""
ARABIC = """هذا إيصال من مقهى صغير عند الميناء. المبلغ الإجمالي **16.80** ويشمل:

- فنجانين من القهوة
- قطعة `croissant` باللوز
- عصير برتقال

هل تريد أن أترجم الإيصال كاملاً؟
"""
SCRIPTS = """हिन्दी: यह एक रसीद है, कुल राशि ₹1,680 है।

ไทย: นี่คือใบเสร็จจากร้านกาแฟ ยอดรวม 16.80

Tiếng Việt: Đây là hóa đơn của một quán cà phê.

中文：这是一张咖啡馆的收据，总计 16.80。

Emoji: 🥖☕️🧾 👩🏽‍🍳 🇮🇩
"""


@dataclass(frozen=True)
class State:
    """One picture: how the window stands and what is in it."""

    fill: Callable[[Core, PracticeServer], Awaitable[str | None]]
    width: int = 1400
    height: int = 900
    theme: str = "light"
    environment: dict[str, str] = field(default_factory=dict)
    practice: bool = False
    rest: float = 1.2
    with_key: bool = True


async def nothing(core: Core, server: PracticeServer) -> None:
    """Leave the data folder empty."""
    del core, server


async def _ask(core: Core, text: str, images: tuple[str, ...] = (), chat: str | None = None) -> str:
    id = chat or core.chats.new().id
    taken = [await core.pictures.take(read_bytes(f"samples/{name}"), name) for name in images]
    async for _ in core.turns.ask(id, Draft(text, tuple(taken))):
        pass
    return id


async def talk(core: Core, server: PracticeServer) -> str:
    """A few chats, one of them about a picture."""
    server.queue(
        Reply(kind="list", prompt_tokens=412), Reply(text=SCRIPTS), Reply(kind="prose"),
        Reply(text=RECEIPT, prompt_tokens=1922), Reply(text="By card."),
    )  # fmt: skip
    await _ask(core, "Three ideas for a small library's reading corner")
    await _ask(core, "The same sentence in five scripts, please")
    pinned = await _ask(core, "House style for captions")
    await core.chats.pin(pinned, True)
    shown = await _ask(core, "What was bought, and what did it cost?", ("receipt.png",))
    await core.chats.set_registers(
        shown, {"parameter.temperature": 0.2, "parameter.seed": 7, "system": "Be exact and brief."}
    )
    await _ask(core, "How was it paid?", chat=shown)
    return shown


async def arabic(core: Core, server: PracticeServer) -> str:
    """A chat in a script that runs from the right."""
    server.queue(Reply(text=ARABIC), Reply(text=SCRIPTS))
    shown = await _ask(core, "ما الذي اشتريته بحسب هذا الإيصال؟", ("receipt.png",))
    return await _ask(core, "وبلغات أخرى؟", chat=shown)


async def pictures(core: Core, server: PracticeServer) -> str:
    """A chat full of pictures."""
    server.queue(Reply(text="Two charts and two receipts."), Reply(text="The upper left one."))
    shown = await _ask(
        core, "What do these four show?", ("chart.png", "receipt.png", "receipt.png", "chart.png")
    )
    return await _ask(core, "Which one has the highest bar?", ("chart.png",), chat=shown)


async def failed(core: Core, server: PracticeServer) -> str:
    """A reply that broke off, and one that was refused."""
    server.queue(
        Reply(text="The picture shows a week of cups sold, from", cut="eof", cut_after=8),
        Reply.failure(402, "This request requires more credits, or fewer max_tokens. "
                      "You requested up to 16384 tokens, but can only afford 402."),
    )  # fmt: skip
    shown = await _ask(core, "Describe the chart", ("chart.png",))
    return await _ask(core, "Then tell me about the bar on the left", chat=shown)


async def long_title(core: Core, server: PracticeServer) -> str:
    """A title longer than any pane."""
    server.queue(Reply(kind="table"))
    shown = await _ask(core, "Make a table")
    await core.chats.rename(shown, "The yearly comparison of bakery receipts, " * 6)
    return shown


async def ten_thousand(core: Core, server: PracticeServer) -> str:
    """A long shelf."""
    del server
    words = ("Receipts", "Maps", "Menus", "Labels", "Graphs", "Letters", "Posters", "Plans")
    base = 1_795_400_000_000
    folder = core.places.chats
    folder.mkdir(parents=True, exist_ok=True)

    def fill() -> None:
        # Written at once: ten thousand synced writes would take minutes.
        for n in range(10_000):
            moment = base - n * 3_600_000
            id = new_id(moment, n)
            title = f"{words[n % 8]} of batch {n}"
            node = user_node(new_id(moment, n + 1), None, timestamp(moment), f"{title}, please")
            registers = {"title": title, "head": node.id}
            chat = Conversation(id).with_registers(registers, timestamp(moment), "d0-0")
            data = document.dump(chat.with_nodes([node]))
            (folder / file_name(id, timestamp(moment))).write_bytes(data)

    await core.disk.run(fill)
    rows = await core.chats.rows()
    return rows[0].id


STATES: dict[str, State] = {
    "light": State(talk),
    "dark": State(talk, theme="dark"),
    "small": State(talk, 900, 600),
    "small-dark": State(talk, 900, 600, "dark"),
    "scale-2": State(talk, 1000, 680, environment={"QT_SCALE_FACTOR": "2"}),
    "arabic": State(arabic),
    "arabic-dark": State(arabic, theme="dark"),
    "pictures": State(pictures),
    "first-start": State(nothing, with_key=False),
    "first-start-dark": State(nothing, theme="dark", with_key=False),
    "practice": State(nothing, practice=True),
    "failed": State(failed),
    "failed-dark": State(failed, theme="dark"),
    "long-title": State(long_title),
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
            await core.preferences.change(theme=state.theme)
            if state.with_key:
                origin = "https://openrouter.ai"
                await core.preferences.change(key_origins=(origin,))
            return await state.fill(core, server)
        finally:
            await core.close()


def _picture(name: str, folder: Path, state: State, data: Path, shown: str | None) -> int:
    from scout_desktop.app import open_window
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

    async def grab(views: Views, shell: Shell, core: Core) -> int:
        del core
        views.window.resize(state.width, state.height)
        if shown is not None:
            shell.transcript.open_chat(shown)
        await asyncio.sleep(state.rest)
        window = views.window
        screen = window.screen().grabWindow(window.winId())
        saved = screen.save(str(folder / f"{name}.png"))
        return 0 if saved else 1

    return open_window(data_dir=data, practice=state.practice, errand=grab)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
