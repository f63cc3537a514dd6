"""One export: chat after chat becomes a file, in a worker thread that can be told to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Literal, TypeAlias

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.exporting import facts
from scout_desktop.chat.exporting.html.contents import Entry, contents
from scout_desktop.chat.exporting.html.page import html
from scout_desktop.chat.exporting.markdown import markdown
from scout_desktop.chat.exporting.names import stem
from scout_desktop.chat.exporting.order import Branches, runs
from scout_desktop.chat.exporting.placed import Place, left_out
from scout_desktop.chat.exporting.text import text
from scout_desktop.storage import document
from scout_desktop.storage.shelf.listing import file_name

from .album import Album, Fetch
from .folder import Folder

Format: TypeAlias = Literal["md", "html", "json", "txt"]
_Writer: TypeAlias = Callable[[Conversation, Branches, Place], Iterator[str]]
WRITERS: dict[Format, _Writer] = {"md": markdown, "html": html, "txt": text}


class Abandoned(Exception):
    """Nobody waits for the export any more."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every chat."""

    format: Format
    branches: Branches
    pictures: bool
    replacing: bool


class Job:
    """Writes chats to where the user wants them."""

    def __init__(self, wish: Wish, fetch: Fetch, media_name: Callable[[str], str | None]) -> None:
        """`media_name` gives the name of the file under a hash, None where there is none."""
        self.chats = self.pictures = self.missing = 0
        self.stop = Event()
        self._wish, self._fetch, self._media_name = wish, fetch, media_name
        self._folders: list[Folder] = []
        self._entries: list[Entry] = []
        self._index = ""
        self._beside = 0

    @property
    def written(self) -> int:
        """How many bytes went to the disk."""
        return self._beside + sum(folder.bytes for folder in self._folders)

    @property
    def files(self) -> tuple[Path, ...]:
        """The chats and whatever leads to them; pictures are counted, not listed."""
        return tuple(path for folder in self._folders for path in folder.files)

    def file(self, chat: Conversation, target: Path) -> None:
        """Write one chat to one file. Raises DiskError, Abandoned."""
        folder = self._at(target.parent, is_there=True)
        self._write(chat, folder, target.name, target.stem)

    def into(self, chat: Conversation, target: Path) -> None:
        """Write one of many chats into a folder. Raises DiskError, Abandoned."""
        if self._wish.format == "json":
            self._as_data_folder(chat, target)
            return
        folder = self._at(target)
        if self._wish.format == "html" and not self._index:
            # Before a chat that is called so takes the name.
            self._index = folder.name("index", "html")
        name = folder.name(stem(facts.title_of(chat)), self._wish.format)
        self._write(chat, folder, name, name.removesuffix(f".{self._wish.format}"))
        if self._wish.format == "html":
            # Only what the page of contents says is kept of a chat.
            count = sum(len(run.steps) for run in runs(chat, self._wish.branches))
            self._entries.append(Entry(name, facts.title_of(chat), facts.summary(chat, count)))

    def finish(self, target: Path) -> None:
        """Write what leads to all of them. Raises DiskError."""
        if self._entries:
            page = contents(self._entries).encode("utf-8", "replace")
            self._at(target).put(self._index, (page,))

    def text(self, chat: Conversation) -> str:
        """Return a chat as it is printed: pictures inside it, or only named."""
        if self._wish.format == "json":
            return document.dump(chat).decode()
        album = Album(self._fetch)
        inline = self._wish.pictures and self._wish.format == "html"
        write = WRITERS[self._wish.format]
        written = "".join(write(chat, self._wish.branches, album.inline if inline else left_out))
        self._count(album)
        return written

    def _write(self, chat: Conversation, folder: Folder, name: str, plain: str) -> None:
        album = Album(self._fetch)
        folder.put(name, self._pieces(chat, album, folder.path / f"{plain}-pictures"))
        self._count(album)
        self.chats += 1

    def _pieces(self, chat: Conversation, album: Album, beside: Path) -> Iterator[bytes]:
        if self._wish.format == "json":
            yield document.dump(chat)
            return
        place: Place = left_out
        if self._wish.pictures and self._wish.format == "html":
            place = album.inline
        elif self._wish.pictures and self._wish.format == "md":
            pictures = Folder(beside)
            place = album.beside(pictures)
        for piece in WRITERS[self._wish.format](chat, self._wish.branches, place):
            self._go_on()
            yield piece.encode("utf-8", "replace")
        if self._wish.pictures and self._wish.format == "md":
            self._beside += pictures.bytes

    def _as_data_folder(self, chat: Conversation, target: Path) -> None:
        folder = self._at(target / "chats")
        album = Album(self._fetch)
        if self._wish.pictures:
            # Pictures first, as in the data folder: no chat names one that is not there yet.
            for sha256 in _hashes(chat):
                self._go_on()
                name = self._media_name(sha256)
                self._beside += album.copy(sha256, name or sha256, target / "media")
            self._count(album)
        name = file_name(chat.id, chat.created).removesuffix(".json")
        folder.put(folder.name(name, "json"), (document.dump(chat),))
        self.chats += 1

    def _at(self, path: Path, *, is_there: bool = False) -> Folder:
        for folder in self._folders:
            if folder.path == path:
                return folder
        self._folders.append(Folder(path, replacing=self._wish.replacing, is_there=is_there))
        return self._folders[-1]

    def _count(self, album: Album) -> None:
        self.pictures += album.placed
        self.missing += album.missing

    def _go_on(self) -> None:
        if self.stop.is_set():
            raise Abandoned


def _hashes(chat: Conversation) -> Iterable[str]:
    """Return what a chat has in the media folder: pictures as sent, and their originals."""
    found: dict[str, None] = {}
    for id in sorted(chat.nodes):
        for image in chat.nodes[id].images:
            if image.sha256:
                found[image.sha256] = None
            if image.original is not None:
                found[image.original.sha256] = None
    return found
