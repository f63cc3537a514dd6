"""The batches of this computer: plan one, find one again, look at what one would cost."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from weakref import WeakValueDictionary

from scout_desktop.chat.batch import BatchItem, BatchRow, BatchSpec, BatchSummary
from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import DiskError, ParameterInvalid, RequestInvalid
from scout_desktop.chat.estimate import Prices
from scout_desktop.chat.money import Total, exact_sum
from scout_desktop.chat.parameters import check
from scout_desktop.chat.schema import check_schema
from scout_desktop.storage.batches import Job

from .batch import MOST_AT_ONCE, MOST_TRIES, Batch
from .before import AskedBefore, asked_before
from .forecast import Forecast, expected, parameters_of
from .listing import Found, sizes_of, unfolded
from .means import Means
from .reading import row_of
from .table import Table

__all__ = ["MOST", "AskedBefore", "Batches", "Forecast"]

MOST = 5_000
"""Pictures of one batch."""
_GLANCE = 50
"""Chats read at once; between, others may use the disk."""


class Batches:
    """`core.batches`."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._known: WeakValueDictionary[str, Batch] = WeakValueDictionary()

    async def preview(self, paths: Sequence[Path], spec: BatchSpec) -> Forecast:
        """Look at the headers of what was dropped. Raises BadInput when there is no picture."""
        found = await self._unfolded(paths)
        await self._means.bill.load_prices()
        prices = self._means.bill.prices(spec.model)
        return await asyncio.to_thread(_forecast, found, spec, prices)

    async def plan(self, paths: Sequence[Path], spec: BatchSpec) -> Batch:
        """Make a batch of files and folders; nothing is sent yet.

        Of a folder its own files are taken, by name; of a document every page. Raises BadInput
        (no picture among them, too many, a schema that is none, a parameter) and DiskError.
        """
        await asyncio.to_thread(_check, spec)
        found = await self._unfolded(paths)
        if len(found) > MOST:
            raise RequestInvalid(
                f"There are {len(found):,} pictures; a batch takes at most {MOST:,}.",
                "Choose fewer, or make several batches of them.",
            )
        given = tuple(_absolute(path) for path in paths)
        spec = replace(
            spec,
            name=spec.name.strip() or _name(given),
            parallel=min(max(spec.parallel, 1), MOST_AT_ONCE),
            tries=min(max(spec.tries, 1), MOST_TRIES),
        )
        clock = self._means.clock
        id, created = clock.id(), clock.now()
        job = Job(id, created, spec, await self._items(found), given, self._origin())
        await self._means.disk.run(self._means.jobs.save, job)
        table = await asyncio.to_thread(lambda: Table(job, map(BatchRow, job.items), ()))
        return self._kept(Batch(self._means, table))

    async def find(self, paths: Sequence[Path], spec: BatchSpec) -> Batch | None:
        """Return the newest batch that asked the same of the same files and folders.

        Pictures that came since then are part of it when this returns.
        """
        given, origin = {_absolute(path) for path in paths}, self._origin()
        for job in await self._means.disk.run(self._means.jobs.all):
            same = set(job.given) == given and job.origin == origin
            if same and _question(job.spec) == _question(spec):
                await self._take_in_new(job, await self._unfolded(paths))
                return await self.open(job.id)
        return None

    async def asked_before(self, paths: Sequence[Path], spec: BatchSpec) -> AskedBefore | None:
        """Return the newest batch that asked the same about any of these pictures; changes nothing.

        Raises BadInput where there is no picture, DiskError.
        """
        chosen = {(each.path, each.page) for each in await self._unfolded(paths)}
        origin, wanted = self._origin(), _question(spec)
        for job in await self._means.disk.run(self._means.jobs.all):
            if job.origin != origin or _question(job.spec) != wanted:
                continue
            if any((item.path, item.page) in chosen for item in job.items):
                named = job.id, job.spec.name, job.created
                return asked_before(named, (await self.open(job.id)).rows, chosen)
        return None

    async def take_up(self, id: str, paths: Sequence[Path], spec: BatchSpec) -> Batch:
        """Return a batch with these pictures in it, to go on within the bounds of `spec`.

        One that runs stays as it is. Raises BadInput, FolderLocked, DiskError.
        """
        batch = await self.open(id)
        if batch.running:
            return batch
        lock = await self._means.disk.run(self._means.jobs.lock, id)
        try:
            job = await self._means.disk.run(self._means.jobs.load, id)
            await self._take_in_new(job, await self._unfolded(paths))
        finally:
            lock.release()
        batch = await self.open(id)
        await batch.change(spec.max_usd, spec.parallel, spec.tries)
        return batch

    async def _take_in_new(self, job: Job, found: Sequence[Found]) -> None:
        there = {(item.path, item.page) for item in job.items}
        fresh = [each for each in found if (each.path, each.page) not in there]
        if fresh and len(job.items) + len(fresh) <= MOST:
            whole = replace(job, items=(*job.items, *await self._items(fresh)))
            await self._means.disk.run(self._means.jobs.save, whole)
            self._known.pop(job.id, None)

    async def all(self) -> tuple[BatchSummary, ...]:
        """Return every batch, newest first."""
        jobs = await self._means.disk.run(self._means.jobs.all)
        return tuple(
            BatchSummary(job.id, job.spec.name, job.created, len(job.items)) for job in jobs
        )

    async def open(self, id: str) -> Batch:
        """Return a batch with its rows read from its chats. Raises BadInput, DiskError."""
        if (known := self._known.get(id)) is not None:
            return known
        job = await self._means.disk.run(self._means.jobs.load, id)
        await self._means.bill.read_all()
        totals = await self._means.disk.run(self._means.ledger.by_chat)
        rows: list[BatchRow] = []
        begun: set[str] = set()
        for at in range(0, len(job.items), _GLANCE):
            some = job.items[at : at + _GLANCE]
            chats = await self._means.chats.glance([item.chat for item in some])
            begun |= chats.keys()
            # Answers are read against the schema, which is not the window's work.
            rows += await asyncio.to_thread(_rows, some, chats, totals, job.spec)
        table = await asyncio.to_thread(Table, job, rows, begun)
        return self._kept(Batch(self._means, table))

    async def forget(self, id: str) -> None:
        """Forget the list of a batch; its chats stay. FolderLocked while it runs, DiskError."""
        lock = await self._means.disk.run(self._means.jobs.lock, id)
        try:
            await self._means.disk.run(self._means.jobs.forget, id)
        finally:
            lock.release()
        self._known.pop(id, None)

    def _kept(self, batch: Batch) -> Batch:
        return self._known.setdefault(batch.id, batch)

    async def _items(self, found: Iterable[Found]) -> tuple[BatchItem, ...]:
        items: list[BatchItem] = []
        for each in found:
            items.append(BatchItem(each.path, self._means.clock.id(), each.page))
            if len(items) % _GLANCE == 0:
                # Ids come in order, so from one thread: the window's, which has other things to do.
                await asyncio.sleep(0)
        return tuple(items)

    def _origin(self) -> str:
        account = self._means.account
        return "practice" if account.practice else account.address.origin

    async def _unfolded(self, paths: Sequence[Path]) -> list[Found]:
        given_up = Event()
        try:
            # Every document is read by a process of its own: of hundreds that takes a minute, for
            # which nobody wants to wait who has closed the window.
            found = await asyncio.to_thread(
                unfolded, [_absolute(path) for path in paths], given_up.is_set
            )
        except asyncio.CancelledError:
            given_up.set()
            raise
        if not found:
            raise RequestInvalid(
                "There is no picture among these files.",
                "Take a folder with pictures in it; folders inside are not looked into.",
            )
        return found


def _rows(
    items: Iterable[BatchItem],
    chats: Mapping[str, Conversation | DiskError],
    totals: Mapping[str, Total],
    spec: BatchSpec,
) -> list[BatchRow]:
    found = []
    for item in items:
        match chats.get(item.chat):
            case Conversation() as chat:
                found.append(row_of(item, chat, totals.get(item.chat, Total()), spec))
            case DiskError() as error:
                found.append(BatchRow(item, "failed", problem=error.sentence))
            case None:
                found.append(BatchRow(item))
    return found


def _forecast(found: Sequence[Found], spec: BatchSpec, prices: Prices) -> Forecast:
    tokens, usd, unreadable = 0, [], []
    for each in found[:MOST]:
        picture = sizes_of(each, spec.fit)
        if picture is None:
            unreadable.append(Path(each.path).name)
            continue
        one = expected(spec, picture, prices, most=False)
        tokens += one.prompt_tokens
        usd += [one.prompt_usd, one.reply_usd]
    return Forecast(
        len(found), tokens, exact_sum(usd), tuple(unreadable), max(len(found) - MOST, 0)
    )


def _check(spec: BatchSpec) -> None:
    """Refuse what every picture would fail of."""
    if not spec.prompt.strip():
        raise RequestInvalid("There is no question yet.", "Say what to ask about each picture.")
    if spec.schema is not None and (wrong := check_schema(json.dumps(spec.schema))) is not None:
        raise RequestInvalid(f"The schema cannot be used: {wrong.sentence}")
    for name, sentence in check(parameters_of(spec)).items():
        raise ParameterInvalid(sentence, facts={"name": name})


def _question(spec: BatchSpec) -> BatchSpec:
    """Return what is asked, without name and bounds."""
    plain = BatchSpec(spec.prompt)
    return replace(
        spec, name="", max_usd=None, parallel=plain.parallel, tries=plain.tries,
        parameters=dict(spec.parameters),
        schema=None if spec.schema is None else dict(spec.schema),
    )  # fmt: skip


def _absolute(path: Path) -> str:
    # Not resolved: what the user named is what the batch is about, links included.
    return os.path.abspath(path.expanduser())  # noqa: PTH100 - resolve() follows links


def _name(given: Sequence[str]) -> str:
    first = Path(given[0])
    folder = first if first.is_dir() else first.parent
    return folder.name or str(folder)
