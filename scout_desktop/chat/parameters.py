"""The table of Llama 4 Scout's 13 parameters: the only place where they are declared.

Widgets, checks, request fields, stored form, `--set`, tooltips and the README table read it. Each
parameter is in one of three states: provider default (absent), set, or invalid with a sentence.
Ranges: openapi.yaml of the service and its parameter page, 2026-08.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from .errors import ParameterInvalid

Kind: TypeAlias = Literal["integer", "float", "boolean", "strings", "bias", "format"]
Group: TypeAlias = Literal["Length", "Sampling", "Penalties", "Determinism", "Output"]

GROUPS: tuple[Group, ...] = ("Length", "Sampling", "Penalties", "Determinism", "Output")
LONGEST_STOPS = 4
SCHEMA_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_INT64 = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter.

    `low` and `high` are inclusive unless `low_open`; None is unbounded. `default` is the nominal
    one that providers document, never sent unless the user sets it. `step` is a slider's.
    """

    name: str
    label: str
    group: Group
    kind: Kind
    help: str
    default: float | None = None
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    step: float = 1

    @property
    def range_text(self) -> str:
        """The range as a person writes it."""
        match self.kind:
            case "boolean":
                return "on or off"
            case "strings":
                return f"up to {LONGEST_STOPS} texts"
            case "bias":
                return "token id to -100 … 100"
            case "format":
                return "text, JSON object or JSON schema"
        if self.low is None or self.low < -_INT64:
            return "any whole number"
        if self.high is None or self.high >= _INT64:
            return f"{self.low:g} or more"
        return f"{'above ' if self.low_open else ''}{self.low:g} to {self.high:g}"


PARAMETERS: tuple[ParameterSpec, ...] = (
    ParameterSpec(
        "max_tokens", "Max tokens", "Length", "integer",
        "The longest reply, in tokens; some providers want at least 16.",
        low=1, high=_INT64,
    ),
    ParameterSpec(
        "stop", "Stop sequences", "Length", "strings",
        "The reply ends where one of these texts would appear.",
    ),
    ParameterSpec(
        "temperature", "Temperature", "Sampling", "float",
        "Low values repeat the likeliest words, high values surprise.",
        default=1, low=0, high=2, step=0.05,
    ),
    ParameterSpec(
        "top_p", "Top P", "Sampling", "float",
        "Only the likeliest tokens that together reach this probability are considered.",
        default=1, low=0, high=1, low_open=True, step=0.01,
    ),
    ParameterSpec(
        "top_k", "Top K", "Sampling", "integer",
        "Only this many of the likeliest tokens are considered; 0 considers all.",
        default=0, low=0, high=_INT64,
    ),
    ParameterSpec(
        "min_p", "Min P", "Sampling", "float",
        "Tokens less likely than this share of the likeliest one are left out.",
        default=0, low=0, high=1, step=0.01,
    ),
    ParameterSpec(
        "frequency_penalty", "Frequency penalty", "Penalties", "float",
        "Makes a token less likely each time it has been used; negative values invite repetition.",
        default=0, low=-2, high=2, step=0.05,
    ),
    ParameterSpec(
        "presence_penalty", "Presence penalty", "Penalties", "float",
        "Makes a token less likely once it has been used at all; negative values invite it again.",
        default=0, low=-2, high=2, step=0.05,
    ),
    ParameterSpec(
        "repetition_penalty", "Repetition penalty", "Penalties", "float",
        "Above 1 makes tokens of the prompt and the reply less likely to come again.",
        default=1, low=0, high=2, low_open=True, step=0.05,
    ),
    ParameterSpec(
        "logit_bias", "Logit bias", "Penalties", "bias",
        "Adds to the score of single tokens, by their id in Llama 4's vocabulary.",
    ),
    ParameterSpec(
        "seed", "Seed", "Determinism", "integer",
        "The same seed and request give the same reply where the provider can.",
        low=-_INT64 - 1, high=_INT64,
    ),
    ParameterSpec(
        "response_format", "Response format", "Output", "format",
        "Asks for plain text, any JSON object, or JSON that follows a schema.",
    ),
    ParameterSpec(
        "structured_outputs", "Structured outputs", "Output", "boolean",
        "Insists on the JSON schema: only providers that enforce it are used.",
    ),
)  # fmt: skip

SPECS: Mapping[str, ParameterSpec] = {spec.name: spec for spec in PARAMETERS}
if len(SPECS) != len(PARAMETERS):
    raise RuntimeError("a parameter is declared twice")


def problem(name: str, value: Any) -> str | None:
    """Return the sentence that says why a value cannot be sent; None when it can.

    None as a value means provider default and is always right.
    """
    spec = SPECS.get(name)
    if spec is None:
        return f"There is no parameter named {name}."
    if value is None:
        return None
    match spec.kind:
        case "integer" | "float":
            return _number_problem(spec, value)
        case "boolean":
            return None if isinstance(value, bool) else f"{spec.label} is either on or off."
        case "strings":
            return _stop_problem(value)
        case "bias":
            return _bias_problem(value)
        case "format":
            return _format_problem(value)


def check(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentences for every invalid value and for values that do not go together."""
    found = {name: said for name, value in values.items() if (said := problem(name, value))}
    if values.get("structured_outputs") is True and "response_format" not in found:
        given = values.get("response_format")
        if not isinstance(given, Mapping) or given.get("type") != "json_schema":
            found["structured_outputs"] = (
                "Structured outputs needs Response format set to a JSON schema."
            )
    return found


def parse(name: str, text: str) -> Any:
    """Return the value that a person typed for `--set name=text`.

    Numbers, true/false and JSON are understood; for `stop` a bare text is one sequence; `default`
    resets. Raises ParameterInvalid with the sentence.
    """
    spec = SPECS.get(name)
    if spec is None:
        raise ParameterInvalid(
            f"There is no parameter named {name}.", f"Known: {', '.join(SPECS)}.",
            facts={"name": name},
        )  # fmt: skip
    value = None if text == "default" else _read(spec, text)
    if (said := problem(name, value)) is not None:
        raise ParameterInvalid(said, facts={"name": name})
    return value


def markdown_table() -> str:
    """Return the table of README."""
    lines = ["| Parameter | API name | Kind | Range | Default | What it does |", "|" + "---|" * 6]
    for spec in PARAMETERS:
        default = "none" if spec.default is None else f"{spec.default:g}"
        cells = (
            spec.label, f"`{spec.name}`", _KIND_NAMES[spec.kind], spec.range_text, default,
            spec.help,
        )  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


_KIND_NAMES: Mapping[Kind, str] = {
    "integer": "integer", "float": "float", "boolean": "boolean", "strings": "array",
    "bias": "map", "format": "map",
}  # fmt: skip


def _read(spec: ParameterSpec, text: str) -> Any:
    text = text.strip()
    if spec.kind == "strings" and not text.startswith("["):
        return [text]
    if spec.kind == "format" and text in ("text", "json_object"):
        return {"type": text}
    if spec.kind == "boolean":
        return {"true": True, "on": True, "false": False, "off": False}.get(text.lower(), text)
    try:
        value = json.loads(text, parse_constant=lambda name: name)
    except (ValueError, RecursionError):
        return text
    if spec.kind == "integer" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _number_problem(spec: ParameterSpec, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        wanted = "a whole number" if spec.kind == "integer" else "a number"
        return f"{spec.label} must be {wanted}."
    if spec.kind == "integer" and not isinstance(value, int):
        return f"{spec.label} must be a whole number."
    if isinstance(value, float) and not math.isfinite(value):
        return f"{spec.label} must be a finite number."
    if spec.kind == "integer" and not -_INT64 - 1 <= value <= _INT64:
        return f"{spec.label} is too large: it must fit into 64 bits."
    low, high = spec.low, spec.high
    below = low is not None and (value <= low if spec.low_open else value < low)
    if below or (high is not None and value > high):
        return f"{spec.label} must be {spec.range_text}."
    return None


def _stop_problem(value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return "Stop sequences must be a list of texts."
    if len(value) > LONGEST_STOPS:
        return f"At most {LONGEST_STOPS} stop sequences are allowed."
    if not value or not all(value):
        return "A stop sequence must not be empty."
    return None


def _bias_problem(value: Any) -> str | None:
    if not isinstance(value, Mapping) or not value:
        return "Logit bias must map token ids to numbers."
    for token, bias in value.items():
        if not isinstance(token, str) or not token.isascii() or not token.isdigit():
            return f"“{str(token)[:20]}” is not a token id: use whole numbers from 0."
        if isinstance(bias, bool) or not isinstance(bias, int | float) or not -100 <= bias <= 100:
            return f"The bias of token {token} must be a number from -100 to 100."
    return None


def _format_problem(value: Any) -> str | None:
    if not isinstance(value, Mapping):
        return "Response format must be text, a JSON object or a JSON schema."
    match value.get("type"):
        case "text" | "json_object":
            return None
        case "json_schema":
            pass
        case _:
            return "Response format must be text, a JSON object or a JSON schema."
    schema = value.get("json_schema")
    if not isinstance(schema, Mapping):
        return "The JSON schema is missing."
    name = schema.get("name")
    if not isinstance(name, str) or not SCHEMA_NAME.match(name):
        return "The schema needs a name of up to 64 letters, digits, dashes or underscores."
    if not isinstance(schema.get("schema"), Mapping):
        return "The schema must be a JSON object."
    return None
