"""The library: chats opened, added to and folded. What a call has put is kept when it returns.

One object a process, used from one thread. Loading never writes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.errors import ChatReadOnly, DiskError
from scout_desktop.chat.ids import after
from scout_desktop.chat.message import Node, Record

from . import document, files, journal
from .device import Writer
from .ground.appending import Appending
from .places import Places
from .shelf.fold import drop_previous, fold
from .shelf.gather import Gathered, gather
from .shelf.known import Ground, known_count, remember_count
from .shelf.listing import Shelf, file_name, free_name, journal_name
from .shelf.opened import Opened
from .shelf.prefixes import resolve
from .shelf.recovery import erase_copies, put_away_old_journals, recover
from .shelf.stamps import Stamps, Watched, size_of, told
from .shelf.withheld import Withheld

_MOST_OPEN = 32
_FEW = 20
"""Chats; that many may go without a question (format.md)."""


class Library:
    """The chats of a data folder."""

    def __init__(self, places: Places, writer: Writer, clock: Callable[[], str]) -> None:
        """`clock` gives the time now as stored (RFC 3339, UTC, milliseconds, Z)."""
        self.places = places
        self.writer = writer
        self.shelf = Shelf(places)
        self.watched = Watched(places, self.shelf, writer.name)
        self.withheld = Withheld(places, writer.name)
        self.ground = Ground(places, writer.name)
        self._clock = clock
        self._open: dict[str, Opened] = {}

    def open(self, id: str, *, fresh: bool = False) -> Conversation:
        """Return a chat; `fresh` reads the disk again. Raises ChatUnknown, DiskError."""
        entry = self._open.get(id)
        if entry is None:
            return self._load(id).current()
        seen = self.watched.of(id)
        if (fresh or entry.seen != seen) and not self.is_gone(id):
            before, now = entry.current(), self._gather(id, entry).conversation
            return self._renew(entry, now, before, seen).current()
        return entry.current()

    def holds(self, id: str) -> bool:
        """Whether a chat is in memory."""
        return id in self._open

    def reread(self, id: str) -> Conversation:
        """Return a chat read from the disk now, kept in memory only where it was before."""
        return self.open(id, fresh=True) if self.holds(id) else self.peek(id)

    def is_gone(self, id: str) -> bool:
        """Whether an open chat's file has vanished: what is in memory is all there is of it."""
        entry = self._open.get(id)
        return entry is not None and entry.filed > 0 and not self.shelf.chat_files(id)

    def replies_here(self, id: str) -> frozenset[str]:
        """Return the ids of the replies that this process is receiving in a chat."""
        entry = self._open.get(id)
        return frozenset() if entry is None else frozenset(entry.live)

    def peek(self, id: str) -> Conversation:
        """Return a chat without keeping it in memory. Raises ChatUnknown, DiskError."""
        return self.open(id) if id in self._open else self._gather(id).conversation

    def stamps(self) -> dict[str, str]:
        """Return for every chat a text that changes when others change its files."""
        return self.watched.every(self._open)

    def stamps_seen(self, id: str) -> str:
        """Return that text for a chat, for an open one as it was when it was last read or folded.

        What another program has done since then is not yet in the chat, and so not in the text.
        """
        entry = self._open.get(id)
        return told(self.watched.whole(id) if entry is None else entry.seen)

    def create(self, conversation: Conversation) -> Conversation:
        """Put a new chat on the disk, with what is in it. Raises DiskError."""
        if conversation.id in self._open or self.shelf.chat_files(conversation.id):
            raise DiskError("A chat with this id is there already.", "Open that one instead.")
        data = document.dump(conversation)
        self.ground.make_ready()
        name = file_name(conversation.id, conversation.created or self._clock())
        path = self.places.chats / free_name(self.places.chats, name, conversation.id)
        files.write(path, data, self.writer.name)
        self._keep(self._fresh(conversation, self.watched.of(conversation.id)))
        return conversation

    def put_nodes(
        self,
        id: str,
        nodes: Iterable[Node],
        registers: Mapping[str, Record] | None = None,
        *,
        sync: bool = True,
    ) -> None:
        """Add or replace nodes and registers ({"at", "by", "value"} each).

        With `sync` they are on the disk when this returns. Raises ChatUnknown, ChatReadOnly,
        DiskError; after an error nothing of the call counts as put and it may be repeated.
        """
        entry = self._writable(id)
        self.ground.make_ready()
        entry.put(list(nodes), dict(registers or {}), sync=sync)

    def grow(self, id: str, node_id: str, at: int, text: str, *, sync: bool = False) -> None:
        """Add `text` to a streaming reply that has `at` code points so far.

        Raises DiskError; the text is then kept and written with the next growth.
        """
        self._writable(id).grow(node_id, at, text, sync=sync)

    def should_fold(self, id: str, *, idle: bool = False) -> bool:
        """Whether a fold is due: at a turn's end in a small chat, else when idle or long."""
        entry = self._open.get(id)
        return entry is not None and entry.is_due(idle=idle)

    def fold(self, id: str) -> Conversation:
        """Make the chat's file say all that is known, and return the chat.

        Raises FolderLocked, ChatUnknown, DiskError; nothing is lost then.
        """
        entry = self._entry(id)
        before = entry.current()
        if self.withheld.all().get(id):
            # Not before the user has agreed: folding drops what was deleted for good.
            return before
        self.ground.make_ready()
        entry.journal.close()
        # Where its file is gone, what is in memory is the last copy.
        ours = (before.nodes, dict(before.meta)) if self.is_gone(id) else (entry.nodes, entry.meta)
        held = list(ours[0].values()), ours[1]
        journals = self.watched.journals(id)
        whole = fold(self.places, self.shelf, id, self.writer.name, entry.live, held=held)
        # What others journalled meanwhile has not been read; what the fold made of the file has.
        seen = (*self.watched.files(id), *journals)
        return self._renew(entry, self.withheld.shown(whole), before, seen).current()

    def ids(self) -> list[str]:
        """Return the id of every chat, deleted ones included, sorted."""
        return sorted(self.shelf.ids())

    def resolve(self, prefix: str) -> str:
        """Return the one id that begins with `prefix`. Raises ChatUnknown with a sentence."""
        return resolve(self.ids(), prefix)

    def close_chat(self, id: str) -> None:
        """Fold what is due and forget the chat in memory."""
        entry = self._open.get(id)
        if entry is not None and not entry.live:
            if entry.journalled:
                self.fold(id)
            self._open.pop(id).journal.close()

    def put_away(self, id: str) -> None:
        """Fold a chat, forget it, and delete the journal once the file is seen to say it all.

        Else that journal waits for the next start, which would be held up after 5,000 chats.
        """
        self.close_chat(id)
        if id not in self._open:
            drop_previous(self.places, self.shelf, id, self.writer.name)

    def close(self) -> list[str]:
        """Fold everything at quit; return the sentences of what could not be folded.

        Who has only read leaves the folder as it was.
        """
        said = []
        for id, entry in list(self._open.items()):
            try:
                if entry.journalled:
                    self.fold(id)
            except DiskError as error:
                said.append(error.sentence)
            entry.journal.close()
        self._open.clear()
        with contextlib.suppress(DiskError):
            if self.ground.is_ready:
                put_away_old_journals(self.places, self.shelf, self.writer, self._clock())
            # Only a count that guards against an empty folder; the next run notes it too.
            self.remember()
        return said

    def recover(self) -> list[str]:
        """Fold what runs that were killed left behind; return sentences of what failed.

        To be called once, after start; chats that are open here are left alone. Where nothing was
        left behind, nothing is written. Raises DiskError where nothing can be put at all.
        """
        with files.needed(self.places.data, "the chats"):
            self.ground.look()
        _, said = recover(self.places, self.shelf, self.writer)
        with contextlib.suppress(DiskError):
            # On a full disk there is all the more to be read.
            self.remember()
        return said

    def purge(self, id: str) -> None:
        """Delete a chat for good: only its registers stay, so that no copy brings it back."""
        conversation = self.open(id)
        fresh = conversation.with_registers({"purged": True}, self._clock(), self.writer.name)
        # Later than all that is in the chat, also when a clock ran ahead somewhere.
        at = after(fresh.meta["purged"]["at"], _latest(conversation))
        self.put_nodes(id, [], {"purged": {**fresh.meta["purged"], "at": at}})
        self.fold(id)
        erase_copies(self.places, id)
        self._open.pop(id).journal.close()

    def missing(self) -> tuple[int, int] | None:
        """Return (chats there, chats known) when the folder is suddenly short of chats.

        Less than half of what was there, or dozens fewer, means "unavailable" (a disk not mounted,
        a sync not finished, files that somebody removed), not "all deleted".
        """
        known, now = known_count(self.places), self.shelf.count()
        return (now, known) if now * 2 < known or known - now > _FEW else None

    def remember(self, *, anyway: bool = False, more: bool = False) -> None:
        """Note how many chats there are; `anyway` when the user says the rest is truly gone.

        With `more` only if they have become more: chats may go one after the other while we run.
        """
        if more and self.shelf.count() <= known_count(self.places):
            return
        if anyway or self.missing() is None:
            remember_count(self.places, self.shelf.count(), self.writer.name)

    def _entry(self, id: str) -> Opened:
        return self._open.get(id) or self._load(id)

    def _writable(self, id: str) -> Opened:
        entry = self._entry(id)
        if entry.conversation.read_only:
            raise ChatReadOnly
        return entry

    def _gather(self, id: str, entry: Opened | None = None) -> Gathered:
        live = entry.live if entry is not None else ()
        waits = id in self.withheld
        found = gather(self.places, self.shelf, id, self.writer.name, live, purging=not waits)
        found.conversation = self.withheld.shown(found.conversation)
        return found

    def _load(self, id: str) -> Opened:
        seen = self.watched.of(id)
        entry = self._fresh(self._gather(id).conversation, seen)
        self._keep(entry)
        return entry

    def _fresh(self, conversation: Conversation, seen: Stamps) -> Opened:
        """Make the entry of a chat as the disk has it now."""
        id, writer = conversation.id, self.writer.name
        path = self.places.journals / journal_name(id, writer)
        return Opened(
            conversation,
            Appending(path, journal.first_line(id, writer)),
            sum(size_of(self.places.chats / name) for name in self.shelf.chat_files(id)),
            size_of(path),
            seen=seen,
        )

    def _renew(
        self, entry: Opened, whole: Conversation, before: Conversation, seen: Stamps
    ) -> Opened:
        """Put what the disk says in place of an entry, replies on their way kept."""
        kept = self._fresh(whole, seen)
        kept.take_over(entry, self.withheld.shown(before))
        self._open[whole.id] = kept
        return kept

    def _keep(self, entry: Opened) -> None:
        if len(self._open) >= _MOST_OPEN:
            for id, other in list(self._open.items()):
                if not other.live and not other.journalled:
                    self._open.pop(id).journal.close()
                    break
        self._open[entry.conversation.id] = entry


def _latest(conversation: Conversation) -> str:
    times = [str(node.section("deleted").get("at", "")) for node in conversation.nodes.values()]
    return max([conversation.updated, *times])
