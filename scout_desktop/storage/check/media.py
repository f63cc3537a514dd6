"""Looks at the media folder: whether every picture is there, whole, and under its right name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from scout_desktop.chat.errors import DiskError, PictureError
from scout_desktop.chat.findings import Severity
from scout_desktop.chat.picture import kind_of
from scout_desktop.chat.picture.kinds import is_document
from scout_desktop.storage import files
from scout_desktop.storage.places import Places

from .copies import Copies
from .notebook import Notebook

NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{1,5})\Z")
_KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "PNG": ("image/png", ("png",)),
    "JPEG": ("image/jpeg", ("jpg",)),
    "WebP": ("image/webp", ("webp",)),
    "GIF": ("image/gif", ("gif",)),
    "BMP": ("image/bmp", ("bmp",)),
    "TIFF": ("image/tiff", ("tif",)),
    "HEIC": ("image/heic", ("heic", "heif")),
    "AVIF": ("image/avif", ("avif",)),
}


def told_by(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return type and possible endings of a picture, by its bytes; "" and none where unknown."""
    try:
        return _KINDS.get(kind_of(data), ("", ()))
    except PictureError:
        return ("application/pdf", ("pdf",)) if is_document(data) else ("", ())


def look_at_media(notebook: Notebook, places: Places) -> Iterator[Path]:
    """Look at every file in media/, one a step; yields each before it is read."""
    whole: dict[str, bool] = {}
    for folder_name in files.names(places.media):
        folder = places.media / folder_name
        if folder.is_symlink():
            continue  # noted with the surroundings
        if not folder.is_dir():
            say = f"“{folder.name}” lies in media/ and is no picture of ours."
            notebook.add("stray", "note", say, folder)
            continue
        for name in files.names(folder):
            yield folder / name
            _look_at_picture(notebook, folder / name, whole)
    copies: Copies | None = None
    for sha256, wanted in notebook.wanted.items():
        if whole.get(sha256):
            continue
        if copies is None:
            copies = Copies(places)
            yield from copies.look_for_pictures()
        found = sha256 in copies.pictures
        what = "the original of a picture" if wanted.original else "a picture"
        state = "is damaged" if sha256 in whole else "is not in the folder"
        tail = "a whole copy lies elsewhere in the folder." if found else "no copy of it was found."
        say = f"“{wanted.name}” names {what} that {state}; {tail}"
        path = places.media / sha256[:2] / sha256
        kind = "wrong" if sha256 in whole else "missing"
        severity: Severity = "repair" if found else "lost"
        notebook.add(kind, severity, say, path, mendable=found, chat=wanted.chat)
    _count_orphans(notebook, places, whole)


def _look_at_picture(notebook: Notebook, path: Path, whole: dict[str, bool]) -> None:
    found = NAME.match(path.name)
    if path.is_symlink():
        return
    try:
        data = files.read(path)
    except FileNotFoundError:
        return
    except DiskError as error:
        notebook.add("unreadable", "lost", error.sentence, path)
        return
    notebook.bytes += len(data)
    sha256 = hashlib.sha256(data).hexdigest()
    right = found is not None and path.parent.name == sha256[:2]
    if found is None or (found[1] == sha256 and not right):
        if bytes.fromhex(sha256) in notebook.named:
            say = f"“{path.name}” lies in media/ under a name that is not its own."
            notebook.add("misplaced", "repair", say, path, mendable=True)
        else:
            say = f"“{path.name}” lies in media/ and is no picture of ours."
            notebook.add("stray", "note", say, path)
        return
    if found[1] != sha256:
        whole.setdefault(found[1], False)
        if found[1] not in notebook.wanted:
            say = f"“{path.name}” is damaged, and no message names it."
            notebook.add("wrong", "repair", say, path, mendable=True)
        return
    whole[sha256] = True
    notebook.pictures += 1
    endings = told_by(data)[1]
    if endings and found[2] not in endings:
        say = f"“{path.name}” is not what its name says: it should end in .{endings[0]}."
        notebook.add("extension", "repair", say, path, mendable=True)


def _count_orphans(notebook: Notebook, places: Places, whole: dict[str, bool]) -> None:
    left = {bytes.fromhex(sha256) for sha256, good in whole.items() if good} - notebook.named
    if not left:
        return
    left -= Copies(places).named_of(left)
    for sha256 in sorted(left):
        text = sha256.hex()
        for name in files.names(places.media / text[:2]):
            if name.startswith(text):
                notebook.orphans += 1
                notebook.orphan_bytes += (places.media / text[:2] / name).lstat().st_size
