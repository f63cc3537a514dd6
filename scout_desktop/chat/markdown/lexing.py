"""The colours of code: which characters of each line are keywords, strings, comments.

By the name behind the fence alone; what language it is, is never guessed. Pygments is loaded when
it is first asked for, and works step by step, so that a caller can stop between two steps. Code
stays as it was received: nothing is stripped, replaced or added.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol, TypeAlias

from .languages import CLASSES, NAMED_OTHERWISE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind: TypeAlias = Literal["keyword", "string", "number", "comment", "name", "meta"]
"""What `code_*` colours of the theme are called."""

MOST: Final = 100_000
"""Characters of code that are coloured; more stays plain."""
LONGEST_LINE: Final = 1_000
"""A longer line stays plain: machines write it, and there are patterns that take its square."""
_BREATH: Final = 32
"""Tokens between two steps: 0.3 ms of work."""
_PORTION: Final = 16_000
"""Characters that a lexer is given together: patterns that search to the end do not get far."""
_AT_ONCE: Final = 600
"""The same for a lexer that reads all of it in one step."""
_NAME: Final = re.compile(r"(?:language-|lang-|\{?\.)?([^\s{}:,;=]{1,40})")
_KINDS: Final[dict[tuple[str, ...], Kind | None]] = {
    ("Keyword",): "keyword",
    ("Operator", "Word"): "keyword",
    ("Literal", "String"): "string",
    ("Literal", "String", "Affix"): "keyword",
    ("Literal", "String", "Interpol"): "meta",
    ("Literal", "String", "Escape"): "meta",
    ("Literal",): "number",
    ("Comment",): "comment",
    ("Comment", "Preproc"): "meta",
    ("Comment", "PreprocFile"): "string",
    ("Name", "Function"): "name",
    ("Name", "Class"): "name",
    ("Name", "Builtin"): "name",
    ("Name", "Exception"): "name",
    ("Name", "Tag"): "name",
    ("Name", "Entity"): "name",
    ("Name", "Decorator"): "meta",
    ("Name", "Attribute"): "meta",
    ("Name", "Label"): "meta",
    ("Name", "Variable"): "meta",
    ("Generic", "Heading"): "name",
    ("Generic", "Subheading"): "name",
    ("Generic", "Inserted"): "string",
    ("Generic", "Deleted"): "number",
    ("Generic", "Prompt"): "meta",
}


class Coloured(NamedTuple):
    """Some characters of one line: code points from its start, how many, and what they are."""

    start: int
    length: int
    kind: Kind


class Lexer(Protocol):
    """What of a Pygments lexer is used."""

    def get_tokens_unprocessed(self, text: str) -> Iterable[tuple[int, tuple[str, ...], str]]:
        """Yield (place, type, characters) in order."""


def warm() -> None:
    """Load what every language needs (about 15 ms); may run in a worker thread."""
    _aliases()


def lexer_for(language: str) -> Lexer | None:
    """Return the lexer of a language named as behind a fence, or None for one that is not known.

    The first call for a language takes 5 to 35 ms, later ones nothing; it may run in a worker.
    """
    found = _NAME.match(language.strip().lower())
    if found is None:
        return None
    name = found.group(1)
    return _lexer(NAMED_OTHERWISE.get(name, name))


def lines_of(lexer: Lexer, text: str) -> Iterator[tuple[Coloured, ...] | None]:
    """Yield what is to be coloured in each line of `text`, line by line, parted at line feeds.

    In between it yields None, for whoever wants to go on later: no step takes 1 ms, but for lexers
    of templates, that take 2. Lines over `LONGEST_LINE` are passed over as if they were empty, in
    templates those over `_AT_ONCE`.
    """
    # Lexers of templates answer only when they have read everything.
    at_once = hasattr(lexer, "root_lexer")
    longest, most = (_AT_ONCE, _AT_ONCE) if at_once else (LONGEST_LINE, _PORTION)
    lines = [line if len(line) <= longest else "" for line in text.split("\n")]
    for portion in _portions(lines, most):
        tokens = lexer.get_tokens_unprocessed("\n".join(portion) + "\n")
        yield from _cut(tokens, portion)


def _portions(lines: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Parts of up to `most` characters, that begin where something new seems to begin."""
    first = size = 0
    for number, line in enumerate(lines):
        if number > first:
            fresh = line[:1].strip() and not lines[number - 1].strip()
            if size + len(line) > most or (fresh and size > most // 2):
                yield lines[first:number]
                first, size = number, 0
        size += len(line) + 1
    yield lines[first:]


def _cut(
    tokens: Iterable[tuple[int, tuple[str, ...], str]], lines: Sequence[str]
) -> Iterator[tuple[Coloured, ...] | None]:
    """Cut tokens at the ends of lines; there are as many answers as lines, whatever comes."""
    here: list[Coloured] = []
    line, top, done = 0, 0, 0
    bottom = len(lines[0])
    try:
        for count, (start, of, characters) in enumerate(tokens):
            if count % _BREATH == 0:
                yield None
            kind, end = _kind(of), start + len(characters)
            while True:
                begin, stop = max(start, top, done), min(end, bottom)
                if kind is not None and begin < stop:
                    _append(here, Coloured(begin - top, stop - begin, kind))
                done = max(done, stop)
                if end <= bottom:
                    break
                yield tuple(here)
                here, line = [], line + 1
                if line == len(lines):
                    return
                top = bottom + 1
                bottom = top + len(lines[line])
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # Five hundred lexers by as many people: what one stumbles over is shown without colours.
        here = []
    for _ in range(line, len(lines)):
        yield tuple(here)
        here = []


def _append(spans: list[Coloured], fresh: Coloured) -> None:
    """Append a span, as one with the one before if that touches it and is of its kind."""
    if spans:
        start, length, kind = spans[-1]
        if kind == fresh.kind and start + length == fresh.start:
            spans[-1] = Coloured(start, length + fresh.length, kind)
            return
    spans.append(fresh)


@cache
def _kind(of: tuple[str, ...]) -> Kind | None:
    for length in range(len(of), 0, -1):
        if of[:length] in _KINDS:
            return _KINDS[of[:length]]
    return None


@cache
def _aliases() -> dict[str, tuple[str, str]]:
    """Module and class by alias. Pygments' own search goes on through installed plug-ins: 45 ms."""
    known = import_module("pygments.lexers").LEXERS
    found: dict[str, tuple[str, str]] = {}
    for name, (module, _, aliases, _, _) in known.items():
        for alias in aliases if name in CLASSES else ():
            found.setdefault(alias.lower(), (module, name))
    return found


@cache
def _lexer(alias: str) -> Lexer | None:
    module, name = _aliases().get(alias, ("", ""))
    if name in ("", "TextLexer"):
        return None
    # Code within Markdown would be looked up by a name that the model chose, through plug-ins too.
    made = getattr(import_module(module), name)
    lexer: Lexer = made(stripnl=False, ensurenl=False, handlecodeblocks=False)
    # What it is made of is put together at the first use.
    for _ in lexer.get_tokens_unprocessed("\n"):
        pass
    return lexer
