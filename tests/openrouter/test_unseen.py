"""Replies that were never recorded here, in the shapes that other providers and servers give."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import ScoutError
from scout_desktop.chat.turn import Turn
from scout_desktop.openrouter.failures import refusal
from scout_desktop.openrouter.unpack import unpacked
from scout_desktop.session.replies import state_of
from tests.openrouter.conftest import FUZZ, ask
from tests.openrouter.raw_server import READ, RawServer, head, in_pieces

DONE = b"data: [DONE]\n\n"
USAGE = {"prompt_tokens": 5, "completion_tokens": 2}


def events(*bodies: object, done: bool = True) -> bytes:
    data = b"".join(b"data: " + json.dumps(body).encode() + b"\n\n" for body in bodies)
    return data + (DONE if done else b"")


def choice(finish: str | None = None, native: str | None = None, **delta: Any) -> dict[str, Any]:
    one = {"index": 0, "delta": delta, "finish_reason": finish, "native_finish_reason": native}
    return {"id": "gen-1", "object": "chat.completion.chunk", "choices": [one]}


def says(text: str, **more: Any) -> dict[str, Any]:
    return {**choice(role="assistant", content=text), **more}


def calls(index: int, **function: str) -> dict[str, Any]:
    return choice(tool_calls=[{"index": index, "type": "function", "function": function}])


END = choice("stop", content="")
A = says("a")
GROQ = {"model": "meta-llama/llama-4-scout-17b-16e-instruct", "provider": "Groq"}
DEEP = json.dumps({"error": json.dumps({"message": json.dumps({"detail": "the deep cause"})})})


@dataclass
class Unseen:
    """A body, and what is to become of it: how it ends, the text that is kept, and more."""

    name: str
    body: bytes
    state: str = "complete"
    text: str = "a"
    sentence: str = ""
    more: dict[str, Any] = field(default_factory=dict)


UNSEEN = [
    Unseen("Groq's own usage", events(
        says("He", x_groq={"id": "req_1"}, **GROQ), says("llo", **GROQ),
        {**END, "x_groq": {"id": "req_1", "usage": {**USAGE, "queue_time": 0.01}}},
    ), text="Hello", more={"provider": "Groq", "tokens": (5, 2), "cost": None}),
    Unseen("Groq's own error", events(A, {"x_groq": {"error": "over capacity"}, "choices": []}),
           "failed", sentence="“over capacity”. What had arrived is kept"),
    Unseen("eos is an end", events(A, choice("eos", "eos", content="")), more={"finish": "eos"}),
    Unseen("a capital end", events(A, choice("STOP")), more={"finish": "STOP"}),
    Unseen("a capital error", events(A, choice("ERROR")), "failed", sentence="broke off"),
    Unseen("an empty reason", events(A, choice("")), more={"finish": None}),
    Unseen("DeepInfra: usage beside the finish, cost in scientific form", events(
        says("a", provider="DeepInfra"), {**END, "usage": {**USAGE, "cost": 1.2e-07}},
    ), more={"cost": Decimal("1.2E-7"), "provider": "DeepInfra"}),
    Unseen("numbers as text and as fractions", events(A, {**END, "usage": {
        "prompt_tokens": "5", "completion_tokens": 2.0, "cost": "0.0000012"}}),
        more={"tokens": (5, 2), "cost": Decimal("0.0000012")}),
    Unseen("two usages: the last one counts", events(
        A, {**END, "usage": {**USAGE, "cost": 1}},
        {"choices": [], "usage": {"prompt_tokens": 6, "completion_tokens": 2, "cost": 0.5}},
    ), more={"cost": Decimal("0.5"), "tokens": (6, 2)}),
    Unseen("a poorer second usage does not take the money back", events(
        A, {**END, "usage": {**USAGE, "cost": 1}}, {"choices": [], "usage": USAGE},
    ), more={"cost": Decimal(1)}),
    Unseen("usage with every chunk", events(
        says("a", usage={**USAGE, "completion_tokens": 1}), says("b", usage=USAGE), END,
    ), text="ab", more={"tokens": (5, 2)}),
    Unseen("a tool's name with every fragment", events(
        calls(0, name="weather", arguments='{"a"'), calls(0, name="weather", arguments=":1}"),
        choice("tool_calls"),
    ), text="", more={"tools": [("weather", '{"a":1}')]}),
    Unseen("a tool's name in fragments", events(
        calls(1, name="get_", arguments=""), calls(1, name="weather", arguments="{}"), END,
    ), text="", more={"tools": [("get_weather", "{}")]}),
    Unseen("content in parts", events(
        choice(content=[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), END,
    ), text="ab"),
    Unseen("a null delta", events(A, {"choices": [{"delta": None, "finish_reason": "stop"}]})),
    Unseen("null choices", events(A, {"choices": None, "usage": USAGE}, END)),
    Unseen("no role, no finish key", events({"choices": [{"delta": {"content": "a"}}]})),
    Unseen("a provider of null", events(says("a", provider=None), END), more={"provider": None}),
    Unseen("the request echoed first", events({"choices": [], "debug": {"x": 1}}, A, END)),
    Unseen("routing told last", events(
        A, END, {"choices": [], "openrouter_metadata": {"attempts": 2}, "usage": USAGE},
    ), more={"tokens": (5, 2)}),
    Unseen("thinking in details only", events(
        choice(reasoning_details=[{"type": "reasoning.text", "text": "hm"}]), A, END,
    ), more={"reasoning": "hm"}),
    Unseen("notes on the text", events(
        choice(content="a", annotations=[{"type": "url_citation", "url_citation": {}}]), END,
    ), more={"annotations": 1}),
    Unseen("a refusal that was filtered", events(
        choice(refusal="I can't help."), choice("content_filter"),
    ), text="", more={"refusal": "I can't help."}),
    Unseen("filtered before a word", events(choice("content_filter")), "failed", "",
           "The provider's content filter held the reply back. Nothing arrived"),
    Unseen("a benign end that is none, with usage of nothing", events(
        choice("stop", "error", content=""), {"choices": [], "usage": {"completion_tokens": 0}},
    ), "failed", "", "The provider failed without saying so. Nothing arrived"),
    Unseen("a benign end that is none, after words", events(A, choice("stop", "network_error")),
           "failed", "a", "The provider failed without saying so. What had arrived is kept"),
    Unseen("an error that is a text", events(A, {"error": "boom"}), "failed",
           sentence="The reply broke off with an error. The service says: “boom”"),
    Unseen("an error's code as text", events({"error": {"code": "429", "message": "slow"}}),
           "failed", "", "Too many requests for now. The service says: “slow”"),
    Unseen("an error's code in words", events(
        {"error": {"code": "rate_limit_exceeded", "message": "slow"}}), "failed", "",
        "Too many requests for now. The service says: “slow”"),
    Unseen("an error's code of its own", events({"error": {"code": 1302, "message": "no"}}),
           "failed", "", "“no”. Nothing arrived", {"code": "1302"}),
    Unseen("a reason three wrappings deep", events({"error": {
        "code": 502, "message": "Provider returned error",
        "metadata": {"provider_name": "Groq", "raw": DEEP}}}), "failed", "",
        "The model's provider failed. Groq says: “the deep cause”"),
    Unseen("words after an error", events({"error": {"code": 502, "message": "x"}}, A, END),
           "failed", sentence="The model's provider failed."),
    Unseen("an error event", b'event: error\ndata: {"message":"oops","code":500}\n\n', "failed",
           "", "The service is in trouble. The service says: “oops”"),
    Unseen("an empty error", events(A, {"error": {}, "choices": []}, END)),
    Unseen("no space after the colon", events(A, END).replace(b"data: ", b"data:")),
    Unseen("ids and waiting times", b"retry: 3000\nid: 7\n" + events(A, END)),
    Unseen("named events", events(A, END, done=False).replace(b"data:", b"event: message\ndata:")
           + b"event: done\ndata: [DONE]\n\n"),
    Unseen("pings", b'event: ping\ndata: {"type":"ping"}\n\n' + events(A, END)),
    Unseen("one event on several lines, the end without a line end",
           b'data: {"choices":\ndata: [{"delta":{"content":"a"},"finish_reason":"stop"}]}\n\n'
           b"data: [DONE]"),
    Unseen("a mark of byte order", b"\xef\xbb\xbf" + events(A, END)),
    Unseen("a flood of comments", b": OPENROUTER PROCESSING\n\n" * 300 + events(A, END),
           more={"comments": 300}),
    Unseen("blank lines in between", b"\n\n\n" + events(A, END).replace(b"\n\n", b"\n\n\n\n")),
    Unseen("old line ends", events(A, END).replace(b"\n", b"\r")),
    Unseen("nonsense after the end", events(A, END) + b'<html>\x00 data: {"error":{"code":1}}\n\n'),
    Unseen("a letter in halves", events(says("\ud83d"), {**says("\ude00"), **choice(
        "stop", content="\ude00")}), text="😀"),
    Unseen("an end without a reason", events(A)),
    Unseen("a cut", events(A, done=False), "interrupted", sentence="cut short. What had arrived"),
    Unseen("a cut in the middle", events(A, END, done=False)[:-30], "interrupted",
           sentence="cut short. What had arrived is kept"),
    Unseen("an end at once", DONE, "failed", "", "ended the reply before it began. Nothing"),
    Unseen("nothing", b"", "failed", "", "cut short. Nothing arrived"),
    Unseen("comments and nothing else", b": x\n\n" * 3, "failed", "", "cut short. Nothing arrived"),
    Unseen("JSON although a stream was asked for", json.dumps({"usage": USAGE, "choices": [
        {"message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"}]}).encode(),
        more={"tokens": (5, 2)}),
    Unseen("a failure behind white space", b"  \n\n \r\n" * 40 + b'{"error":{"code":429,"message":'
           b'"slow","metadata":{"provider_name":"Groq"}}}\n\n', "failed", "",
           "Too many requests for now. Groq says: “slow”", {"provider": None}),
    Unseen("a detail", b'{"detail":"Not Found"}', "failed", "", "“Not Found”. Nothing arrived"),
    Unseen("a problem as the standard has it",
           b'{"type":"about:blank","title":"Bad","status":400,"detail":"no such thing"}',
           "failed", "", "The request was rejected. The service says: “no such thing”"),
    Unseen("plain words", b"upstream error", "failed", "", "Something else answered"),
    Unseen("plain words that begin like a field", b"error code: 1033", "failed", "",
           "Something else answered"),
    Unseen("a list", b'[{"a":1}]', "failed", "", "Something else answered"),
]  # fmt: skip


def ended(pieces: Iterator[bytes] | list[bytes]) -> tuple[Turn, ScoutError | None]:
    turn, raised = Turn(), None
    try:
        for event in unpacked(pieces):
            turn = turn.after(event)
    except ScoutError as error:
        raised = error
    return turn, raised


def check(unseen: Unseen, turn: Turn, raised: ScoutError | None) -> None:
    state, error = state_of(turn, raised)
    assert (state, str(turn.text)) == (unseen.state, unseen.text)
    assert (error is None) == (state == "complete")
    assert unseen.sentence in ("" if error is None else error.sentence)
    usage = turn.usage
    found = {
        "provider": turn.provider,
        "finish": turn.finish_reason,
        "tokens": usage and (usage.prompt_tokens, usage.completion_tokens),
        "cost": usage and usage.cost,
        "tools": [(call.name, call.arguments) for call in turn.tools.values()],
        "reasoning": str(turn.reasoning),
        "refusal": str(turn.refusal),
        "annotations": len(turn.annotations),
        "comments": turn.comments,
        "code": error and error.facts.get("code"),
    }
    assert {key: found[key] for key in unseen.more} == unseen.more


@pytest.mark.parametrize("unseen", UNSEEN, ids=lambda unseen: unseen.name)
def test_what_becomes_of_it_however_it_is_cut(unseen: Unseen) -> None:
    body = unseen.body
    check(unseen, *ended([body]))
    check(unseen, *ended(body[i : i + 1] for i in range(len(body))))
    # Every place of a short body, and a fixed number of places of a long one.
    for place in range(1, len(body), max(1, len(body) // 200)):
        check(unseen, *ended([body[:place], body[place:]]))


@FUZZ
@given(
    st.sampled_from(UNSEEN),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=9)), max_size=3),
    st.lists(st.floats(0, 1), max_size=12),
)
def test_damage_is_the_same_damage_however_it_is_cut(
    unseen: Unseen, damage: list[tuple[float, int, bytes]], cuts: list[float]
) -> None:
    body = unseen.body
    for where, removed, added in damage:
        at = int(where * len(body))
        body = body[:at] + added + body[at + removed :]
    places = [0, *sorted(int(cut * len(body)) for cut in cuts), len(body)]

    whole, cut = ended([body]), ended([body[a:b] for a, b in itertools.pairwise(places)])

    assert bare(*cut) == bare(*whole)


def bare(turn: Turn, raised: ScoutError | None) -> object:
    """What must not depend on the cutting: signs of life do, and the words of a page."""
    plain = replace(turn, comments=0, error=None)
    return plain, turn.error and turn.error.record(), raised and raised.kind


async def test_the_same_over_a_socket() -> None:
    scripts = [
        [READ, head(), *in_pieces(u.body, range(1, len(u.body), max(1, len(u.body) // 5)))]
        for u in UNSEEN
    ]
    async with RawServer(*scripts) as server:
        for unseen in UNSEEN:
            turn, raised = Turn(), None
            try:
                turn = await ask(server.address)
            except ScoutError as error:
                raised = error
            check(unseen, turn, raised)


PAGE = b"<html><head><title>openrouter.ai | 524: A timeout occurred</title></head><body>x</body>"


@pytest.mark.parametrize(
    ("status", "kind", "body", "sentence", "retry"),
    [
        (524, "text/html", PAGE, "The service is in trouble. Try again", "ask"),
        (529, "text/html", b"<html>busy", "The service is in trouble. Try again", "safe"),
        (530, "text/plain", b"error code: 1033", "“error code: 1033”. Try again", "ask"),
        (422, "application/json", b'{"detail":[{"loc":["body","usage"],"msg":"Extra inputs"}]}',
         "“Extra inputs”. Change the message or the parameters", "never"),
        (400, "application/problem+json", b'{"title":"Bad","status":400,"detail":"too hot"}',
         "The request was rejected. The service says: “too hot”", "never"),
        (400, "application/json", b'[{"error":{"code":400,"message":"in a list"}}]',
         "The service says: “in a list”", "never"),
        (401, "application/json", b'{"detail":"Invalid API key"}', "“Invalid API key”. Replace",
         "never"),
        (404, "application/json", b'{"detail":"Not Found"}', "“Not Found”. Check the base URL",
         "never"),
        (404, "application/json", b'{"error":"model \\"x\\" not found"}', "Check the model's name",
         "never"),
    ],
)  # fmt: skip
def test_refusals_of_other_servers(
    status: int, kind: str, body: bytes, sentence: str, retry: str
) -> None:
    error = refusal(status, {"content-type": kind}, body)

    assert sentence in error.sentence
    assert error.retry.value == retry
