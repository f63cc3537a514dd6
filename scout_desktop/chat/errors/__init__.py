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

from .disk import (
    ChatDamaged,
    ChatReadOnly,
    ChatUnknown,
    DiskError,
    DiskFull,
    DiskRefused,
    FolderLocked,
)
from .given import (
    AddressInvalid,
    BadInput,
    KeyMalformed,
    KeyMissing,
    KeyProblem,
    KeyringAbsent,
    KeyringLocked,
    KeyringProblem,
    KeyringSilent,
    KeyringUntrusted,
    ParameterInvalid,
    PictureError,
    PictureRefused,
    PictureTooLarge,
    PictureUnreadable,
    RequestInvalid,
)
from .network import (
    ConnectionLost,
    NetworkError,
    NoAnswer,
    NoSecureConnection,
    NotAnApi,
    RedirectRefused,
    ReplyCut,
    Stalled,
    Unreachable,
)
from .root import (
    Retry,
    ScoutError,
)
from .service import (
    Forbidden,
    KeyRejected,
    NotFound,
    OutOfCredit,
    ProviderFailed,
    RateLimited,
    ReplyFailed,
    RequestRejected,
    ServiceError,
    ServiceTrouble,
    TooLarge,
)

__all__ = [
    "AddressInvalid",
    "BadInput",
    "ChatDamaged",
    "ChatReadOnly",
    "ChatUnknown",
    "ConnectionLost",
    "DiskError",
    "DiskFull",
    "DiskRefused",
    "FolderLocked",
    "Forbidden",
    "KeyMalformed",
    "KeyMissing",
    "KeyProblem",
    "KeyRejected",
    "KeyringAbsent",
    "KeyringLocked",
    "KeyringProblem",
    "KeyringSilent",
    "KeyringUntrusted",
    "NetworkError",
    "NoAnswer",
    "NoSecureConnection",
    "NotAnApi",
    "NotFound",
    "OutOfCredit",
    "ParameterInvalid",
    "PictureError",
    "PictureRefused",
    "PictureTooLarge",
    "PictureUnreadable",
    "ProviderFailed",
    "RateLimited",
    "RedirectRefused",
    "ReplyCut",
    "ReplyFailed",
    "RequestInvalid",
    "RequestRejected",
    "Retry",
    "ScoutError",
    "ServiceError",
    "ServiceTrouble",
    "Stalled",
    "TooLarge",
    "Unreachable",
]
