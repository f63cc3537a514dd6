"""The API key as a type of its own: it shows itself to nobody who does not ask by name."""

from __future__ import annotations

import hmac
from typing import NoReturn

from .errors import KeyMalformed

LONGEST = 1_000
"""Characters; keys are about 70, and a pasted document is not one."""


class Secret:
    """A key that can be sent in a header. `str`, `repr`, formatting and pickling do not give it.

    Make one with `Secret.checked`; read it with `reveal()` at the place that sends or stores it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """`text` must have been checked; use `Secret.checked` for what a person typed."""
        self._text = text

    @classmethod
    def checked(cls, text: str) -> Secret:
        """Return the key without the white space around it.

        Raises KeyMalformed for anything but printable ASCII without spaces: a line break inside a
        header value would be quoted, key included, in the error text of the HTTP library.
        """
        text = text.strip()
        if not text:
            raise KeyMalformed("No key was given.", "Paste the API key; it starts with sk-or-.")
        if len(text) > LONGEST:
            raise KeyMalformed("This text is too long to be an API key.")
        if not all("!" <= letter <= "~" for letter in text):
            raise KeyMalformed
        return cls(text)

    def reveal(self) -> str:
        """Return the key itself."""
        return self._text

    @property
    def hint(self) -> str:
        """The last four characters, enough to tell two keys apart; nothing of a short key."""
        return f"…{self._text[-4:]}" if len(self._text) >= 20 else "…"

    def __repr__(self) -> str:
        """Masked."""
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        """Masked, whatever the format says."""
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        """Compare without telling by the time it takes where two keys differ."""
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        """Equal keys hash alike; Python salts the hash of a text for every run."""
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied to another process."""
        raise TypeError("a Secret is not written anywhere")

    def __copy__(self) -> Secret:
        """Return itself; it never changes."""
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        """Return itself; it never changes."""
        return self
