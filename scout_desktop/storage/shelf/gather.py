"""Everything that is known of one chat, from every journal and every file that carries its id."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown
from scout_desktop.chat.message import Node
from scout_desktop.storage import document, files
from scout_desktop.storage.journal import Replay, replay
from scout_desktop.storage.merge import add_nodes, pick, revived, union
from scout_desktop.storage.places import Places

from .listing import Shelf, journal_name
from .sync_copies import is_copied_journal
from .withheld import kept_copy

PREVIOUS = ".prev"
_NOTHING: Final[Mapping[str, Node]] = {}


@dataclass(slots=True)
class Gathered:
    """A chat as the disk has it, and where it was found."""

    conversation: Conversation
    files: dict[str, bytes] = field(default_factory=dict)
    """Content of the files in chats/, by name."""
    broken: list[str] = field(default_factory=list)
    """Those of them that are damaged."""
    own: Replay | None = None
    """Our own journal."""
    own_bytes: bytes = b""
    copied: dict[str, Replay] = field(default_factory=dict)
    """Copies that sync programs made of journals, by name."""
    copied_bytes: dict[str, bytes] = field(default_factory=dict)
    swapped: bool = False
    """Whether a file held another chat than it was known for."""
    filed: Conversation | None = None
    """The union of the files alone."""
    streaming: frozenset[str] = frozenset()
    """Replies on their way, which a journal holds."""
    unpurged: Conversation | None = None
    """Of a chat that was deleted for good: with what the disk still has of it."""


def gather(
    places: Places,
    shelf: Shelf,
    id: str,
    writer: str,
    live: Collection[str] = (),
    *,
    purging: bool = True,
) -> Gathered:
    """Read a chat; nothing is written.

    `live` names the replies that this process is streaming: any other one in our own journal was
    left by a run that died. Without `purging` a chat that was deleted for good is shown with what
    is left of it. Raises ChatUnknown, DiskError.
    """
    own_name = journal_name(id, writer)
    found = Gathered(Conversation(id))
    # Journals first: content moves from journals to files, so what left one is found in the other.
    copies = _journals(places, shelf, found, own_name, live)
    filed = _files(places, shelf, found)
    if found.swapped:
        shelf.doubt()
        found = Gathered(Conversation(id))
        copies = _journals(places, shelf, found, own_name, live)
        filed = _files(places, shelf, found)
    journalled = _streaming(copies)
    found.streaming = frozenset(journalled)
    filed = [ended(copy, journalled) for copy in filed]
    if not copies and not filed:
        raise ChatUnknown("This chat is not in the data folder.")
    found.filed = union(filed) if filed else None
    conversation = union([*copies, *filed]) if copies or not found.filed else found.filed
    if conversation.value("purged"):
        found.unpurged = union([*copies, *filed, *kept_copy(places, id)], purging=False)
        conversation = conversation if purging else found.unpurged
    notices = list(conversation.notices)
    if conversation.read_only:
        notices.append(
            "A newer version of Scout Desktop wrote this chat; it can be read here, not changed."
        )
    if revived(conversation):
        notices.append("This chat had been deleted; a message that came later brought it back.")
    found.conversation = replace(conversation, notices=tuple(notices))
    return found


def _journals(
    places: Places, shelf: Shelf, found: Gathered, own_name: str, live: Collection[str]
) -> list[Conversation]:
    id, copies = found.conversation.id, []
    for name in shelf.journals(id):
        try:
            data = files.read(places.journals / name)
        except FileNotFoundError:
            continue
        said = replay(data)
        if said.chat not in (None, id):
            found.swapped = True
            continue
        if name == own_name:
            found.own, found.own_bytes = said, data
        if name.removesuffix(PREVIOUS)[36:] == own_name[36:]:
            # Ours also where somebody gave it the name of another chat.
            end_dead(said, live)
        if is_copied_journal(name):
            found.copied[name], found.copied_bytes[name] = said, data
        copies.append(Conversation(id, said.meta, said.nodes, min_reader=said.min_reader))
    return copies


def _files(places: Places, shelf: Shelf, found: Gathered) -> list[Conversation]:
    id, copies = found.conversation.id, []
    for name in shelf.chat_files(id):
        try:
            data = files.read(places.chats / name)
        except FileNotFoundError:
            continue
        reading = document.read(data)
        if reading.id not in (None, id):
            found.swapped = True
            continue
        if reading.broken:
            found.broken.append(name)
        found.files[name] = data
        copies.append(replace(reading.conversation, id=id))
    return copies


_DIED: Final[Mapping[str, Any]] = {
    "state": "interrupted",
    "finish_reason": None,
    "native_finish_reason": None,
    "reply": {"generation_id": None, "model": None, "provider": None},
    "cost": {"source": "unknown", "usd": None},
    "timing": {"first_token_ms": None, "total_ms": None},
}
"""What is known of the end of a reply whose program was killed: that it was not reached."""


def end_dead(said: Replay, live: Collection[str]) -> None:
    """Mark replies of a run that died as interrupted: only their own writer may say so."""
    for id in said.streaming:
        if id not in live:
            said.nodes[id] = said.nodes[id].changed(**_DIED)


def _streaming(journals: list[Conversation]) -> dict[str, Node]:
    """Return the replies that have no end in any of the journals."""
    found: dict[str, Node] = {}
    for journal in journals:
        add_nodes(found, journal.nodes.values())
    return {
        id: node for id, node in found.items() if not node.deleted and node.state == "streaming"
    }


def ended(conversation: Conversation, journalled: Mapping[str, Node] = _NOTHING) -> Conversation:
    """Return a chat whose replies on their way are interrupted, but for those of a journal.

    Only a journal can go on with a reply. What another program wrote into a chat's file as still
    on its way is the last of it that there is: it keeps its `rev`, so that the end wins that its
    writer may know. Of one that a journal holds too, the journal must say as much.
    """
    going = [n for n in conversation.nodes.values() if n.record.get("state") == "streaming"]
    nodes = {
        node.id: Node({**node.record, "state": "interrupted"})
        for node in going
        if not node.deleted
        and ((theirs := journalled.get(node.id)) is None or pick(theirs, node) is not theirs)
    }
    return replace(conversation, nodes={**conversation.nodes, **nodes}) if nodes else conversation


def storable(conversation: Conversation, journalled: Collection[str] = ()) -> Conversation:
    """Return what a fold writes: all but the replies on their way, which stand in a journal."""
    nodes = {
        id: node
        for id, node in conversation.nodes.items()
        if node.deleted or node.state != "streaming" or id not in journalled
    }
    return ended(replace(conversation, nodes=nodes, notices=(), damaged=False))


def is_filed(places: Places, shelf: Shelf, part: Conversation, writer: str) -> bool:
    """Whether the files of a chat, as they are on the disk, say all that `part` says."""
    filed = gather(places, shelf, part.id, writer).filed
    return filed is not None and (bool(filed.value("purged")) or contains(filed, storable(part)))


def contains(whole: Conversation, part: Conversation) -> bool:
    """Whether a chat already says all that `part` says."""
    return document.dump(union([whole, replace(part, extra={})])) == document.dump(union([whole]))
