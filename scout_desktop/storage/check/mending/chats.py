"""Chats: written anew from all that reads of them, wherever in the folder it lies."""

from __future__ import annotations

import re
from dataclasses import replace

from scout_desktop.chat.findings import Finding
from scout_desktop.chat.ids import imported_id
from scout_desktop.storage import document, files
from scout_desktop.storage.check.bringing import bring_in
from scout_desktop.storage.check.workshop import Workshop
from scout_desktop.storage.shelf.fold import retire
from scout_desktop.storage.shelf.gather import is_filed, storable
from scout_desktop.storage.shelf.listing import CANONICAL

LONG_NAME = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}-([0-9a-f-]{36})\.json\Z")
"""What a chat's file is called while another has its name."""


def mend_chat(shop: Workshop, finding: Finding) -> bool:
    """Write a chat anew: its files, its journals, and the copies of it in trash and backups."""
    library, id = shop.library, finding.chat
    if finding.kind == "beginning":
        id = _give_beginning(shop, finding)
    names = library.shelf.chat_files(id)
    if not names:
        library.shelf.doubt()
        names = library.shelf.chat_files(id)
    for name in names:
        data = files.read(shop.places.chats / name)
        reading = document.read(data)
        if reading.broken or document.dump(reading.conversation) != data:
            shop.put_by(name, data)
    anyway = finding.kind not in ("parent", "head")
    return (
        bring_in(library, id, shop.copies.of_chat(id), shop.opened, anyway=anyway) != "" or anyway
    )


def _give_beginning(shop: Workshop, finding: Finding) -> str:
    """Find out whose file it is that lost its first line, and write it with one; return the id.

    Its name holds the end of the id; journals, copies and the ledger know the whole of it. Where
    nobody does, the one made up of its name stays.
    """
    path = shop.path(finding)
    id = _id_of_tail(shop, path.name)
    if id is None:
        return finding.chat
    data = files.read(path)
    shop.put_by(path.name, data)
    chat = replace(document.read(data).conversation, id=id)
    files.write(path, document.dump(storable(chat)), shop.library.writer.name)
    shop.library.shelf.doubt()
    return id


def _id_of_tail(shop: Workshop, name: str) -> str | None:
    found = CANONICAL.match(name)
    if found is None:
        return None
    made_up = imported_id("damaged file", name)
    for id in shop.library.ids():
        if id.endswith(found[1]) and id != made_up:
            return id
    return shop.copies.id_of_tail(found[1])


def mend_unreadable(shop: Workshop, finding: Finding) -> bool:
    """Put a file by of which nothing reads, and bring back what copies there are of its chat."""
    path = shop.path(finding)
    data = files.read(path)
    id = _id_of_tail(shop, path.name)
    if data:
        shop.put_by(path.name, data)
    # Byte for byte in quarantine by now, so this frees only the name.
    files.remove(path)
    shop.library.shelf.doubt()
    if id is not None and (copies := shop.copies.of_chat(id)):
        bring_in(shop.library, id, copies, shop.opened)
    return True


def mend_astray(shop: Workshop, finding: Finding) -> bool:
    """Take in a chat that lies where none is looked for; its file goes to the trash."""
    path = shop.path(finding)
    data = files.read(path)
    reading = document.read(data)
    chat = reading.conversation
    if chat.read_only or not (chat.nodes or chat.meta):
        return False
    if reading.broken:
        shop.put_by(path.name, data)
    id = reading.id or imported_id("damaged file", path.name)
    library, chat = shop.library, replace(chat, id=id)
    bring_in(library, id, [chat], shop.opened, anyway=True)
    filed = is_filed(shop.places, library.shelf, chat, library.writer.name)
    if filed:
        retire(shop.places, path, data)
    return filed


def settle_name(shop: Workshop, name: str, id: str) -> None:
    """Write a chat under its own name, where that was taken before and is free now."""
    short = f"{name[:28]}.json"
    if shop.library.shelf.chat_files(id) == [name] and not (shop.places.chats / short).exists():
        bring_in(shop.library, id, [], shop.opened, anyway=True)
