"""The other endpoints: the list of models, who offers them, the key, signing in."""

from __future__ import annotations

import base64
import hashlib
import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from scout_desktop.practice import PracticeServer
from scout_desktop.practice.login import LIFETIME, Codes, LoginRefused
from tests.practice import openapi
from tests.practice.raw import SCOUT, Line, ask, chat, request

KEY = "sk-or-v1-practice"
VERIFIER = "a-verifier-of-enough-length-for-everybody-involved"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


async def test_the_lists_satisfy_the_services_document(service: PracticeServer) -> None:
    openapi.needed()
    for place, path in (
        ("/models", "/models"),
        (f"/model/{SCOUT}", "/model/{author}/{slug}"),
        (f"/models/{SCOUT}/endpoints", "/models/{author}/{slug}/endpoints"),
        ("/key", "/key"),
    ):
        heard = await request(service.base_url, "GET", place)
        assert heard.status == 200
        assert openapi.validate_response(path, "get", heard.json) == []


async def test_the_scout_is_listed_with_its_prices(service: PracticeServer) -> None:
    heard = await request(service.base_url, "GET", "/models")
    (scout,) = [m for m in heard.json["data"] if m["id"] == SCOUT]
    assert scout["pricing"] == {"prompt": "0.00000008", "completion": "0.0000003"}
    assert scout["top_provider"]["max_completion_tokens"] == 16_384
    dated = await request(service.base_url, "GET", f"/model/{scout['canonical_slug']}")
    assert dated.json["data"] == scout


async def test_unknown_places_get_the_services_envelope(service: PracticeServer) -> None:
    for place in ("/no", "/model/a/b", "/models/a/b/endpoints", "/model", "/models/a", "//"):
        heard = await request(service.base_url, "GET", place)
        assert (heard.status, heard.json["error"]["code"]) == (404, 404)
    assert (await request(service.base_url, "GET", "/chat/completions")).status == 405
    assert (await request(service.base_url, "POST", "/models")).status == 405
    async with await Line.open(service.base_url) as line:
        line.send("GET", "/elsewhere")
        assert (await line.hear()).status == 404


async def test_a_key_is_asked_for_when_keys_are_given() -> None:
    async with PracticeServer(keys=[KEY], as_service=True) as server:
        heard = await chat(server.base_url)
        message = "Missing Authentication header"
        assert (heard.status, heard.json["error"]["message"]) == (401, message)
        heard = await chat(server.base_url, None, "Authorization: Bearer sk-wrong")
        assert (heard.status, heard.json["error"]["message"]) == (401, "User not found.")
        assert openapi.shared_folder() is None or not openapi.validate_response(
            "/key", "get", heard.json, 401
        )
        assert (await chat(server.base_url, None, f"Authorization: Bearer {KEY}")).status == 200
        assert (await request(server.base_url, "GET", "/key")).status == 401
        assert (await request(server.base_url, "GET", "/models")).status == 200


async def test_requests_are_remembered_as_they_came(service: PracticeServer) -> None:
    await chat(service.base_url, ask(top_k=3), "X-OpenRouter-Title: Scout", "Authorization: B x")
    (received,) = service.chats
    assert received.method == "POST"
    assert received.path == "/api/v1/chat/completions"
    assert received.json["top_k"] == 3
    assert json.loads(received.body) == received.json
    assert received.header("X-OpenRouter-Title") == "Scout"
    assert ("authorization", "B x") in received.headers
    await request(service.base_url, "GET", "/generation?id=a%20b")
    assert service.requests[-1].query == {"id": "a b"}


async def test_a_request_is_checked_by_the_services_own_schema() -> None:
    openapi.needed()
    async with PracticeServer(as_service=True, check=openapi.validate_chat_request) as server:
        assert (await chat(server.base_url, ask(temperature=0.5))).status == 200
        heard = await chat(server.base_url, ask(seed="seven"))
        assert heard.status == 400
        assert "$.seed" in heard.json["error"]["message"]


async def _redeem(server: PracticeServer, code: str, verifier: str, method: str = "S256") -> int:
    body = {"code": code, "code_verifier": verifier, "code_challenge_method": method}
    return (await request(server.base_url, "POST", "/auth/keys", body)).status


async def test_signing_in_gives_a_key_that_works() -> None:
    async with PracticeServer(keys=[], as_service=True) as server:
        back = quote("http://localhost:7777/nonce?x=1", safe="")
        query = f"callback_url={back}&code_challenge={CHALLENGE}&code_challenge_method=S256"
        async with await Line.open(server.base_url) as line:
            line.send("GET", f"/auth?{query}")
            heard = await line.hear()
        assert heard.status == 302
        url = urlsplit(heard.headers["location"])
        assert (url.hostname, url.port, url.path) == ("localhost", 7777, "/nonce")
        code = parse_qs(url.query)["code"][0]
        body = {"code": code, "code_verifier": VERIFIER, "code_challenge_method": "S256"}
        found = await request(server.base_url, "POST", "/auth/keys", body)
        assert found.status == 200
        if openapi.shared_folder():
            assert openapi.validate_response("/auth/keys", "post", found.json) == []
        bearer = f"Authorization: Bearer {found.json['key']}"
        assert (await chat(server.base_url, None, bearer)).status == 200
        assert await _redeem(server, code, VERIFIER) == 403, "a code is good once"


async def test_a_wrong_verifier_or_method_gets_no_key(service: PracticeServer) -> None:
    assert await _redeem(service, service.grant_code(CHALLENGE), "guess") == 403
    assert await _redeem(service, service.grant_code(CHALLENGE), VERIFIER, "plain") == 400
    assert await _redeem(service, "never given", VERIFIER) == 403
    assert (await request(service.base_url, "POST", "/auth/keys", b"[")).status == 400


async def test_nobody_is_sent_to_another_machine(service: PracticeServer) -> None:
    async with await Line.open(service.base_url) as line:
        line.send("GET", "/auth?callback_url=http%3A%2F%2Fexample.com%2F&code_challenge=x")
        assert (await line.hear()).status == 400


async def test_signing_in_without_a_callback_shows_the_code(service: PracticeServer) -> None:
    async with await Line.open(service.base_url) as line:
        line.send("GET", f"/auth?code_challenge={CHALLENGE}&code_challenge_method=S256")
        code = (await line.hear()).body.decode().split()[-1]
    assert await _redeem(service, code, VERIFIER) == 200


def test_a_code_grows_old() -> None:
    now = [0.0]
    codes = Codes(clock=lambda: now[0])
    request = {"code_verifier": VERIFIER, "code_challenge_method": "S256"}
    assert codes.redeem(request | {"code": codes.give(CHALLENGE)}).startswith("sk-or-v1-")
    code = codes.give(CHALLENGE)
    now[0] = LIFETIME + 1
    with pytest.raises(LoginRefused) as refused:
        codes.redeem(request | {"code": code})
    assert refused.value.status == 403
