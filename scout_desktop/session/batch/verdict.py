"""What a failure means for the picture and for the whole batch. Pure."""

from __future__ import annotations

from scout_desktop.chat.errors import (
    AddressInvalid,
    ChatDamaged,
    ChatReadOnly,
    ChatUnknown,
    DiskError,
    KeyProblem,
    KeyRejected,
    NoSecureConnection,
    NotAnApi,
    NotFound,
    OutOfCredit,
    ParameterInvalid,
    RateLimited,
    Retry,
    ScoutError,
    ServiceTrouble,
    Unreachable,
)

from .events import PauseReason

LONGEST_WAIT = 300.0
"""Seconds; a service that asks for more is asked again by the user, not by us."""
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_REASONS: tuple[tuple[PauseReason, tuple[type[ScoutError], ...]], ...] = (
    ("key", (KeyProblem, KeyRejected)),
    ("network", (NoSecureConnection, NotAnApi, Unreachable)),
)
_EVERY = (
    KeyProblem, KeyRejected, OutOfCredit, NotFound, NoSecureConnection, NotAnApi, AddressInvalid,
    ParameterInvalid,
)  # fmt: skip
_ITS_OWN = (ChatDamaged, ChatReadOnly, ChatUnknown)
_AGAIN = frozenset(
    {
        "rate_limited", "service_trouble", "provider_failed", "reply_failed", "unreachable",
        "no_answer", "stalled", "connection_lost", "reply_cut", "network",
    }
)  # fmt: skip
_NOT_ITS_FAULT = frozenset(
    {
        "key", "key_missing", "key_malformed", "key_rejected", "keyring", "keyring_absent",
        "keyring_locked", "keyring_silent", "keyring_untrusted", "out_of_credit", "not_found",
        "no_secure_connection", "not_an_api", "redirect_refused", "address", "parameter",
        "rate_limited", "unreachable", "disk", "disk_full", "disk_refused", "folder_locked",
    }
)  # fmt: skip


def stops_all(error: ScoutError) -> bool:
    """Whether every other picture would fail in the same way, so that asking on is pointless."""
    if (error.retry_after or 0) > LONGEST_WAIT:
        return True
    if isinstance(error, RateLimited):
        return error.facts.get("daily") is True
    if isinstance(error, DiskError):
        return not isinstance(error, _ITS_OWN)
    return isinstance(error, _EVERY)


def reason_of(error: ScoutError) -> PauseReason:
    """Return what kind of way out there is."""
    return next((reason for reason, kinds in _REASONS if isinstance(error, kinds)), "other")


def may_repeat(error: ScoutError) -> bool:
    """Whether the same request may be sent again without asking: the user asked for tries."""
    return error.retry is not Retry.NEVER or error.kind in _AGAIN


def asks_to_wait(error: ScoutError) -> bool:
    """Whether the service, not only this reply, wants fewer requests."""
    if isinstance(error, RateLimited):
        return True
    return isinstance(error, ServiceTrouble) and error.retry_after is not None


def seconds_before(attempt: int, dice: float) -> float:
    """Return how long to wait before another attempt; `dice` is 0 to 1, against marching in step.

    `attempt` counts those made: 1 to 2 s after the first, twice that after each further one.
    """
    pause = min(_FIRST_PAUSE * 2.0 ** (attempt - 1), _LONGEST_PAUSE)
    return pause * (1 + dice)


def is_settled(kind: str, attempts: int, tries: int) -> bool:
    """Whether a picture has failed for good, from what its newest reply says of its failure.

    What failed for a reason that is not the picture's waits for better times.
    """
    if kind in _NOT_ITS_FAULT:
        return False
    return kind not in _AGAIN or attempts >= tries
