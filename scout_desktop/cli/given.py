"""What several verbs take from the command line: a prompt, and parameters by name."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from scout_desktop.chat.errors import ParameterInvalid, RequestInvalid
from scout_desktop.chat.parameters import parse

from .paper import Paper
from .stopping import leaving_at_once


def parameters_given(pairs: Iterable[str]) -> dict[str, object]:
    """Return what `--set NAME=VALUE` says, by API name. Raises ParameterInvalid."""
    found: dict[str, object] = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise ParameterInvalid(f"--set {pair} has no value.", "Write --set temperature=0.2.")
        found[name.strip()] = parse(name.strip(), text)
    return found


def prompt_given(given: str | None, paper: Paper) -> str:
    """Return the prompt; - reads it from standard input."""
    if given == "-":
        if sys.stdin is None:
            raise RequestInvalid("Standard input is closed.", "Give the prompt as an argument.")
        with leaving_at_once():
            data = sys.stdin.buffer.read()
    else:
        # Bytes of the command line that are no text arrive as lone surrogates.
        data = (given or "").encode(sys.getfilesystemencoding(), "surrogateescape")
    text = data.decode("utf-8", "replace").rstrip("\n") if given == "-" else _as_text(data)
    if "\ufffd" in text and "\ufffd".encode() not in data:
        paper.note("scout-desktop: Some bytes of the prompt were no text and became \ufffd.")
    return text


def _as_text(data: bytes) -> str:
    return data.decode(sys.getfilesystemencoding(), "replace")
