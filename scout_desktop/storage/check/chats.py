"""Looks at one chat's file: what of it reads, and whether it is as we write it."""

from __future__ import annotations

from pathlib import Path

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.findings import count
from scout_desktop.chat.ids import imported_id
from scout_desktop.storage import document, files
from scout_desktop.storage.collected import VERSION, Reading
from scout_desktop.storage.ground.strict import NotJson, decode
from scout_desktop.storage.shelf.listing import CANONICAL

from .naming import hashes_in
from .notebook import Notebook
from .tree import look_at_pictures, look_at_tree

_HEAD = b'{"format":"scout-desktop/chat",'


def look_at_chat(notebook: Notebook, path: Path) -> None:
    """Note what is to be said about a file in chats/."""
    try:
        data = files.read(path)
    except FileNotFoundError:
        return
    except DiskError as error:
        notebook.add("unreadable", "lost", error.sentence, path)
        return
    notebook.bytes += len(data)
    reading = document.read(data)
    chat = reading.conversation
    if not data.strip(b"\0 \t\r\n") or not (reading.id or chat.nodes or chat.meta):
        _say_unreadable(notebook, path, data)
        return
    id = reading.id or imported_id("damaged file", path.name)
    notebook.named |= hashes_in(data)
    notebook.ids.setdefault(id, []).append(path.name)
    if chat.read_only:
        say = f"“{path.name}” was written by a newer program; it is shown and never changed."
        notebook.add("newer", "note", say, path, chat=id)
    elif chat.extra.get("version", VERSION) != VERSION:
        say = f"“{path.name}” is of version {chat.extra['version']}; this program reads it as 1."
        notebook.add("version", "note", say, path, chat=id)
    _say_damage(notebook, path, data, reading, id)
    if chat.value("purged") and not chat.nodes:
        notebook.erased.add(id)
    notebook.messages[id] = sum(not node.deleted for node in chat.nodes.values())
    look_at_pictures(notebook, id, path.name, chat.nodes.values())
    if id not in notebook.journals:
        look_at_tree(notebook, path, id, chat)


def _say_unreadable(notebook: Notebook, path: Path, data: bytes) -> None:
    if not data:
        say = f"“{path.name}” is empty."
        notebook.add("empty", "repair", say, path, mendable=True)
    elif not data.strip(b"\0"):
        say = f"“{path.name}” holds nothing but zeros: {len(data):,} bytes."
        notebook.add("zeros", "repair", say, path, mendable=True)
    elif _is_json(data):
        say = f"“{path.name}” is not a chat of this program and is left alone."
        notebook.add("foreign", "note", say, path)
    else:
        say = f"Nothing of “{path.name}” can be read."
        notebook.add("unreadable", "repair", say, path, mendable=True)


def _say_damage(notebook: Notebook, path: Path, data: bytes, reading: Reading, id: str) -> None:
    name, chat = path.name, reading.conversation
    mendable = not chat.read_only
    if reading.id is None:
        say = f"“{name}” has lost its beginning; {_read(reading)}."
        notebook.add("beginning", "repair", say, path, mendable=mendable, chat=id)
    elif reading.broken or chat.damaged:
        cut = "" if data.rstrip(b"\0 \r\n\t").endswith(b"}") else "is cut off or "
        say = f"“{name}” {cut}is damaged{_places(reading)}; {_read(reading)}."
        notebook.add("damaged", "repair", say, path, mendable=mendable, chat=id)
    elif reading.doubled:
        say = (
            f"“{name}” holds {count(reading.doubled, 'record', 'records')} twice; "
            "of each the fuller one is shown."
        )
        notebook.add("twice", "note", say, path, mendable=mendable, chat=id)
    elif not _is_our_layout(data, reading):
        say = f"“{name}” was laid out by another program; all of it reads."
        notebook.add("layout", "note", say, path, mendable=mendable, chat=id)
    if reading.id is not None and len(notebook.ids[id]) == 1:
        if not CANONICAL.match(name):
            say = f"“{name}” does not have the name that chats get; it is read all the same."
            notebook.add("name", "note", say, path, mendable=mendable, chat=id)
        elif name[16:28] != id[-12:]:
            say = f"“{name}” holds another chat than its name says; it is shown as that."
            notebook.add("name", "repair", say, path, mendable=mendable, chat=id)


def _read(reading: Reading) -> str:
    nodes = len(reading.conversation.nodes)
    return f"{count(nodes, 'message reads', 'messages read')}"


def _places(reading: Reading) -> str:
    if not reading.lost:
        return ""
    found = f": {count(reading.lost, 'record is', 'records are')} lost"
    lines = ", ".join(map(str, reading.places[:8]))
    if not lines:
        return found
    more = ", …" if len(reading.places) > 8 else ""
    return f"{found} ({'line' if len(reading.places) == 1 else 'lines'} {lines}{more})"


def _is_json(data: bytes) -> bool:
    try:
        decode(data)
    except NotJson:
        return False
    return True


def _is_our_layout(data: bytes, reading: Reading) -> bool:
    """Whether it is one record a line, told without writing it anew."""
    chat = reading.conversation
    lines = 5 + len(chat.meta) + len(chat.nodes)
    return data.startswith(_HEAD) and data.count(b"\n") == lines and b"\r" not in data
