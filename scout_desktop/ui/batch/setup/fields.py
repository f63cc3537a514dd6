"""The schema of the answers: from names of fields ("vendor, date, total"), or the chat's. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "string": {"type": "string"},
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "integer": {"type": "integer"},
    "yes/no": {"type": "boolean"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array", "items": {"type": "string"}},
}
_SPLIT = re.compile(r"[,;\n\u060c\u3001\uff0c]+")
"""Commas as they are written in Latin, Arabic and Chinese."""


def schema_from(names: str) -> dict[str, Any] | None:
    """Return the schema of an object with these fields, all wanted; None where there is no name.

    `total: number` says what a field is: text (which it is unsaid), number, whole, yes/no, list.
    """
    properties: dict[str, Any] = {}
    for part in _SPLIT.split(names):
        name, colon, kind = part.rpartition(":")
        known = _KINDS.get(kind.strip().casefold()) if colon else None
        name = " ".join((name if known is not None else part).split())
        if name:
            properties[name] = dict(known or _KINDS["text"])
    if not properties:
        return None
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_in(parameters: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the schema that the chat's own answers shall follow; None where there is none."""
    found = parameters.get("response_format")
    inner = found.get("json_schema") if isinstance(found, Mapping) else None
    schema = inner.get("schema") if isinstance(inner, Mapping) else None
    return dict(schema) if isinstance(schema, Mapping) else None


def parameters_beside(
    schema: Mapping[str, Any] | None, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the parameters without a format that the batch's own schema, or its lack, replaces."""
    has_own = schema_in(parameters) is not None
    drops = has_own or schema is not None
    return {n: value for n, value in parameters.items() if n != "response_format" or not drops}
