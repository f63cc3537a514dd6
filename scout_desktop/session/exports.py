"""Chats for other people and programs: one to a file, many into a folder.

What is written stays outside the data folder, whole or not at all file by file; a file that is
there already stays, unless the caller says otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatUnknown, DiskError, DiskRefused, ScoutError
from scout_desktop.chat.exporting.order import Branches
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places

from .chats import Chats
from .disk import Disk
from .exporting.job import Abandoned, Format, Job, Wish

__all__ = ["Branches", "ExportResult", "Exports", "Format", "Progress"]

P = ParamSpec("P")
T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Gets (chats done, of how many), on the caller's loop."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written. `bytes` counts the pictures beside the `files` too."""

    files: tuple[Path, ...]
    """Chats, and the page that leads to them; not the pictures."""
    chats: int
    pictures: int
    """Pictures that are in it, each time that one is shown."""
    missing: int
    """Pictures that are not in the data folder or damaged; the export says where."""
    bytes: int
    problems: tuple[str, ...] = ()
    """Sentences about chats that could not be read, or not in every place."""


class Exports:
    """Hands chats out."""

    def __init__(self, chats: Chats, media: Media, disk: Disk, places: Places) -> None:
        self._chats, self._media, self._disk, self._places = chats, media, disk, places

    async def write(
        self,
        ids: Iterable[str],
        form: Format,
        target: Path,
        *,
        branches: Branches = "all",
        pictures: bool = True,
        overwrite: bool = False,
        into_folder: bool | None = None,
        progress: Progress | None = None,
    ) -> ExportResult:
        """Write chats and return what came of it.

        One chat goes to the file `target`, several (or `into_folder`, or a target that is one) into
        the folder `target`, which is made. Raises DiskError: of one chat that cannot be read, of a
        disk that takes no more; what is whole by then stays. Cancelling leaves no half file.
        """
        wanted = list(dict.fromkeys(ids))
        if into_folder is None:
            into_folder = len(wanted) != 1 or await asyncio.to_thread(target.is_dir)
        await asyncio.to_thread(self._refuse_own, target)
        job = self._job(Wish(form, branches, pictures, overwrite))
        problems: list[str] = []
        try:
            for done, id in enumerate(wanted, 1):
                await self._write_one(job, id, target, problems, into_folder=into_folder)
                if progress is not None:
                    progress(done, len(wanted))
            await _in_worker(job, job.finish, target)
        except DiskError as error:
            if len(wanted) > 1:
                error.advice = f"{error.advice} {job.chats:,} of {len(wanted):,} chats are written."
            raise
        return ExportResult(
            job.files, job.chats, job.pictures, job.missing, job.written, tuple(problems)
        )

    async def read(
        self, id: str, form: Format, *, branches: Branches = "shown", pictures: bool = True
    ) -> tuple[str, ExportResult]:
        """Return a chat as text. Markdown names its pictures, since there is nothing beside it."""
        chat = await self._chat(id)
        job = self._job(Wish(form, branches, pictures, replacing=False))
        text = await _in_worker(job, job.text, chat)
        result = ExportResult((), 1, job.pictures, job.missing, len(text), tuple(chat.notices))
        return text, result

    async def _write_one(
        self, job: Job, id: str, target: Path, problems: list[str], *, into_folder: bool
    ) -> None:
        try:
            chat = await self._chat(id)
        except DiskError as error:
            if not into_folder:
                raise
            problems.append(error.sentence)
            return
        problems += [f"“{chat.title[:60]}”: {notice}" for notice in chat.notices]
        await _in_worker(job, job.into if into_folder else job.file, chat, target)

    async def _chat(self, id: str) -> Conversation:
        # What is open may have an end that the disk has refused so far.
        if (known := self._chats.current(id)) is not None:
            return known
        found = (await self._chats.glance([id])).get(id)
        if found is None:
            raise ChatUnknown("This chat is not in the data folder any more.")
        if isinstance(found, DiskError):
            raise found
        return found

    def _job(self, wish: Wish) -> Job:
        return Job(wish, self._fetch, self._media_name)

    def _fetch(self, sha256: str) -> bytes | ScoutError:
        """Fetch a picture on the disk thread, as everything there; called in a worker."""
        return self._disk.soon(self._found, sha256).result()

    def _found(self, sha256: str) -> bytes | ScoutError:
        try:
            return self._media.fetch(sha256)
        except ScoutError as error:
            return error

    def _media_name(self, sha256: str) -> str | None:
        path = self._disk.soon(self._media.path, sha256).result()
        return None if path is None else path.name

    def _refuse_own(self, target: Path) -> None:
        own, wanted = self._places.data.resolve(), target.resolve()
        if wanted == own or own in wanted.parents:
            raise DiskRefused(
                "That is inside the folder of the chats, where only Scout Desktop writes.",
                "Choose another folder.",
            )


async def _in_worker(job: Job, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run one step off the loop; when the caller is cancelled it ends before this returns."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        job.stop.set()
        with contextlib.suppress(Abandoned, DiskError):
            await running
        raise
