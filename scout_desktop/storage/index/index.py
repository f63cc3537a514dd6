"""The index of the chats: one object a process, used from the thread of the library.

What this process writes is put in at once; a chat that others changed is read again. A cache that
cannot be used (disk full, damaged, locked) is kept in memory instead.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.message import Node
from scout_desktop.chat.rows import ChatRow
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places

from .cache import Cache
from .messages import There, change, every_message, known, some_messages
from .refresh import Refresh
from .rows import COLUMNS, KEPT, PURGED, TRASHED, chat_row, row_of
from .schema import discard, is_broken

if TYPE_CHECKING:
    from .search import Found, Wanted

T = TypeVar("T")

_REMEMBERED: Final = 4
"""Chats that are remembered as they were last put in; somebody goes on in one or two."""
_LATEST: Final = 64
"""Messages of such a chat whose place is remembered."""


@dataclass(slots=True)
class _Put:
    """A chat as this process put it in."""

    nodes: Mapping[str, Node]
    version: int
    places: OrderedDict[str, There] = field(default_factory=OrderedDict)


class Index:
    """One row a chat, one a message."""

    def __init__(self, places: Places, library: Library, ledger: Ledger) -> None:
        """Open or make the cache; a broken one is made anew."""
        self.path = places.index
        self._library = library
        self._ledger = ledger
        self._cache = Cache(self.path)
        self._refresh = Refresh(library)
        self._put: OrderedDict[str, _Put] = OrderedDict()
        self._unseen = False
        self.replaced = 0
        """How often another cache had to take the place of one; all is read anew then."""
        self._try(lambda: library.shelf.learn(self._cache.names()))

    @property
    def read(self) -> float:
        """The share of the chats that has been read, as far as is known."""
        return self._refresh.share

    @property
    def is_current(self) -> bool:
        """Whether nobody has added, renamed or folded a chat since all was read."""
        return self._refresh.is_current

    def refresh(self) -> int:
        """Read all chats whose files have changed; return how many. Raises DiskError."""
        return sum(self.steps())

    def steps(self) -> Iterator[int]:
        """Do the same in steps of about 30 ms; each says how many chats it finished."""
        steps = self._refresh.steps(self._cache)
        while True:
            try:
                done = next(steps, None)
            except sqlite3.Error as error:
                self._replace(anew=is_broken(error))
                steps = self._refresh.steps(self._cache)
                continue
            if done is None:
                return
            yield done

    def update(self, conversation: Conversation) -> None:
        """Put in a chat as this process just wrote it."""
        self._try(lambda: self._update(conversation))

    def forget(self, id: str) -> None:
        """Take a chat out."""
        self._try(lambda: self._forget(id))

    def rows(self, *, deleted: bool | None = False) -> list[ChatRow]:
        """Return the list, newest first; `deleted` True gives the trash, None all."""
        costs = self.costs()
        select = f"select {COLUMNS} from chats where gone in (?, ?) order by updated desc, id desc"
        gone = (KEPT, TRASHED) if deleted is None else 2 * (TRASHED if deleted else KEPT,)
        found = self._try(lambda: self._cache.base.execute(select, gone).fetchall())
        return [chat_row(row, costs.get(row[0], (None, 0))) for row in found]

    def arrived(self) -> dict[str, set[str]]:
        """Return, once, the messages that came into chats after they had been read, by chat."""
        found, self._refresh.arrived = self._refresh.arrived, {}
        return found

    def gone(self) -> dict[str, bool]:
        """Return the chats that are deleted: id -> whether for good."""
        select = f"select id, gone from chats where gone in ({TRASHED}, {PURGED})"
        found = self._try(lambda: self._cache.base.execute(select).fetchall())
        return {id: state == PURGED for id, state in found}

    def search(self, wanted: Wanted) -> Found:
        """Search on this thread; an empty cache that took the place of a broken one has nothing."""
        from .search import search  # a list at rest needs nothing of it

        return self._try(lambda: search(self._cache.base, wanted))

    def costs(self) -> Mapping[str, tuple[Decimal | None, int]]:
        """Return what each chat has cost, and how many of its attempts are of unknown cost."""
        return self._ledger.costs()

    def show(self) -> int | None:
        """Let what was put in be seen by connections that search meanwhile (`schema.reader`).

        Returns a number that changes when the cache is another one; None where it has no file and
        only `search` finds something.
        """
        if self._unseen:
            self._try(self._cache.commit)
            self._unseen = False
        return None if self._cache.in_memory else self.replaced

    def close(self) -> None:
        """Close the cache."""
        self._cache.close()

    def _update(self, chat: Conversation) -> None:
        cache = self._cache
        within = cache.base.in_transaction
        cache.begin()
        before, last = cache.number_of(chat.id), self._put.pop(chat.id, None)
        number = cache.put_row(row_of(chat), self._library.stamps_seen(chat.id))
        places: OrderedDict[str, There] = OrderedDict()
        found = None
        if before is not None and last is not None and before[1] == last.version:
            places = last.places
            of = _changed(last.nodes, chat)
            if all(id in places or id not in last.nodes for id in of):
                found = change(some_messages(chat, of), places, cache.kinds, of)
        if found is None:
            found = change(every_message(chat), known(cache.base, number), cache.kinds)
        cache.take_out(number, found)
        found.put.sort(key=lambda each: each.created)
        put = cache.putting.put((number, each) for each in found.put)
        for id in found.out:
            places.pop(id, None)
        for place, _, kind, each in put:
            places[each.node] = There(place, kind, each.created, each.text)
        if found.put or found.out:
            cache.sum_up(number)
        if within:
            self._unseen = True
        else:
            cache.commit()
        self._refresh.was_written(chat.id)
        self._remember(chat, places)

    def _remember(self, chat: Conversation, places: OrderedDict[str, There]) -> None:
        there = self._cache.number_of(chat.id)
        while len(places) > _LATEST:
            places.popitem(last=False)
        if there is not None:
            self._put[chat.id] = _Put(chat.nodes, there[1], places)
        if len(self._put) > _REMEMBERED:
            self._put.popitem(last=False)

    def _forget(self, id: str) -> None:
        self._cache.begin()
        self._cache.forget([id])
        self._cache.commit()
        self._put.pop(id, None)

    def _try(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except sqlite3.Error as error:
            self._replace(anew=is_broken(error))
            return work()

    def _replace(self, *, anew: bool) -> None:
        """Go on with another cache: a new file in place of a broken one, else in memory."""
        self._cache.close()
        self._put.clear()
        self._refresh.again()
        self.replaced += 1
        if anew:
            discard(self.path)
        self._cache = Cache(self.path, in_memory=not anew)


def _changed(before: Mapping[str, Node], chat: Conversation) -> set[str]:
    """Return the ids of the nodes that are others now, and of those next to them.

    A question is of the model that answered it; an answer has the picture of its question.
    """
    now = chat.nodes
    found = {id for id, node in now.items() if before.get(id) is not node}
    found |= before.keys() - now.keys()
    near = {each.id for id in found for each in chat.children(id)}
    for id in found:
        if (node := now.get(id)) is not None and node.parent is not None:
            near.add(node.parent)
    return found | near
