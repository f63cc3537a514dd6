"""The look over the whole data folder, in small steps; it writes nothing."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.findings import Progress, Report, count
from scout_desktop.storage import document, files
from scout_desktop.storage.ground.strict import NotJson, decode
from scout_desktop.storage.journal import replay
from scout_desktop.storage.merge import union
from scout_desktop.storage.places import Places
from scout_desktop.storage.shelf.odd_names import lasting_names, may_be_chat

from .chats import look_at_chat
from .journals import look_at_journal, look_at_ledger
from .media import look_at_media
from .notebook import Notebook
from .surroundings import look_around
from .tree import look_at_tree


def look(places: Places) -> Generator[Progress, None, Report]:
    """Look at everything; yields before each file, returns the report.

    Reads with nothing but `storage.files` and needs no lock, so it may run on a thread of its own
    while others write: what they change meanwhile is seen before or after.
    Raises DiskError where the folder itself cannot be listed.
    """
    notebook = Notebook(places.data)
    # Journals first, as in reading: what moves to a chat meanwhile is seen there.
    journals = lasting_names(places.journals)
    chats = [name for name in lasting_names(places.chats) if may_be_chat(places.chats / name)]
    ledgers = files.names(places.ledger)
    folders = [places.media / name for name in files.names(places.media)]
    pictures = sum(len(files.names(folder)) for folder in folders if folder.is_dir())
    done, total = 0, len(journals) + len(chats) + len(ledgers) + pictures + 1
    for name in journals:
        yield (at := Progress(done, total, "Reading the newest messages"))
        look_at_journal(notebook, places.journals / name)
        done += 1
    for name in chats:
        yield (at := Progress(done, total, "Reading the chats"))
        if not (places.chats / name).is_symlink():
            look_at_chat(notebook, places.chats / name)
        done += 1
    yield from _look_at_wholes(notebook, places, at if chats else Progress(done, total, ""))
    attempts: set[str] = set()
    for name in ledgers:
        yield Progress(done, total, "Reading the ledger")
        look_at_ledger(notebook, places.ledger / name, attempts)
        done += 1
    most = done + pictures
    for _ in look_at_media(notebook, places):
        yield Progress(min(done, most), total, "Looking at the pictures")
        done += 1
    _look_at_library(notebook, places)
    for _ in look_around(notebook, places):
        yield Progress(total - 1, total, "Looking around")
    return notebook.report()


def _look_at_wholes(
    notebook: Notebook, places: Places, at: Progress
) -> Generator[Progress, None, None]:
    """Look at chats of several files, or with journals, as what they are together."""
    for id in sorted({*(i for i, names in notebook.ids.items() if names[1:]), *notebook.journals}):
        yield at
        names = notebook.ids.get(id, [])
        if names[1:]:
            say = f"“{names[0]}” lies there {len(names)} times; the copies are read as one chat."
            path = places.chats / names[0]
            notebook.add("copies", "repair", say, path, mendable=True, chat=id)
        journals = notebook.journals.get(id, [])
        path = places.chats / names[0] if names else places.journals / journals[0]
        if (whole := _whole(places, id, names, journals)) is not None:
            look_at_tree(notebook, path, id, whole)
            notebook.messages[id] = sum(not node.deleted for node in whole.nodes.values())


def _whole(places: Places, id: str, names: list[str], journals: list[str]) -> Conversation | None:
    copies = []
    for folder, every in ((places.journals, journals), (places.chats, names)):
        for name in every:
            try:
                data = files.read(folder / name)
            except (FileNotFoundError, DiskError):
                continue
            if folder == places.chats:
                copies.append(replace(document.read(data).conversation, id=id))
            else:
                said = replay(data)
                copies.append(Conversation(id, said.meta, said.nodes, min_reader=said.min_reader))
    return union(copies) if copies else None


def _look_at_library(notebook: Notebook, places: Places) -> None:
    copies = 0
    for name in files.names(places.data):
        path = places.data / name
        if not (name.startswith("library") and name.endswith(".json")) or path.is_symlink():
            continue
        try:
            data = files.read(path)
            notebook.bytes += len(data)
            found = decode(data)
        except FileNotFoundError:
            continue
        except DiskError as error:
            notebook.add("unreadable", "lost", error.sentence, path)
            continue
        except NotJson:
            found = None
        if not isinstance(found, dict) or found.get("format") != "scout-desktop/library":
            say = f"“{name}”, with the presets, is damaged."
            notebook.add("library", "repair", say, path, mendable=name == places.library.name)
        elif found.get("min_reader", 1) != 1:
            say = f"“{name}” was written by a newer program and is never changed."
            notebook.add("newer", "note", say, path)
        else:
            copies += name != places.library.name
    if copies:
        say = f"The presets lie there in {count(copies, 'copy', 'copies')} more; all are read."
        notebook.add("library copies", "note", say, places.library, mendable=True)
