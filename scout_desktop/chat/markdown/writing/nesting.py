"""Flat pieces set back into lists and quotes, for whoever writes a document of them.

A row that begins in the middle of an item gives that item without a mark: its words stand where the
list would. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from scout_desktop.chat.markdown.pieces import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scout_desktop.chat.markdown.pieces import Piece, Place


@dataclass(slots=True, eq=False, repr=False)
class Quoted:
    """What stands in a quote."""

    inside: list[Nested] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Item:
    """What stands behind one mark of a list."""

    mark: Mark
    inside: list[Nested] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Listed:
    """Items that follow each other: all with bullets, or with numbers that count up."""

    items: list[Item] = field(default_factory=list)


Nested: TypeAlias = "Piece | Quoted | Listed"


@dataclass(slots=True, eq=False, repr=False)
class _Open:
    """A container that more can be put into; `of` is None for a list whose mark is not there."""

    is_list: bool
    inside: list[Nested]
    of: Listed | None = None


def nested(pieces: Iterable[Piece]) -> list[Nested]:
    """Return the pieces in the containers that their places tell of, in the same order."""
    ground, stack = list[Nested](), list[_Open]()
    row = list(pieces)
    for at, piece in enumerate(row):
        place = piece.place
        stack = _kept(stack, place)
        if place.mark is not None:
            quotes_first = not _is_quote_in_item(row, at)
            if quotes_first and stack and place.quotes > _count(stack, lists=False):
                # The list is over: a quote follows it that has a list of its own.
                stack = stack[: len(stack) - (place.depth == _count(stack, lists=True))]
            _open_item(stack, ground, place, quotes_first=quotes_first)
        _open_quotes(stack, ground, place.quotes)
        # Of lists whose marks are not there only the words remain.
        missing = place.depth - _count(stack, lists=True)
        stack += [_Open(is_list=True, inside=_inside(stack, ground))] * missing
        _inside(stack, ground).append(piece)
    return ground


def is_tight(one: Nested) -> bool:
    """Whether no blank line stands above it, which only in lists does not join two paragraphs."""
    while isinstance(one, Quoted | Listed):
        one = one.items[0].inside[0] if isinstance(one, Listed) else one.inside[0]
    return one.place.tight


def _kept(stack: list[_Open], place: Place) -> list[_Open]:
    """Return the containers that go on around a piece at `place`."""
    quotes = depth = end = 0
    for each in stack:
        quotes, depth = quotes + (not each.is_list), depth + each.is_list
        if quotes > place.quotes or depth > place.depth:
            break
        end += 1
    if place.mark is None:
        return stack[:end]
    # A new item: what stood inside the one before is over, and so is a list that has no more.
    lists = [at for at in range(end) if stack[at].is_list]
    if len(lists) < place.depth:
        return stack[:end]
    last = lists[-1]
    goes_on = last == end - 1 and _continues(stack[last].of, place.mark)
    return stack[: last + 1] if goes_on else stack[:last]


def _continues(one: Listed | None, mark: Mark) -> bool:
    if one is None:
        return False
    before = one.items[-1].mark.number
    return mark.number is None if before is None else mark.number == before + 1


def _is_quote_in_item(row: Sequence[Piece], at: int) -> bool:
    """Whether the quote that begins an item ends before the item does."""
    place = row[at].place
    if place.mark is None or place.mark.done is not None:
        return False
    behind = (each.place for each in row[at + 1 :] if each.place.quotes < place.quotes)
    after = next(behind, None)
    if place.quotes == 0 or after is None:
        return False
    return after.depth >= place.depth + (after.mark is not None)


def _open_item(
    stack: list[_Open], ground: list[Nested], place: Place, *, quotes_first: bool
) -> None:
    """Open the item that a mark begins, in the list that goes on or in a new one."""
    item = Item(place.mark or Mark())
    missing = place.depth - _count(stack, lists=True)
    listed = stack[-1].of if stack and missing == 0 else None
    if listed is not None:
        listed.items.append(item)
        stack[-1] = _Open(is_list=True, inside=item.inside, of=listed)
        return
    if quotes_first:
        _open_quotes(stack, ground, place.quotes)
    stack += [_Open(is_list=True, inside=_inside(stack, ground))] * max(missing - 1, 0)
    listed = Listed([item])
    _inside(stack, ground).append(listed)
    stack.append(_Open(is_list=True, inside=item.inside, of=listed))


def _open_quotes(stack: list[_Open], ground: list[Nested], quotes: int) -> None:
    for _ in range(quotes - _count(stack, lists=False)):
        quote = Quoted()
        _inside(stack, ground).append(quote)
        stack.append(_Open(is_list=False, inside=quote.inside))


def _count(stack: list[_Open], *, lists: bool) -> int:
    return sum(each.is_list == lists for each in stack)


def _inside(stack: list[_Open], ground: list[Nested]) -> list[Nested]:
    return stack[-1].inside if stack else ground
