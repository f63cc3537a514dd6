"""What the service knows about the key and about a finished generation."""

from __future__ import annotations

from scout_desktop.chat.account import GenerationRecord, KeyInfo
from scout_desktop.chat.errors import NotAnApi

from .client import Client
from .reading import amount, count, flag, mapping, name, text
from .wording import plain


async def fetch_key(client: Client) -> KeyInfo:
    """Ask about the key that `client` sends; that it is answered proves the key.

    Raises KeyRejected for a key that is not known, other ServiceErrors, NetworkError.
    """
    found = mapping((await client.get_json("/key")).get("data"))
    if not found:
        raise NotAnApi("The answer says nothing about a key.", "Check the base URL.")
    return KeyInfo(
        label=plain(text(found.get("label")), limit=60),
        limit=amount(found.get("limit")),
        limit_remaining=amount(found.get("limit_remaining"), signed=True),
        limit_reset=name(found.get("limit_reset")),
        usage=amount(found.get("usage")),
        usage_daily=amount(found.get("usage_daily")),
        usage_monthly=amount(found.get("usage_monthly")),
        is_free_tier=flag(found.get("is_free_tier")),
        expires=name(found.get("expires_at")),
    )


async def fetch_generation(client: Client, id: str) -> GenerationRecord:
    """Return the service's record of a generation.

    Raises NotFound while there is none yet: about a second after a reply, longer after a stopped
    one, so ask again after 1, 2, 4, 8 and 30 seconds. Else ServiceError or NetworkError.
    """
    found = mapping((await client.get_json("/generation", {"id": id})).get("data"))
    if not found:
        raise NotAnApi("The answer holds no generation.", "Check the base URL.")
    return GenerationRecord(
        id=name(found.get("id")) or id,
        total_cost=amount(found.get("total_cost")),
        upstream_cost=amount(found.get("upstream_inference_cost")),
        is_byok=flag(found.get("is_byok")),
        cancelled=flag(found.get("cancelled")),
        provider=name(found.get("provider_name")),
        model=name(found.get("model")),
        prompt_tokens=count(found.get("native_tokens_prompt")),
        completion_tokens=count(found.get("native_tokens_completion")),
        reasoning_tokens=count(found.get("native_tokens_reasoning")),
        cached_tokens=count(found.get("native_tokens_cached")),
        finish_reason=name(found.get("finish_reason")),
        native_finish_reason=name(found.get("native_finish_reason")),
    )
