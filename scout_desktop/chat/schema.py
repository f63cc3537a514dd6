"""Checks of the JSON schema that a reply shall follow, each problem with its line.

The one place that imports jsonschema, and only when a schema is checked: it takes 0.2 s of CPU, so
a window calls `check_schema` off its own thread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_DEEPEST = 200
_DECODER = json.JSONDecoder(strict=False)
_BLANK = " \t\n\r"
_PLAIN_VALUES = frozenset({"const", "default", "enum", "example", "examples"})
"""Keywords with values, in which nothing is a reference."""


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """What is wrong, and where: `line` and `column` count from 1."""

    line: int
    column: int
    sentence: str


@dataclass(frozen=True, slots=True)
class SchemaText:
    """A text read: its `value` when it is a JSON object, otherwise the `problem`."""

    value: dict[str, Any] | None = None
    problem: SchemaProblem | None = None


def read_schema(text: str) -> SchemaText:
    """Read a text as a JSON object. Fast: says nothing yet of the rules of JSON Schema."""
    if not text.strip():
        return SchemaText(problem=SchemaProblem(1, 1, "The schema is empty."))
    try:
        twice: list[str] = []
        value = json.loads(text, object_pairs_hook=_noting(twice), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return SchemaText(problem=SchemaProblem(error.lineno, error.colno, _said(error, text)))
    except (ValueError, RecursionError) as error:
        said = "It is nested too deeply." if isinstance(error, RecursionError) else str(error)
        return SchemaText(problem=SchemaProblem(1, 1, said))
    if twice:
        said = f"“{twice[0][:40]}” is there twice in one object."
        return SchemaText(problem=_at(text, _second(text, twice[0]), said))
    if not isinstance(value, dict):
        return SchemaText(problem=_at(text, 0, "A schema is a JSON object: it begins with {."))
    if depth(value) > _DEEPEST:
        return SchemaText(problem=SchemaProblem(1, 1, "It is nested too deeply."))
    return SchemaText(value)


def check_schema(text: str) -> SchemaProblem | None:
    """Return what keeps a text from being a JSON Schema; None when it is one."""
    read = read_schema(text)
    if read.value is None:
        return read.problem
    import jsonschema
    from jsonschema.validators import validator_for

    schema = read.value
    named = schema.get("$schema")
    if named is not None and not isinstance(named, str):
        return _at(text, locate(text, ["$schema"]), "“$schema” must be a text.")
    found = validator_for(schema, default=jsonschema.Draft202012Validator)
    try:
        found.check_schema(schema)
    except jsonschema.SchemaError as error:
        path = list(error.absolute_path)
        return _at(text, locate(text, path), _rule(error, path))
    except RecursionError:
        return SchemaProblem(1, 1, "It is nested too deeply.")
    if (lost := next(_lost_references(schema), None)) is not None:
        said = f"“{lost[:80]}” is not in this schema, and other documents are never fetched."
        return _at(text, max(text.find(json.dumps(lost)), 0), said)
    return None


def _lost_references(schema: dict[str, Any]) -> Iterator[str]:
    """Yield the references that no answer could ever match, because nothing is behind them.

    Only where no part of the schema gives itself an address: what is behind is plain then.
    """
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012, specification_with

    found, named = [], False
    pending: list[Any] = [schema]
    while pending:
        at = pending.pop()
        if isinstance(at, dict):
            found += [value for name, value in at.items() if name == "$ref"]
            named |= at is not schema and isinstance(at.get("$id", at.get("id")), str)
            pending += [value for name, value in at.items() if name not in _PLAIN_VALUES]
        elif isinstance(at, list):
            pending += at
    if named:
        return
    rules = specification_with(str(schema.get("$schema", "")), default=DRAFT202012)
    try:
        resolver = Registry().resolver_with_root(rules.create_resource(schema))
    except ValueError:
        # It gives itself an address that is none.
        resolver = None
    for reference in found:
        try:
            if resolver is None or not isinstance(reference, str):
                continue
            resolver.lookup(reference)
        except (Unresolvable, ValueError):
            yield reference


def mismatch(schema: Mapping[str, Any], value: object) -> str | None:
    """Return where a value breaks the rules of a schema that `check_schema` has accepted.

    None when it matches. References to other documents match nothing and are never fetched.
    """
    import jsonschema
    from referencing.exceptions import Unresolvable

    try:
        error = next(_validator(json.dumps(schema)).iter_errors(value), None)
    except Unresolvable:
        return "the schema refers to another document, which is not fetched."
    except RecursionError:
        return "it is nested too deeply."
    except (ArithmeticError, ValueError, re.error) as beyond:
        # A number that no float can hold, a pattern that only other programs understand.
        return f"it cannot be compared with the schema ({beyond})."
    assert error is None or isinstance(error, jsonschema.ValidationError)
    if error is None:
        return None
    where = ".".join(str(step) for step in error.absolute_path)
    message = str(error.message)
    shown = message if len(message) <= 160 else message[:159] + "…"
    return f"{where}: {shown}." if where else f"{shown}."


@lru_cache(maxsize=8)
def _validator(schema: str) -> Any:
    import jsonschema
    from jsonschema.validators import validator_for
    from referencing import Registry

    rules = json.loads(schema)
    # An empty registry of our own: the usual one would fetch a reference from the network.
    return validator_for(rules, default=jsonschema.Draft202012Validator)(rules, registry=Registry())


def locate(text: str, path: Sequence[str | int]) -> int:
    """Return where the value at `path` begins in a valid JSON text, as an offset."""
    at = _skip(text, 0)
    for step in path:
        for key, start, _end in _members(text, at):
            if key == step:
                at = start
                break
    return at


def _members(text: str, at: int) -> Iterable[tuple[str | int, int, int]]:
    """Yield (key or index, start, end) of each value inside the container at `at`."""
    is_object = text[at] == "{"
    at = _skip(text, at + 1)
    index = 0
    while text[at] not in "]}":
        key: str | int = index
        if is_object:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        _, end = _DECODER.raw_decode(text, at)
        yield key, at, end
        at = _skip(text, end)
        at = _skip(text, at + 1) if text[at] == "," else at
        index += 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _at(text: str, offset: int, sentence: str) -> SchemaProblem:
    before = text[:offset]
    return SchemaProblem(before.count("\n") + 1, offset - before.rfind("\n"), sentence)


def _noting(twice: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Make the hook that builds objects and notes names that come again in one of them."""

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(key)
            found[key] = value
        return found

    return build


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number.")


def _second(text: str, key: str) -> int:
    """Find the second place where an object of the text says `key`."""
    pending = [_skip(text, 0)]
    while pending:
        at = pending.pop()
        seen = False
        for name, start, _end in _members(text, at):
            if name == key and seen:
                return start
            seen = seen or name == key
            if text[start] in "[{":
                pending.append(start)
    return 0


def depth(value: Any) -> int:
    """Return how many levels of objects and lists a JSON value has; a text or a number has one."""
    deepest, pending = 0, [(value, 1)]
    while pending:
        at, depth = pending.pop()
        deepest = max(deepest, depth)
        inner = at.values() if isinstance(at, dict) else at if isinstance(at, list) else ()
        pending.extend((item, depth + 1) for item in inner if isinstance(item, dict | list))
    return deepest


_SENTENCES = {
    "Expecting property name enclosed in double quotes": "A name in double quotes is missing here.",
    "Expecting ':' delimiter": "A colon is missing here.",
    "Expecting ',' delimiter": "A comma or a closing bracket is missing here.",
    "Expecting value": "A value is missing here.",
    "Extra data": "The schema has ended before this.",
    "Unterminated string starting at": "The text that begins here never ends.",
    "Invalid control character at": "A text must not run over the end of the line.",
    "Illegal trailing comma before end of object": "The comma before the end is too many.",
    "Illegal trailing comma before end of array": "The comma before the end is too many.",
}


def _said(error: json.JSONDecodeError, text: str) -> str:
    if text[error.pos : error.pos + 1] in ("}", "]") and error.msg.startswith("Expecting"):
        before = text[: error.pos].rstrip()
        if before.endswith(","):
            return "The comma before the end is too many."
    if text[error.pos : error.pos + 1] == "'":
        return "JSON wants double quotes here."
    if error.msg.startswith("Invalid \\"):
        return "This backslash does not begin an escape that JSON knows."
    return _SENTENCES.get(error.msg, f"{error.msg}.")


_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")


def _rule(error: Any, path: Sequence[str | int]) -> str:
    """Say a broken rule of JSON Schema in plain words."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if name == "type":
        return f"“type” must be one of {', '.join(_TYPES)}."
    if error.validator == "format" and error.validator_value == "regex":
        return f"“{name}” is not a regular expression."
    if error.validator == "type" and isinstance(error.validator_value, str | list):
        kinds = error.validator_value
        wanted = kinds if isinstance(kinds, str) else " or ".join(kinds)
        article = "an" if wanted[0] in "aio" else "a"
        return (
            f"“{name}” must be {article} {wanted}." if name else f"It must be {article} {wanted}."
        )
    message = str(error.message)
    shown = message if len(message) <= 120 else message[:119] + "…"
    return f"“{name}” breaks the rules of JSON Schema: {shown}"
