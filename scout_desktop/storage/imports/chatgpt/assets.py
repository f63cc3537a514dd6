"""Pictures of an export: a pointer in a message, and a member whose name begins with its id."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any

from scout_desktop.storage.imports.fields import record, records, text, whole
from scout_desktop.storage.imports.found import FoundPicture
from scout_desktop.storage.imports.pictures import Beside, missing
from scout_desktop.storage.imports.source import Source

_POINTER = re.compile(r"[a-z-]{1,30}://([\w.-]{4,200})", re.ASCII)


class Assets:
    """What lies beside the conversations."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = sorted((name.rpartition("/")[2], name) for name in source.names())

    def picture(self, part: Mapping[str, Any], attachments: object) -> FoundPicture:
        """Return the picture that an `image_asset_pointer` stands for, there or missing."""
        found = _POINTER.match(text(part.get("asset_pointer")))
        id = found[1] if found else ""
        told = next((each for each in records(attachments) if id and each.get("id") == id), {})
        member = self._member(id) if id else None
        return FoundPicture(
            Beside(self._source, member) if member is not None else missing,
            text(told.get("name")) or id,
            whole(part.get("width")) or whole(told.get("width")) or 0,
            whole(part.get("height")) or whole(told.get("height")) or 0,
            whole(part.get("size_bytes")) or whole(told.get("size")) or 0,
        )

    def _member(self, id: str) -> str | None:
        at = bisect_left(self._names, (id, ""))
        for file, name in self._names[at:]:
            if not file.startswith(id):
                return None
            # Not an id that only begins alike.
            if not file[len(id) : len(id) + 1].isalnum():
                return name
        return None


def made_by(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return how a picture was generated, nothing for one that was not."""
    told = record(record(part.get("metadata")).get("dalle")) or record(
        record(part.get("metadata")).get("generation")
    )
    return {name: told[name] for name in ("prompt", "seed", "gen_id") if told.get(name)}
