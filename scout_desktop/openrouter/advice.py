"""Which error a status or an `error_type` is, and what to advise: the tables of `failures`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from scout_desktop.chat import errors as e
from scout_desktop.chat.errors import Retry, ScoutError

KINDS: Final[dict[str, type[e.ServiceError]]] = {
    "authentication": e.KeyRejected,
    "permission_denied": e.Forbidden,
    "payment_required": e.OutOfCredit,
    "rate_limit_exceeded": e.RateLimited,
    "provider_overloaded": e.ProviderFailed,
    "provider_unavailable": e.ProviderFailed,
    "not_found": e.NotFound,
    "payload_too_large": e.TooLarge,
    "content_policy_violation": e.Forbidden,
    "refusal": e.Forbidden,
    "image_too_large": e.TooLarge,
    "server": e.ServiceTrouble,
    "timeout": e.ServiceTrouble,
    "context_length_exceeded": e.RequestRejected,
    "max_tokens_exceeded": e.RequestRejected,
    "token_limit_exceeded": e.RequestRejected,
    "string_too_long": e.RequestRejected,
    "invalid_request": e.RequestRejected,
    "invalid_prompt": e.RequestRejected,
    "precondition_failed": e.RequestRejected,
    "unprocessable": e.RequestRejected,
    "invalid_image": e.RequestRejected,
    "image_too_small": e.RequestRejected,
    "unsupported_image_format": e.RequestRejected,
    "image_not_found": e.RequestRejected,
    "image_download_failed": e.RequestRejected,
}
"""The service's stable vocabulary; `unmapped` and words to come leave it to the status."""

_TOO_LONG: Final = "The chat is longer than the model takes; start a new one or shorten it."
_PICTURE: Final = "Remove the picture or send it in another form."

ADVICE: Final[dict[str, str]] = {
    "context_length_exceeded": _TOO_LONG,
    "token_limit_exceeded": _TOO_LONG,
    "string_too_long": _TOO_LONG,
    "max_tokens_exceeded": "Set Max tokens lower.",
    "invalid_request": "Check the parameters that are set; resetting them helps to find the one.",
    "unprocessable": "Check the parameters that are set; resetting them helps to find the one.",
    "invalid_image": _PICTURE,
    "image_too_small": _PICTURE,
    "unsupported_image_format": _PICTURE,
    "image_not_found": _PICTURE,
    "image_download_failed": _PICTURE,
    "provider_overloaded": "Try again in a moment; another provider may answer.",
}

_STATUS: Final[dict[int, type[e.ServiceError]]] = {
    401: e.KeyRejected,
    402: e.OutOfCredit,
    403: e.Forbidden,
    404: e.NotFound,
    408: e.ServiceTrouble,
    410: e.NotFound,
    413: e.TooLarge,
    429: e.RateLimited,
    451: e.Forbidden,
    502: e.ProviderFailed,
}


def by_status(status: int, *, from_provider: bool) -> type[e.ServiceError]:
    """Return the kind of error for a status; `from_provider`: a provider was named as its source.

    0 stands for an error without a code.
    """
    if status in _STATUS:
        return _STATUS[status]
    if 400 <= status < 500:
        return e.RequestRejected
    if status >= 500:
        return e.ProviderFailed if from_provider else e.ServiceTrouble
    return e.ProviderFailed if from_provider else e.ServiceError


_AFFORDABLE: Final = re.compile(r"can only afford ([\d,]{1,12})")
_DAILY: Final = ("daily", "per day", "per-day", "a day", "rpd", "tpd")
_SHORT: Final = "Set Max tokens to {tokens} or less, or add credit."

_NOT_FOUND: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (
        ("image input", "images as input", "vision"),
        "No provider of this model takes pictures now; send without them or choose another model.",
    ),
    (
        ("data policy", "privacy", "zdr"),
        "Your privacy settings at the service leave no provider; relax them there.",
    ),
    (
        ("parameter", "structured", "response_format", "tool"),
        "No provider takes all the parameters that are set; reset some of them.",
    ),
    (("model", "does not exist"), "Check the model's name."),
    (("not found",), "Check the base URL and the model's name."),
)
"""Words of a 404 or a 400, and what to advise; the first row that fits counts."""


def specialise(found: ScoutError, why: str, metadata: Mapping[str, Any]) -> None:
    """Give an error the advice and the facts that fit what was said (`why`)."""
    low = why.lower()
    if isinstance(found, e.OutOfCredit):
        number = _AFFORDABLE.search(why)
        tokens = int(number[1].replace(",", "") or 0) if number else 0
        if tokens > 0:
            found.facts["affordable"] = tokens
            found.advice = _SHORT.format(tokens=tokens)
    elif isinstance(found, e.Forbidden):
        found.facts["cause"], found.advice = _why_forbidden(low, metadata)
    elif isinstance(found, e.RateLimited):
        limit = f"{found.facts.get('limit_source', '')} {low}".lower()
        found.facts["daily"] = any(word in limit for word in _DAILY)
        if found.facts["daily"]:
            found.retry = Retry.NEVER
            found.advice = "The daily limit is used up; send again tomorrow, or add credit."
    elif isinstance(found, e.NotFound):
        fitting = (advice for words, advice in _NOT_FOUND if any(word in low for word in words))
        found.advice = next(fitting, found.advice)
    elif isinstance(found, e.RequestRejected) and not found.advice:
        found.advice = _why_rejected(low)


def _why_rejected(low: str) -> str:
    if "valid model" in low or "model_not_found" in low:
        return "Check the model's name."
    if "context" in low and ("length" in low or "maximum" in low):
        return _TOO_LONG
    if "image" in low:
        return _PICTURE
    return "Change the message or the parameters, and send again."


def _why_forbidden(low: str, metadata: Mapping[str, Any]) -> tuple[str, str]:
    if "key limit" in low or "limit exceeded" in low:
        return "key_limit", "This key's own spending limit is reached; raise it or use another key."
    if metadata.get("reasons") or "moderation" in low or "flagged" in low:
        return "moderation", "The service flagged the text; change it and send again."
    if metadata.get("patterns") or "guardrail" in low:
        return "guardrail", "A rule of your account or organisation stopped it; change the text."
    return "other", "Check what this key and account are allowed to do."
