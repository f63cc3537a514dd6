"""Attach, remove, fit, move and change chats in any order: no picture is lost, none comes twice."""

from __future__ import annotations

import asyncio
import random

import pytest

from scout_desktop.ui.composer.chips.chip import PictureChip
from scout_desktop.ui.composer.intake.offer import Loose, Offer

_DEEDS = ("take", "take", "remove", "fit", "fit", "change chat", "move", "wait", "look")
_FITS = ("1x1", "2x1", "original", "tiles")


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_in_whatever_order_each_draft_has_its_own_pictures(tell, photo, seed):
    chance = random.Random(seed)
    contents = [photo(900 + 37 * n, 700, "JPEG" if n % 2 else "PNG") for n in range(5)]

    async def story(room) -> None:
        chats = [await room.begun(), await room.begun()]
        wanted: dict[str, list[str]] = {chat.id: [] for chat in chats}
        shown, given = chats[0], 0
        room.presenter.show(shown)
        await room.quiet()

        def all_begun() -> bool:
            return len(room.composer._shelf.chips()) == len(wanted[shown.id])

        def touch(deed: str, chip: PictureChip, names: list[str]) -> None:
            if deed == "remove":
                names.remove(chip._name)
                chip.removed.emit()
            elif deed == "fit":
                chip.fit_chosen.emit(chance.choice(_FITS))
            else:
                chip.moved.emit(chance.choice((-1, 1)))

        async def look() -> None:
            await room.quiet()
            there = sorted(image.name for image in room.composer.draft().images)
            assert there == sorted(wanted[shown.id])
            assert not room.composer.is_preparing

        for _ in range(45):
            deed = chance.choice(_DEEDS)
            chips = room.composer._shelf.chips()
            if deed == "take":
                names = [f"{given + n}.png" for n in range(chance.randint(1, 3))]
                given += len(names)
                wanted[shown.id] += names
                loose = tuple(Loose(name, chance.choice(contents)) for name in names)
                room.presenter.take(Offer(loose=loose))
                await room.until(all_begun)
            elif deed == "change chat":
                shown = chats[1 - chats.index(shown)]
                room.presenter.show(shown)
            elif deed == "wait":
                await asyncio.sleep(chance.random() / 20)
            elif deed == "look":
                await look()
            elif chips:
                touch(deed, chance.choice(chips), wanted[shown.id])
        for shown in chats:
            room.presenter.show(shown)
            await look()

    tell(story)
