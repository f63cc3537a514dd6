"""Everything that can go wrong, as one family; each member carries a sentence a person can act on.

ScoutError
├── BadInput                 what the user gave cannot be used as it is
│   ├── ParameterInvalid
│   ├── RequestInvalid       the whole request makes no sense (no message, schema missing)
│   ├── AddressInvalid       a base URL that cannot be used
│   └── PictureError
│       ├── PictureUnreadable
│       ├── PictureTooLarge
│       └── PictureRefused   a format that is not accepted, said by name
├── KeyProblem               the API key
│   ├── KeyMissing
│   ├── KeyMalformed         cannot be sent in a header as it is
│   └── KeyringProblem       the operating system's secret store
│       ├── KeyringAbsent  KeyringLocked  KeyringSilent (no answer in time)  KeyringUntrusted
├── ServiceError             the service answered, and the answer is a refusal
│   ├── KeyRejected  OutOfCredit  Forbidden  NotFound  RequestRejected  TooLarge
│   ├── RateLimited  ServiceTrouble  ProviderFailed  ReplyFailed (an error inside a 200)
├── NetworkError             no usable answer came
│   ├── Unreachable  NoSecureConnection  NoAnswer  Stalled  ConnectionLost  ReplyCut  NotAnApi
│   └── RedirectRefused
└── DiskError                the data folder
    ├── ChatUnknown  ChatDamaged  ChatReadOnly  FolderLocked  DiskFull  DiskRefused
"""

from __future__ import annotations

from enum import Enum
from typing import Any, ClassVar


class Retry(Enum):
    """Whether the same request may be sent again."""

    NEVER = "never"
    """The user must change something first."""
    ASK = "ask"
    """It may have been processed and charged, so only the user may repeat it."""
    SAFE = "safe"
    """Nothing can have been processed; repeating costs nothing."""


class ScoutError(Exception):
    """A failure with a headline (what happened) and advice (what to do), both plain text.

    `kind` is the stable name that is stored with a failed reply (format.md).
    """

    kind: ClassVar[str] = "error"
    retry: Retry = Retry.NEVER
    default_headline: ClassVar[str] = "Something went wrong."
    default_advice: ClassVar[str] = ""

    def __init__(
        self,
        headline: str = "",
        advice: str = "",
        *,
        status: int | None = None,
        provider: str | None = None,
        retry_after: float | None = None,
        retry: Retry | None = None,
        detail: str = "",
        facts: dict[str, Any] | None = None,
    ) -> None:
        """`retry_after` is in seconds; `detail` is foreign text (plain, for a Details view)."""
        self.headline = headline or self.default_headline
        self.advice = advice or self.default_advice
        self.status = status
        self.provider = provider
        self.retry_after = retry_after
        self.detail = detail
        self.facts = facts or {}
        if retry is not None:
            self.retry = retry
        super().__init__(self.headline)

    @property
    def sentence(self) -> str:
        """Headline and advice in one line."""
        return f"{self.headline} {self.advice}".strip()

    def record(self) -> dict[str, Any]:
        """The form stored with a failed node: kind, message and what else is known."""
        found: dict[str, Any] = {"kind": self.kind, "message": self.sentence}
        if self.detail:
            found["detail"] = self.detail[:2000]
        if self.status is not None:
            found["status"] = self.status
        if self.provider:
            found["provider"] = self.provider
        if self.retry_after is not None:
            found["retry_after"] = self.retry_after
        return found


class BadInput(ScoutError):
    """What the user gave cannot be used as it is."""

    kind = "bad_input"


class ParameterInvalid(BadInput):
    """A parameter's value is outside what the service takes; `facts["name"]` says which."""

    kind = "parameter"


class RequestInvalid(BadInput):
    """The request as a whole makes no sense."""

    kind = "request"


class AddressInvalid(BadInput):
    """A base URL that cannot be used."""

    kind = "address"


class PictureError(BadInput):
    """A picture that cannot be taken."""

    kind = "picture"
    default_headline = "This picture cannot be used."


class PictureUnreadable(PictureError):
    """The bytes are broken, cut short or not a picture."""

    kind = "picture_unreadable"


class PictureTooLarge(PictureError):
    """More bytes or pixels than we decode."""

    kind = "picture_too_large"


class PictureRefused(PictureError):
    """A format that is known and not accepted."""

    kind = "picture_refused"


class KeyProblem(ScoutError):
    """The API key is missing, malformed or out of reach."""

    kind = "key"


class KeyMissing(KeyProblem):
    """No key is known for this address."""

    kind = "key_missing"
    default_headline = "There is no API key for this address yet."
    default_advice = "Add a key; your message is kept."


class KeyMalformed(KeyProblem):
    """The text is not a key: it holds spaces, line breaks or characters outside ASCII."""

    kind = "key_malformed"
    default_headline = "This does not look like an API key."
    default_advice = "Copy the key again, without spaces or line breaks."


class KeyringProblem(KeyProblem):
    """The operating system's keyring did not do what was asked."""

    kind = "keyring"


class KeyringAbsent(KeyringProblem):
    """There is no keyring service on this system."""

    kind = "keyring_absent"
    default_headline = "This system has no keyring that Scout Desktop can use."
    default_advice = (
        "Keep the key for this run only, or install a keyring (for example GNOME Keyring)."
    )


class KeyringLocked(KeyringProblem):
    """The keyring is locked, and unlocking was refused or impossible."""

    kind = "keyring_locked"
    default_headline = "The keyring is locked."
    default_advice = "Unlock it and try again, or keep the key for this run only."


class KeyringSilent(KeyringProblem):
    """The keyring gave no answer in time."""

    kind = "keyring_silent"
    default_headline = "The keyring gave no answer."
    default_advice = "Look for its password dialog, try again, or keep the key for this run only."


class KeyringUntrusted(KeyringProblem):
    """The backend would keep the key in plain sight, or lose it."""

    kind = "keyring_untrusted"
    default_headline = "The configured keyring does not keep secrets safely."
    default_advice = "Keep the key for this run only, or choose another keyring."


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


class DiskError(ScoutError):
    """The data folder could not be read or written."""

    kind = "disk"
    default_headline = "The data folder cannot be used."


class ChatUnknown(DiskError):
    """No chat, or more than one, answers to this id."""

    kind = "chat_unknown"


class ChatDamaged(DiskError):
    """A chat's file could not be read."""

    kind = "chat_damaged"


class ChatReadOnly(DiskError):
    """A newer program wrote this chat; it is shown, never rewritten."""

    kind = "chat_read_only"
    default_headline = "A newer version of Scout Desktop wrote this chat."
    default_advice = "It can be read here; to add to it, update the program or duplicate the chat."


class FolderLocked(DiskError):
    """Another program holds a lock that is needed."""

    kind = "folder_locked"


class DiskFull(DiskError):
    """No space left."""

    kind = "disk_full"
    default_headline = "The disk is full, so the chat could not be saved."
    default_advice = "Your text is kept in the window; free some space and it is saved again."


class DiskRefused(DiskError):
    """Permission denied, read-only file system, I/O error."""

    kind = "disk_refused"
    default_headline = "The chat could not be saved."
    default_advice = "Your text is kept in the window; check the data folder and try again."
