"""The person who asks for JSON by a schema is told the line that is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.schema import check_schema, locate, read_schema

GOOD = """{
  "type": "object",
  "properties": {
    "name": {"type": "string"},
    "age": {"type": "integer", "minimum": 0}
  },
  "required": ["name"]
}"""


def test_a_schema_that_is_one_has_no_problem() -> None:
    assert check_schema(GOOD) is None
    assert read_schema(GOOD).value == json.loads(GOOD)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "empty"),
        ("  \n ", 1, 1, "empty"),
        ('{\n  "type": "object",\n}', 3, 1, "comma before the end is too many"),
        ('{\n  "type": "object"\n  "a": 1\n}', 3, 3, "comma"),
        ('{\n  "type" "object"\n}', 2, 10, "colon"),
        ('{\n  type: "object"\n}', 2, 3, "double quotes"),
        ("{\n  'type': 'object'\n}", 2, 3, "double quotes"),
        ('{"a": "b', 1, 7, "never ends"),
        ('{"a": "b\nc"}', 1, 9, "end of the line"),
        ('{"a": "\\x"}', 1, 8, "backslash"),
        ('{"a": }', 1, 7, "value is missing"),
        ("{}\n{}", 2, 1, "ended before"),
        ('{"a": NaN}', 1, 1, "NaN is not a JSON number"),
        ("\n [1]", 1, 1, "begins with {"),
        ('{\n "a": 1,\n "a": 2}', 3, 7, "twice"),
        ('{"a": 1, "a": 2,}', 1, 17, "comma before the end"),
        ('{"x": {"a": 1},\n "y": {"a": 1, "b": {}, "a": 2}}', 2, 30, "twice"),
    ],
)
def test_what_is_not_json_is_found_where_it_is(
    text: str, line: int, column: int, words: str
) -> None:
    problem = check_schema(text)
    assert problem is not None
    assert words in problem.sentence
    assert (problem.line, problem.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('{\n  "type": "strin"\n}', 2, "“type” must be one of"),
        (
            '{"type": "object",\n "properties": {\n  "a":\n   {"type": ["string", "texts"]}}}',
            4,
            "“type” must be one of",
        ),
        ('{"properties":\n [1]}', 2, "“properties” must be an object"),
        ('{"required":\n "name"}', 2, "“required” must be an array"),
        ('{"pattern":\n "("}', 2, "not a regular expression"),
        ('{"items":\n {"minLength": -1}}', 2, "“minLength” breaks the rules"),
        ('{"$schema": 5}', 1, "“$schema” must be a text"),
    ],
)
def test_json_that_is_no_schema_is_found_where_it_is(text: str, line: int, words: str) -> None:
    problem = check_schema(text)
    assert problem is not None
    assert words in problem.sentence
    assert problem.line == line


def test_a_schema_of_an_unknown_dialect_is_checked_by_the_newest_rules() -> None:
    assert check_schema('{"$schema": "https://example.org/x", "type": "object"}') is None


@pytest.mark.parametrize("depth", [300, 100_000])
def test_absurd_nesting_is_a_sentence(depth: int) -> None:
    text = '{"not": ' * depth + "{}" + "}" * depth
    problem = check_schema(text)
    assert problem is not None
    assert "deeply" in problem.sentence


def test_an_absurd_number_is_a_sentence() -> None:
    problem = check_schema('{"minimum": ' + "9" * 5000 + "}")
    assert problem is not None


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_within_the_text(text: str) -> None:
    read = read_schema(text)
    assert (read.value is None) != (read.problem is None)
    if read.problem is not None:
        assert 1 <= read.problem.line <= text.count("\n") + 1
        assert read.problem.column >= 1


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=3), _JSON, max_size=4), st.sampled_from([None, 2]))
def test_every_value_is_located(value: dict[str, Any], indent: int | None) -> None:
    text = json.dumps(value, indent=indent)

    def walk(at: Any, path: list[str | int]) -> None:
        found, _end = json.JSONDecoder().raw_decode(text, locate(text, path))
        assert found == at
        items = (
            at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        )
        for key, inner in items:
            walk(inner, [*path, key])

    walk(value, [])


def test_the_checker_is_not_loaded_before_a_schema_is_checked() -> None:
    code = "import sys, scout_desktop.chat.schema as s; s.read_schema('{}'); "
    code += "print('jsonschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("schema", "lost"),
    [
        ({"properties": {"n": {"$ref": "https://example.com/n.json"}}}, "https://example.com/n"),
        ({"properties": {"n": {"$ref": "#/$defs/gone"}}}, "#/$defs/gone"),
        ({"$id": "http://[broken", "properties": {"n": {"$ref": "n.json"}}}, "n.json"),
        ({"anyOf": [{"$ref": "http://[broken"}]}, "http://[broken"),
    ],
)
def test_a_reference_that_nothing_could_match_is_told_before_anything_is_asked(schema, lost):
    problem = check_schema(json.dumps(schema, indent=1))
    assert problem is not None
    assert lost in problem.sentence
    assert lost in json.dumps(schema, indent=1).splitlines()[problem.line - 1]


@pytest.mark.parametrize(
    "schema",
    [
        {"$defs": {"n": {"$anchor": "n"}}, "anyOf": [{"$ref": "#/$defs/n"}, {"$ref": "#n"}]},
        {"$id": "https://example.com/s", "$ref": "#/$defs/n", "$defs": {"n": {}}},
        {"$defs": {"n": {"$id": "https://example.com/n"}}, "$ref": "https://example.com/n"},
        {"properties": {"$ref": {"type": "string"}}, "default": {"$ref": "anything"}},
    ],
)
def test_references_within_a_schema_are_fine(schema):
    assert check_schema(json.dumps(schema)) is None
