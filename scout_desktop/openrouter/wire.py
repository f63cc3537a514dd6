"""From the service's JSON to the values of `chat.turn`, whatever is missing, null, new or odd.

Pure. Nothing here raises for what a server sends: what cannot be used is left out, and an error
inside a reply becomes the chunk's `error`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, KeepAlive, StreamDone, ToolDelta, WireEvent
from scout_desktop.chat.usage import Usage

from .body import request_body
from .failures import inside_reply, unreadable_event
from .reading import NotJson, amount, count, flag, listing, mapping, name, read_json, whole_number
from .reading import text as string
from .sse import Comment, Event, Item

if TYPE_CHECKING:
    from .plain_event import PlainEvent

DONE: Final = b"[DONE]"
_REPLY: Final = frozenset({"choices", "error", "detail"})
"""A body without any of these is not an answer to a chat request."""


class Reader:
    """Reads the items of one stream in order; it knows whether the reply has begun.

    `secret` is the live key, which must not be repeated in an error's text.
    """

    def __init__(self, secret: Secret | None = None) -> None:
        self._secret = secret
        self.started = False
        """Whether any part of the answer has arrived."""
        self.finished = False
        """Whether a finish reason has arrived."""
        self._said: object = None
        """Generation, model and provider as the last event named them."""

    def plain_text(self, item: Item) -> str | None:
        """Return the text of an event that adds text and nothing else, None for every other.

        None says nothing about the event: `read` it then.
        """
        if not isinstance(item, Event) or item.name:
            return None
        try:
            event = _plain()(item.data)
        except ValueError:
            return None
        if not self.started or (event.id, event.model, event.provider) != self._said:
            return None
        return event.text

    def read(self, item: Item, *, cut: bool = False) -> WireEvent | None:
        """Return the value of one item, None for what means nothing to us.

        `cut`: the stream ended in the middle of this event, so it may be half of one.
        """
        if isinstance(item, Comment):
            return KeepAlive(item.text[:200])
        data = item.data.strip()
        if data == DONE:
            return StreamDone()
        if not data.startswith(b"{") and item.name != "error":
            return KeepAlive() if data else None
        try:
            body = read_json(data)
        except NotJson:
            if cut:
                return None
            if item.name != "error":
                return Chunk(error=unreadable_event(data, self._secret), choices=0)
            body = {"error": data.decode("utf-8", "replace")}
        if item.name == "error" and not mapping(body).get("error"):
            body = {"error": body}
        said = mapping(body)
        self._said = said.get("id"), said.get("model"), said.get("provider")
        return self._noted(_chunk(said, self.started, self._secret))

    def read_whole(self, body: bytes) -> list[WireEvent]:
        """Return the events of a body that is not a stream. Raises NotJson when it is no reply."""
        found = read_json(body.strip())
        if not isinstance(found, dict) or not (found.keys() & _REPLY):
            raise NotJson
        return [self._noted(_chunk(found, False, self._secret)), StreamDone()]

    def _noted(self, chunk: Chunk) -> Chunk:
        if chunk.text or chunk.reasoning or chunk.refusal or chunk.tools:
            self.started = True
        if chunk.finish_reason:
            self.finished = True
        return chunk


@cache
def _plain() -> Callable[[bytes], PlainEvent]:
    from .plain_event import decode  # it loads the JSON library

    return decode


def chunk(data: bytes) -> Chunk:
    """Return the chunk of one data event by itself; raises NotJson."""
    return _chunk(mapping(read_json(data)), False, None)


def whole(body: bytes) -> list[WireEvent]:
    """Return the events of a non-streamed body, its white-space padding taken off."""
    return Reader().read_whole(body)


def _chunk(body: Mapping[str, Any], started: bool, secret: Secret | None) -> Chunk:
    choices = [choice for choice in listing(body.get("choices")) if isinstance(choice, dict)]
    first = _first(choices)
    delta = _delta(first, started)
    added = _words(delta.get("content")) or string(first.get("text"))
    provider = name(body.get("provider"))
    groq = mapping(body.get("x_groq"))
    said = _error(body) or first.get("error") or groq.get("error")
    return Chunk(
        text=added,
        reasoning=_reasoning(delta),
        refusal=string(delta.get("refusal")),
        tools=_tools(delta),
        finish_reason=name(first.get("finish_reason")),
        native_finish_reason=name(first.get("native_finish_reason")),
        generation_id=name(body.get("id")),
        model=name(body.get("model")),
        provider=provider,
        usage=_usage(body.get("usage")) or _usage(first.get("usage")) or _usage(groq.get("usage")),
        error=inside_reply(said, provider=provider, started=started or bool(added), secret=secret)
        if said
        else None,
        choices=len(choices),
        annotations=tuple(a for a in listing(delta.get("annotations")) if isinstance(a, dict)),
    )


def _first(choices: list[dict[str, Any]]) -> Mapping[str, Any]:
    """Return the choice that is shown; we never ask for a second one, yet some servers number."""
    numbered = (choice for choice in choices if choice.get("index") in (0, None, "0"))
    return next(numbered, choices[0] if choices else {})


def _delta(choice: Mapping[str, Any], started: bool) -> Mapping[str, Any]:
    """Return what a choice adds.

    A whole `message` counts where there is no `delta`; once a reply has begun it only repeats it.
    """
    if isinstance(choice.get("delta"), dict):
        return mapping(choice["delta"])
    return {} if started else mapping(choice.get("message"))


def _error(body: Mapping[str, Any]) -> object:
    """Return the error a body carries, None when it carries none; `error: null` is none."""
    if body.get("error"):
        return {"error": body["error"]}
    is_error = body.get("object") == "error" or body.get("type") == "error"
    if is_error or ("choices" not in body and (body.get("detail") or body.get("message"))):
        return {"error": dict(body)}
    return None


def _words(content: object) -> str:
    """Return text that is a string or a list of parts."""
    if isinstance(content, str):
        return content
    parts = (part if isinstance(part, str) else _part(part) for part in listing(content))
    return "".join(parts)


def _part(part: object) -> str:
    said = mapping(part).get("text")
    return string(said) or string(mapping(said).get("value"))


def _reasoning(delta: Mapping[str, Any]) -> str:
    """Return the model's thinking: as a text, under its other usual name, or from the details."""
    plain = string(delta.get("reasoning")) or string(delta.get("reasoning_content"))
    if plain:
        return plain
    details = map(mapping, listing(delta.get("reasoning_details")))
    return "".join(
        string(detail.get("text")) or string(detail.get("summary")) for detail in details
    )


def _tools(delta: Mapping[str, Any]) -> tuple[ToolDelta, ...]:
    calls = [call for call in listing(delta.get("tool_calls")) if isinstance(call, dict)]
    if isinstance(delta.get("function_call"), dict):
        calls.append({"function": delta["function_call"]})
    return tuple(_tool(call, place) for place, call in enumerate(calls))


def _tool(call: Mapping[str, Any], place: int) -> ToolDelta:
    function = mapping(call.get("function"))
    arguments = function.get("arguments")
    if isinstance(arguments, dict | list):
        arguments = json.dumps(arguments, ensure_ascii=False, default=str)
    index = whole_number(call.get("index"))
    return ToolDelta(
        index=place if index is None else index,
        name=string(function.get("name")),
        arguments=string(arguments),
        id=string(call.get("id")),
    )


def _usage(value: object) -> Usage | None:
    """Return the counts and the money of a usage block; None when it says nothing."""
    said = mapping(value)
    if not said:
        return None
    into = mapping(said.get("prompt_tokens_details"))
    out = mapping(said.get("completion_tokens_details"))
    found = Usage(
        prompt_tokens=count(said.get("prompt_tokens")),
        completion_tokens=count(said.get("completion_tokens")),
        total_tokens=count(said.get("total_tokens")),
        cached_tokens=count(into.get("cached_tokens")),
        cache_write_tokens=count(into.get("cache_write_tokens")),
        reasoning_tokens=count(out.get("reasoning_tokens")),
        image_tokens=count(out.get("image_tokens")),
        cost=amount(said.get("cost")),
        upstream_cost=amount(mapping(said.get("cost_details")).get("upstream_inference_cost")),
        is_byok=flag(said.get("is_byok")),
    )
    return found if found != Usage() else None


__all__ = ["DONE", "Reader", "chunk", "request_body", "whole"]
