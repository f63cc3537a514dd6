"""No usable answer came."""

from __future__ import annotations

from .root import Retry, ScoutError


class NetworkError(ScoutError):
    """No usable answer came."""

    kind = "network"
    retry = Retry.ASK
    default_headline = "The network failed."
    default_advice = "Your message is kept; send it again when the connection is back."


class Unreachable(NetworkError):
    """Name not found, connection refused: nothing was sent."""

    kind = "unreachable"
    retry = Retry.SAFE
    default_headline = "The service cannot be reached."
    default_advice = "Check the network; your message is kept."


class NoSecureConnection(NetworkError):
    """TLS failed: nothing was sent."""

    kind = "no_secure_connection"
    retry = Retry.NEVER
    default_headline = "No secure connection could be made."
    default_advice = "Check the address, the clock and any proxy; nothing was sent."


class NoAnswer(NetworkError):
    """The request went out and no headers came back in time."""

    kind = "no_answer"
    default_headline = "The service did not answer in time."
    default_advice = "It may still have been processed and charged; send again if you wish."


class Stalled(NetworkError):
    """The reply stopped arriving."""

    kind = "stalled"
    default_headline = "The reply stalled."
    default_advice = "What had arrived is kept; continue or regenerate."


class ConnectionLost(NetworkError):
    """The connection broke."""

    kind = "connection_lost"
    default_headline = "The connection was lost."
    default_advice = "What had arrived is kept; continue or regenerate."


class ReplyCut(NetworkError):
    """The stream ended without a finish reason and without [DONE]."""

    kind = "reply_cut"
    default_headline = "The reply was cut short."
    default_advice = "What had arrived is kept; continue or regenerate."


class NotAnApi(NetworkError):
    """Something answered that is not the API: a login page, a proxy, another server."""

    kind = "not_an_api"
    default_headline = "Something else answered in the service's place."
    default_advice = (
        "A network login page or proxy is likely; sign in to the network and try again."
    )


class RedirectRefused(NotAnApi):
    """A redirect on a request that carries the prompt and the key; never followed."""

    kind = "redirect_refused"
    default_headline = "The address sent us elsewhere, which is not followed."
    default_advice = "Check the base URL; the message was not sent on."
