"""The pieces of a text that is still arriving: what is closed is settled and never read again.

Finished lines go through `structure` once. The unfinished last line is fed to a fork of it, which
closes everything for show and is thrown away; so a look costs the open block and what is new. What
is shown after each look is `pieces_of` what has come, but for a last line that is still only signs
(`held`), and for names of links and footnotes that are defined after their use: those are right
from `end` on. A half-written `-` or `|--` is held back because it would turn the words above it
into a heading or a table for the blink of an eye.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeGuard

from .flatten import pieces_of, plain_lines
from .inside.definitions import Definitions
from .inside.words import Reader, Settled
from .lines.leaves import CodeLeaf
from .lines.raw import RawCode, RawTable
from .lines.structure import Structure
from .open_piece import OpenPiece
from .pieces import Change
from .reading import piece_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines.raw import Raw
    from .pieces import Piece

_UNDECIDED: Final = re.compile(
    r"[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*"
    r"(?:[-+*=_~`#|: \t]*|\d{1,9}[.)]?|\[(?:[ xX]?\]?[ \t]*|\^[^\]\s]*\]?)|`{3,}[^`]*|~{3,}.*)$"
)
"""Lines that are only signs so far, or a fence whose language is being written."""
_FENCE_END: Final = re.compile(r"[ \t>]*(?:`+|~+)[ \t]*$")
_LONGEST_HELD: Final = 200


class GrowingPieces:
    """Takes a reply part by part; `pieces` are those of all that was settled."""

    def __init__(self) -> None:
        self.length = 0
        """Characters taken by `add`."""
        self.held = 0
        """Characters at the end that the last `settle` does not show yet."""
        self.late = False
        """A link or footnote was defined after its use: what is shown is made right by `end`."""
        self._taken: list[str] = []
        self._added: list[str] = []
        self._return = ""
        """A carriage return at the end, which may be the first half of a line end."""
        self._partial = ""
        self._definitions = Definitions()
        self._structure = Structure(self._definitions)
        self._reader = Reader(self._definitions, Settled())
        self._done: list[Piece] = []
        self._shown: list[Piece] = []
        """Behind those that are done; without the open code or table, which would be first."""
        self._open: OpenPiece | None = None
        self._ended = False

    def add(self, text: str) -> None:
        """Take the next part; costs nothing until `settle`."""
        self._added.append(text)
        self.length += len(text)

    def text(self) -> str:
        """Return all that was taken."""
        return "".join([*self._taken, *self._added])

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All pieces as of the last `settle`; costs as much as there are."""
        opened = [] if self._open is None else [self._open.piece()]
        return (*self._done, *opened, *self._shown)

    def settle(self) -> Change:
        """Read what was added and return what it changed."""
        if self._ended:
            return Change(len(self._done))
        self._take()
        fork = self._structure.fork(Definitions(self._definitions))
        self.held = len(self._return)
        if self._is_undecided():
            self.held += len(self._partial)
        elif self._partial:
            fork.feed(self._partial, unfinished=True)
        fork.finish()
        change = self._look(fork)
        self.late = self._definitions.late or fork.definitions.late
        return change

    def end(self) -> Change:
        """Read the rest: nothing follows. The pieces are `pieces_of` the whole from now on."""
        if self._ended:
            return Change(len(self._done))
        before = self.pieces
        self._take(last=True)
        if self._partial:
            self._structure.feed(self._partial, unfinished=True)
        self._structure.finish()
        self.held, self.late, self._ended = 0, False, True
        if not self._definitions.late:
            return self._look(None)
        whole = pieces_of(self.text())
        self._done, self._shown, self._open = list(whole), [], None
        kept = _alike(before, whole)
        return Change(kept, fresh=whole[kept:])

    def _take(self, *, last: bool = False) -> None:
        waiting = "".join(self._added)
        self._taken.append(waiting)
        self._added = []
        waiting = self._return + waiting
        self._return = "\r" if waiting.endswith("\r") and not last else ""
        text = self._partial + plain_lines(waiting.removesuffix(self._return))
        *lines, self._partial = text.split("\n")
        for line in lines:
            self._structure.feed(line)

    def _is_undecided(self) -> bool:
        if len(self._partial) > _LONGEST_HELD:
            return False
        leaf = self._structure.leaf
        fenced = isinstance(leaf, CodeLeaf) and leaf.fence
        return bool((_FENCE_END if fenced else _UNDECIDED).match(self._partial))

    def _look(self, fork: Structure | None) -> Change:
        """Read the pieces that were closed, and those that `fork` closed for show."""
        raws = self._structure.take_out()
        shown = fork.out if fork else []
        opened, before = self._open, len(self._done)
        if opened:
            first = raws[0] if raws else shown.pop(0)
            if isinstance(first, RawCode | RawTable):
                opened.take(first, self._reader)
        for place, raw in enumerate(raws):
            self._done.append(
                opened.piece() if opened and not place else piece_of(raw, self._reader)
            )  # fmt: skip
        if raws:
            self._open = None
        if self._open is None and shown and self._is_open(raw := shown[0]):
            self._open, shown = OpenPiece(raw, self._reader), shown[1:]
        passing = self._reader.fork(fork.definitions) if fork else self._reader
        growth = opened.growth(passing) if opened else None
        base = before + (opened is not None)
        behind = self._done[base:]
        if self._open and self._open is not opened:
            self._open.growth(passing)
            behind.append(self._open.piece())
        old, self._shown = self._shown, [piece_of(raw, passing) for raw in shown]
        behind += self._shown
        if growth:
            return Change(before, growth, tuple(behind))
        kept = _alike(old, behind)
        return Change(base + kept, fresh=tuple(behind[kept:]))

    def _is_open(self, raw: Raw) -> TypeGuard[RawCode | RawTable]:
        return isinstance(raw, RawCode | RawTable) and raw.origin is self._structure.leaf


def _alike(before: Sequence[Piece], now: Sequence[Piece]) -> int:
    """Return how many pieces at the beginning are the same."""
    same = 0
    for one, other in zip(before, now, strict=False):
        if one != other:
            break
        same += 1
    return same
