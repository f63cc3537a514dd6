"""Setting registers of chats that nobody has open: straight into the file, one write a chat.

A journal is for what grows; made, folded and put away again for one register, it costs three
times as much, and thousands of chats are moved to the trash with one key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatReadOnly, DiskError
from scout_desktop.chat.message import Record

from .library import Library
from .shelf.fold import drop_previous, fold

Change = Callable[[Conversation], Mapping[str, Record]]
"""The registers to set ({"at", "by", "value"} each) in a chat as the disk has it; none: no need."""


def set_registers(library: Library, id: str, change: Change) -> Conversation | None:
    """Change a chat and return it as it then is; None where there was nothing to change.

    It is on the disk when this returns, and not kept in memory. Raises ChatUnknown, ChatReadOnly,
    FolderLocked, DiskError; then the chat is as it was, or a journal holds what was to be set.
    """
    chat = library.peek(id)
    registers = dict(change(chat))
    if not registers:
        return None
    if chat.read_only:
        raise ChatReadOnly
    if library.holds(id) or id in library.withheld:
        return _journalled(library, id, registers)
    places, shelf, writer = library.places, library.shelf, library.writer.name
    library.ground.make_ready()
    whole = fold(places, shelf, id, writer, held=((), registers))
    with suppress(DiskError):
        # One that an earlier run left; what cannot be put away now is put away at the next start.
        drop_previous(places, shelf, id, writer)
    return whole


def _journalled(library: Library, id: str, registers: dict[str, Record]) -> Conversation:
    """Do it by the journal, as with all that is open or must not be folded now."""
    library.put_nodes(id, (), registers)
    whole = library.open(id)
    with suppress(DiskError):
        # It is in the journal; what could not be folded now is folded at the end.
        library.put_away(id)
    return whole
