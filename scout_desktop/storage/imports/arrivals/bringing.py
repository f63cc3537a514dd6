"""Puts a chat that arrived on the disk: whole, or only what it adds to the one that is here."""

from __future__ import annotations

from scout_desktop.storage import files
from scout_desktop.storage.document import dump
from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library
from scout_desktop.storage.shelf.listing import file_name, free_name

from .arriving import Arrival


def bring(library: Library, index: Index, arrival: Arrival) -> None:
    """Write what arrived, safe on the disk when this returns. Raises DiskError.

    Its pictures are kept already. An open chat is added to like any other; whoever shows it reads
    it again. The index learns of new chats when it next looks.
    """
    if arrival.state == "new":
        _add(library, arrival)
        return
    id = arrival.chat.id
    library.put_nodes(id, arrival.nodes, arrival.registers)
    chat = library.open(id)
    library.put_away(id)
    index.update(chat)


def _add(library: Library, arrival: Arrival) -> None:
    """Write a chat that is nowhere yet.

    Not as `Library.create` does, which opens it: thousands come at once, and each would have the
    whole folder listed several times. Where another program brings the same chat meanwhile there
    are two files of it, which is one chat.
    """
    whole = arrival.whole
    places = library.places
    name = file_name(whole.id, whole.created)
    path = places.chats / free_name(places.chats, name, whole.id)
    files.write(path, dump(whole), library.writer.name)
