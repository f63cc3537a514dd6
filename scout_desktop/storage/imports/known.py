"""The programs whose chats can be imported, and how one is told from the other: by content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from scout_desktop.chat.errors import BadInput

from . import chatbox, chatgpt, chatroom, cherry, jan, librechat, llm_logs, openwebui, own
from .chatgpt import lookalikes
from .found import Found
from .own.chats import OwnChat
from .source import Source
from .sources.refusing import shown


class Importer(Protocol):
    """What an importer module has; see `found`."""

    SOURCE: str
    TITLE: str

    def recognises(self, source: Source) -> bool:
        """Whether this is that program's, by content."""

    def read(self, source: Source) -> Iterator[Found | OwnChat]:
        """Yield one chat after the other."""


IMPORTERS: Final[tuple[Importer, ...]] = (
    own,
    chatgpt,
    chatroom,
    librechat,
    openwebui,
    chatbox,
    cherry,
    jan,
    llm_logs,
)


def importer_of(source: Source) -> Importer:
    """Return who can read this. Raises BadInput with what can be imported, or why this cannot."""
    for importer in IMPORTERS:
        if importer.recognises(source):
            return importer
    if name := lookalikes.name_of(source):
        raise BadInput(
            f"This is an export of {name}, which cannot be imported yet.", "Nothing was imported."
        )
    raise BadInput(
        f"“{shown(source.path.name)}” holds no chats that are known here.",
        f"What can be imported: {', '.join(importer.TITLE for importer in IMPORTERS)}.",
    )


def left_out_of(importer: Importer, source: Source) -> Mapping[str, int]:
    """Return what a source holds beside chats and has no place here, by kind.

    An importer that knows of such things says so in `beside(source)`.
    """
    beside: Callable[[Source], Mapping[str, int]] | None = getattr(importer, "beside", None)
    return {} if beside is None else beside(source)
