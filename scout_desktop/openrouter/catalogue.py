"""The models that a service offers, and the providers of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scout_desktop.chat.catalogue import Endpoint, Model, Pricing
from scout_desktop.chat.errors import NotAnApi, RequestInvalid

from .client import Client
from .reading import amount, count, listing, mapping, name, text, whole_number
from .wording import plain


async def fetch_models(client: Client) -> tuple[Model, ...]:
    """Return the catalogue in the service's order; needs no key at OpenRouter.

    Raises ServiceError or NetworkError.
    """
    found = await client.get_json("/models")
    if not isinstance(found.get("data"), list):
        raise NotAnApi("The answer holds no list of models.", "Check the base URL.")
    models = (_model(mapping(entry)) for entry in found["data"])
    return tuple(model for model in models if model is not None)


async def fetch_endpoints(client: Client, model: str) -> tuple[Endpoint, ...]:
    """Return the providers of a model such as `meta-llama/llama-4-scout`.

    Raises RequestInvalid for a name that is not author/slug, ServiceError or NetworkError.
    """
    author, _, slug = model.partition(":")[0].partition("/")
    if not _is_step(author) or not _is_step(slug):
        raise RequestInvalid("This is not a model's name.", "It looks like author/model.")
    found = mapping((await client.get_json(f"/models/{author}/{slug}/endpoints")).get("data"))
    endpoints = (_endpoint(mapping(entry)) for entry in listing(found.get("endpoints")))
    return tuple(endpoint for endpoint in endpoints if endpoint is not None)


def _is_step(said: str) -> bool:
    allowed = (letter.isalnum() or letter in "._~-" for letter in said)
    return bool(said) and said.isascii() and all(allowed) and said not in (".", "..")


def _model(entry: Mapping[str, Any]) -> Model | None:
    id = name(entry.get("id"))
    if id is None:
        return None
    top = mapping(entry.get("top_provider"))
    return Model(
        id=id,
        name=plain(text(entry.get("name")), limit=100) or id,
        canonical_slug=name(entry.get("canonical_slug")),
        pricing=_pricing(mapping(entry.get("pricing"))),
        context_length=count(entry.get("context_length")),
        offered_context=count(top.get("context_length")),
        max_completion_tokens=count(top.get("max_completion_tokens")),
        input_modalities=_names(mapping(entry.get("architecture")).get("input_modalities")),
        supported_parameters=_names(entry.get("supported_parameters")),
        description=plain(text(entry.get("description")), limit=500),
        expires=name(entry.get("expiration_date")),
    )


def _endpoint(entry: Mapping[str, Any]) -> Endpoint | None:
    provider = plain(text(entry.get("provider_name")) or text(entry.get("name")), limit=60)
    if not provider:
        return None
    return Endpoint(
        provider=provider,
        tag=name(entry.get("tag")) or "",
        quantization=name(entry.get("quantization")),
        pricing=_pricing(mapping(entry.get("pricing"))),
        context_length=count(entry.get("context_length")),
        max_prompt_tokens=count(entry.get("max_prompt_tokens")),
        max_completion_tokens=count(entry.get("max_completion_tokens")),
        supported_parameters=_names(entry.get("supported_parameters")),
        status=whole_number(entry.get("status")),
        uptime_percent=amount(entry.get("uptime_last_30m")),
    )


def _pricing(entry: Mapping[str, Any]) -> Pricing:
    prompt, completion = entry.get("prompt"), entry.get("completion")
    return Pricing(
        # A negative price means "as routed"; `amount` takes nothing below zero.
        prompt=amount(prompt),
        completion=amount(completion),
        variable=str(prompt).startswith("-") or str(completion).startswith("-"),
        conditional=bool(listing(entry.get("overrides"))),
    )


def _names(value: object) -> tuple[str, ...]:
    return tuple(found for item in listing(value) if (found := name(item)) is not None)
