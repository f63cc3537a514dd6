"""The chats of a source one after the other, each made ours or refused with a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import BadInput
from scout_desktop.chat.ids import imported_id
from scout_desktop.storage.imports.found import Found
from scout_desktop.storage.imports.known import Importer
from scout_desktop.storage.imports.own.chats import OwnChat
from scout_desktop.storage.imports.source import Source

from .taking import taken

_EMPTY = "It holds no messages."


@dataclass(frozen=True, slots=True)
class Coming:
    """A chat on its way in, or why it stays out."""

    id: str
    title: str
    chat: Conversation | None = None
    """With its pictures pending, or (with `own`) named by their hashes."""
    own: OwnChat | None = None
    refused: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)


def coming(
    importer: Importer, source: Source, chosen: Collection[str] | None = None
) -> Iterator[Coming]:
    """Yield what an importer reads; with `chosen` ids only these, the others are passed over.

    Where the source cannot be read any further the last one says so. Raises BadInput where not
    even one chat could be read.
    """
    several = False
    try:
        for found in importer.read(source):
            several = True
            id = _id(importer, found)
            if chosen is not None and id not in chosen:
                continue
            if isinstance(found, OwnChat):
                yield _own(found)
            else:
                yield _foreign(importer.SOURCE, id, found)
    except BadInput as error:
        if not several:
            raise
        yield Coming("", "The rest", refused=error.sentence)


def _id(importer: Importer, found: Found | OwnChat) -> str:
    return found.id if isinstance(found, OwnChat) else imported_id(importer.SOURCE, found.key)


def _own(found: OwnChat) -> Coming:
    if found.chat is None:
        return Coming(found.id, "", refused=found.refused)
    title = found.chat.title
    if not any(not node.deleted for node in found.chat.nodes.values()):
        return Coming(found.id, title, refused=_EMPTY)
    return Coming(found.id, title, found.chat, found, left_out=found.left_out)


def _foreign(source: str, id: str, found: Found) -> Coming:
    if found.refused:
        return Coming(id, found.title, refused=found.refused)
    made = taken(source, found)
    if not made.conversation.nodes:
        return Coming(id, found.title, refused=_EMPTY)
    return Coming(id, made.conversation.title, made.conversation, left_out=made.left_out)
