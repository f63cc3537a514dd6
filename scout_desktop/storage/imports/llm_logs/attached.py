"""Pictures that prompts had attached: in the database, at an address, or in a file elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage.imports.databases import rows
from scout_desktop.storage.imports.fields import text
from scout_desktop.storage.imports.found import FoundPicture
from scout_desktop.storage.imports.gathered import Gathered
from scout_desktop.storage.imports.pictures import is_picture, picture
from scout_desktop.storage.imports.source import Source


@dataclass(frozen=True, slots=True)
class Stored:
    """A picture in the database, which is opened anew where it has been closed meanwhile."""

    source: Source
    name: str
    own: str
    database: sqlite3.Connection = field(compare=False, repr=False)

    def __call__(self) -> bytes | None:
        """Return its bytes, None where they are not there."""
        try:
            return self._bytes(self.database)
        except sqlite3.ProgrammingError:
            pass  # closed: it is opened again below
        except sqlite3.Error:
            return None
        try:
            with self.source.database(self.name) as database:
                return self._bytes(database)
        except ScoutError:
            return None

    def _bytes(self, database: sqlite3.Connection) -> bytes | None:
        row = database.execute("select content from attachments where id = ?", (self.own,))
        found = row.fetchone()
        return found[0] if found and isinstance(found[0], bytes) else None


class Attachments:
    """What is attached, by the id of its content."""

    def __init__(self, source: Source, name: str, database: sqlite3.Connection) -> None:
        self._source = source
        self._name = name
        self._database = database

    def gather(self, found: Gathered, own: str) -> None:
        """Add what has this id to a message. Raises sqlite3.Error."""
        about = next(iter(self._about(own)), {})
        kind = text(about.get("type"))
        # A file elsewhere is never read: its way stands in what others have written.
        name = text(about.get("path")).replace("\\", "/").rpartition("/")[2]
        if not is_picture(kind):
            found.leave("recordings" if kind.startswith(("audio/", "video/")) else "files")
            found.keep("files", {"name": name or own, "type": kind})
        elif about.get("held"):
            load = Stored(self._source, self._name, own, self._database)
            found.show(FoundPicture(load, name, bytes=about["held"]))
        else:
            found.show(picture(about.get("url"), name))

    def _about(self, own: str) -> list[Mapping[str, Any]]:
        query = (
            "select type, path, url, case typeof(content) when 'blob' then length(content) end "
            "as held from attachments where id = ?"
        )
        return list(rows(self._database, query, own))
