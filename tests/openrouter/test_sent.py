"""What a whole turn sends to OpenRouter's own host, read off the socket and judged by its schema.

From the registers of a chat, through the session and TLS, to the bytes: every parameter alone, and
all thirteen together, with a picture each time.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ParameterInvalid
from scout_desktop.chat.message import ImagePart
from scout_desktop.chat.parameters import PARAMETERS
from scout_desktop.openrouter.connection import tls
from scout_desktop.practice import PracticeServer
from scout_desktop.session.core import Core
from scout_desktop.session.events import Finished
from tests.openrouter.impostor import HOST, Impostor
from tests.openrouter.test_body import SCHEMA, VALUES
from tests.practice import openapi

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
ALWAYS = {"model", "messages", "stream", "session_id"}
EVERYTHING = {**{name: values[-1] for name, values in VALUES.items()}, "structured_outputs": True}


@pytest.fixture
async def openrouter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary_key: str
) -> AsyncIterator[Impostor]:
    monkeypatch.setenv("OPENROUTER_API_KEY", canary_key)
    for name in ("HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    async with Impostor(tmp_path) as impostor:
        for name, value in impostor.environment.items():
            monkeypatch.setenv(name, value)
        tls.cache_clear()
        yield impostor
    tls.cache_clear()


@pytest.fixture
async def core(tmp_path: Path, openrouter: Impostor) -> AsyncIterator[Core]:
    core = await build(Options(data_dir=tmp_path / "d", base_url=f"https://{HOST}/api/v1"))
    yield core
    await core.close()


async def send(core: Core, image: ImagePart, **parameters: Any) -> Finished:
    chat = core.chats.new()
    registers = {f"parameter.{name}": value for name, value in parameters.items()}
    await core.chats.set_registers(chat.id, {"system": "Be brief.", **registers})
    events = [e async for e in core.turns.ask(chat.id, Draft("What is this?", (image,)))]
    assert isinstance(events[-1], Finished), events[-1]
    return events[-1]


async def photograph(core: Core) -> ImagePart:
    return await core.pictures.take_file(SAMPLES / "receipt.png")


@pytest.mark.parametrize("name", [spec.name for spec in PARAMETERS])
async def test_each_parameter_alone(core: Core, openrouter: Impostor, name: str) -> None:
    openapi.needed()
    image = await photograph(core)
    for value in VALUES[name]:
        insists = name == "structured_outputs" and value
        with_it = {"response_format": SCHEMA} if insists else {}

        await send(core, image, **{name: value}, **with_it)

        body = openrouter.bodies[-1]
        assert openapi.validate_chat_request(body) == []
        # The one field that the service documents on a page and not in its schema.
        assert openapi.unknown_fields(body) <= {"structured_outputs"}
        assert body[name] == value
        assert set(body) - ALWAYS == {name, *with_it, *(["provider"] if insists else [])}


async def test_all_thirteen_together(core: Core, openrouter: Impostor, canary_key: str) -> None:
    openapi.needed()
    image = await photograph(core)

    done = await send(core, image, **EVERYTHING)

    (body,), (head,) = openrouter.bodies, openrouter.heads
    assert openapi.validate_chat_request(body) == []
    assert len(EVERYTHING) == 13
    assert EVERYTHING.items() <= body.items()
    assert body["provider"] == {"require_parameters": True}
    assert set(body) == ALWAYS | set(EVERYTHING) | {"provider"}
    system, user = body["messages"]
    assert system == {"role": "system", "content": "Be brief."}
    text, picture = user["content"]
    assert text == {"type": "text", "text": "What is this?"}
    mime, _, data = picture["image_url"]["url"].removeprefix("data:").partition(";base64,")
    assert hashlib.sha256(base64.b64decode(data)).hexdigest() == image.sha256
    assert mime == image.mime
    assert openrouter.asked_for == ["POST /api/v1/chat/completions HTTP/1.1"]
    assert head["authorization"] == f"Bearer {canary_key}"
    assert head["host"] == HOST
    assert head["accept-encoding"] == "identity"
    assert {"http-referer", "x-openrouter-title", "x-title"} <= set(head)
    assert done.reply.usd == Decimal("0.0000011")
    assert done.reply.section("reply")["provider"] == "DeepInfra"


async def test_structured_outputs_wants_a_schema_and_refuses_before_anything_is_sent(
    core: Core, openrouter: Impostor
) -> None:
    image = await photograph(core)
    for given in (None, {"type": "text"}, {"type": "json_object"}):
        with pytest.raises(ParameterInvalid, match="JSON schema"):
            await send(core, image, structured_outputs=True, response_format=given)
    assert openrouter.bodies == []

    await send(core, image, structured_outputs=False, response_format=None)
    assert openrouter.bodies[0]["structured_outputs"] is False
    assert "provider" not in openrouter.bodies[0]


async def test_another_host_is_not_sent_what_only_openrouter_knows(
    tmp_path: Path, canary_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    openapi.needed()
    monkeypatch.setenv("OPENROUTER_API_KEY", canary_key)
    async with PracticeServer(as_service=True) as server:
        core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
        await send(core, await photograph(core), **EVERYTHING)
        await core.close()
        body = json.loads(server.chats[0].body)

    assert openapi.validate_chat_request(body) == []
    assert openapi.unknown_fields(body) == set()
    assert body["provider"] == {"require_parameters": True}
    left = {name: value for name, value in EVERYTHING.items() if name != "structured_outputs"}
    assert left.items() <= body.items()


async def test_the_way_to_the_host_is_checked(
    core: Core, openrouter: Impostor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the certificate that vouches for it, the impostor gets neither key nor message."""
    monkeypatch.delenv("SSL_CERT_FILE")
    tls.cache_clear()
    image = await photograph(core)
    chat = core.chats.new()

    events = [e async for e in core.turns.ask(chat.id, Draft("secret", (image,)))]

    assert events[-1].error.kind == "no_secure_connection"  # type: ignore[union-attr]  # Failed
    assert (openrouter.bodies, openrouter.seen_through) == ([], 1)
