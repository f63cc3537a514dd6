"""The table of parameters: three states, sentences, what a person types."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.errors import ParameterInvalid
from scout_desktop.chat.parameters import (
    GROUPS,
    PARAMETERS,
    SPECS,
    check,
    markdown_table,
    parse,
    problem,
)

SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "person", "strict": True, "schema": {"type": "object"}},
}


def test_all_thirteen_are_there_with_the_labels_that_outside_programs_rely_on() -> None:
    assert [spec.label for spec in PARAMETERS if spec.group == "Sampling"] == [
        "Temperature", "Top P", "Top K", "Min P",
    ]  # fmt: skip
    assert {spec.label for spec in PARAMETERS} == {
        "Temperature", "Top P", "Max tokens", "Stop sequences", "Frequency penalty",
        "Presence penalty", "Repetition penalty", "Top K", "Seed", "Min P", "Response format",
        "Logit bias", "Structured outputs",
    }  # fmt: skip
    assert {spec.group for spec in PARAMETERS} == set(GROUPS)
    assert all(spec.help.endswith(".") for spec in PARAMETERS)


@pytest.mark.parametrize("spec", PARAMETERS, ids=lambda spec: spec.name)
def test_default_is_always_right(spec) -> None:
    assert problem(spec.name, None) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", 0), ("temperature", 2), ("temperature", 0.7), ("top_p", 1),
        ("top_p", 0.01), ("top_k", 0), ("min_p", 0), ("min_p", 1.0), ("frequency_penalty", -2),
        ("presence_penalty", 2), ("repetition_penalty", 0.01), ("repetition_penalty", 2),
        ("max_tokens", 1), ("max_tokens", 1_000_000), ("seed", 0), ("seed", -(2**63)),
        ("seed", 2**63 - 1), ("stop", ["\n"]), ("stop", ["a", "b", "c", "d"]),
        ("logit_bias", {"0": -100}), ("logit_bias", {"201133": 99.5}),
        ("response_format", {"type": "text"}), ("response_format", {"type": "json_object"}),
        ("response_format", SCHEMA), ("structured_outputs", True), ("structured_outputs", False),
    ],
)  # fmt: skip
def test_values_within_the_range_can_be_sent(name: str, value: Any) -> None:
    assert problem(name, value) is None


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("temperature", 2.01, "0 to 2"), ("temperature", -0.1, "0 to 2"),
        ("temperature", "hot", "a number"), ("temperature", True, "a number"),
        ("temperature", 10**400, "0 to 2"), ("temperature", math.nan, "finite"),
        ("temperature", math.inf, "finite"),
        ("top_p", 0, "above 0 to 1"), ("top_p", 1.1, "above 0 to 1"),
        ("top_k", -1, "0 or more"), ("top_k", 1.5, "whole number"), ("min_p", 1.01, "0 to 1"),
        ("frequency_penalty", 2.1, "-2 to 2"), ("repetition_penalty", 0, "above 0 to 2"),
        ("max_tokens", 0, "1 or more"), ("max_tokens", 2**63, "64 bits"),
        ("seed", 2**63, "64 bits"), ("seed", 1.0, "whole number"),
        ("stop", "text", "list of texts"), ("stop", [], "not be empty"),
        ("stop", [""], "not be empty"), ("stop", list("abcde"), "At most 4"),
        ("logit_bias", {}, "token ids"), ("logit_bias", {"x": 1}, "not a token id"),
        ("logit_bias", {"٣": 1}, "not a token id"), ("logit_bias", {"1": 101}, "-100 to 100"),
        ("logit_bias", {"1": math.nan}, "-100 to 100"), ("logit_bias", {"1": True}, "-100 to 100"),
        ("response_format", "json", "Response format must be"),
        ("response_format", {"type": "grammar"}, "Response format must be"),
        ("response_format", {"type": "json_schema"}, "schema is missing"),
        ("response_format", {"type": "json_schema", "json_schema": {"schema": {}}}, "name"),
        (
            "response_format",
            {"type": "json_schema", "json_schema": {"name": "a b", "schema": {}}},
            "name",
        ),
        (
            "response_format",
            {"type": "json_schema", "json_schema": {"name": "a", "schema": []}},
            "JSON object",
        ),
        ("structured_outputs", 1, "on or off"), ("heat", 1, "no parameter named heat"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_in_a_sentence(name: str, value: Any, words: str) -> None:
    said = problem(name, value)
    assert said is not None
    assert words in said
    assert said.endswith(".")


def test_structured_outputs_needs_a_schema_beside_it() -> None:
    assert "structured_outputs" in check({"structured_outputs": True})
    assert "structured_outputs" in check(
        {"structured_outputs": True, "response_format": {"type": "text"}}
    )
    assert check({"structured_outputs": True, "response_format": SCHEMA}) == {}
    assert check({"structured_outputs": False}) == {}


@given(st.sampled_from(sorted(SPECS)), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
))  # fmt: skip
def test_any_value_at_all_gets_a_verdict(name: str, value: Any) -> None:
    said = problem(name, value)
    assert said is None or said.endswith(".")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("temperature", "0.3", 0.3), ("temperature", " 1 ", 1), ("max_tokens", "64", 64),
        ("max_tokens", "1e3", 1000), ("seed", "-5", -5), ("stop", "END", ["END"]),
        ("stop", '["a","\\n"]', ["a", "\n"]), ("response_format", "json_object",
        {"type": "json_object"}), ("structured_outputs", "off", False),
        ("logit_bias", '{"5": -1}', {"5": -1}), ("temperature", "default", None),
    ],
)  # fmt: skip
def test_what_is_typed_on_the_command_line_is_understood(name: str, text: str, value: Any) -> None:
    assert parse(name, text) == value
    assert type(parse(name, text)) is type(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("temperature", "warm"), ("temperature", "NaN"), ("max_tokens", "0"), ("heat", "1"),
     ("stop", "[1]"), ("logit_bias", "5"), ("structured_outputs", "maybe")],
)  # fmt: skip
def test_what_is_typed_wrongly_is_refused_with_its_name(name: str, text: str) -> None:
    with pytest.raises(ParameterInvalid) as refused:
        parse(name, text)
    assert refused.value.facts["name"] == name


def test_the_table_of_the_readme_has_a_line_for_each() -> None:
    lines = markdown_table().splitlines()
    assert len(lines) == 2 + len(PARAMETERS)
    assert all(f"`{spec.name}`" in line for spec, line in zip(PARAMETERS, lines[2:], strict=True))
    assert all(line.count("|") == 7 for line in lines)
