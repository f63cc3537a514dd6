"""What tests of importers ask of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scout_desktop.storage.imports.found import Found, FoundMessage, FoundPicture, FoundText
from scout_desktop.storage.imports.known import importer_of
from scout_desktop.storage.imports.source import Source


def read(path: Path, source: str) -> list[Found]:
    """Read a path as the program it is recognised as, which must be `source`."""
    with Source.open(path) as opened:
        importer = importer_of(opened)
        assert source == importer.SOURCE
        found = []
        for chat in importer.read(opened):
            assert isinstance(chat, Found)
            found.append(chat)
        return found


def read_json(folder: Path, value: Any, source: str) -> list[Found]:
    path = folder / "export.json"
    path.write_text(json.dumps(value))
    return read(path, source)


def by_key(found: Found) -> dict[str, FoundMessage]:
    return {message.key: message for message in found.messages}


def tree(found: Found) -> dict[str, str | None]:
    """Each message's parent."""
    return {message.key: message.parent for message in found.messages}


def words(message: FoundMessage) -> list[str]:
    return [part.text for part in message.parts if isinstance(part, FoundText)]


def pictures(message: FoundMessage) -> list[FoundPicture]:
    return [part for part in message.parts if isinstance(part, FoundPicture)]


def times(messages: Iterable[FoundMessage]) -> list[str]:
    return [message.created for message in messages]
