"""What a drop, a paste or a dialog offers for a message: files, folders, pictures, an address.

Values only. Nothing of the disk is read but by `unfold`, and nothing at all of the network:
whoever takes the offer opens the files in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from scout_desktop.ui.composer.intake.names import promises

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_OF_A_FOLDER = 20
FEW = 5
"""Of more pictures than this at once one may mean: the same question for each."""


@dataclass(frozen=True)
class Loose:
    """A picture that is no file: encoded bytes, pixels, or a `data:` address that holds it."""

    name: str
    content: bytes | QImage | str

    def encoded(self) -> bytes:
        """Return the bytes of a picture file. Slow but for bytes: call it off the GUI thread.

        Raises PictureError for an address that is broken or holds too much.
        """
        if isinstance(self.content, bytes):
            return self.content
        if isinstance(self.content, str):
            from scout_desktop.ui.composer.intake.written import decoded

            return decoded(self.content)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"PNG")).write(self.content)
        return bytes(buffer.data().data())


@dataclass(frozen=True)
class Offer:
    """What may be attached; empty when what was offered is text or nothing for us."""

    files: tuple[Path, ...] = ()
    """As they were named: one may be a folder all the same, see `unfold`."""
    loose: tuple[Loose, ...] = ()
    folders: tuple[Path, ...] = ()
    """Those that said so themselves, by a slash at their end."""
    address: str = ""
    """An https address of a picture. Never attached by itself: only when the user says so it is
    sent, and then the service fetches it, never we."""
    text: str = ""
    """What was pasted, if it was text. Beside `files`: a path that was attached in place of these
    words, which are not in the draft. Beside `address`: the words are in the draft."""

    def __bool__(self) -> bool:
        return bool(self.files or self.loose or self.folders or self.address)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Files and folders, for `unfold`."""
        return (*self.files, *self.folders)

    @property
    def is_many(self) -> bool:
        """Whether to ask the same of each may be meant. A folder among `files` shows only later."""
        return bool(self.folders) or len(self.files) + len(self.loose) > FEW


@dataclass(frozen=True)
class Folder:
    """What a folder gave: its pictures in the order of their names, and how many too many."""

    name: str
    files: tuple[Path, ...]
    left_out: int
    path: Path = Path()


def unfold(paths: Iterable[Path]) -> tuple[list[Path], list[Folder]]:
    """Return files as they are, and for each folder the pictures directly inside. Reads the disk.

    A folder that cannot be read counts as one without pictures. Hidden files are left alone.
    """
    files: list[Path] = []
    folders: list[Folder] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            inside = sorted(
                (each for each in path.iterdir() if promises(each) and each.name[0] != "."),
                key=lambda each: each.name.casefold(),
            )
        except OSError:
            inside = []
        taken = tuple(inside[:MOST_OF_A_FOLDER])
        files += taken
        folders.append(Folder(path.name, taken, len(inside) - len(taken), path))
    return files, folders
