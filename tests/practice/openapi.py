"""The service's own OpenAPI document as a judge of requests and answers.

    problems = openapi.validate_chat_request(body)      # [] when the service's schema is content
    openapi.needed()                                    # skips the test when the document is absent

The document is found in `$SCOUT_SHARED/openrouter/openapi.yaml`, or in a folder `shared` beside the
checkout or above it. It is OpenAPI 3.1, whose schemas are JSON Schema 2020-12.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

_URI = "urn:openrouter:openapi"


def shared_folder() -> Path | None:
    """The folder with the service's documents and recordings, if this machine has it."""
    named = os.environ.get("SCOUT_SHARED")
    above = [folder / "shared" for folder in Path(__file__).resolve().parents]
    for folder in [Path(named)] if named else above:
        if (folder / "openrouter" / "openapi.yaml").is_file():
            return folder / "openrouter"
    return None


def needed() -> None:
    """Skip the running test, with the reason, when there is no document."""
    if shared_folder() is None:
        pytest.skip("the service's openapi.yaml is not here: set SCOUT_SHARED to its folder")


@functools.cache
def document() -> dict[str, Any]:
    """The whole document. `FileNotFoundError` when it is absent."""
    import yaml

    folder = shared_folder()
    if folder is None:
        raise FileNotFoundError("openapi.yaml")
    with (folder / "openapi.yaml").open("rb") as source:
        found: dict[str, Any] = yaml.load(source, Loader=yaml.CSafeLoader)
    return found


@functools.cache
def _registry() -> Any:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    return Registry().with_resource(_URI, DRAFT202012.create_resource(document()))


@functools.cache
def _validator(pointer: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({"$ref": f"{_URI}#{pointer}"}, registry=_registry())


def problems(pointer: str, value: object) -> list[str]:
    """What the schema at a JSON pointer of the document has against a value; [] for nothing."""
    return [f"{error.json_path}: {error.message[:300]}" for error in _innermost(pointer, value)]


def _innermost(pointer: str, value: object) -> Iterator[Any]:
    from jsonschema.exceptions import best_match

    for error in _validator(pointer).iter_errors(value):
        yield best_match([error]) or error


def validate_chat_request(body: Mapping[str, Any]) -> list[str]:
    """What the service's schema has against a chat request; [] when it is content.

    Unknown fields are allowed by the schema; see `unknown_fields`.
    """
    return problems("/components/schemas/ChatRequest", dict(body))


def unknown_fields(body: Mapping[str, Any]) -> set[str]:
    """Top-level fields of a chat request that the document does not name."""
    schema = document()["components"]["schemas"]["ChatRequest"]
    return set(body) - set(schema["properties"])


def validate_response(path: str, method: str, value: object, status: int = 200) -> list[str]:
    """What the document has against a JSON answer of an endpoint, `path` as it spells it."""
    escaped = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    kind = "application~1json"
    return problems(f"/paths/{escaped}/{method}/responses/{status}/content/{kind}/schema", value)


def validate_chunk(value: object) -> list[str]:
    """What the document has against one streamed chunk."""
    return problems("/components/schemas/ChatStreamChunk", value)
