"""A refusal becomes a sentence: what happened, what the other side said, what to do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import Retry, ScoutError
from scout_desktop.openrouter.advice import ADVICE, KINDS
from scout_desktop.openrouter.failures import refusal
from scout_desktop.openrouter.wording import plain
from tests.openrouter.conftest import FUZZ

NOW = 1_795_410_000.0


def refused(
    status: int,
    message: str = "Provider returned error",
    sent: dict[str, str] | None = None,
    availability: dict[str, Any] | None = None,
    **metadata: Any,
) -> ScoutError:
    error: dict[str, Any] = {"code": status, "message": message, "metadata": metadata}
    if availability is not None:
        error["availability"] = availability
    body = json.dumps({"error": error}).encode()
    return refusal(status, sent or {}, body, clock=lambda: NOW)


@pytest.mark.parametrize(
    ("status", "kind", "retry"),
    [
        (400, "rejected", Retry.NEVER), (401, "key_rejected", Retry.NEVER),
        (402, "out_of_credit", Retry.NEVER), (403, "forbidden", Retry.NEVER),
        (404, "not_found", Retry.NEVER), (405, "rejected", Retry.NEVER),
        (408, "service_trouble", Retry.ASK), (409, "rejected", Retry.NEVER),
        (412, "rejected", Retry.NEVER), (413, "too_large", Retry.NEVER),
        (418, "rejected", Retry.NEVER), (422, "rejected", Retry.NEVER),
        (429, "rate_limited", Retry.SAFE), (500, "service_trouble", Retry.ASK),
        (502, "provider_failed", Retry.ASK), (503, "service_trouble", Retry.SAFE),
        (504, "service_trouble", Retry.ASK), (524, "service_trouble", Retry.ASK),
        (529, "service_trouble", Retry.SAFE), (599, "service_trouble", Retry.ASK),
        (307, "redirect_refused", Retry.ASK), (511, "not_an_api", Retry.SAFE),
        (407, "not_an_api", Retry.ASK), (204, "not_an_api", Retry.ASK),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"null", b'"words"', b"[1]", b'{"error":null}', b'{"error":{}}', b"\xff\x00",
     b'{"error":"words"}', b'{"detail":[{"msg":"words"}]}', b'{"title":"words","status":1}',
     b'{"message":"words"}', b"{" * 9999],
)  # fmt: skip
def test_a_status_alone_says_enough(status: int, kind: str, retry: Retry, body: bytes) -> None:
    error = refusal(status, {}, body)

    assert (error.kind, error.retry, error.status) == (kind, retry, status)
    assert error.headline.endswith((".", "”"))
    assert error.advice.endswith(".")
    if b"words" in body and status >= 400 and status not in (407, 511):
        assert "words" in error.headline


@pytest.mark.parametrize(
    "raw",
    [
        "Too many images in request: 11 > 8",
        '{"error":{"message":"Too many images in request: 11 > 8","type":"x"}}',
        {"error": {"message": "Too many images in request: 11 > 8"}},
        {"detail": [{"loc": ["body"], "msg": "Too many images in request: 11 > 8"}]},
        '{"error":"{\\"message\\":\\"Too many images in request: 11 > 8\\"}"}',
        ["Too many images in request: 11 > 8"],
    ],
)
def test_the_reason_is_dug_out_and_its_provider_named(raw: object) -> None:
    error = refused(400, raw=raw, provider_name="DeepInfra")

    assert error.provider == "DeepInfra"
    assert error.headline.endswith("DeepInfra says: “Too many images in request: 11 > 8”")


def test_digging_has_an_end() -> None:
    deep: object = "bottom"
    for _ in range(150):
        deep = {"error": [deep]}

    assert refused(400, raw=deep).kind == "rejected"


@pytest.mark.parametrize(
    ("headers", "metadata", "availability", "seconds"),
    [
        ({"retry-after": "7"}, {}, None, 7),
        ({"retry-after": " 2.5 "}, {}, None, 2.5),
        ({"retry-after": "Mon, 23 Nov 2026 05:00:10 GMT"}, {}, None, 10),
        ({"retry-after": "Mon, 23 Nov 2020 05:00:10 GMT"}, {}, None, 0),
        ({"retry-after": "soon"}, {}, None, None),
        ({"retry-after": "-4"}, {}, None, None),
        ({"retry-after": "1e999"}, {}, None, None),
        ({"x-ratelimit-reset": "1795410020"}, {}, None, 20),
        ({"x-ratelimit-reset": "1795410020500"}, {}, None, 20.5),
        ({"x-ratelimit-reset": "30"}, {}, None, 30),
        ({"retry-after": "3", "x-ratelimit-reset": "1795410020"}, {}, None, 3),
        ({"retry-after": "3"}, {}, {"retry_after": 1}, 1),
        ({}, {"headers": {"X-RateLimit-Reset": "1795410005000"}}, None, 5),
        ({}, {"headers": {"Retry-After": 4}}, None, 4),
        ({}, {"headers": "odd"}, None, None),
        ({}, {}, None, None),
    ],
)
def test_how_long_to_wait(
    headers: dict[str, str],
    metadata: dict[str, Any],
    availability: dict[str, Any] | None,
    seconds: float | None,
) -> None:
    error = refused(429, sent=headers, availability=availability, **metadata)

    assert error.retry_after == seconds


def test_a_long_wait_is_not_waited_for_by_itself() -> None:
    assert refused(429, sent={"retry-after": "300"}).retry is Retry.SAFE
    assert refused(429, sent={"retry-after": "3600"}).retry is Retry.ASK


@pytest.mark.parametrize(
    ("message", "metadata"),
    [
        ("Rate limit exceeded: free-models-per-day", {}),
        ("Rate limit exceeded", {"limit_source": "openrouter_free_tier_daily"}),
        ("Limit of 50 requests per day", {}),
    ],
)
def test_a_daily_limit_is_not_tried_again(message: str, metadata: dict[str, Any]) -> None:
    error = refused(429, message, {"retry-after": "5"}, **metadata)

    assert error.retry is Retry.NEVER
    assert error.facts["daily"] is True
    assert "tomorrow" in error.advice
    assert refused(429, "Rate limit exceeded: 20 per minute").facts["daily"] is False


def test_availability_has_the_last_word_on_trying_again() -> None:
    assert refused(404, availability={"retryable": True}).retry is Retry.SAFE
    assert refused(503, availability={"retryable": False}).retry is Retry.NEVER
    assert refused(503, availability={"retryable": "yes"}).retry is Retry.SAFE


@pytest.mark.parametrize("said", ["can only afford 27342.", "can only afford 27,342"])
def test_the_affordable_tokens(said: str) -> None:
    assert refused(402, f"Fewer max_tokens. You {said}").facts == {"affordable": 27342}


@pytest.mark.parametrize("said", ["can only afford 0", "can only afford -5", "can only afford ,"])
def test_no_tokens_are_not_offered(said: str) -> None:
    assert "affordable" not in refused(402, said).facts


@pytest.mark.parametrize(
    ("message", "metadata", "cause"),
    [
        ("Key limit exceeded (monthly limit).", {}, "key_limit"),
        ("Input flagged", {"reasons": ["violence"], "flagged_input": "..."}, "moderation"),
        ("Blocked", {"patterns": ["x"]}, "guardrail"),
        ("No", {}, "other"),
    ],
)
def test_why_it_is_forbidden(message: str, metadata: dict[str, Any], cause: str) -> None:
    error = refused(403, message, **metadata)

    assert error.facts["cause"] == cause
    assert error.advice
    assert "violence" in error.detail or cause != "moderation"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("No endpoints found that support image input", "pictures"),
        ("No endpoints found matching your data policy", "privacy"),
        ("No endpoints found that can handle the requested parameters", "parameters"),
        ("No model by that name", "name"),
    ],
)
def test_what_to_do_when_nobody_is_left(message: str, words: str) -> None:
    assert words in refused(404, message).advice


def test_every_word_of_the_services_vocabulary_is_known() -> None:
    from tests.practice import openapi

    openapi.needed()
    words = openapi.document()["components"]["schemas"]["ApiErrorType"]["enum"]

    assert set(words) - set(KINDS) == {"unmapped"}
    assert set(ADVICE) <= set(words)
    for word in words:
        error = refused(400, "It failed", error_type=word)
        assert error.advice.endswith(".")
        assert error.facts["error_type"] == word
        assert word == "unmapped" or error.kind == KINDS[word].kind


def test_foreign_text_is_plain_short_and_without_tricks() -> None:
    said = "a\x1b[31m\x00b\u202ec\u200bd\ud83de\r\n\tf sk-or-v1-abcdef0123 " + "x" * 9000

    shown = plain(said)

    assert shown.startswith("a [31m b c d\ufffde f [key] xxx")
    assert len(shown) == 300
    shown.encode()


def test_a_page_is_told_in_a_few_words_of_plain_text() -> None:
    page = b"<html><style>x{}</style><script>evil()</script><h1>Hotel</h1><p>Sign in &amp; pay"

    error = refusal(403, {"content-type": "text/html"}, page)

    assert error.kind == "not_an_api"
    assert error.detail.startswith("Hotel Sign in")
    assert "evil" not in error.detail


@FUZZ
@given(st.sampled_from([200, 302, 400, 401, 402, 403, 404, 429, 500, 503]), st.binary(max_size=200),
       st.dictionaries(st.sampled_from(["retry-after", "x-ratelimit-reset", "content-type",
                                        "location"]), st.text(max_size=30)))  # fmt: skip
def test_no_refusal_is_too_odd(status: int, body: bytes, headers: dict[str, str]) -> None:
    error = refusal(status, headers, body)

    json.dumps(error.record()).encode()
    assert error.headline
