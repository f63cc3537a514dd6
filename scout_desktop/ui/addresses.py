"""Which addresses may be offered for opening, and how any address is shown to a person.

Addresses come from models, files and the network. What passes is shown so that it cannot be taken
for something else: the host in plain letters, characters that cannot be seen as their codes.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from PySide6.QtCore import QUrl

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST: Final = 2_000
"""Characters of an address that is opened, and of one that is shown."""

_WEB: Final = re.compile(r"https?://([^/?#\\]+)", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:(?![/\\])(?=.)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(0x[0-9a-f]*|\d+)\Z", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[!-\[\]-~]*\Z")
"""Visible ASCII without the backslash: nearly all addresses, and quick to see."""
_BLANKS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks by name that show nothing."""
_TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
"""They make the letters around them stand in another order."""
_MAIL_WORDS: Final = frozenset({"to", "cc", "subject", "body"})

_FOREIGN: Final = "Only web and mail addresses are opened from a chat; this one is something else."
_HIDDEN: Final = "It holds characters that cannot be seen or that hide where it leads."
_BROKEN: Final = "It is not a whole address."
_USER: Final = "It names a user before the host, which hides where it leads."
_NUMERAL: Final = "Its host is a number in disguise."


def checked_address(href: str) -> QUrl | None:
    """Return the address if it may be offered for opening, None for everything else."""
    found = _look_at(href)
    return found if isinstance(found, QUrl) else None


def refusal(href: str) -> str:
    """Return a sentence that says why an address is not opened; nothing for one that may be."""
    found = _look_at(href)
    return found if isinstance(found, str) else ""


def readable_address(href: str) -> str:
    """Return an address in plain text for a person to read, decoded where that hides nothing.

    One that may be opened is never cut; of others more than 2,000 characters are only counted.
    """
    url = checked_address(href)
    if url is None:
        rest = len(href) - LONGEST
        return visible(href[:LONGEST]) + (f"… and {rest:,} more characters" if rest > 0 else "")
    if url.scheme() == "mailto":
        return _encode_unseen(url.toString(QUrl.ComponentFormattingOption.PrettyDecoded))
    port = "" if url.port() < 0 else f":{url.port()}"
    behind = url.toString(
        QUrl.ComponentFormattingOption.PrettyDecoded
        | QUrl.UrlFormattingOption.RemoveScheme
        | QUrl.UrlFormattingOption.RemoveAuthority
    )
    return f"{url.scheme()}://{shown_host(url)}{port}{_encode_unseen(behind)}"


def shown_host(url: QUrl) -> str:
    """Return a host in letters that cannot be taken for others, as the network knows it.

    Only where the country's own ending is in another script (пример.рф) the name stays in it:
    nobody takes that for an address in Latin letters.
    """
    host, plain = url.host(), url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if ":" in plain:
        return f"[{plain}]"
    return plain if host.rpartition(".")[2].isascii() else host


def warning_about(url: QUrl) -> str:
    """Return what a person should know before opening an address, or nothing."""
    if url.scheme() == "mailto":
        return ""
    plain = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    said = []
    if "xn--" in plain:
        written = QUrl.fromAce(plain.encode(), QUrl.AceProcessingOption.IgnoreIDNWhitelist)
        said.append(f"{plain} is written “{written}”, in letters that can look like others.")
    if _is_near(plain):
        said.append("It leads to this computer or to a device in your own network.")
    elif _as_number(plain) is not None:
        said.append("It leads to a number instead of a name.")
    if url.scheme() == "http":
        said.append("This address is not encrypted (http).")
    return " ".join(said)


def visible(text: str) -> str:
    """Return text with every character that cannot be seen as its code, like ⟨U+202E⟩."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        f"⟨U+{ord(each):04X}⟩" if each != " " and _is_unseen(each) else each for each in text
    )


def _look_at(href: str) -> QUrl | str:
    """Return the address, or why it is refused."""
    text = href.strip(" ")
    web = _WEB.match(text)
    if web is None and not _MAIL.match(text):
        return _FOREIGN
    if len(text) > LONGEST:
        return f"It is longer than {LONGEST:,} characters."
    if not _PLAIN.match(text) and ("\\" in text or any(_is_unseen(each) for each in text)):
        return _HIDDEN
    if web is not None and "@" in web[1]:
        return _USER
    url = QUrl(text, QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        return _BROKEN
    if "%" in text and _hides_by_percent(unquote(text), mail=web is None):
        return _HIDDEN
    return (_look_at_mail(url) if web is None else _look_at_host(web[1], url)) or url


def _look_at_host(written: str, url: QUrl) -> str:
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if not host or url.port() == 0:
        return _BROKEN
    if "[" in written and ("%" in host or ":" not in host):
        # A network card of this computer, or a kind of number that does not exist yet.
        return _BROKEN
    if not written.isascii() and "xn--" not in host:
        return _HIDDEN  # letters in disguise: circles, full width, a dot that is none
    if ":" not in host and _NUMBER.match(host.rstrip(".").rpartition(".")[2]):
        # Written in full and in the usual way, or browsers do not agree on where it leads.
        return "" if written.partition(":")[0] == host and _as_number(host) else _NUMERAL
    return ""


def _look_at_mail(url: QUrl) -> str:
    whole = QUrl.ComponentFormattingOption.FullyEncoded
    asked = re.split("[&;]", url.query(whole)) if url.hasQuery() else []
    receivers = [url.path(whole)]
    for each in asked:
        name, _equals, value = each.partition("=")
        word = unquote(name).strip().lower()
        if word and word not in _MAIL_WORDS:
            return f"It asks the mail program for more than a message (“{visible(word[:40])}”)."
        if word in ("to", "cc"):
            receivers.append(value)
        if word != "body" and re.search(r"[\r\n]", unquote(value)):
            return _HIDDEN
    to = [each.strip() for each in unquote(",".join(receivers)).split(",")]
    # A mail program is started with it: it must not be taken for one of its options.
    return _BROKEN if any(each.startswith("-") for each in to) else ""


def _hides_by_percent(decoded: str, *, mail: bool) -> bool:
    """Whether characters are encoded that no honest address holds."""
    allowed = "\t\r\n"
    return any(
        each in _TURNING or (each < " " and each not in allowed) or each == "\x7f"
        for each in decoded
    ) or (mail and bool(re.search(r"[\r\n]", decoded.partition("?")[0])))


def _as_number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _is_near(host: str) -> bool:
    number = _as_number(host)
    if number is None:
        name = host.rstrip(".")
        return name == "localhost" or name.endswith(
            (".localhost", ".local", ".internal", ".lan", ".home.arpa")
        )
    if isinstance(number, ipaddress.IPv6Address) and number.ipv4_mapped is not None:
        number = number.ipv4_mapped
    return not number.is_global


def _is_unseen(character: str) -> bool:
    return (
        unicodedata.category(character)[0] in "CZ"
        or character in _BLANKS
        or _is_selector(character)
    )


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _encode_unseen(text: str) -> str:
    if text.isascii() and " " not in text:
        return text
    return "".join(_percents(each) if _is_unseen(each) else each for each in text)


def _percents(character: str) -> str:
    parts: Iterable[int] = character.encode("utf-8", "surrogatepass")
    return "".join(f"%{part:02X}" for part in parts)
