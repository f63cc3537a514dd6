"""Puts a chat that arrived on the disk: whole, or only what it adds to the one that is here."""

from __future__ import annotations

from scout_desktop.storage.index import Index
from scout_desktop.storage.library import Library

from .arriving import Arrival


def bring(library: Library, index: Index, arrival: Arrival) -> None:
    """Write what arrived, safe on the disk when this returns. Raises DiskError.

    Its pictures are kept already. An open chat is added to like any other; whoever shows it reads
    it again.
    """
    id = arrival.chat.id
    if arrival.state == "new":
        chat = library.create(arrival.whole)
    else:
        library.put_nodes(id, arrival.nodes, arrival.registers)
        chat = library.open(id)
    library.put_away(id)
    index.update(chat)
