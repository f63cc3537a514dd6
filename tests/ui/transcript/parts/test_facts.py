"""What is said about a reply: tokens, money, speed, ending."""

from __future__ import annotations

import pytest

from scout_desktop.chat.message import Node
from scout_desktop.ui.transcript.parts.facts import details_of, exact_of, facts_of, outcome_of

WHOLE = {
    "usage": {"prompt_tokens": 1912, "completion_tokens": 45},
    "cost": {"source": "usage", "usd": "0.00015416"},
    "timing": {"first_token_ms": 412, "total_ms": 1412},
    "reply": {"provider": "DeepInfra"},
    "finish_reason": "stop",
}


def reply(text: str = "Hi", **record: object) -> Node:
    parts = [{"type": "text", "text": text}]
    return Node({"id": "2", "role": "assistant", "state": "complete", "parts": parts, **record})


def test_all_that_is_known_is_said_the_weightiest_first() -> None:
    assert facts_of(reply(**WHOLE)) == (
        "1,912 in, 45 out", "0.000154 USD", "first token 0.4 s", "45 tokens/s", "DeepInfra",
        "finished",
    )  # fmt: skip
    assert exact_of(reply(**WHOLE)) == "Exactly 0.00015416 USD"


def test_an_unusual_end_comes_before_the_speed() -> None:
    assert facts_of(reply(**{**WHOLE, "finish_reason": "length"}))[2] == "cut at Max tokens"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"cost": {"source": "unknown", "usd": None}}, "cost unknown"),
        ({"cost": {"source": "estimate", "usd": "0.001"}}, "about 0.001 USD (estimate)"),
        ({"cost": {"source": "reported", "usd": "0.001"}}, "0.001 USD (not paid here)"),
        ({"cost": {"source": "usage", "usd": "0"}, "purpose": "practice"}, "practice, no charge"),
    ],
)
def test_a_cost_is_said_as_exactly_as_it_is_known(more, words) -> None:
    assert facts_of(reply(**more)) == (words,)


def test_what_is_not_known_is_not_said() -> None:
    assert facts_of(reply()) == ()
    assert exact_of(reply()) == ""
    assert facts_of(reply(usage={"completion_tokens": 5})) == ("? in, 5 out",)
    assert facts_of(reply(timing={"first_token_ms": 412})) == ("first token 0.4 s",)


def test_a_name_from_the_network_is_one_short_line_without_hidden_signs() -> None:
    (said,) = facts_of(reply(reply={"provider": "Deep\n\u202eInfra" + "x" * 10_000}))
    assert said.startswith("Deep Infra")
    assert len(said) == 48
    (ending,) = facts_of(reply(finish_reason="weird\x00" + "y" * 10_000))
    assert len(ending) == 48
    for wrong in (7, None, ["x"], {"a": 1}):
        assert facts_of(reply(reply={"provider": wrong}, finish_reason=wrong)) == ()


@pytest.mark.parametrize(
    ("text", "record", "sentence", "actions"),
    [
        ("Some", {"state": "stopped"}, "Stopped. What had arrived is kept.", 2),
        ("", {"state": "stopped"}, "Stopped before it began.", 1),
        ("Some", {"state": "interrupted"}, "The reply was cut short.", 2),
        ("", {"state": "failed", "error": {"message": "No."}}, "No.", 1),
        ("", {"state": "failed", "error": {"kind": "key_rejected"}}, "The key did not work.", 2),
        ("", {"state": "failed", "error": {"affordable": 1}}, "The reply failed.", 2),
    ],
)
def test_a_bad_end_has_a_sentence_and_what_to_do(text, record, sentence, actions) -> None:
    outcome = outcome_of(reply(text, **record))

    assert outcome is not None
    assert outcome.sentence.startswith(sentence)
    assert len(outcome.actions) == actions
    assert outcome_of(reply("Whole")) is None


def test_details_have_one_fact_a_line() -> None:
    error = {"message": "No.", "status": 502, "retry_after": 2.5, "detail": "<html>"}
    lines = details_of(reply(state="failed", error=error)).splitlines()

    assert lines == [
        "What: No.", "HTTP status: 502", "Retry after: 2.5 s", "Said by the service: <html>",
    ]  # fmt: skip
