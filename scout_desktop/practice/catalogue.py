"""The models that the stand-in lists, in the service's own form: two pages of plain values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from scout_desktop.practice.bill import COMPLETION_PRICE, PROMPT_PRICE

SCOUT: Final = "meta-llama/llama-4-scout"
SCOUT_DATED: Final = "meta-llama/llama-4-scout-17b-16e-instruct"

_PARAMETERS: Final = (
    "frequency_penalty",
    "logit_bias",
    "max_tokens",
    "min_p",
    "presence_penalty",
    "repetition_penalty",
    "response_format",
    "seed",
    "stop",
    "structured_outputs",
    "temperature",
    "tool_choice",
    "tools",
    "top_k",
    "top_p",
)


def _price(prompt: str, completion: str) -> dict[str, str]:
    return {"prompt": prompt, "completion": completion}


def _plain(amount: Decimal) -> str:
    return format(amount, "f")


def _model(
    slug: str, dated: str, name: str, context: int, price: dict[str, str], *, sees: bool
) -> dict[str, Any]:
    inputs = ["text", "image"] if sees else ["text"]
    return {
        "id": slug,
        "canonical_slug": dated,
        "hugging_face_id": None,
        "name": name,
        "created": 1743881822,
        "description": f"{name}, as the practice server lists it. No model is behind it.",
        "context_length": context,
        "architecture": {
            "modality": f"{'+'.join(inputs)}->text",
            "input_modalities": inputs,
            "output_modalities": ["text"],
            "tokenizer": "Llama4" if sees else "Llama3",
            "instruct_type": None,
        },
        "pricing": price,
        "top_provider": {
            "context_length": min(context, 327_680),
            "max_completion_tokens": 16_384,
            "is_moderated": False,
        },
        "per_request_limits": None,
        "supported_parameters": list(_PARAMETERS),
        "supported_voices": None,
        "default_parameters": {},
        "knowledge_cutoff": "2024-08-31",
        "expiration_date": None,
        "links": {"details": f"/api/v1/models/{dated}/endpoints"},
    }


MODELS: Final = (
    _model(
        SCOUT,
        SCOUT_DATED,
        "Meta: Llama 4 Scout",
        1_310_720,
        _price(_plain(PROMPT_PRICE), _plain(COMPLETION_PRICE)),
        sees=True,
    ),
    _model(
        "meta-llama/llama-4-maverick",
        "meta-llama/llama-4-maverick-17b-128e-instruct",
        "Meta: Llama 4 Maverick",
        1_048_576,
        _price("0.00000015", "0.0000006"),
        sees=True,
    ),
    _model(
        "meta-llama/llama-3.3-70b-instruct",
        "meta-llama/llama-3.3-70b-instruct",
        "Meta: Llama 3.3 70B Instruct",
        131_072,
        _price("0.0000001", "0.00000032"),
        sees=False,
    ),
)


def find(author: str, slug: str) -> dict[str, Any] | None:
    """The model of that name, by its own or its dated one."""
    wanted = f"{author}/{slug}"
    return next((m for m in MODELS if wanted in {m["id"], m["canonical_slug"]}), None)


def _endpoint(
    model: dict[str, Any], provider: str, tag: str, context: int, price: dict[str, str]
) -> dict[str, Any]:
    speed = {"p50": 61.0, "p75": 74.0, "p90": 90.0, "p99": 120.0}
    return {
        "name": f"{provider} | {model['id']}",
        "model_id": model["id"],
        "model_name": model["name"],
        "provider_name": provider,
        "tag": tag,
        "quantization": "fp8",
        "context_length": context,
        "max_completion_tokens": 16_384 if provider == "DeepInfra" else 8_192,
        "max_prompt_tokens": None,
        "pricing": price,
        "supported_parameters": model["supported_parameters"],
        "supports_implicit_caching": False,
        # Newer than the document of August 2026; the service's own client insists on them.
        "native_tools": {},
        "service_tier": None,
        "supports_diarization": False,
        "supports_tool_choice": {"none": True, "auto": True, "required": True, "function": True},
        "status": 0,
        "uptime_last_5m": 100,
        "uptime_last_30m": 99.9,
        "uptime_last_1d": 99.7,
        "latency_last_30m": {"p50": 310.0, "p75": 420.0, "p90": 700.0, "p99": 1900.0},
        "throughput_last_30m": speed,
    }


def endpoints(model: dict[str, Any]) -> dict[str, Any]:
    """Who offers a model, in the form of `/models/{author}/{slug}/endpoints`."""
    offers = [_endpoint(model, "DeepInfra", "deepinfra/fp8", 327_680, model["pricing"])]
    if model["id"] == SCOUT:
        offers.append(_endpoint(model, "Groq", "groq", 131_072, _price("0.00000011", "0.00000034")))
    taken = ("id", "name", "created", "description", "architecture")
    return {key: model[key] for key in taken} | {"endpoints": offers}
