"""The base URL of a service, checked before anything is sent to it.

One strict grammar, narrower than any URL library's, so that no two parsers can disagree about which
host a key goes to.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from .errors import AddressInvalid
from .request import is_openrouter

DEFAULT_URL: Final = "https://openrouter.ai/api/v1"
"""Where OpenRouter's API is."""

_PORTS: Final = {"https": 443, "http": 80}
_SHAPE: Final = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>\[[0-9a-f:.]+\]|[^/?#\[\]@:]*)"
    r"(?::(?P<port>[0-9]*))?(?P<path>/[^?#]*)?",
    re.IGNORECASE | re.ASCII,
)
_LABEL: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_PATH: Final = re.compile(r"(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*", re.ASCII)
_EXAMPLE: Final = f"Write it like {DEFAULT_URL}"


@dataclass(frozen=True, slots=True)
class Address:
    """A base URL in its normal form; `url` has no slash at its end.

    `host` is lower case, an IPv6 address without its brackets. A key belongs to one `origin`.
    """

    scheme: str
    host: str
    port: int
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Return the address that a person or a setting gave.

        https is taken for any host, http for this computer only. Raises AddressInvalid with a
        sentence for everything else: user names, queries, fragments, odd hosts and ports.
        """
        scheme, raw_host, raw_port, path = _split(text.strip())
        if scheme not in _PORTS:
            raise AddressInvalid(f"An address cannot start with {scheme[:20]}://.", _EXAMPLE)
        host = _host(raw_host)
        found = cls(scheme, host, _port(raw_port, scheme), _path(path, host))
        if scheme == "http" and not found.is_loopback:
            raise AddressInvalid(
                "Over http:// the key and the messages would be readable on the way.",
                "Use https://, or http:// for a server on this computer.",
            )
        return found

    @property
    def origin(self) -> str:
        """Scheme, host and port as one text, the usual port left out: https://openrouter.ai."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The base URL; requests append `/chat/completions` and the like."""
        return self.origin + self.path

    @property
    def is_loopback(self) -> bool:
        """Whether it is this computer, said by name or by number."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def is_openrouter(self) -> bool:
        """Whether it is OpenRouter's own host."""
        return is_openrouter(self.host)

    def __str__(self) -> str:
        """The base URL."""
        return self.url


def _split(text: str) -> tuple[str, str, str | None, str]:
    if not text:
        raise AddressInvalid("No address was given.", _EXAMPLE)
    if len(text) > 500 or any(not "!" <= letter <= "~" or letter == "\\" for letter in text):
        raise AddressInvalid(
            "An address holds no spaces, backslashes or letters outside ASCII.", _EXAMPLE
        )
    if "://" not in text:
        raise AddressInvalid("The address does not say https:// in front.", _EXAMPLE)
    if "@" in text.split("://", 1)[1].split("/", 1)[0]:
        raise AddressInvalid(
            "The address holds a user name or password.", "Leave it out; the key is kept apart."
        )
    if "?" in text or "#" in text:
        raise AddressInvalid("The address goes on with ? or #.", "Leave that part out.")
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise AddressInvalid("This is not a web address.", _EXAMPLE)
    return found["scheme"].lower(), found["host"].lower(), found["port"], found["path"] or ""


def _host(text: str) -> str:
    bare = text.removesuffix(".")
    if bare.startswith("["):
        try:
            return str(ipaddress.IPv6Address(bare[1:-1]))
        except ValueError as error:
            raise AddressInvalid("The address has no usable IPv6 host.", _EXAMPLE) from error
    labels = bare.split(".")
    if len(bare) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressInvalid("The address has no usable host name.", _EXAMPLE)
    # 127.1, 0x7f000001 and 2130706433 mean an IP address to some resolvers and a name to others.
    if labels[-1].isdigit() or labels[-1].startswith("0x"):
        try:
            return str(ipaddress.IPv4Address(bare))
        except ValueError as error:
            raise AddressInvalid("The address has no usable IP address.", _EXAMPLE) from error
    return bare


def _port(text: str | None, scheme: str) -> int:
    if not text:
        return _PORTS[scheme]
    port = int(text) if len(text) <= 5 else 0
    if not 1 <= port <= 65535:
        raise AddressInvalid("The port must be between 1 and 65535.", _EXAMPLE)
    return port


def _path(text: str, host: str) -> str:
    path = text.rstrip("/").removesuffix("/chat/completions").rstrip("/")
    if not _PATH.fullmatch(path) or any(step in (".", "..") for step in path.split("/")):
        raise AddressInvalid("The part behind the host is not usable.", _EXAMPLE)
    # The bare host is what people copy; OpenRouter's API is below it.
    return path or ("/api/v1" if is_openrouter(host) else "")
