"""Attach, remove, fit, move and change chats in any order: no picture is lost, none comes twice."""

from __future__ import annotations

import asyncio
import random

import pytest

from scout_desktop.ui.composer.intake.offer import Loose, Offer

_DEEDS = ("take", "take", "take", "remove", "fit", "fit", "change", "move", "wait", "look")
_FITS = ("1x1", "2x1", "original", "tiles")


class Somebody:
    """Does things at random, and knows what each draft should then hold."""

    def __init__(self, room, photo, seed: int) -> None:
        self.room = room
        self.chance = random.Random(seed)
        self.contents = [photo(900 + 37 * n, 700, "JPEG" if n % 2 else "PNG") for n in range(5)]
        self.chats: list = []
        self.wanted: dict[str, list[str]] = {}
        self.given = 0

    @property
    def names(self) -> list[str]:
        """Those of the draft shown, which is the first one's."""
        return self.wanted[self.chats[0].id]

    async def begin(self) -> None:
        self.chats = [await self.room.begun(), await self.room.begun()]
        self.wanted = {chat.id: [] for chat in self.chats}
        self.room.presenter.show(self.chats[0])
        await self.room.quiet()

    async def take(self) -> None:
        new = [f"{self.given + n}.png" for n in range(self.chance.randint(1, 3))]
        self.given += len(new)
        self.names.extend(new)
        loose = tuple(Loose(name, self.chance.choice(self.contents)) for name in new)
        self.room.presenter.take(Offer(loose=loose))
        await self.room.until(lambda: len(self.chips()) == len(self.names))

    async def remove(self) -> None:
        for chip in self.one():
            self.names.remove(chip._name)
            chip.removed.emit()

    async def fit(self) -> None:
        for chip in self.one():
            chip.fit_chosen.emit(self.chance.choice(_FITS))

    async def move(self) -> None:
        for chip in self.one():
            chip.moved.emit(self.chance.choice((-1, 1)))

    async def change(self) -> None:
        self.chats.reverse()
        self.room.presenter.show(self.chats[0])

    async def wait(self) -> None:
        await asyncio.sleep(self.chance.random() / 20)

    async def look(self) -> None:
        await self.room.quiet()
        there = [image.name for image in self.room.composer.draft().images]
        assert sorted(there) == sorted(self.names)
        assert not self.room.composer.is_preparing

    def chips(self) -> tuple:
        return self.room.composer._shelf.chips()

    def one(self) -> list:
        return self.chance.sample(self.chips(), k=min(len(self.chips()), 1))


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_in_whatever_order_each_draft_has_its_own_pictures(tell, photo, seed):
    async def story(room) -> None:
        somebody = Somebody(room, photo, seed)
        await somebody.begin()
        for _ in range(45):
            await getattr(somebody, somebody.chance.choice(_DEEDS))()
        await somebody.look()
        await somebody.change()
        await somebody.look()
        assert somebody.given >= 10

    tell(story)
