"""Loads what shows messages before the first one comes, in portions that no key waits for.

Nothing of it is needed to start, and together it takes 150 ms: too much for the moment in which a
chat is opened, nothing in the seconds before.
"""

from __future__ import annotations

import asyncio
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.view import TranscriptView

_PORTIONS = (
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
    """Load everything but the parser of formatted text, and make the reader."""
    for name in _PORTIONS:
        import_module(name)
        await asyncio.sleep(_PAUSE_S)
    view.reader.area.warm()


async def parser_ready() -> None:
    """Load what reads formatted text, in a thread, while a chat is read or a reply waited for.

    Not before: it is 3 MB that a window at rest has no use for.
    """
    if "markdown_it" not in sys.modules:
        await asyncio.to_thread(_load_parser)


def _load_parser() -> None:
    from scout_desktop.chat.markdown.flatten import pieces_of  # loaded by `warm`, as a rule

    pieces_of(_SAMPLE)
