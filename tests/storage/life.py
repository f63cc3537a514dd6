"""A short life of two programs on a data folder, each step acknowledged when it is kept.

Turns with pictures, another writer in the same chat, a copy that a sync program made, a chat that
is deleted for good, presets, settings, a draft: everything that format.md writes. `live` is what
the fault tests interrupt; `find_lost` says what of the acknowledged is missing.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from scout_desktop.chat.draft import Draft, Preset
from scout_desktop.chat.errors import DiskError, PictureUnreadable, ScoutError
from scout_desktop.chat.message import Node
from scout_desktop.storage import document
from scout_desktop.storage.bill.attempt import Attempt
from scout_desktop.storage.device import Writer
from scout_desktop.storage.drafts import Drafts
from scout_desktop.storage.journal import replay
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from scout_desktop.storage.presets import Presets
from scout_desktop.storage.settings import SettingsFile
from tests.storage.story import Story

TURNS = 2
PIECES = ("A receipt ", "from 収据 ", "today.")
FULL = "".join(PIECES)
REGRETTED = "better left unsaid"

T = TypeVar("T")
Acknowledge = Callable[[str], None]


def live(folder: Path, acknowledge: Acknowledge, start: int = 1_795_400_000_000) -> None:
    """Live it. A step that the disk refuses is tried once more, as the window's Save again does."""
    story = Story(start)
    places = Places.beside(folder)
    writer = _twice(lambda: Writer.open(places))
    library = Library(places, writer, story.now)
    _twice(library.recover)
    media, ledger = Media(places, writer.name), Ledger(places, writer)
    chat = story.chat(by=writer.name)
    _twice(lambda: library.create(chat))
    acknowledge(f"CHAT {chat.id}")
    for turn in range(TURNS):
        picture = b"picture of turn %d" % turn
        sha256 = _twice(lambda picture=picture: media.keep(picture, "image/png"))
        acknowledge(f"PICTURE {sha256}")
        question = story.question(f"What is on picture {turn}?")
        reply = story.reply(question.id)
        head = {"head": {"at": story.now(), "by": writer.name, "value": reply.id}}
        _twice(lambda q=question, r=reply, h=head: library.put_nodes(chat.id, [q, r], h))
        acknowledge(f"NODE {question.id} {reply.id}")
        attempt = Attempt(story.id(), story.now(), chat.id, reply.id, "host", "model")
        _twice(lambda a=attempt: ledger.asked(a))
        acknowledge(f"ASKED {attempt.id}")
        at = 0
        for piece in PIECES:
            # A refused growth is not repeated: the next one carries it.
            try:
                library.grow(chat.id, reply.id, at, piece, sync=True)
            except DiskError:
                at += len(piece)
                continue
            at += len(piece)
            acknowledge(f"GREW {reply.id} {at}")
        done = reply.changed(state="complete", parts=[{"type": "text", "text": FULL}])
        _twice(lambda d=done: library.put_nodes(chat.id, [d]))
        acknowledge(f"DONE {reply.id}")
        paid = replace(attempt, source="usage", usd=Decimal("0.00015416"), state="complete")
        _twice(lambda p=paid: ledger.learned(p))
        acknowledge(f"PAID {attempt.id}")
        if library.should_fold(chat.id):
            _twice(lambda: library.fold(chat.id))
        acknowledge("FOLDED")
    _share(places, story, chat.id, acknowledge)
    _receive(library, story, chat.id, acknowledge)
    _purge(library, story, writer.name, acknowledge)
    preset = Preset("Brief", "Answer in one line.")
    _twice(lambda: Presets(places, writer).put(preset, story.now()))
    acknowledge("PRESET Brief")
    settings, _ = SettingsFile(places).load()
    _twice(lambda: SettingsFile(places).save(replace(settings, theme="dark")))
    acknowledge("DARK")
    _twice(lambda: Drafts(places).save(chat.id, Draft("half a thought")))
    acknowledge(f"DRAFT {chat.id}")
    library.close()
    ledger.close()
    writer.close()


def _share(places: Places, story: Story, id: str, acknowledge: Acknowledge) -> None:
    """Another program answers in the chat that this one has open, and folds it."""
    writer = _twice(lambda: Writer.open(places))
    library = Library(places, writer, story.now)
    question = story.question("And here?", library.open(id).head)
    reply = story.reply(question.id)
    _twice(lambda: library.put_nodes(id, [question, reply]))
    acknowledge(f"NODE {question.id} {reply.id}")
    done = reply.changed(state="complete", parts=[{"type": "text", "text": FULL}])
    _twice(lambda: library.put_nodes(id, [done]))
    acknowledge(f"DONE {reply.id}")
    _twice(lambda: library.fold(id))
    acknowledge("FOLDED")
    library.close()
    writer.close()


def _receive(library: Library, story: Story, id: str, acknowledge: Acknowledge) -> None:
    """A sync program puts a copy beside the chat, with a message that was written elsewhere."""
    name = library.shelf.chat_files(id)[0]
    path = library.places.chats / name
    there = document.load(path.read_bytes())
    message = story.question("Written on the train")
    copy = document.dump(replace(there, nodes={**there.nodes, message.id: message}))
    other = path.with_name(
        name.removesuffix(".json") + ".sync-conflict-20261123-101112-ABCDEFG.json"
    )
    if not other.exists():
        _bring(other, copy)
    _twice(lambda: library.open(id, fresh=True))
    _twice(lambda: library.fold(id))
    acknowledge(f"COPY {message.id}")


def _bring(path: Path, data: bytes) -> None:
    """Write as a sync program would, whole; its calls are not those that fail here."""
    hidden = path.with_name(f".syncthing.{path.name}.tmp")
    made = os.open(hidden, os.O_WRONLY | os.O_CREAT, 0o600)
    os.pwrite(made, data, 0)
    os.fsync(made)
    os.close(made)
    hidden.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(folder)
    os.close(folder)


def _purge(library: Library, story: Story, by: str, acknowledge: Acknowledge) -> None:
    """A chat is begun, folded, and deleted for good."""
    chat = story.chat("Regretted", by)
    _twice(lambda: library.create(chat))
    _twice(lambda: library.put_nodes(chat.id, [story.question(REGRETTED)]))
    _twice(lambda: library.fold(chat.id))
    acknowledge(f"BEGUN {chat.id}")
    _twice(lambda: library.purge(chat.id))
    acknowledge(f"PURGED {chat.id}")


def _twice(step: Callable[[], T]) -> T:
    try:
        return step()
    except ScoutError:
        return step()


def find_lost(folder: Path, said: list[str]) -> list[str]:
    """Start anew on the folder; return a line for everything that was kept and is not there."""
    lost: list[str] = []
    places = Places.beside(folder)
    if not said and not places.data.exists():
        return lost
    halves = [p for p in places.chats.glob("[!.]*.json") if document.read(p.read_bytes()).broken]
    lost += [f"half a chat: {path.name}" for path in halves]
    story = Story(1_795_500_000_000)
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    lost += [f"recovery: {sentence}" for sentence in library.recover()]
    media, ledger = Media(places, writer.name), Ledger(places, writer)
    for line in said:
        kind, *facts = line.split()
        try:
            if not _is_there(kind, facts, library, media, ledger):
                lost.append(line)
        except (ScoutError, PictureUnreadable, KeyError) as error:
            lost.append(f"{line}: {error!r}")
    for id in library.ids():
        lost += _does_not_work(library, story, id)
    ours = (path for path in places.data.rglob(".*.tmp") if "syncthing" not in path.name)
    lost += [f"left behind: {path}" for path in ours]
    lost += [
        f"open to others: {path}"
        for root in (places.data, places.config, places.state)
        for path in (root, *root.rglob("*"))
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    library.close()
    ledger.close()
    writer.close()
    return lost


def _is_there(kind: str, facts: list[str], library: Library, media: Media, ledger: Ledger) -> bool:
    places = library.places
    match kind:
        case "CHAT":
            return library.open(facts[0]).title == "Receipts"
        case "PICTURE":
            return media.fetch(facts[0]).startswith(b"picture")
        case "NODE":
            # The head may have moved on to a later reply, and so the whole branch is there.
            return _node(library, facts[0]).role == "user" and (
                _node(library, facts[1]).state != "streaming"
            )
        case "GREW":
            text = _node(library, facts[0]).text
            return FULL.startswith(text) and len(text) >= int(facts[1])
        case "DONE":
            node = _node(library, facts[0])
            return node.state == "complete" and node.text == FULL
        case "COPY":
            return _node(library, facts[0]).text == "Written on the train"
        case "PURGED":
            kept = (path.read_bytes() for path in places.data.rglob("*") if path.is_file())
            gone = all(REGRETTED.encode() not in data for data in kept)
            return gone and library.open(facts[0]).value("purged") is True
    return _is_kept(kind, facts, library, ledger)


def _is_kept(kind: str, facts: list[str], library: Library, ledger: Ledger) -> bool:
    """Whether what stands beside the chats is there."""
    places = library.places
    match kind:
        case "PRESET":
            return [preset.name for preset in Presets(places, library.writer).all()] == facts
        case "ASKED":
            return facts[0] in {attempt.id for attempt in ledger.attempts()}
        case "PAID":
            return [a.usd for a in ledger.attempts() if a.id == facts[0]] == [Decimal("0.00015416")]
        case "DARK":
            return SettingsFile(places).load()[0].theme == "dark"
        case "DRAFT":
            return Drafts(places).load(facts[0]) == Draft("half a thought")
    return True


def _node(library: Library, id: str) -> Node:
    """Return a message, wherever it is; raises KeyError."""
    chats = (library.open(chat) for chat in library.ids())
    return {node.id: node for chat in chats for node in chat.nodes.values()}[id]


def _does_not_work(library: Library, story: Story, id: str) -> list[str]:
    chat = library.open(id)
    wrong = [f"garbled: {n.text}" for n in chat.nodes.values() if n.role == "assistant"
             and not FULL.startswith(n.text)]  # fmt: skip
    question = story.question("Does the next save work?", chat.head)
    library.put_nodes(id, [question])
    library.fold(id)
    again = library.open(id, fresh=True)
    if question.id not in again.nodes or not chat.nodes.keys() <= again.nodes.keys():
        wrong.append("the next save does not work")
    journals = [path for path in library.places.journals.glob(f"{id}*") if path.suffix != ".prev"]
    if not all(replay(path.read_bytes()).empty for path in journals):
        wrong.append("the fold left a journal")
    return wrong
