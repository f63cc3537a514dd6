"""Text being typed, one small file a chat in the state folder: it survives whatever happens."""

from __future__ import annotations

import re
from pathlib import Path

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import DiskRefused
from scout_desktop.chat.message import ImagePart, Node

from . import files
from .ground.strict import NotJson, decode, encode
from .places import Places

_NAME = re.compile(r"(?:new|[0-9a-f-]{36})\Z")


class Drafts:
    """Drafts by the id of their chat; `new` is the one of a chat that is not begun."""

    def __init__(self, places: Places, tag: str = "draft") -> None:
        """`tag` is the writer's name: two programs may keep a draft of one chat at once."""
        self._folder = places.drafts
        self._tag = tag

    def save(self, name: str, draft: Draft) -> None:
        """Keep a draft; on the disk when this returns. Raises DiskError."""
        record = {
            "edits": draft.edits,
            "images": [image.record() for image in draft.images],
            "text": draft.text,
        }
        files.write(self._path(name), encode(record).encode() + b"\n", self._tag)

    def load(self, name: str) -> Draft | None:
        """Return a draft, None where there is none. Raises DiskError."""
        try:
            found = decode(files.read(self._path(name)))
        except (FileNotFoundError, NotJson):
            return None
        if not isinstance(found, dict):
            return None
        text, edits = found.get("text"), found.get("edits")
        # The parts of a draft are those of a message, so they are read as such.
        parts = Node({"parts": found.get("images")}).parts
        return Draft(
            text if isinstance(text, str) else "",
            tuple(part for part in parts if isinstance(part, ImagePart)),
            edits if isinstance(edits, str) else None,
        )

    def forget(self, name: str) -> None:
        """Remove a draft, if there is one. Raises DiskError."""
        files.remove(self._path(name))

    def _path(self, name: str) -> Path:
        if not _NAME.match(name):
            raise DiskRefused("This is not the name of a draft.")
        return self._folder / f"{name}.json"
