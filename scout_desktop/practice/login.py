"""Sign-in as the service does it: a code for a challenge, a key for the code and its verifier.

The page `/auth` stands in for the browser's consent: it sends the user straight back with a code.
Only callbacks on this computer are followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

LIFETIME: Final = 600.0
"""Seconds that a code is good for."""


class LoginRefused(Exception):
    """A status and the service's sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class Codes:
    """Codes that were given out and not yet used."""

    clock: Callable[[], float] = time.monotonic
    _open: dict[str, tuple[str, str, float]] = field(default_factory=dict)

    def give(self, challenge: str, method: str = "S256") -> str:
        """A fresh code bound to a challenge."""
        code = secrets.token_urlsafe(24)
        self._open[code] = (challenge, method, self.clock() + LIFETIME)
        return code

    def redeem(self, request: Mapping[str, object]) -> str:
        """A new key for a good code, once. Raises `LoginRefused`."""
        code, verifier = str(request.get("code") or ""), str(request.get("code_verifier") or "")
        method = str(request.get("code_challenge_method") or "plain")
        challenge, asked, ends = self._open.pop(code, ("", "", 0.0))
        if not challenge or self.clock() > ends:
            raise LoginRefused(403, "Invalid code")
        if method != asked:
            raise LoginRefused(400, "Invalid code_challenge_method")
        digest = hashlib.sha256(verifier.encode()).digest()
        hashed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        proof = hashed if method == "S256" else verifier
        if not hmac.compare_digest(proof.encode(), challenge.encode()):
            raise LoginRefused(403, "Invalid code_verifier")
        return "sk-or-v1-" + secrets.token_hex(32)


def way_back(callback: str, code: str) -> str:
    """The address to send the browser to. Raises `LoginRefused` for one beyond this computer."""
    parts = urlsplit(callback)
    if parts.scheme != "http" or parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise LoginRefused(400, "Invalid callback_url")
    joint = "&" if parts.query else "?"
    return f"{callback}{joint}code={quote(code)}"
