"""Versions of one tile: made before the request leaves, and the same ever after."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from scout_desktop.chat.diet import Choice
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.recipe import ONE_TILE, Crop, Mark, Recipe
from scout_desktop.session.events import Asked, Finished

from .conftest import photo, turn
from .sent import asked_about, sent_parts


async def test_a_tile_is_the_same_after_a_restart_and_the_beginning_of_the_chat_stays(
    opened, served
):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    await turn(core, "two", chat.id)
    await core.close()
    again = await opened(server)
    await turn(again, "three", chat.id)
    await turn(again, "four", chat.id)
    bodies = [json.dumps(request.json["messages"]).encode()[:-1] for request in server.requests]
    assert bodies[2].startswith(bodies[1])
    assert bodies[3].startswith(bodies[2])


async def test_a_tile_that_another_version_made_is_sent_again_as_it_was(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    chat = (await turn(core, "two", chat.id))[-1].conversation
    other = await core.pictures.take(photo(336, 200), "made otherwise.jpg")
    reply = chat.branch[-1]
    request = reply.section("request")
    (said,) = request["pictures"]
    told = reply.changed(request={**request, "pictures": [said | {"sent": other.sha256}]})
    await core.chats.add(chat.id, [told], {})
    await core.close()
    again = await opened(server)
    await turn(again, "three", chat.id)
    assert sent_parts(server.requests[2], 0)[1] == ("image", other.sha256)


async def test_a_file_that_calls_a_large_picture_a_tile_is_not_believed(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    chat = (await turn(core, "two", chat.id))[-1].conversation
    own = sent_parts(server.requests[1], 0)[1]
    other = await core.pictures.take(photo(1200, 1200), "of another chat.jpg")
    request = chat.branch[-1].section("request")
    (said,) = request["pictures"]
    lie = {**request, "pictures": [said | {"sent": other.sha256}]}
    await core.chats.add(chat.id, [chat.branch[-1].changed(request=lie)], {})
    await core.close()
    again = await opened(server)
    await turn(again, "three", chat.id)
    assert sent_parts(server.requests[2], 0)[1] == own


async def test_stop_while_a_tile_is_made_keeps_the_question_and_sends_nothing(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    begun = asyncio.Event()

    async def follow() -> None:
        async for event in core.turns.ask(chat.id, Draft("and now?")):
            assert isinstance(event, Asked)
            begun.set()

    async with core.pictures._decoding:  # somebody else's large picture is being decoded
        task = asyncio.create_task(follow())
        await asyncio.wait_for(begun.wait(), 10)
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert [n.state for n in core.chats.current(chat.id).branch][-1] == "stopped"
    assert len(server.requests) == 1
    assert isinstance((await turn(core, "and now?", chat.id))[-1], Finished)
    assert len(server.requests) == 2


async def test_what_is_sent_is_on_the_disk_before_it_is_sent(opened, served, tmp_path):
    written: list[str] = []

    def heard(_request: Any) -> None:
        journals = (tmp_path / "d" / "journal").glob("*.jsonl")
        written.append("".join(path.read_text() for path in journals))

    server = await served(heard=heard)
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    await turn(core, "smaller", chat.id)
    (what, tile) = sent_parts(server.requests[1], 0)[1]
    assert what == "image"
    assert f'"sent":"{tile}"' in written[1]


async def test_marks_are_drawn_anew_on_the_tile_and_a_crop_is_not_cut_twice(opened, served):
    server = await served()
    core = await opened(server)
    plain = await core.pictures.take(photo(1600, 1200), "a.jpg")
    cropped = await core.pictures.again(plain, Recipe(crop=Crop(0, 0, 1600, 400), turn=90))
    marked = await core.pictures.again(
        plain, Recipe(crop=Crop(400, 0, 800, 800), marks=(Mark("box", 500, 100, 900, 600, 2),))
    )
    events = await turn(core, "What is in box 2?", images=(cropped, marked))
    chat = events[-1].conversation
    for place in range(2):
        await core.diets.choose(chat.id, chat.branch[0].id, place, Choice("tile"))
    await turn(core, "and now?", chat.id)
    _, (_, first), (_, second) = sent_parts(server.requests[1], 0)
    tall = inspect(await core.pictures.bytes_of(first))
    assert (tall.width, tall.height) == (84, 336)
    drawn = await core.pictures.trial(marked, replace(marked.recipe, fit=ONE_TILE))
    assert await core.pictures.bytes_of(second) == drawn.data
