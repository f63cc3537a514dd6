"""The catalogue, the key's own figures and the record of a generation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scout_desktop.chat.address import Address
from scout_desktop.chat.errors import RequestInvalid, ScoutError
from scout_desktop.chat.secret import Secret
from scout_desktop.openrouter.account import fetch_generation, fetch_key
from scout_desktop.openrouter.catalogue import fetch_endpoints, fetch_models
from scout_desktop.openrouter.client import Client
from scout_desktop.practice import PracticeServer, Reply
from tests.openrouter import recorded
from tests.openrouter.conftest import ask
from tests.openrouter.raw_server import READ, RawServer, head

SCOUT = "meta-llama/llama-4-scout"


def at(service: PracticeServer, key: str | None = None) -> Client:
    return Client(Address.parse(service.base_url), key=(key and Secret.checked(key)) or None)


@recorded.needed
async def test_the_recorded_catalogue(service: PracticeServer) -> None:
    (listing,) = [r for r in recorded.OTHERS if b'"total_count"' in r.body]
    service.queue_at("GET /models", Reply.verbatim(listing.body, "application/json"))

    models = {model.id: model for model in await fetch_models(at(service))}

    assert len(models) == 413
    scout = models[SCOUT]
    assert scout.prices is not None
    assert scout.prices.prompt == Decimal("0.0000001")
    assert scout.prices.completion == Decimal("0.0000003")
    assert (scout.context_length, scout.usable_context) == (1310720, 327680)
    assert scout.max_completion_tokens == 16384
    assert scout.takes_pictures
    assert {"logit_bias", "structured_outputs"} <= set(scout.supported_parameters)
    routers = [model for model in models.values() if model.pricing.variable]
    assert routers
    assert all(router.prices is None for router in routers)
    assert sum(model.pricing.conditional for model in models.values()) == 59


async def test_the_providers_of_a_model(service: PracticeServer) -> None:
    endpoints = await fetch_endpoints(at(service), SCOUT)

    assert [endpoint.provider for endpoint in endpoints][:1] == ["DeepInfra"]
    assert endpoints[0].pricing.prices is not None
    assert endpoints[0].context_length == 327680
    assert endpoints[0].uptime_percent == Decimal("99.9")


@pytest.mark.parametrize(
    "name", ["", "scout", "../key", "a/../b", "a/b/c", "a/b?x=1", "é/x", "./x"]
)
async def test_a_name_that_is_no_path_is_not_asked_for(name: str, service: PracticeServer) -> None:
    with pytest.raises(RequestInvalid):
        await fetch_endpoints(at(service), name)
    assert service.requests == []


async def test_a_key_is_proved_by_asking_about_it(canary_key: str) -> None:
    async with PracticeServer(as_service=True, keys=[canary_key]) as service:
        info = await fetch_key(at(service, canary_key))
        assert info.usage == 0
        assert info.limit is None
        with pytest.raises(ScoutError) as caught:
            await fetch_key(at(service, "sk-or-v1-not-this-one"))
        assert caught.value.kind == "key_rejected"


async def test_a_balance_may_be_negative_and_exact(service: PracticeServer) -> None:
    said = {"data": {"label": "sk-or-v1-a...b", "limit": 100, "limit_remaining": Decimal("-0.0123"),
                     "usage": Decimal("100.0123"), "is_free_tier": False}}  # fmt: skip
    service.queue_at("GET /key", Reply.json(said))

    info = await fetch_key(at(service))

    assert (info.limit_remaining, info.usage) == (Decimal("-0.0123"), Decimal("100.0123"))


async def test_the_record_agrees_with_the_reply(service: PracticeServer) -> None:
    turn = await ask(service.base_url)

    record = await fetch_generation(at(service), turn.generation_id or "")

    assert turn.usage is not None
    assert record.total_cost == turn.usage.cost
    assert record.usage.prompt_tokens == turn.usage.prompt_tokens
    assert record.usage.completion_tokens == turn.usage.completion_tokens
    assert record.cost.source == "generation"
    assert record.cancelled is False


@pytest.mark.parametrize(
    "odd", [{}, {"data": None}, {"data": [1]}, {"data": "x"}, {"hello": 1}, [1], "x", None]
)
async def test_odd_answers_are_said_to_be_odd(odd: Any, service: PracticeServer) -> None:
    for place in ("GET /key", "GET /generation", "GET /models"):
        service.queue_at(place, Reply.json(odd))
    client = at(service)

    for asking in (fetch_key(client), fetch_generation(client, "gen-1")):
        with pytest.raises(ScoutError) as caught:
            await asking
        assert caught.value.kind == "not_an_api"
    if isinstance(odd, dict) and isinstance(odd.get("data"), list):
        assert await fetch_models(client) == ()
    else:
        with pytest.raises(ScoutError):
            await fetch_models(client)


async def test_a_catalogue_without_end_is_not_read_to_its_end() -> None:
    async with RawServer([READ, head(kind="application/json"), *[b" " * 100_000] * 200]) as server:
        with pytest.raises(ScoutError) as caught:
            await fetch_models(Client(server.address))
    assert "larger" in caught.value.headline


async def test_a_page_in_place_of_the_catalogue(service: PracticeServer) -> None:
    service.queue_at("GET /models", Reply.page())
    with pytest.raises(ScoutError) as caught:
        await fetch_models(at(service))
    assert caught.value.kind == "not_an_api"
