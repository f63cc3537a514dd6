"""What is sent: exactly what the user changed, in the form that the service's own document asks."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from scout_desktop.chat.errors import PictureUnreadable
from scout_desktop.chat.message import ImagePart, user_node
from scout_desktop.chat.parameters import PARAMETERS
from scout_desktop.chat.request import ChatRequest, RequestMessage, build_request
from scout_desktop.openrouter.wire import request_body
from tests.practice import openapi

CAT = ImagePart("ab" * 32, "image/png", 336, 336, 4, "cat.png")
HOST = "openrouter.ai"
SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object"}},
}
VALUES: dict[str, list[Any]] = {
    "max_tokens": [1, 16384],
    "temperature": [0, 0.7, 2],
    "top_p": [0.01, 1],
    "top_k": [0, 40],
    "min_p": [0, 0.5, 1],
    "frequency_penalty": [-2, 0.1, 2],
    "presence_penalty": [-2, 2],
    "repetition_penalty": [0.1, 2],
    "seed": [0, 42],
    "stop": [["\n"], ["a", "b", "c", "d"]],
    "logit_bias": [{"100": -100, "200": 5}],
    "response_format": [{"type": "text"}, {"type": "json_object"}, SCHEMA],
    "structured_outputs": [True, False],
}


def body_of(
    parameters: Mapping[str, Any], host: str = HOST, pictures: bool = True
) -> dict[str, Any]:
    node = user_node("1", None, "2026-01-01T00:00:00Z", "What is it?", [CAT] if pictures else [])
    request = build_request(
        [node], model="meta-llama/llama-4-scout", system="Be brief.", parameters=parameters,
        host=host, session_id="chat-1", routing={"data_collection": "deny"},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(request_body(request, {CAT.sha256: b"\x89PNG"}, host))
    return found


def test_every_parameter_has_values_to_try() -> None:
    assert set(VALUES) == {spec.name for spec in PARAMETERS}


@pytest.mark.parametrize("name", VALUES)
def test_each_parameter_alone_is_what_the_service_takes(name: str) -> None:
    openapi.needed()
    for value in VALUES[name]:
        extra = {"response_format": SCHEMA} if name == "structured_outputs" and value else {}
        body = body_of({name: value, **extra})

        assert openapi.validate_chat_request(body) == []
        assert body[name] == value
        # The one field that the service documents on a page and not in its schema.
        assert openapi.unknown_fields(body) <= {"structured_outputs"}
        sent = {"model", "messages", "stream", "provider", "session_id"}
        assert set(body) - sent == {name, *extra}


def test_all_parameters_together_are_what_the_service_takes() -> None:
    openapi.needed()
    everything = {name: values[-1] for name, values in VALUES.items()}
    everything["structured_outputs"] = True

    body = body_of(everything)

    assert openapi.validate_chat_request(body) == []
    assert everything.items() <= body.items()
    assert body["provider"] == {"data_collection": "deny", "require_parameters": True}


def test_nothing_that_was_not_changed_is_sent() -> None:
    body = body_of({"temperature": None})

    assert set(body) == {"model", "messages", "stream", "provider", "session_id"}


def test_text_goes_before_pictures_and_alone_as_plain_text() -> None:
    system, user = body_of({})["messages"]

    assert system == {"role": "system", "content": "Be brief."}
    text, picture = user["content"]
    assert text == {"type": "text", "text": "What is it?"}
    said = picture["image_url"]["url"].removeprefix("data:image/png;base64,")
    assert base64.b64decode(said) == b"\x89PNG"
    assert body_of({}, pictures=False)["messages"][1]["content"] == "What is it?"


def test_other_servers_are_asked_for_usage_and_spared_what_only_openrouter_knows() -> None:
    body = body_of({"structured_outputs": True, "response_format": SCHEMA}, "127.0.0.1")

    assert body["stream_options"] == {"include_usage": True}
    assert not {"structured_outputs", "session_id"} & set(body)
    assert "stream_options" not in body_of({})
    assert "usage" not in body_of({})


def test_the_same_request_gives_the_same_bytes() -> None:
    request = ChatRequest("m", (RequestMessage("user", "é 😀 \u2028", (CAT,)),), {"top_k": 4})
    pictures = {CAT.sha256: b"1234"}

    assert request_body(request, pictures, HOST) == request_body(request, pictures, HOST)
    assert "é 😀 \u2028".encode() in request_body(request, pictures, HOST)


def test_half_a_letter_in_an_old_message_does_not_stop_a_new_one() -> None:
    request = ChatRequest("m", (RequestMessage("user", "bad \ud83d half"),))

    said = json.loads(request_body(request, {}, HOST))

    assert said["messages"][0]["content"] == "bad ? half"


def test_a_picture_that_is_gone_is_named_and_nothing_is_sent() -> None:
    request = ChatRequest("m", (RequestMessage("user", "x", (CAT,)),))

    with pytest.raises(PictureUnreadable, match=r"cat\.png"):
        request_body(request, {}, HOST)


def test_a_picture_by_address_goes_as_its_address_and_needs_no_bytes() -> None:
    openapi.needed()
    there = ImagePart("", "", 0, 0, 0, "a.png", url="https://example.com/a.png")
    message = RequestMessage("user", "x", (there, "[Picture b.png, not sent again]", CAT))
    request = ChatRequest("meta-llama/llama-4-scout", (message,))

    body = json.loads(request_body(request, {CAT.sha256: b"\x89PNG"}, HOST))

    assert openapi.validate_chat_request(body) == []
    text, address, words, cat = body["messages"][0]["content"]
    assert text == {"type": "text", "text": "x"}
    assert address == {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    assert words == {"type": "text", "text": "[Picture b.png, not sent again]"}
    assert cat["image_url"]["url"].startswith("data:image/png;base64,")


def test_where_only_words_are_left_of_pictures_the_message_is_plain_text() -> None:
    message = RequestMessage("user", "What?", ("[Picture a.png, not sent again: A cat.]",))

    said = json.loads(request_body(ChatRequest("m", (message,)), {}, HOST))

    assert said["messages"] == [
        {"role": "user", "content": "What?\n\n[Picture a.png, not sent again: A cat.]"}
    ]
