"""Opens the windows that stand beside the main one, for the pictures of them."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Crop, Mark, Recipe
from scout_desktop.practice import Reply
from scout_desktop.resources import read_bytes
from scout_desktop.ui.composer.intake.offer import Offer

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
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj
4 0 obj<</Length 58>>stream
0.1 0.4 0.5 rg 60 600 475 160 re f 0.8 g 60 80 475 480 re f
endstream endobj
trailer<</Root 1 0 R>>
"""
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


async def marker(views: Views, shell: Shell, core: Core) -> QWidget:
    """A picture with boxes, an arrow and a number, and a part of it chosen."""
    (number,) = [_first_chip(views)]
    image = views.composer.image_of(number)
    assert image is not None
    marks = (
        Mark("box", 340, 430, 790, 500, 1),
        Mark("box", 360, 560, 800, 640, 2),
        Mark("arrow", 130, 900, 430, 800, 3),
        Mark("number", 380, 220, 380, 220, 4),
    )
    made = await core.pictures.again(image, Recipe(crop=Crop(90, 80, 900, 940), marks=marks))
    shell.composer.attach((made,))
    views.composer.take_away((number,))
    return await model_sees(views, shell, core)


async def chips(views: Views, shell: Shell, core: Core) -> QWidget:
    """Every kind of chip: a picture, one by address, a page, one on its way, a refused one."""
    del core
    page = Path(tempfile.mkdtemp()) / "Timetable of the harbour ferry 2026.pdf"
    page.write_bytes(_PDF)
    broken = page.with_name("scan.png")
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    url = "https://pictures.example.org/harbour/quay.jpg"
    shell.composer.attach((ImagePart("", "", 0, 0, 0, name="quay.jpg", url=url),))
    shell.composer.take(Offer(files=(page, broken)))
    await asyncio.sleep(1)
    views.composer.add_pending(9_000, "IMG_2041.HEIC")
    views.composer.show_progress(9_000, 0.4)
    return views.window


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


async def batch_again(views: Views, shell: Shell, core: Core) -> QWidget:
    """A batch whose question was asked before."""
    from scout_desktop.chat.batch import BatchSpec

    batch = await core.batches.plan(sorted(_folder(core).iterdir())[:20], BatchSpec("What is it?"))
    async for _ in batch.run():
        pass
    views.composer.show_draft(Draft("What is it?"))
    window = await batch_set_up(views, shell, core)
    QTest.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
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
