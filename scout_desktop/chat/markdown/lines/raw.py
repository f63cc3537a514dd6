"""Pieces whose words are not read yet: what `structure` makes of lines, for `reading`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from scout_desktop.chat.markdown.pieces import FormulaPiece, RulePiece

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inlines import Align
    from scout_desktop.chat.markdown.pieces import Place

    from .leaves import CodeLeaf, TableLeaf


@dataclass(slots=True, eq=False, repr=False)
class RawLine:
    """A paragraph or a heading as it was written."""

    words: str
    level: int
    place: Place


@dataclass(slots=True, eq=False, repr=False)
class RawCode:
    """Code: finished `lines`, which its open leaf may share and add to, and those behind them."""

    lines: list[str]
    language: str
    place: Place
    origin: CodeLeaf
    own: list[str] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class RawTable:
    """A table: finished `rows` as with code, and those behind them."""

    aligns: tuple[Align, ...]
    rows: list[list[str]]
    place: Place
    origin: TableLeaf
    own: list[list[str]] = field(default_factory=list)


Raw: TypeAlias = RawLine | RawCode | RawTable | FormulaPiece | RulePiece
