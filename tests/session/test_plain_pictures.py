"""Nothing but pixels leaves of a picture that another program kept with all that was in it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.diet import Choice
from scout_desktop.chat.picture import inspect
from scout_desktop.chat.picture.plain import plain_kind
from scout_desktop.session.core import Core
from scout_desktop.session.events import Failed, Finished
from scout_desktop.storage.media import Media
from tests.imaging import corpus
from tests.storage.imports.chatgpt_export import (
    START,
    chat,
    mapping,
    message,
    picture,
    png,
    write_zip,
)

from .conftest import drain, turn
from .sent import asked_about, sent_parts

PLANTED = corpus.with_planted_metadata()
KINDS = {"JPEG": "jpg", "PNG": "png", "HEIC": "heic", "GIF": "gif", "WebP": "webp"}


def images(request: Any) -> list[tuple[str, bytes]]:
    """Return (mime, bytes) of every picture that a server got."""
    found = []
    for said in request.json["messages"]:
        for part in said["content"] if isinstance(said["content"], list) else ():
            if part["type"] == "image_url":
                head, _, data = part["image_url"]["url"].partition(",")
                found.append((head[5:].removesuffix(";base64"), base64.b64decode(data)))
    return found


def said_last(core: Core, chat_id: str) -> Any:
    """Return what the last reply says of pictures that did not go as they stand in the chat."""
    chat = core.chats.current(chat_id)
    assert chat is not None
    return chat.branch[-1].section("request").get("pictures")


async def brought(core: Core, folder: Path, *pictures: tuple[str, bytes]) -> Conversation:
    """Import an export of ChatGPT with one question about some pictures, and its answer."""
    seen = [picture(f"file-service://file-{number}") for number in range(len(pictures))]
    content = {"content_type": "multimodal_text", "parts": [*seen, "Where was I?"]}
    question = message("q", "user", content, START + 1)
    tree = mapping(
        ("root", None, None),
        ("q", "root", question),
        ("a", "q", message("a", "assistant", "By the sea.", START + 2)),
    )
    files = {f"file-{n}-x.{KINDS[kind]}": data for n, (kind, data) in enumerate(pictures)}
    path = write_zip(folder / "export.zip", [chat("c", "Sea", tree, "a")], files)
    done = await core.imports.carry_out(await core.imports.look(path))
    assert done.pictures == len(pictures)
    (row,) = await core.chats.rows()
    return await core.chats.open(row.id)


async def test_going_on_in_an_imported_chat_sends_the_pixels_of_its_pictures_alone(
    opened, served, tmp_path
):
    server = await served()
    core = await opened(server)
    given = [(kind, PLANTED[kind]) for kind in KINDS]
    chat = await brought(core, tmp_path, *given)
    kept = [image.sha256 for image in chat.branch[0].images]

    assert isinstance((await turn(core, "And then?", chat.id))[-1], Finished)

    sent = images(server.requests[0])
    assert len(sent) == len(given)
    for mime, data in sent:
        assert corpus.MARKER not in data
        assert plain_kind(data) is not None
        info = inspect(data)
        assert (info.mime, info.width, info.height) == (mime, 64, 40)
        assert corpus.alike(corpus.corners_of(data), corpus.CORNERS, 40)
    assert corpus.MARKER not in server.requests[0].body
    # What was imported stays as it was, and the chat says what left in its place.
    assert [await core.pictures.bytes_of(each) for each in kept] == [data for _, data in given]
    assert said_last(core, chat.id) == [
        {"how": "plain", "sha256": own, "sent": hashlib.sha256(data).hexdigest()}
        for own, (_, data) in zip(kept, sent, strict=True)
    ]


async def test_a_plain_one_goes_as_it_is_and_nothing_is_said_of_it(opened, served, tmp_path):
    server = await served()
    core = await opened(server)
    chat = await brought(core, tmp_path, ("PNG", png()))

    await turn(core, "And then?", chat.id)

    assert images(server.requests[0]) == [("image/png", png())]
    assert said_last(core, chat.id) is None


async def test_what_was_made_is_the_same_in_every_turn_and_after_a_restart(
    opened, served, tmp_path
):
    server = await served()
    core = await opened(server)
    chat = await brought(core, tmp_path, ("JPEG", PLANTED["JPEG"]), ("HEIC", PLANTED["HEIC"]))
    await turn(core, "two", chat.id)
    made = len(list(core.places.media.rglob("*.*")))
    await turn(core, "three", chat.id)
    await core.close()
    core = await opened(server)
    await turn(core, "four", chat.id)

    first, second, third = (images(request) for request in server.requests)
    assert first == second == third
    assert len(list(core.places.media.rglob("*.*"))) == made
    replies = [node for node in core.chats.current(chat.id).branch if node.section("request")]
    told = [node.section("request").get("pictures") for node in replies]
    assert told[0] == told[1] == told[2] is not None


async def test_asking_again_as_one_tile_and_in_another_chat_are_no_way_around(
    opened, served, tmp_path
):
    server = await served()
    core = await opened(server)
    chat = await brought(core, tmp_path, ("JPEG", PLANTED["JPEG"]))
    question, answer = chat.branch
    large = corpus.saved(
        corpus.cornered(900, 700), "JPEG", exif=corpus.exif(), comment=corpus.MARKER
    )
    kept = Media(core.places, "d0-9").keep(large, "image/jpeg")
    foreign = replace(question.images[0], sha256=kept, width=900, height=700, fit="original")

    await drain(core.turns.regenerate(chat.id, answer.id))
    other = (await turn(core, "And this?", images=(question.images[0], foreign)))[-1].conversation
    await core.diets.choose(other.id, other.branch[0].id, 1, Choice("tile"))
    await turn(core, "smaller", other.id)

    assert len(server.requests) == 3
    for request in server.requests:
        assert images(request)
        assert all(corpus.MARKER not in data for _, data in images(request))


async def test_a_tile_that_a_file_names_is_looked_at_as_well(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core)
    await core.diets.choose(chat.id, chat.branch[0].id, 0, Choice("tile"))
    chat = (await turn(core, "two", chat.id))[-1].conversation
    small = corpus.saved(corpus.cornered(300, 200), "JPEG", exif=corpus.exif())
    hostile = Media(core.places, "d0-9").keep(small, "image/jpeg")
    request = chat.branch[-1].section("request")
    (said,) = request["pictures"]
    lie = {**request, "pictures": [said | {"sent": hostile}]}
    await core.chats.add(chat.id, [chat.branch[-1].changed(request=lie)], {})
    await core.close()
    core = await opened(server)

    await turn(core, "three", chat.id)

    ((_, data),) = images(server.requests[2])
    assert corpus.MARKER not in data
    assert (inspect(data).width, inspect(data).height) == (300, 200)


async def test_our_own_pictures_are_sent_byte_for_byte_as_they_are_kept(opened, served):
    server = await served()
    core = await opened(server)
    chat = await asked_about(core, 2)
    own = [("image", image.sha256) for image in chat.branch[0].images]

    await turn(core, "and now?", chat.id)

    assert sent_parts(server.requests[1], 0)[1:] == own
    assert said_last(core, chat.id) is None


async def test_one_that_cannot_be_made_anew_stops_the_message_and_says_so(opened, served, tmp_path):
    server = await served()
    core = await opened(server)
    large = corpus.saved(corpus.cornered(900, 700), "JPEG", comment=corpus.MARKER)
    cut = large[: len(large) * 2 // 3]
    chat = await brought(core, tmp_path, ("JPEG", cut))

    last = (await turn(core, "And then?", chat.id))[-1]

    assert isinstance(last, Failed)
    assert "cannot be sent again" in last.error.headline
    assert server.requests == []
