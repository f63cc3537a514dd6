"""Scripts from JSON, for `--script` and for tests in other processes.

    {"replies": [{"text": "Hello", "rate": 20},
                 {"error": 429, "message": "Rate limit exceeded", "retry_after": 2},
                 {"json": {"detail": "no"}, "status": 401},
                 {"html": "<html>", "status": 502},
                 {"redirect": "https://example.com/"},
                 {"body_file": "recordings/002.sse", "content_type": "text/event-stream"}],
     "default": {"kind": "prose"},
     "at": {"GET /models": [{"error": 503}]},
     "generation_misses": 1, "stop_saves": true}

The fields of a reply are those of `Reply`; amounts of money are strings or numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from scout_desktop.practice.content import KINDS
from scout_desktop.practice.reply import Reply

_REPLY: Final = frozenset(f.name for f in fields(Reply)) - {"body"}
SCRIPT_FIELDS: Final = frozenset({"replies", "default", "at", "generation_misses", "stop_saves"})
_TUPLES: Final = frozenset({"deltas", "reasoning", "split_at"})
_MONEY: Final = frozenset({"upstream", "bill"})


def read_fields(text: str | bytes, folder: str = ".") -> dict[str, Any]:
    """The fields of the `Script` in a JSON text. `ValueError` says what fails."""
    value = json.loads(text, parse_float=Decimal)
    if isinstance(value, list):
        value = {"replies": value}
    if not isinstance(value, dict):
        raise ValueError("a script is an object, or a list of replies")
    unknown = set(value) - SCRIPT_FIELDS
    if unknown:
        raise ValueError(f"a script has no field {', '.join(sorted(unknown))}")
    found: dict[str, Any] = dict(value)
    if "replies" in value:
        found["replies"] = _replies(value["replies"], folder)
    if "default" in value:
        found["default"] = read_reply(value["default"], folder)
    if "at" in value:
        places: Mapping[str, Any] = value["at"]
        found["at"] = {place: _replies(replies, folder) for place, replies in places.items()}
    return found


def _replies(values: object, folder: str) -> tuple[Reply, ...]:
    if not isinstance(values, list):
        raise ValueError("replies are a list")
    return tuple(read_reply(value, folder) for value in values)


def read_reply(value: object, folder: str = ".") -> Reply:
    """One reply from its JSON object."""
    if not isinstance(value, dict):
        raise ValueError("a reply is an object")
    rest = dict(value)
    headers = rest.pop("headers", {})
    pairs = list(headers.items()) if isinstance(headers, dict) else [tuple(h) for h in headers]
    if "retry_after" in rest:
        pairs.append(("Retry-After", str(rest.pop("retry_after"))))
    extra: dict[str, Any] = {"headers": tuple(pairs)}
    form = next((name for name in _FORMS if name in rest), None)
    given = rest.pop(form) if form else None
    message, metadata = rest.pop("message", ""), rest.pop("metadata", None)
    unknown = set(rest) - _REPLY
    if unknown:
        raise ValueError(f"a reply has no field {', '.join(sorted(unknown))}")
    for name, setting in rest.items():
        extra[name] = _as_field(name, setting)
        _accepted(name, extra[name])
    if extra.get("kind") is not None and extra["kind"] not in KINDS:
        raise ValueError(f"there is no content kind {extra['kind']!r}")
    if form == "error":
        extra.pop("status", None)
        return Reply.failure(int(str(given)), message, metadata, **extra)
    if form == "json":
        return Reply.json(given, **extra)
    if form == "html":
        return Reply.page(str(given), **extra)
    if form == "redirect":
        return Reply.redirect(str(given), **extra)
    if form == "body_file":
        return Reply.verbatim((Path(folder) / str(given)).read_bytes(), **extra)
    if form == "body":
        return Reply.verbatim(str(given).encode(), **extra)
    return Reply(**extra)


_FORMS: Final = ("error", "json", "html", "redirect", "body_file", "body")


def _accepted(name: str, value: object) -> None:
    """Refuse what the type of the field does not take; the types of `Reply` are simple enough."""
    hint = get_type_hints(Reply)[name]
    kinds = get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)
    if not any(_fits(value, kind) for kind in kinds):
        raise ValueError(f"{name} cannot be {value!r}")


def _fits(value: object, kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return value in get_args(kind)
    if kind in {int, float}:
        numbers = int | float if kind is float else int
        return isinstance(value, numbers) and not isinstance(value, bool)
    return isinstance(value, get_origin(kind) or kind)


def _as_field(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MONEY:
        return Decimal(str(value))
    if name in _TUPLES:
        return tuple(value)
    return float(value) if isinstance(value, Decimal) else value
