"""The key goes to the one place it belongs to, and shows itself nowhere."""

from __future__ import annotations

import copy
import pickle
import traceback
from dataclasses import replace

import httpx
import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.secret import Secret
from scout_desktop.openrouter.account import fetch_key
from scout_desktop.openrouter.client import Attribution, Client, proxy_for
from scout_desktop.openrouter.connection import KeyAuth
from scout_desktop.practice import PracticeServer, Reply
from tests.openrouter.conftest import BODY, QUESTION, ask, listen
from tests.openrouter.raw_server import READ, RawServer, head

BASES = [
    "https://openrouter.ai/api/v1",
    "https://openrouter.ai:8443/api/v1",
    "https://eu.openrouter.ai/api/v1",
    "https://openrouter.ai.example.com/api/v1",
    "https://example.com/api/v1",
    "http://127.0.0.1:8080/v1",
    "http://127.0.0.1:8081/v1",
    "http://localhost:8080/v1",
    "http://[::1]:8080/v1",
]


@pytest.mark.parametrize("home", BASES)
def test_the_key_is_put_into_requests_to_its_own_origin_only(home: str, canary_key: str) -> None:
    auth = KeyAuth(Secret.checked(canary_key), Address.parse(home))
    for base in BASES:
        request = httpx.Request("POST", Address.parse(base).url + "/chat/completions")
        next(auth.auth_flow(request))
        assert ("Authorization" in request.headers) == (base == home), base


def test_the_library_that_connects_reads_an_address_as_we_do() -> None:
    for base in BASES:
        ours, theirs = Address.parse(base), httpx.URL(base)
        assert (ours.scheme, ours.host) == (theirs.scheme, theirs.host)
        assert ours.port == (theirs.port or {"https": 443, "http": 80}[theirs.scheme])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("same_origin", [True, False])
async def test_a_redirect_is_not_followed(
    status: int, same_origin: bool, service: PracticeServer, canary_key: str
) -> None:
    async with PracticeServer(as_service=True) as elsewhere:
        to = service if same_origin else elsewhere
        service.queue(Reply.redirect(f"{to.base_url}/chat/completions", status))

        with pytest.raises(ScoutError) as caught:
            await ask(service.base_url, key=Secret.checked(canary_key))

        assert caught.value.kind == "redirect_refused"
        assert len(service.requests) == 1
        assert elsewhere.requests == []


async def test_reading_the_account_does_not_follow_either(
    service: PracticeServer, canary_key: str
) -> None:
    async with PracticeServer(as_service=True) as elsewhere:
        service.queue_at("GET /key", Reply.redirect(f"{elsewhere.base_url}/key", 302))
        client = Client(Address.parse(service.base_url), key=Secret.checked(canary_key))

        with pytest.raises(ScoutError) as caught:
            await fetch_key(client)

        assert caught.value.kind == "redirect_refused"
        assert elsewhere.requests == []


async def test_what_goes_out_with_and_without_a_name(
    service: PracticeServer, canary_key: str
) -> None:
    address = Address.parse(service.base_url)
    said = Attribution("https://scout.example/", "Scout\r\nX-Evil: 1 Ümlaut")

    await listen(Client(address, key=Secret.checked(canary_key), attribution=said))
    await listen(Client(address))

    named, nameless = service.chats
    assert named.header("authorization") == f"Bearer {canary_key}"
    assert named.header("http-referer") == "https://scout.example/"
    assert named.header("x-title") == named.header("x-openrouter-title") == "ScoutX-Evil: 1 mlaut"
    assert named.header("x-openrouter-categories") == "general-chat"
    assert named.header("x-evil") is None
    for header in ("authorization", "http-referer", "x-title", "x-openrouter-title",
                   "x-openrouter-categories", "cookie"):  # fmt: skip
        assert nameless.header(header) is None
    assert nameless.header("accept-encoding") == "identity"
    assert nameless.header("content-type") == "application/json"
    assert nameless.body == BODY


def test_other_services_are_not_told_who_we_are() -> None:
    said = Attribution("https://scout.example/", "Scout")
    told = {base: bool(Client(Address.parse(base), attribution=said)._headers) for base in BASES}

    assert [base for base, is_told in told.items() if not is_told] == [
        "https://openrouter.ai.example.com/api/v1",
        "https://example.com/api/v1",
    ]


@pytest.mark.parametrize(
    "echo",
    [
        '{{"error":{{"code":401,"message":"No such key: {key}"}}}}',
        '{{"error":{{"code":400,"message":"x","metadata":{{"raw":"{key} {key}"}}}}}}',
        '{{"detail":"Bearer {key}"}}',
        "<html>{key}</html>",
        "plain {key}",
        '{{"error":{{"code":401,"message":"{spaced}"}}}}',
    ],
)
@pytest.mark.parametrize("status", ["400 Bad", "401 No", "500 Oh", "200 OK", "302 Found"])
async def test_a_server_that_repeats_the_key_is_not_quoted(
    echo: str, status: str, canary_key: str
) -> None:
    spaced = canary_key[:9] + "\u200b" + canary_key[9:]
    said = echo.format(key=canary_key, spaced=spaced).encode()
    answer = head(status, f"Location: https://x.example/?k={canary_key}", kind="application/json")
    async with RawServer([READ, answer, said]) as server:
        try:
            error = (await ask(server.address, key=Secret.checked(canary_key))).failure()
        except ScoutError as found:
            error = found
    assert error is not None
    shown = f"{error.sentence} {error.detail} {error.record()} {error.facts} {error!r}"
    assert canary_key not in shown
    assert "".join(traceback.format_exception(error)).count(canary_key) == 0


async def test_a_stream_that_repeats_the_key_in_an_error_is_not_quoted(canary_key: str) -> None:
    said = f'data: {{"error":{{"code":500,"message":"key {canary_key}"}}}}\n\n'.encode()
    broken = b"data: {" + canary_key.encode() + b"\n\n"
    for body in (said, broken, b"event: error\ndata: " + canary_key.encode() + b"\n\n"):
        async with RawServer([READ, head(), body]) as server:
            error = (await ask(server.address, key=Secret.checked(canary_key))).failure()
        assert error is not None
        assert canary_key not in f"{error.record()} {error.sentence}"


async def test_a_key_that_cannot_be_sent_does_not_show_in_the_error(
    service: PracticeServer, canary_key: str
) -> None:
    unchecked = Secret(canary_key + "\n")

    with pytest.raises(ScoutError) as caught:
        await ask(service.base_url, key=unchecked)

    shown = "".join(traceback.format_exception(caught.value, chain=False))
    assert canary_key not in shown + str(caught.value.record())
    assert service.requests == []


def test_a_secret_is_shown_to_nobody(canary_key: str) -> None:
    secret = Secret.checked(f"  {canary_key}\n")

    assert secret.reveal() == canary_key
    shown = f"{secret} {secret!r} {secret!s:>40} {[secret]} {secret.hint}"
    assert canary_key not in shown
    assert secret == Secret.checked(canary_key)
    assert secret != Secret.checked("sk-or-other-key")
    assert copy.deepcopy(secret) is secret
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_proxy_that_is_used_is_the_one_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    away, here = Address.parse("https://openrouter.ai"), Address.parse("http://127.0.0.1:1")
    assert proxy_for(away) is None

    monkeypatch.setenv("https_proxy", "http://user:password@proxy.example:3128")
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    assert proxy_for(away) == "proxy.example:3128"
    assert proxy_for(here) is None

    monkeypatch.setenv("no_proxy", "openrouter.ai")
    assert proxy_for(away) is None


async def test_a_request_through_a_proxy_asks_it_for_a_tunnel(
    monkeypatch: pytest.MonkeyPatch, canary_key: str
) -> None:
    async with RawServer([READ, b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"]) as proxy:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.address.port}")
        with pytest.raises(ScoutError) as caught:
            await ask("https://openrouter.ai/api/v1", key=Secret.checked(canary_key))

        assert proxy.requests[0].startswith(b"CONNECT openrouter.ai:443 ")
        assert canary_key.encode() not in proxy.requests[0]
    assert caught.value.kind == "unreachable"
    assert "proxy" in caught.value.headline


@pytest.mark.parametrize("setting", ["socks5://127.0.0.1:1", "nonsense://x", "http://[bad", "::"])
async def test_a_proxy_setting_that_is_unusable_has_a_sentence(
    setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", setting)
    with pytest.raises(ScoutError) as caught:
        await ask("https://openrouter.ai/api/v1")
    assert caught.value.kind == "unreachable"
    proxy_for(Address.parse("https://openrouter.ai/api/v1"))


async def test_a_request_to_this_computer_never_goes_through_a_proxy(
    service: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    turn = await ask(service.base_url)
    assert turn.failure() is None
    # A client does not send its question to an address it was not made for.
    assert replace(Address.parse(service.base_url), port=1) != Address.parse(service.base_url)
    assert QUESTION.stream
