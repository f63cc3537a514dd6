"""From one version of a chat's file to the next: a backup first, then new files, one at a time.

Version 1 is the only one there is, so the table is empty and nothing is ever looked into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from typing import Final, TypeAlias

from scout_desktop.chat.errors import DiskError
from scout_desktop.chat.findings import Progress

from . import document, files
from .backups import Backups
from .collected import VERSION
from .ground.locks import Lock
from .places import Places
from .shelf.fold import chat_lock
from .shelf.listing import id_in

Migration: TypeAlias = Callable[[bytes], bytes]
"""Makes a file of the next version out of one; pure."""

MIGRATIONS: Final[Mapping[int, Migration]] = {}
"""By the version that they start from."""

_VERSION = re.compile(rb'"version"\s*:\s*(\d{1,6})')


def migrate(
    places: Places, tag: str, now: str, table: Mapping[int, Migration] = MIGRATIONS
) -> Generator[Progress, None, int]:
    """Bring every chat to the version of today; returns how many were written anew.

    A backup of everything is made and verified before the first. Each new file takes the place of
    the old one whole or not at all, and only if all of it reads. Raises DiskError; what was not
    reached stays as it was, and the next call goes on there.
    """
    waiting = []
    for name in files.names(places.chats) if table else ():
        path = places.chats / name
        if name.endswith(".json") and _version(files.read_start(path, 400)) in table:
            waiting.append(path)
    if not waiting:
        return 0
    yield from Backups(places, tag).make(now, f"before-{VERSION}")
    for number, path in enumerate(waiting):
        yield Progress(number, len(waiting), "Moving chats to the new format")
        with Lock.take(chat_lock(places, id_in(path) or path.name), 5.0):
            data = files.read(path)
            before = document.read(data).conversation
            for version in range(_version(data[:400]), VERSION):
                data = table[version](data) if version in table else data
            after = document.read(data)
            if after.broken or not after.conversation.nodes.keys() >= before.nodes.keys():
                raise DiskError(
                    f"“{path.name}” could not be moved to the new format.",
                    "It is as it was; a backup was made as well.",
                )
            files.write(path, data, tag)
    return len(waiting)


def _version(start: bytes) -> int:
    found = _VERSION.search(start)
    return int(found[1]) if found else VERSION
