"""Every refusal of the service, translated into one of the errors of `chat.errors`.

Two doors: `refusal` for an HTTP status that is not 200, `inside_reply` for an error inside a 200.
(Exceptions of the libraries below have theirs in `lost`, because it must load them.) Each gives a
headline that says what happened and quotes what the other side said; the advice is ours. Foreign
text is plain and holds no key.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from scout_desktop.chat import errors as e
from scout_desktop.chat.errors import Retry, ScoutError
from scout_desktop.chat.secret import Secret

from .advice import ADVICE, KINDS, by_status, specialise
from .reading import NotJson, flag, listing, mapping, name, read_json, text, whole_number
from .waiting import wait_of
from .wording import LONGEST_DETAIL, plain, reason

Clock = Callable[[], float]
"""Seconds since 1970, for waits that are stated as a date."""

_LONGEST_AUTOMATIC_WAIT: Final = 300.0
_PAGES: Final = (200, 400, 401, 403, 404, 405, 451)
"""Statuses at which a web page means that this is not the API; others say enough themselves."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is known of an answer besides its words."""

    status: int
    headers: Mapping[str, str]
    secret: Secret | None
    clock: Clock
    provider: str | None = None

    def shown(self, said: object, limit: int = 300) -> str:
        """Return what a foreign value says, fit to show."""
        return plain(reason(said), self.secret, limit)


def refusal(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    secret: Secret | None = None,
    clock: Clock = time.time,
) -> ScoutError:
    """Return the error for an answer whose status is not 200; `headers` by lower-case name."""
    answer = _Answer(status, headers, secret, clock)
    if status < 400:
        return _elsewhere(answer, body)
    if status in (407, 511):
        return _in_the_way(status, body, secret)
    try:
        found = read_json(body)
    except NotJson:
        found = None
    if isinstance(found, dict):
        return _said(found, answer)
    is_page = "html" in headers.get("content-type", "").lower() or body.lstrip()[:1] == b"<"
    if is_page and status in _PAGES:
        error = not_the_api(status, body, secret)
        if status in (404, 405):
            error.advice = "Check the base URL; this address answers with web pages."
        return error
    if found is None and not is_page and len(body) <= 2_000:
        found = body.decode("utf-8", "replace")
    error = _said({"error": found}, answer)
    if is_page:
        error.detail = _page(body, secret)
    return error


def inside_reply(
    said: object,
    *,
    provider: str | None = None,
    started: bool = False,
    secret: Secret | None = None,
    clock: Clock = time.time,
) -> ScoutError:
    """Return the error for an `error` value inside a 200, in whatever shape it comes.

    `started`: whether a part of the reply had arrived. Then the sentence says that it is kept, and
    only the user may repeat the request, because it has cost already.
    """
    body = said if isinstance(said, dict) and "error" in said else {"error": said}
    inner = mapping(body["error"])
    status = _code(inner.get("code")) or _code(inner.get("status")) or 0
    found = _said(body, _Answer(status, {}, secret, clock, provider))
    specific = isinstance(found, e.OutOfCredit | e.KeyRejected | e.Forbidden | e.RateLimited)
    if started and specific:
        found.advice = f"{found.advice} What had arrived is kept.".strip()
        found.retry = Retry.NEVER if found.retry is Retry.NEVER else Retry.ASK
    if specific or (status and not started):
        return found
    quoted = found.headline.removeprefix(type(found).default_headline).strip()
    happened, advice = e.ReplyFailed.default_headline, ""
    if not started:
        happened = "The service answered with an error."
        advice = "Nothing arrived; your message is kept, regenerate to try again."
    return e.ReplyFailed(
        f"{happened} {quoted}".strip(),
        advice,
        status=status or None,
        provider=found.provider,
        retry_after=found.retry_after,
        detail=found.detail,
        facts=found.facts,
    )


def unreadable_event(data: bytes, secret: Secret | None = None) -> ScoutError:
    """Return the error for an event of a stream that is not what the API sends."""
    return e.ReplyFailed(
        "A part of the reply could not be read.",
        "What could be read is kept; regenerate to try again.",
        detail=plain(data[:400].decode("utf-8", "replace"), secret),
    )


def not_the_api(status: int, body: bytes, secret: Secret | None = None) -> ScoutError:
    """Return the error for an answer that is a page, or anything but the API's JSON or events."""
    return e.NotAnApi(status=status, detail=_page(body, secret))


def _said(body: Mapping[str, Any], answer: _Answer) -> ScoutError:
    """Answer an error envelope of any known shape.

    Besides {"error": {...}} there are {"error": "..."}, {"detail": ...}, {"message": ...}, "title".
    """
    outer = body.get("error")
    inner = mapping(outer) if isinstance(outer, dict) else body
    metadata = mapping(inner.get("metadata"))
    provider = plain(text(metadata.get("provider_name")), answer.secret, 60) or answer.provider
    why = answer.shown(outer) or answer.shown(dict(body))
    error_type = _type(metadata, inner)
    kind = KINDS.get(error_type) if answer.status in (0, 200, 400, 403, 422, 500) else None
    kind = kind or by_status(answer.status, from_provider=provider is not None)
    available = mapping(inner.get("availability"))
    found = kind(
        f"{kind.default_headline} {provider or 'The service'} says: “{why}”" if why else "",
        ADVICE.get(error_type, ""),
        status=answer.status or None,
        provider=provider,
        retry_after=wait_of(available, answer.headers, metadata, answer.clock),
        detail="\n".join(dict.fromkeys(_details(inner, metadata, why, answer)))[:LONGEST_DETAIL],
        facts=dict(_facts(metadata, inner, answer)),
    )
    if answer.status in (503, 529):
        found.retry = Retry.SAFE  # refused before any work was done
    specialise(found, why, metadata)
    may_repeat = flag(available.get("retryable"))
    if may_repeat is not None:
        found.retry = Retry.SAFE if may_repeat else Retry.NEVER
    if (found.retry_after or 0) > _LONGEST_AUTOMATIC_WAIT and found.retry is Retry.SAFE:
        found.retry = Retry.ASK
    return found


def _type(metadata: Mapping[str, Any], inner: Mapping[str, Any]) -> str:
    """Return the service's own word for the kind of error; other servers put theirs elsewhere."""
    if (said := name(metadata.get("error_type"))) is not None:
        return said
    words = (name(inner.get("code")), name(inner.get("type")))
    return next((word for word in words if word in KINDS), "")


def _facts(
    metadata: Mapping[str, Any], inner: Mapping[str, Any], answer: _Answer
) -> Iterator[tuple[str, str]]:
    for member in ("error_type", "limit_source"):
        if said := plain(text(metadata.get(member)), answer.secret, 100):
            yield member, said
    code = inner.get("code")
    if isinstance(code, str | int) and not isinstance(code, bool) and _code(code) is None:
        yield "code", plain(str(code)[:1000], answer.secret, 100)


def _details(
    inner: Mapping[str, Any], metadata: Mapping[str, Any], why: str, answer: _Answer
) -> Iterator[str]:
    """Yield the foreign text at length, and the facts that have no place in a sentence."""
    for said in (inner.get("message"), metadata.get("raw")):
        shown = answer.shown(said, LONGEST_DETAIL)
        if shown and shown != why:
            yield shown
    for member in ("failed_routing_step", "limit_source", "remedy_hint", "model_slug", "reasons"):
        if shown := answer.shown(metadata.get(member)):
            yield f"{member}: {shown}"
    for earlier in listing(metadata.get("previous_errors"))[:3]:
        if shown := answer.shown(earlier):
            yield f"before: {shown}"


def _elsewhere(answer: _Answer, body: bytes) -> ScoutError:
    """Answer a redirect, and a success that brings no content."""
    if answer.status < 300:
        return not_the_api(answer.status, body, answer.secret)
    to = plain(answer.headers.get("location", ""), answer.secret)
    return e.RedirectRefused(status=answer.status, detail=f"It points to {to}" if to else "")


def _in_the_way(status: int, body: bytes, secret: Secret | None) -> ScoutError:
    if status == 407:
        return e.NotAnApi(
            "The proxy asks for a password.",
            "Correct the proxy setting of this system; nothing reached the service.",
            status=status,
        )
    return e.NotAnApi(
        "The network asks you to sign in first.",
        "Open any page in a browser, sign in, and send again.",
        status=status,
        retry=Retry.SAFE,
        detail=_page(body, secret),
    )


def _page(body: bytes, secret: Secret | None) -> str:
    """Return the first words of a web page or an unknown body as plain text."""
    page = body[:8_000].decode("utf-8", "replace")
    page = re.sub(r"(?is)<(script|style)\b.*?(</\1>|\Z)", " ", page)
    return plain(re.sub(r"<[^>]{0,2000}>", " ", page), secret, 200)


def _code(value: object) -> int | None:
    found = whole_number(value)
    return found if found is not None and 100 <= found <= 599 else None
