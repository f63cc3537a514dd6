"""Answers read as data, and the chats of a batch as one row of the list."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scout_desktop.chat.answers import field_names, read_answer, shown, unfenced
from scout_desktop.chat.rows import ChatRow, by_batch

SCHEMA = {
    "type": "object",
    "properties": {"plate": {"type": "string", "pattern": "^[A-Z]"}, "seen": {"type": "integer"}},
    "required": ["plate"],
    "additionalProperties": False,
}


@pytest.mark.parametrize(
    "text",
    [
        '{"plate": "B-1"}',
        ' \n{"plate":\n"B-1"}\n ',
        '```json\n{"plate": "B-1"}\n```',
        '```\n{"plate": "B-1"}```\n',
        '\r\n```JSON\r\n{"plate": "B-1"}\r\n```',
    ],
)
def test_json_bare_or_in_one_fence_is_an_answer(text):
    found = read_answer(text, SCHEMA)
    assert (found.fields, found.problem) == ({"plate": "B-1"}, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("It is B-1.", "not JSON"),
        ('Here you are: {"plate": "B-1"}', "not JSON"),
        ('{"plate": "B-1"} {"plate": "B-2"}', "not JSON"),
        ('```\n{"plate": "B-1"}\n```\n```\n{}\n```', "not JSON"),
        ('{"plate": "B-1", "seen": NaN}', "not JSON"),
        ('{"plate": "B-1"', "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "does not match: 'plate' is a required property."),
        ("[]", "does not match: [] is not of type 'object'."),
        ('{"plate": "b"}', "does not match: plate: 'b' does not match '^[A-Z]'."),
        ('{"plate": "B", "seen": 1.5}', "does not match: seen: 1.5 is not of type 'integer'."),
        ('{"plate": "B", "x": 1}', "does not match: Additional properties are not allowed"),
    ],
)
def test_everything_else_is_none_and_says_why(text, said):
    found = read_answer(text, SCHEMA)
    assert said in found.problem
    assert found.fields == {}


def test_without_a_schema_any_words_are_an_answer_and_have_no_fields():
    assert read_answer('{"plate": 1}', None) == read_answer("B-1", None)
    assert read_answer("B-1", None).problem == ""
    assert read_answer("", None).problem == "The reply is empty."


def test_a_schema_that_refers_elsewhere_matches_nothing_and_fetches_nothing():
    found = read_answer("{}", {"$ref": "https://example.com/schema.json"})
    assert "refers to another document" in found.problem
    inside = {"$defs": {"plate": {"type": "string"}}, "$ref": "#/$defs/plate"}
    assert read_answer('"B-1"', inside).fields == {"value": "B-1"}


def test_fields_stand_in_the_order_of_the_schema_and_as_text_in_cells():
    assert field_names(SCHEMA) == ("plate", "seen")
    assert field_names(None) == field_names({"properties": 3}) == ()
    assert [shown(value) for value in ("a", 1, None, ["ü"], True)] == [
        "a", "1", "null", '["ü"]', "true",
    ]  # fmt: skip
    assert unfenced("```python\nprint()\n```") == "print()"


def test_the_chats_of_a_batch_are_one_row_where_the_newest_stands():
    def chat(id, **more):
        return ChatRow(id, f"chat {id}", f"2026-11-2{id}", f"2026-11-2{id}", messages=2, **more)

    in_batch = {"batch": "b", "batch_name": "Plates"}
    rows = [
        chat("9"),
        chat("8", **in_batch, usd=Decimal("0.1"), last_line="newest"),
        chat("7"),
        chat("6", **in_batch, unknown=2, thumbnail="abc", pinned=True),
        chat("5", **in_batch, usd=Decimal("0.02"), thumbnail="def"),
        chat("4", batch="other"),
    ]
    found = by_batch(rows)
    assert [row.id for row in found] == ["9", "batch:b", "7", "6", "batch:other"]
    together = found[1]
    assert (together.title, together.last_line) == ("Plates · 3 pictures", "newest")
    assert (together.usd, together.unknown, together.messages) == (Decimal("0.12"), 2, 6)
    assert (together.created, together.updated) == ("2026-11-25", "2026-11-28")
    assert (together.thumbnail, together.pinned, together.batch) == ("abc", False, "b")
    assert (found[4].title, found[4].usd) == ("Batch · 1 picture", None)
    assert by_batch([]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"plate": "B-1", "seen": 1, "seen": 2}', "The answer says “seen” twice."),
        ('{"plate": "B-1", "seen": 1e999}', "The answer is not JSON."),
        ('{"plate": ' + "[" * 500 + "]" * 500 + "}", "The answer is nested too deeply."),
        ("[" * 100_000, "The answer is nested too deeply."),
    ],
)
def test_what_other_programs_could_not_read_again_is_no_answer(text, said):
    assert read_answer(text, {"type": "object"}).problem == said


def test_half_a_letter_can_be_written_after_all():
    fields = read_answer('{"pl\\udc00": ["\\ud800", "\\ud83d\\ude00"]}', {}).fields
    assert fields == {"pl\ufffd": ["\ufffd", "\U0001f600"]}


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ({"properties": {"n": {"multipleOf": 0.01}}}, '{"n": 1' + "0" * 400 + "}"),
        (
            {
                "$schema": "http://json-schema.org/draft-04/schema#",
                "patternProperties": {"(": {}},
            },
            '{"n": 1}',
        ),
    ],
)
def test_what_cannot_be_compared_with_the_schema_does_not_match_it(schema, answer):
    said = read_answer(answer, schema).problem
    assert said.startswith("The answer does not match: it cannot be compared with the schema")
