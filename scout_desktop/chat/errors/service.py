"""The service answered, and the answer is a refusal or a failure."""

from __future__ import annotations

from .root import Retry, ScoutError


class ServiceError(ScoutError):
    """The service answered with a refusal."""

    kind = "service"
    default_headline = "The service refused the request."


class KeyRejected(ServiceError):
    """401."""

    kind = "key_rejected"
    default_headline = "The service does not accept this API key."
    default_advice = "Replace the key; your message is kept and can be sent again."


class OutOfCredit(ServiceError):
    """402; `facts["affordable"]` holds the token count the balance allows, when it was said."""

    kind = "out_of_credit"
    default_headline = "The account has too little credit for this request."
    default_advice = "Set Max tokens to a modest value, or add credit."


class Forbidden(ServiceError):
    """403: moderation, a guardrail or a spending limit of the key."""

    kind = "forbidden"
    default_headline = "The service does not allow this request."


class NotFound(ServiceError):
    """404: no such model, or no provider left after the filters."""

    kind = "not_found"
    default_headline = "No provider is available for this request."
    default_advice = "Check the model's name and your provider and privacy settings."


class RequestRejected(ServiceError):
    """400, 405, 409, 412, 422: the request is wrong for this model or provider."""

    kind = "rejected"
    default_headline = "The request was rejected."


class TooLarge(ServiceError):
    """413."""

    kind = "too_large"
    default_headline = "The request is too large."
    default_advice = "Send fewer or smaller pictures."


class RateLimited(ServiceError):
    """429; `facts["daily"]` is true when waiting a moment cannot help."""

    kind = "rate_limited"
    retry = Retry.SAFE
    default_headline = "Too many requests for now."
    default_advice = "Wait a moment and send again."


class ServiceTrouble(ServiceError):
    """5xx, 408, 524, 529."""

    kind = "service_trouble"
    retry = Retry.ASK
    default_headline = "The service is in trouble."
    default_advice = "Try again in a moment."


class ProviderFailed(ServiceError):
    """The provider behind the service failed or answered nonsense."""

    kind = "provider_failed"
    retry = Retry.ASK
    default_headline = "The model's provider failed."
    default_advice = "Try again; another provider may answer."


class ReplyFailed(ServiceError):
    """The reply began well (status 200) and then carried an error."""

    kind = "reply_failed"
    retry = Retry.ASK
    default_headline = "The reply broke off with an error."
    default_advice = "What had arrived is kept; regenerate to try again."
