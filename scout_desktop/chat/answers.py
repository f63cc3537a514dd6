"""What a reply says as data: its JSON against a schema, its fields for a table. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .schema import mismatch

_FENCED = re.compile(r"\s*```[A-Za-z0-9_-]*[ \t]*\r?\n(.*?)\r?\n?[ \t]*```\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer read: accepted when `problem` is empty."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def read_answer(text: str, schema: Mapping[str, Any] | None) -> Answer:
    """Read a complete reply. With a schema it must be JSON that matches, bare or in one fence."""
    if not text.strip():
        return Answer(problem="The reply is empty.")
    if schema is None:
        return Answer()
    try:
        value = json.loads(unfenced(text), parse_constant=_refuse)
    except RecursionError:
        return Answer(problem="The answer is nested too deeply.")
    except ValueError:
        return Answer(problem="The answer is not JSON.")
    if (said := mismatch(schema, value)) is not None:
        return Answer(problem=f"The answer does not match: {said}")
    if isinstance(value, dict):
        return Answer(value)
    return Answer({"value": value})


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


def _refuse(name: str) -> None:
    raise ValueError(name)
