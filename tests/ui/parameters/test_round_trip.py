"""What a chat holds comes back from the panel as it was, to the type and the last digit."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scout_desktop.chat.parameters import PARAMETERS, SPECS, problem
from scout_desktop.ui.parameters.words import (
    bias_rows,
    escaped,
    number_text,
    read_bias,
    read_number,
    slider_position,
    slider_range,
    slider_value,
    stepped,
    unescaped,
)

FLOATS = [spec for spec in PARAMETERS if spec.kind == "float"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


def _within(name: str) -> st.SearchStrategy[Any]:
    spec = SPECS[name]
    whole = st.integers(
        None if spec.low is None else int(spec.low), None if spec.high is None else int(spec.high)
    )
    if spec.kind == "integer":
        return whole
    exclusive = {"exclude_min": spec.low_open}
    return st.floats(spec.low, spec.high, **exclusive)


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    **{s.name: _within(s.name) for s in PARAMETERS if s.kind in ("integer", "float")},
    "stop": st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=4),
    "logit_bias": st.dictionaries(
        st.integers(0, 202_000).map(str),
        st.integers(-100, 100) | st.floats(-100, 100),
        min_size=1,
        max_size=5,
    ),
    "structured_outputs": st.booleans(),
    "response_format": st.sampled_from([{"type": "text"}, {"type": "json_object"}])
    | st.builds(
        lambda name, title, strict: {
            "type": "json_schema",
            "json_schema": {
                "name": name,
                **strict,
                "schema": {"type": "object", "title": title, "default": 1.0, "examples": [1]},
            },
        },
        st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
        st.text(max_size=20),
        st.sampled_from([{}, {"strict": True}, {"strict": False}, {"strict": None}]),
    ),
}
_ALL = st.fixed_dictionaries({}, optional=_VALUES)
ONE_OF_EACH: dict[str, Any] = {
    "max_tokens": 512,
    "stop": ["\n\n", " END", "a\\n"],
    "temperature": 0.1 + 0.2,
    "top_p": 1,
    "top_k": 40,
    "min_p": 1e-07,
    "frequency_penalty": -0.05,
    "presence_penalty": -2,
    "repetition_penalty": 1.1,
    "logit_bias": {"0": -100, "1042": 5.0, "77": 5},
    "seed": -(2**63),
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "n", "strict": None, "schema": {"type": "object", "b": 1.0}},
    },
    "structured_outputs": False,
}


def exact(value: Any) -> str:
    """The value with its types, as it would be written to disk."""
    return json.dumps(value, sort_keys=True)


@pytest.mark.parametrize("name", sorted(ONE_OF_EACH))
def test_each_alone(bench, name):
    bench.show(**{name: ONE_OF_EACH[name]})
    assert exact(bench.panel.values) == exact({name: ONE_OF_EACH[name]})
    assert bench.row(name).value == ONE_OF_EACH[name]
    assert bench.changed == [], "showing is not editing"


def test_all_thirteen_together(bench):
    assert set(ONE_OF_EACH) == set(SPECS)
    bench.show(**ONE_OF_EACH)
    assert exact(bench.panel.values) == exact(ONE_OF_EACH)
    assert bench.changed == []
    assert bench.invalid == {}
    bench.show()
    assert bench.panel.values == {}
    assert bench.changed == []


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=_ALL, again=_ALL)
def test_any_values_that_can_be_sent(bench, values, again):
    for shown in (values, again):
        bench.changed.clear()
        bench.show(**shown)
        assert exact(bench.panel.values) == exact(shown)
        assert bench.changed == []


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(values=st.dictionaries(st.sampled_from(sorted(SPECS)), _JSON, max_size=4))
def test_values_of_any_kind_are_shown_and_judged_and_never_altered(bench, values):
    bench.changed.clear()
    bench.show(**values)
    assert bench.changed == []
    kept = {name: value for name, value in values.items() if value is not None}
    assert exact(bench.panel.values) == exact(kept)
    for name, value in kept.items():
        if problem(name, value):
            assert name in bench.invalid


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_in_its_field_reads_as_itself(value: float) -> None:
    assert read_number(number_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,5", 0.5), (".5", 0.5), ("2.", 2.0), ("−1", -1.0),
        ("", None), ("  ", None), ("٤٢", 42), ("+7", 7),
        ("1.5", 1.5), ("nan", "nan"), ("1e999", "1e999"),
        ("1 2", "1 2"), ("0x10", "0x10"),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(text: str, value: Any) -> None:
    assert read_number(text) == value


@given(st.text())
def test_a_stop_sequence_shown_reads_as_itself(text: str) -> None:
    shown = escaped(text)
    assert unescaped(shown) == text
    assert not {"\n", "\r", "\t"} & set(shown)


def test_a_backslash_before_another_letter_is_itself() -> None:
    assert unescaped(r"\d+\n") == "\\d+\n"
    assert unescaped("\\") == "\\"


@given(_VALUES["logit_bias"])
def test_a_bias_table_reads_as_itself(value: dict[str, Any]) -> None:
    found, wrong = read_bias(bias_rows(value))
    assert exact(found) == exact(value)
    assert wrong == {}


@pytest.mark.parametrize("spec", FLOATS, ids=lambda spec: spec.name)
def test_every_position_of_a_slider_can_be_sent(spec) -> None:
    first, last = slider_range(spec)
    for position in range(first, last + 1):
        value = slider_value(spec, position)
        assert problem(spec.name, value) is None
        assert slider_position(spec, value) == position
        assert len(repr(value)) <= 6
    assert slider_value(spec, last) == spec.high


@given(
    st.sampled_from([s for s in PARAMETERS if s.kind in ("integer", "float")]),
    st.none() | st.integers(-(2**64), 2**64) | st.floats(allow_nan=False),
    st.integers(-20, 20),
)
def test_a_step_never_leaves_the_range(spec, value, steps) -> None:
    assert problem(spec.name, stepped(spec, value, steps)) is None
