"""Finds the topics in a backup: the older one of JSON, the newer one of a database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.documents import documents, refused
from scout_desktop.storage.imports.fields import record, text
from scout_desktop.storage.imports.found import Found
from scout_desktop.storage.imports.source import Source

from .assistants import About, topics_of
from .backup import Backup
from .blocks import Blocks
from .messages import Files
from .newer import databases, found_in_database
from .topics import found_topic

SOURCE = "cherry-studio"
TITLE = "Cherry Studio"

_BROWSER: Final = ("IndexedDB/", "Local Storage/")
_RAW: Final = (
    "This backup of Cherry Studio holds the raw files of a browser, which cannot be read here. "
    "Import a backup of the older kind instead, one with a data.json in it."
)


def recognises(source: Source) -> bool:
    """Whether this is a backup of Cherry Studio, of any kind."""
    return _is_raw(source) or any(True for _ in _backups(source)) or any(databases(source))


def read(source: Source) -> Iterator[Found]:
    """Yield one topic at a time. The kind that cannot be read is refused with what to do."""
    if _is_raw(source):
        yield Found(key=source.path.name, refused=_RAW)
        return
    for backup in _backups(source):
        try:
            yield from _topics(backup)
        except ScoutError as error:
            yield refused(backup.name, error)
    for name in databases(source):
        try:
            yield from found_in_database(source, name)
        except ScoutError as error:
            yield refused(name, error)


def _backups(source: Source) -> Iterator[Backup]:
    for name in documents(source, b"{\x1f"):
        backup = Backup(source, name)
        if {"localStorage", "indexedDB"} <= backup.keys():
            yield backup


def _topics(backup: Backup) -> Iterator[Found]:
    about = topics_of(backup)
    files = Files(backup.source)
    with Blocks() as blocks:
        blocks.take(backup.elements("indexedDB", "message_blocks"))
        for value in backup.elements("indexedDB", "topics"):
            topic = record(value)
            own = text(topic.get("id"))
            # Every click on “new topic” left one without any messages.
            if own and topic.get("messages"):
                yield found_topic(topic, about.get(own, About()), blocks.get, files)


def _is_raw(source: Source) -> bool:
    """Whether it is the kind that only copies the folders of the browser inside the program."""
    names = source.names()
    described = any(name.rpartition("/")[2] == "metadata.json" for name in names)
    return described and any(name.startswith(_BROWSER) for name in names)
