"""Mending what is no chat: pictures, the ledger, the presets."""

from __future__ import annotations

import shutil
from pathlib import Path

from scout_desktop.chat.message import Node
from scout_desktop.storage.ground.framing import frame, header
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.presets import Presets
from tests.bench.damage import looked
from tests.storage.check.mending import backed_up, mended, quarantined
from tests.storage.check.shelf import PIXEL
from tests.storage.story import Story


def test_pictures_are_found_again_by_their_hash(folded: Library, story: Story) -> None:
    places = folded.places
    media = Media(places, folded.writer.name)
    names = [media.keep(PIXEL + bytes([n]), "image/png") for n in range(4)]
    parts = [{"type": "image", "sha256": each, "mime": "image/png"} for each in names]
    folded.create(story.chat().with_nodes([Node({**story.question("S").record, "parts": parts})]))

    def file(n: int) -> Path:
        return places.media / names[n][:2] / f"{names[n]}.png"

    places.trash.mkdir(mode=0o700)
    file(0).rename(places.trash / "somewhere.png")
    shutil.copy(file(1), places.data / "IMG_1.png")
    file(1).write_bytes(b"damaged")
    file(2).rename(file(2).with_suffix(".gif"))
    file(3).rename(places.media / names[3][:2] / "renamed.png")
    assert mended(folded, story).failed == ()
    for n, name in enumerate(names):
        assert media.fetch(name) == PIXEL + bytes([n])
        assert file(n).stat().st_mode & 0o777 == 0o600
    assert b"damaged" in quarantined(places)
    assert looked(places).in_order


def test_a_damaged_picture_without_a_copy_stays_where_it_is(folded: Library, story: Story) -> None:
    places = folded.places
    name = Media(places, folded.writer.name).keep(PIXEL, "image/png")
    part = {"type": "image", "sha256": name, "mime": "image/png"}
    folded.create(story.chat().with_nodes([Node({**story.question("S").record, "parts": [part]})]))
    path = places.media / name[:2] / f"{name}.png"
    path.write_bytes(b"damaged")
    assert mended(folded, story).done == ()
    assert path.read_bytes() == b"damaged"
    assert not looked(places).in_order


def test_the_ledger_is_mended_from_a_backup_and_the_bill_is_as_before(
    folded: Library, story: Story
) -> None:
    places = folded.places
    own = places.ledger / f"{folded.writer.name}-2026-11.jsonl"
    theirs = places.ledger / "dffff-0-2026-11.jsonl"
    for path, writer in ((own, folded.writer.name), (theirs, "dffff-0")):
        records = [frame({"id": f"{writer}{n}", "at": story.now(), "source": "usage", "usd": "0.5"})
                   for n in range(3)]  # fmt: skip
        path.write_bytes(header("ledger", writer=writer) + b"".join(records))
        path.chmod(0o600)
    backed_up(folded, story)
    damaged = {}
    for path in (own, theirs):
        path.write_bytes(path.read_bytes().replace(b'"usd":"0.5"', b'"usd":"9.5"', 1))
        damaged[path.name] = path.read_bytes()
    assert [f.kind for f in looked(places).findings] == ["ledger", "ledger"]
    assert mended(folded, story).failed == ()
    assert set(quarantined(places)) == set(damaged.values())
    assert theirs.read_bytes() == damaged[theirs.name]
    total = Ledger(places, folded.writer).totals()
    assert (str(total.usd), total.attempts) == ("3.0", 6)
    assert looked(places).in_order


def test_damaged_presets_are_mended_from_what_reads_and_from_a_backup(
    folded: Library, story: Story
) -> None:
    from scout_desktop.chat.draft import Preset

    presets = Presets(folded.places, folded.writer)
    presets.put(Preset("Old", "Be old."), story.now())
    backed_up(folded, story)
    presets.put(Preset("New", "Be new."), story.now())
    path = folded.places.library
    path.write_bytes(path.read_bytes().replace(b'"preset.Old"', b'"preset.O\xffd\x00'))
    damaged = path.read_bytes()
    assert mended(folded, story).failed == ()
    assert [preset.name for preset in presets.all()] == ["New", "Old"]
    assert damaged in quarantined(folded.places)
    assert looked(folded.places).in_order
