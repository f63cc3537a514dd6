"""What a reply says as data: its JSON against a schema, its fields for a table. Pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from .growing import mend
from .schema import depth, mismatch

_DEEPEST = 100
"""Levels; deeper ones could be read but not written again."""
_FENCED = re.compile(r"\s*```[A-Za-z0-9_-]*[ \t]*\r?\n(.*?)\r?\n?[ \t]*```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer read: accepted when `problem` is empty."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def read_answer(text: str, schema: Mapping[str, Any] | None) -> Answer:
    """Read a complete reply. With a schema it must be JSON that matches, bare or in one fence.

    What other programs could not read again is not accepted: names that come twice in one object,
    numbers without bounds, deep nesting. Lone halves of surrogates become U+FFFD.
    """
    if not text.strip():
        return Answer(problem="The reply is empty.")
    if schema is None:
        return Answer()
    try:
        value = json.loads(
            unfenced(text), parse_constant=_refuse, parse_float=_bounded, object_pairs_hook=_object
        )
        too_deep = depth(value) > _DEEPEST
    except RecursionError:
        too_deep = True
    except _Twice as twice:
        return Answer(problem=f"The answer says “{twice.args[0][:40]}” twice.")
    except ValueError:
        return Answer(problem="The answer is not JSON.")
    if too_deep:
        return Answer(problem="The answer is nested too deeply.")
    if (said := mismatch(schema, value)) is not None:
        return Answer(problem=f"The answer does not match: {said}")
    if isinstance(value, dict):
        return Answer(value)
    return Answer({"value": _mended(value)})


def unfenced(text: str) -> str:
    """Return what stands inside the one code fence that is the whole text, else the text."""
    found = _FENCED.fullmatch(text)
    return text if found is None or "```" in found[1] else found[1]


def field_names(schema: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return the names of an object's properties in the order of the schema."""
    properties = (schema or {}).get("properties")
    return tuple(properties) if isinstance(properties, Mapping) else ()


def shown(value: object) -> str:
    """Return a field's value for a cell: text as it is, everything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Twice(ValueError):
    """A name comes again in one object, and nobody knows which of the two is meant."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for said, value in pairs:
        name = mend(said)
        if name in found:
            raise _Twice(name)
        found[name] = _mended(value)
    return found


def _mended(value: Any) -> Any:
    """Texts that can be written; objects inside were mended when they were read."""
    if isinstance(value, list):
        return [_mended(each) for each in value]
    return mend(value) if isinstance(value, str) else value


def _bounded(digits: str) -> float:
    found = float(digits)
    return found if math.isfinite(found) else _refuse(digits)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
