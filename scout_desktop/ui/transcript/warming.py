"""Loads what shows messages before the first one comes, in portions that no key waits for.

Nothing of it is needed to start, and together it takes 150 ms: too much for the moment in which a
chat is opened, nothing in the seconds before.
"""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.view import TranscriptView

_PORTIONS = (
    "markdown_it",
    "scout_desktop.chat.markdown.pieces",
    "scout_desktop.chat.markdown.flatten",
    "scout_desktop.chat.markdown.growing",
    "scout_desktop.ui.transcript.blocks.text.words",
    "scout_desktop.ui.transcript.blocks.make",
    "scout_desktop.ui.transcript.pictures.gallery",
    "scout_desktop.ui.transcript.parts.footer",
    "scout_desktop.ui.transcript.selection.selection",
    "scout_desktop.ui.transcript.area.area",
    "scout_desktop.ui.transcript.reader",
)
_PAUSE_S = 0.02
_SAMPLE = "# A\n\nb `c` **d** [e](https://f.example)\n\n- g\n\n|h|\n|-|\n|i|\n\n```python\nj\n```\n"


async def warm(view: TranscriptView) -> None:
    """Load everything, make the reader, and let the parser compile its rules."""
    for name in _PORTIONS:
        import_module(name)
        await asyncio.sleep(_PAUSE_S)
    from scout_desktop.chat.markdown.flatten import pieces_of  # loaded above

    pieces_of(_SAMPLE)
    await asyncio.sleep(_PAUSE_S)
    view.reader.area.warm()
