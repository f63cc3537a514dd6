"""What stands in a paragraph: flat runs, each with its whole style, ready for any painter.

Addresses (`href`, `src`) are kept exactly as they were written: they are data, and whoever opens
one decides whether it may be opened. Raw HTML never becomes anything but text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters in one style; `href` makes it part of a link."""

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False
    href: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the text names. It is shown as a labelled chip and never loaded."""

    alt: str
    src: str
    title: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line: a hard one stays, a soft one reads as a space."""

    hard: bool


@dataclass(frozen=True, slots=True)
class Math:
    """A formula inside a paragraph: LaTeX without its delimiters; `display` asks for a big one."""

    source: str
    display: bool = False


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to a footnote that exists; shown as its number."""

    label: str
    number: int


Inline: TypeAlias = Text | Picture | Break | Math | NoteRef
Inlines: TypeAlias = tuple[Inline, ...]
Align: TypeAlias = Literal["", "left", "center", "right"]
