"""Which pictures a batch is about, what it will use, and what is refused before it is sent."""

from __future__ import annotations

import json
import os
import resource
from decimal import Decimal
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from scout_desktop.chat.errors import BadInput, DiskError, ParameterInvalid, RequestInvalid
from scout_desktop.chat.estimate import image_tokens
from scout_desktop.chat.recipe import Recipe
from scout_desktop.imaging import Abandoned
from scout_desktop.session.batch.listing import unfolded

from .conftest import SCHEMA, picture, question, states


async def test_a_folder_gives_its_own_pictures_by_name_and_each_once(opened, album, tmp_path):
    folder = album(2)
    picture(folder / "Aerial.JPG", 7)
    picture(folder / "no suffix.png", 8).rename(folder / "no suffix")
    picture(folder / ".hidden.png", 9)
    (folder / "inside").mkdir()
    picture(folder / "inside" / "deeper.png", 10)
    (folder / "notes.txt").write_text("not a picture")
    (folder / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    single = picture(tmp_path / "single.png", 11)
    core = await opened()
    batch = await core.batches.plan([single, folder, folder / "Aerial.JPG", single], question())
    names = [Path(row.item.path).name for row in batch.rows]
    assert names == [
        "single.png", "Aerial.JPG", "cut.png", "no suffix", "plate 000.png", "plate 001.png",
    ]  # fmt: skip
    assert set(states(batch)) == {"waiting"}
    assert len({row.item.chat for row in batch.rows}) == 6
    assert batch.spec.name == tmp_path.name


async def test_every_page_of_a_document_is_a_picture(opened, tmp_path):
    from PIL import Image

    pages = [Image.new("RGB", (200, 300), colour) for colour in ("red", "green", "blue")]
    pages[0].save(tmp_path / "three.pdf", save_all=True, append_images=pages[1:])
    core = await opened()
    batch = await core.batches.plan([tmp_path / "three.pdf"], question())
    assert [row.item.page for row in batch.rows] == [1, 2, 3]


async def test_documents_are_read_once_and_nobody_waits_for_them_who_has_gone(opened, tmp_path):
    core, folder = await opened(), tmp_path / "Scans"
    folder.mkdir()
    for number in range(12):
        pages = PdfDocument.new()
        pages.new_page(100 + number, 70)
        pages.save(folder / f"{number:02}.pdf")
    asked: list[bool] = []

    def gone() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(Abandoned):
        unfolded([str(folder)], gone)
    assert (await core.batches.preview([folder], question())).pictures == 12
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    batch = await core.batches.plan([folder], question())
    assert len(batch.rows) == 12
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime == before.ru_utime


async def test_a_name_that_is_no_text_comes_back_from_the_disk(opened, tmp_path):
    folder = tmp_path / "odd"
    folder.mkdir()
    name = os.fsdecode(b"caf\xe9 \xd9\x85.png")
    picture(folder / "plain.png", 1).rename(folder / name)
    core = await opened()
    planned = await core.batches.plan([folder], question(schema=SCHEMA))
    await core.close()
    again = await (await opened()).batches.open(planned.id)
    assert again.rows == planned.rows
    assert again.spec == planned.spec
    assert list(again.spec.schema["properties"]) == ["plate", "seen"]
    assert again.csv().count("caf") == 2


@pytest.mark.parametrize("fit", ["tiles", "original", "1x1", "2x1"])
async def test_the_forecast_says_what_the_pictures_will_take(opened, album, tmp_path, fit):
    folder = album(2, size=(900, 500))
    picture(folder / "tall.png", 3, (300, 1700))
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    core = await opened()
    found = await core.batches.preview([folder], question(fit=fit))
    sent = [
        await core.pictures.take_file(path, Recipe(fit))
        for path in sorted(folder.glob("*.png"))
    ]  # fmt: skip
    words = (await core.batches.preview([sent_one(tmp_path)], question(fit=fit))).prompt_tokens
    words -= image_tokens([await core.pictures.take_file(sent_one(tmp_path), Recipe(fit))])
    assert found.prompt_tokens == image_tokens(sent) + 3 * words
    assert (found.pictures, found.unreadable) == (4, ("broken.jpg",))
    assert found.usd > 0


def sent_one(tmp_path: Path) -> Path:
    return picture(tmp_path / "one.png", 5)


async def test_what_cannot_be_asked_is_refused_before_anything_is_kept(opened, album, tmp_path):
    core, folder = await opened(), album(1)
    empty = tmp_path / "empty"
    empty.mkdir()
    many = tmp_path / "many"
    many.mkdir()
    for number in range(3):
        pages = PdfDocument.new()
        for _ in range(1_667):
            pages.new_page(100, 100)
        pages.save(many / f"{number}.pdf")
    for paths, spec, kind, said in (
        ([empty], question(), RequestInvalid, "no picture"),
        ([tmp_path / "gone"], question(), RequestInvalid, "“gone” is not there"),
        ([many], question(), RequestInvalid, "5,001 pictures"),
        ([folder], question(prompt=" "), RequestInvalid, "no question"),
        ([folder], question(schema={"type": "banana"}), RequestInvalid, "schema"),
        ([folder], question(parameters={"temperature": 9}), ParameterInvalid, "emperature"),
    ):
        with pytest.raises(kind, match=said):
            await core.batches.plan(paths, spec)
    assert await core.batches.all() == ()
    assert (await core.batches.preview([many], question())).too_many == 1


async def test_batches_are_listed_newest_first_and_a_damaged_list_hides_no_other(opened, album):
    core = await opened()
    first = await core.batches.plan([album(1, "One")], question())
    second = await core.batches.plan([album(2, "Two")], question())
    listed = [(each.name, each.items) for each in await core.batches.all()]
    assert listed == [("Two", 2), ("One", 1)]
    path = core.places.batches / f"{second.id}.json"
    path.write_text("{")
    del second
    assert [each.name for each in await core.batches.all()] == ["One"]
    with pytest.raises(DiskError, match="damaged"):
        await core.batches.open(path.stem)
    await core.batches.forget(first.id)
    with pytest.raises(BadInput, match="not known"):
        await core.batches.open(first.id)
    with pytest.raises(BadInput, match="not the id"):
        await core.batches.open("../../settings")


async def test_a_name_that_no_disk_knows_is_refused_in_a_sentence(opened, tmp_path):
    core = await opened()
    with pytest.raises(RequestInvalid, match="cannot be read"):
        await core.batches.plan([tmp_path / ("a" * 300)], question())


@pytest.mark.parametrize(
    "hostile",
    [
        {"schema": "[" * 100_000},
        {"max_usd": "much"},
        {"max_usd": 0.5},
        {"parallel": 10**400},
        {"tries": 0},
        {"items": [["a.png", "../../evil", 0]]},
        {"items": [["a.png", "01a2086d-b21e-7778-93f0-9ae810dc0e6f", 0]] * 2},
    ],
)
async def test_a_list_that_makes_no_sense_is_not_run(opened, album, hostile):
    core = await opened()
    batch = await core.batches.plan([album(1)], question(max_usd=Decimal(1)))
    path = core.places.batches / f"{batch.id}.json"
    del batch
    record = json.loads(path.read_bytes())
    items = hostile.pop("items", None)
    record["items"] = items or record["items"]
    path.write_text(json.dumps({**record, "spec": {**record["spec"], **hostile}}))
    assert await core.batches.all() == ()
    with pytest.raises(DiskError, match="cannot be read"):
        await core.batches.open(path.stem)
