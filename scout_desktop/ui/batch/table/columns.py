"""What the columns of a batch's table are, and what a row says in each. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from scout_desktop.ui.batch.words import spent_words

if TYPE_CHECKING:
    from scout_desktop.chat.batch import BatchRow

Kind = Literal["picture", "name", "state", "answer", "field", "tokens", "cost"]
_DIGITS = re.compile(r"(\d+)")
_LONGEST = 600
"""Letters of an answer that a cell looks at: two lines never show more."""

STATES = {
    "waiting": "Waiting",
    "preparing": "Preparing",
    "asking": "On its way",
    "done": "Done",
    "failed": "Failed",
}
_RANKS = {"failed": 0, "asking": 1, "preparing": 2, "waiting": 3, "done": 4}
"""What the user has to see to stands first."""


class Column(NamedTuple):
    """`field` is the name of a field of the answer, in a column of that kind."""

    kind: Kind
    title: str
    field: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells end at the same side."""
        return self.kind in ("tokens", "cost")

    @property
    def is_answer(self) -> bool:
        """Whether it is empty until there is an answer."""
        return self.kind in ("answer", "field")


def columns_of(schema: Mapping[str, Any] | None) -> tuple[Column, ...]:
    """Return the columns for answers of this schema; without one the answer has one column."""
    names = (schema or {}).get("properties")
    fields = [str(name) for name in names] if isinstance(names, Mapping) else []
    middle = [Column("field", name, name) for name in fields] or [Column("answer", "Answer")]
    return (
        Column("picture", ""),
        Column("name", "Name"),
        Column("state", "State"),
        *middle,
        Column("tokens", "Tokens in / out"),
        Column("cost", "Cost, USD"),
    )


def name_of(row: BatchRow) -> str:
    """Return what the picture is called; a page of a document says which."""
    name = PurePath(row.item.path).name or row.item.path
    return f"{name}, page {row.item.page}" if row.item.page else name


def instead(row: BatchRow) -> str:
    """Return what stands where the answer will: why there is none, or what has come of it."""
    if row.state == "done":
        return ""
    growing = row.answer if row.state == "asking" else ""
    return one_line(row.problem or growing)


def words_in(row: BatchRow, column: Column) -> str:
    """Return the text of a cell in one line."""
    match column.kind:
        case "name":
            return name_of(row)
        case "state":
            return STATES[row.state]
        case "answer":
            return one_line(row.answer) if row.state == "done" else ""
        case "field":
            return one_line(value_words(row.fields[column.field])) if _has(row, column) else ""
        case "tokens":
            return _tokens(row)
        case "cost":
            return _cost(row)
    return ""


def value_words(value: object) -> str:
    """Return a value of an answer as a person writes it; texts without their quotes."""
    if isinstance(value, str):
        return value
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(not isinstance(each, list | dict) for each in value):
        return ", ".join(value_words(each) for each in value)
    return json.dumps(value, ensure_ascii=False, default=str)


def one_line(text: str) -> str:
    """Return the beginning of a text without line breaks."""
    return " ".join(text[:_LONGEST].split())


def sort_key(row: BatchRow, column: Column) -> tuple[Any, ...] | None:
    """Return what rows are sorted by in this column; None for a cell with nothing in it."""
    match column.kind:
        case "picture" | "name":
            return natural(name_of(row))
        case "state":
            return (_RANKS[row.state], row.problem)
        case "tokens":
            known = row.prompt_tokens, row.completion_tokens
            return None if known == (None, None) else (sum(each or 0 for each in known),)
        case "cost":
            return None if row.usd is None else (row.usd,)
        case "field":
            return _value_key(row.fields[column.field]) if _has(row, column) else None
    said = words_in(row, column)
    return natural(said) if said else None


def natural(text: str) -> tuple[Any, ...]:
    """Sort as people count: 9 before 10."""
    parts = _DIGITS.split(text.casefold())
    return tuple((int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts))


def _value_key(value: object) -> tuple[Any, ...] | None:
    if value is None:
        return None
    if isinstance(value, int | float | Decimal):  # a truth value too: no before yes
        return (0, value, ())
    return (1, 0, natural(value_words(value)))


def _has(row: BatchRow, column: Column) -> bool:
    return column.field in row.fields


def _tokens(row: BatchRow) -> str:
    known = row.prompt_tokens, row.completion_tokens
    if known == (None, None):
        return ""
    return " / ".join("?" if each is None else f"{each:,}" for each in known)


def _cost(row: BatchRow) -> str:
    if row.usd is None:
        return "unknown" if row.unknown else ""
    return f"{spent_words(row.usd)} + ?" if row.unknown else spent_words(row.usd)
