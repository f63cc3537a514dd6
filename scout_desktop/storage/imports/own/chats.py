"""One chat of ours from elsewhere: the union of its files and journals, with its pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import ImagePart, Node
from scout_desktop.storage.document import read as read_document
from scout_desktop.storage.imports.source import Source
from scout_desktop.storage.journal import replay
from scout_desktop.storage.merge import union


@dataclass(frozen=True, slots=True)
class OwnChat:
    """A chat of ours, or why it cannot be taken."""

    id: str
    chat: Conversation | None = None
    refused: str = ""
    left_out: Mapping[str, int] = field(default_factory=dict)
    source: Source | None = None
    media: Mapping[str, str] = field(default_factory=dict)

    def size(self, sha256: str) -> int | None:
        """Return the bytes of a picture that seems to be there."""
        name = self.media.get(sha256)
        return None if name is None or self.source is None else self.source.size(name)

    def load(self, sha256: str) -> bytes | None:
        """Return a picture's bytes, None where it is missing or is not what its name says."""
        name = self.media.get(sha256)
        if name is None or self.source is None:
            return None
        try:
            data = self.source.read(name)
        except ScoutError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None


def chat_of(source: Source, id: str, names: list[str], media: Mapping[str, str]) -> OwnChat:
    """Return the chat of an id from its files. One that cannot be read refuses only this chat."""
    try:
        copies = [_copy(source, name, id) for name in names]
    except ScoutError as error:
        return OwnChat(id, refused=error.sentence)
    chat = union(copies)
    if chat.read_only:
        return OwnChat(id, refused="A newer version of Scout Desktop wrote it; update this one.")
    return OwnChat(id, replace(chat, notices=()), "", {}, source, media)


def pictures_of(nodes: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """Yield (sha256, media type) of every picture of messages, the originals too."""
    for node in nodes:
        for image in node.images:
            if image.sha256:
                yield image.sha256, image.mime
                yield from _original(image)


def _original(image: ImagePart) -> Iterator[tuple[str, str]]:
    if image.original is not None and image.original.sha256 != image.sha256:
        yield image.original.sha256, image.original.mime


def _copy(source: Source, name: str, id: str) -> Conversation:
    data = source.read(name)
    if not data.startswith(b'{"format":"scout-desktop/journal"'):
        return replace(read_document(data).conversation, id=id)
    said = replay(data)
    nodes = {
        # Whoever wrote it may be writing still; what it says later has the same or a higher rank.
        node.id: node.changed(state="interrupted") if node.id in said.streaming else node
        for node in said.nodes.values()
    }
    return Conversation(id, said.meta, nodes, min_reader=said.min_reader)
