"""ChatGPT's export: the zip as it comes, the folder in it, or its conversations alone.

Every branch is kept. What ChatGPT hides are links of the tree; what the model thought stands under
the reply's `import`. There are neither tokens nor costs in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from scout_desktop.storage.imports.found import Found
from scout_desktop.storage.imports.source import Source

from .assets import Assets
from .conversation import conversation
from .files import chat_files

SOURCE = "chatgpt"
TITLE = "ChatGPT export"


def recognises(source: Source) -> bool:
    """Whether a file of it is a list of conversations with a tree of authored messages."""
    return next(chat_files(source), None) is not None


def read(source: Source) -> Iterator[Found]:
    """Yield one chat after the other, from every file of a split export."""
    assets = Assets(source)
    for name in chat_files(source):
        for item in source.elements(name):
            yield conversation(item, assets)
