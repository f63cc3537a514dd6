"""Gets the pictures of a run ready, one after the other and a little ahead of the network."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeAlias

from scout_desktop.chat.batch import BatchRow
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.recipe import Recipe
from scout_desktop.session.batch.means import Means
from scout_desktop.session.batch.reading import picture_of
from scout_desktop.session.batch.table import Table
from scout_desktop.session.batch.verdict import stops_all

Ready: TypeAlias = tuple[int, ImagePart]


class Shows(Protocol):
    """What a run does with news."""

    def show(self, number: int, row: BatchRow) -> None:
        """Put a row and say so."""

    def fail_all(self, error: ScoutError) -> None:
        """End the run."""


class Preparing:
    """Of one run."""

    def __init__(self, means: Means, table: Table, shows: Shows) -> None:
        self._means = means
        self._table = table
        self._shows = shows

    async def all(self, numbers: Sequence[int], ready: asyncio.Queue[Ready | None]) -> None:
        """Put every picture into the queue, which bounds how far ahead this goes; None ends it."""
        for number in numbers:
            try:
                image = await self._image(number)
            except ScoutError as error:
                ends = stops_all(error)
                row = replace(self._table.rows[number], problem=error.sentence)
                self._shows.show(number, replace(row, state="waiting" if ends else "failed"))
                if ends:
                    self._shows.fail_all(error)
                    break
                continue
            await ready.put((number, image))
        await ready.put(None)

    async def _image(self, number: int) -> ImagePart:
        row = self._table.rows[number]
        item = row.item
        self._shows.show(number, replace(row, state="preparing", problem=""))
        if item.chat in self._table.begun:
            chat = await self._means.chats.borrow(item.chat)
            if (asked := picture_of(chat)) is not None:
                # What was sent once is sent again, also when the file has changed or is gone.
                return asked
        recipe = Recipe(self._table.spec.fit)
        path = Path(item.path)
        image = await self._means.pictures.take_file(path, recipe, item.page)
        row = self._table.rows[number]
        self._shows.show(number, replace(row, thumbnail=image.sha256))
        return image
