"""What the user gave cannot be used: a value, a picture, an address, a key."""

from __future__ import annotations

from .root import ScoutError


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
