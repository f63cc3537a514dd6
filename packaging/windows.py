"""Opens the windows that stand beside the main one, for the pictures of them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from scout_desktop.practice import Reply
from scout_desktop.resources import read_bytes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.practice import PracticeServer
    from scout_desktop.session.core import Core
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.views import Views

_SHOPS = (
    "Harbour Cafe",
    "Bäckerei Süd",
    "مقهى الميناء",
    "ร้านกาแฟริมน้ำ",
    "Papelería La Más Larga del Mundo",
)
_SCHEMA = {
    "type": "object",
    "properties": {
        "vendor": {"type": "string"}, "date": {"type": "string"}, "total": {"type": "number"},
    },
    "required": ["vendor", "date", "total"],
    "additionalProperties": False,
}  # fmt: skip
RECEIPT_ANSWERS = tuple(
    Reply.failure(400, "The image could not be read by the provider.")
    if n % 9 == 5
    else Reply(
        text=json.dumps(
            {"vendor": _SHOPS[n % 5], "date": f"2026-11-{n + 1:02}", "total": 16.8 + n},
            ensure_ascii=False,
        ),
        prompt_tokens=1_500 + n,
    )
    for n in range(24)
)


async def receipts(core: Core, server: PracticeServer) -> None:
    """A folder of receipts beside the chats."""
    del server
    folder = _folder(core)
    folder.mkdir(parents=True)
    for n in range(24):
        name = "receipt.png" if n % 3 else "chart.png"
        (folder / f"2026-11-{n + 1:02} {_SHOPS[n % 5]}.png").write_bytes(
            read_bytes(f"samples/{name}")
        )


def _folder(core: Core) -> Path:
    return core.places.data.parent / "Receipts"


async def model_sees(views: Views, shell: Shell, core: Core) -> QWidget:
    """What the model sees of the first picture in the message."""
    del shell, core
    views.composer.look_requested.emit(_first_chip(views))
    await asyncio.sleep(1)
    return _beside(views)


def _first_chip(views: Views) -> int:
    return next(n for n in range(1, 50) if views.composer.image_of(n) is not None)


async def diet(views: Views, shell: Shell, core: Core) -> QWidget:
    """How the pictures of the chat go along."""
    del shell, core
    views.transcript.diet_wanted.emit()
    await asyncio.sleep(1)
    return _beside(views)


async def batch_set_up(views: Views, shell: Shell, core: Core) -> QWidget:
    """A batch before it begins."""
    shell.composer.batch_wanted.emit((_folder(core),))
    await asyncio.sleep(1)
    window = _beside(views)
    window.resize(1100, 760)
    return window


async def batch_run(views: Views, shell: Shell, core: Core) -> QWidget:
    """A batch that has run."""
    from scout_desktop.chat.batch import BatchSpec

    spec = BatchSpec("Read this receipt.", schema=_SCHEMA, tries=1, parallel=2)
    batch = await core.batches.plan([_folder(core)], spec)
    async for _ in batch.run():
        pass
    views.conversations.batch_opened.emit(batch.id)
    await asyncio.sleep(1)
    shell.conversations.refresh()
    window = _beside(views)
    window.resize(1200, 760)
    return window


def _beside(views: Views) -> QWidget:
    (found,) = (
        each
        for each in QApplication.topLevelWidgets()
        if each.isVisible() and each is not views.window
    )
    return found
