"""One answer of the server as a frozen value: what it says, how it travels, what goes wrong.

Nothing here knows sockets or clocks. Every field has a harmless default, so `Reply()` is a good
answer and each test names only what it is about: `Reply(text="Hello", cut="fin", cut_after=2)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from scout_desktop.practice.wire import Newline, envelope, to_json

Usage = Literal["repeat-finish", "empty-choices", "null-finish-after", "with-finish", "none"]
InBand = Literal["top-level", "finish-error", "after-finish", "network-error", "body", "choice"]
Cut = Literal["eof", "fin", "rst", "mid-chunk", "bad-chunk"]
Framing = Literal["chunked", "close", "length"]
FOREVER: Final = -1.0
"""As a duration: until the client goes away or the server closes."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer of the server, to a chat request or (by `Script.at`) to any other.

    Durations are seconds; counts `*_after` are in deltas (a delta is one piece of text, billed as
    one token); `None` means "as the service would".
    """

    # What is said. `deltas` wins over `text`, which wins over `kind`; with none of them the
    # stand-in speaks for itself.
    text: str | None = None
    deltas: tuple[str, ...] | None = None
    kind: str | None = None
    """A name in `content.KINDS`: prose, code, table, list, arabic, long, ..."""
    tokens: int | None = None
    """Repeat or trim the text to this many deltas."""
    reasoning: tuple[str, ...] = ()
    refusal: str | None = None
    finish: str | None = "stop"
    native_finish: str | None = None
    """`None` repeats `finish`."""
    no_finish: bool = False
    """Never send a finish reason."""

    # How it is labelled and billed.
    model: str | None = None
    provider: str | None = None
    generation: str | None = None
    generation_header: bool = True
    usage: Usage = "repeat-finish"
    cost: bool = True
    """False leaves `cost`, `is_byok` and `cost_details` out, as in 2024."""
    byok: bool = False
    upstream: Decimal | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cached_tokens: int = 0
    bill: Decimal | None = None
    """The cost to state, whatever the tokens say."""

    # The HTTP around it.
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    """Sent verbatim as the whole body, with `content_type`; all of the above is then unused."""
    content_type: str | None = None
    stream: bool | None = None
    """False answers JSON although a stream was asked for, True the reverse."""
    framing: Framing = "chunked"
    padding: int = 0
    """Lines of white space before a JSON body, as the service sends while it waits."""
    delay: float = 0
    """Before the status line."""
    drip: float = 0
    """Pause after every byte of the head."""

    # Rhythm.
    rate: float = 0
    """Deltas a second; 0 sends them at once."""
    comments: int = 0
    """`: OPENROUTER PROCESSING` lines before the first delta, one each `comment_interval`."""
    comment_interval: float = 0
    comment_every: int = 0
    """And one after every so many deltas."""
    stall_after: int | None = None
    stall: float = FOREVER
    silent_stall: bool = True
    """False keeps comments coming while the data stalls, one each `comment_interval`."""

    # What goes wrong.
    in_band: InBand | None = None
    error_code: int | str = 502
    error_message: str = "Provider returned error"
    error_metadata: Mapping[str, Any] = field(default_factory=dict)
    error_after: int = 3
    error_usage: bool = False
    """The top-level error chunk carries usage too, as recorded."""
    done: bool = True
    """False leaves `data: [DONE]` out."""
    cut: Cut | None = None
    cut_after: int | None = None
    cut_after_bytes: int | None = None
    """In bytes of the body; wins over `cut_after`."""

    # The same bytes, differently wrapped.
    newline: Newline = "lf"
    bom: bool = False
    multiline: bool = False
    """Spread the JSON of an event over several `data:` lines."""
    ascii_only: bool = False
    """Escape everything beyond ASCII in JSON."""
    split_surrogates: bool = False
    """Send each character beyond U+FFFF as two halves in two deltas."""
    split_every: int = 0
    """Cut the body every so many bytes, each piece its own HTTP chunk and socket write."""
    split_at: tuple[int, ...] = ()
    split_gap: float = 0
    """Pause between such pieces, so that the reader sees them apart."""

    def __post_init__(self) -> None:
        endless = self.stall_after is not None and self.stall == FOREVER and not self.silent_stall
        if endless and self.framing == "length":
            raise ValueError("a body with comments for ever has no length to announce")

    @classmethod
    def failure(
        cls,
        status: int,
        message: str = "",
        metadata: Mapping[str, Any] | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        code: int | str | None = None,
        **extra: Any,
    ) -> Reply:
        """The service's error envelope with an HTTP status; no message means its usual one."""
        body = to_json(envelope(status if code is None else code, message, metadata))
        return cls(
            status=status, body=body, content_type="application/json", headers=headers, **extra
        )

    @classmethod
    def json(cls, value: object, status: int = 200, **extra: Any) -> Reply:
        """Any JSON body."""
        return cls(status=status, body=to_json(value), content_type="application/json", **extra)

    @classmethod
    def page(cls, html: str = "", status: int = 200, **extra: Any) -> Reply:
        """A web page where an answer was due: a captive portal, or a proxy's error page."""
        html = html or (
            "<!DOCTYPE html><html><head><title>Sign in to the network</title></head>"
            "<body><h1>Welcome</h1><p>Please sign in.</p></body></html>\n"
        )
        kind = "text/html; charset=utf-8"
        return cls(status=status, body=html.encode(), content_type=kind, **extra)

    @classmethod
    def verbatim(
        cls, body: bytes, content_type: str = "text/event-stream", status: int = 200, **extra: Any
    ) -> Reply:
        """These bytes as the body: how a recording is replayed."""
        return cls(status=status, body=body, content_type=content_type, **extra)

    @classmethod
    def redirect(cls, location: str, status: int = 307, **extra: Any) -> Reply:
        """Somewhere else."""
        headers = (("Location", location), *extra.pop("headers", ()))
        return cls(status=status, body=b"", headers=headers, **extra)

    @classmethod
    def rate_limited(cls, seconds: int = 2, *, platform: bool = False) -> Reply:
        """A 429 with `Retry-After`; with `platform`, from the service itself with X-RateLimit-*."""
        headers = [("Retry-After", str(seconds))]
        metadata: dict[str, Any] = {"error_type": "rate_limit_exceeded"}
        if platform:
            limits = {
                "X-RateLimit-Limit": "20",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": "1795410000000",
            }
            headers += list(limits.items())
            metadata["headers"] = limits
        else:
            metadata |= {"provider_name": "DeepInfra", "raw": "Too many requests"}
        message = "Rate limit exceeded" if platform else "Provider returned error"
        return cls.failure(429, message, metadata, tuple(headers))
