"""Line by line, which block each line belongs to: CommonMark's own method, without looking ahead.

A line is first offered to the open boxes, then to the open leaf, then searched for the signs of new
blocks; what is left is text. So a text that grows costs what is new, and `fork` lets a look at an
unfinished line cost nothing later. Closed pieces stand in `out`, in their order, and stay.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scout_desktop.chat.markdown.pieces import FormulaPiece, RulePiece

from . import signs
from .boxes import Note, Quote
from .cursor import Cursor
from .leaves import Answer, CodeLeaf, Paragraph, TableLeaf
from .link_lines import without_links
from .raw import RawCode, RawLine, RawTable
from .stack import ANY, Stack

if TYPE_CHECKING:
    from scout_desktop.chat.markdown.inside.definitions import Definitions
    from scout_desktop.chat.markdown.pieces import Place

    from .leaves import Leaf
    from .raw import Raw

DEEPEST: Final = 24
"""Boxes in boxes; what is deeper is text. A list costs two, a quote one."""
LONGEST_FORMULA: Final = 4_000
"""Characters after which an unclosed formula is text."""


class Structure:
    """Takes lines and makes raw pieces of them."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.out: list[Raw] = []
        self.leaf: Leaf | None = None
        self._stack = Stack(self.out)

    def fork(self, definitions: Definitions) -> Structure:
        """Return one that goes on from here without changing this one; its `out` is empty."""
        fork = Structure(definitions)
        fork.leaf = self.leaf.fork() if self.leaf else None
        fork._stack = self._stack.fork(fork.out)
        return fork

    def take_out(self) -> list[Raw]:
        """Return the pieces closed since the last call, and keep none of them."""
        taken = self.out.copy()
        self.out.clear()
        return taken

    def finish(self) -> None:
        """Close everything: the text ends here."""
        self._close_to(0)

    def feed(self, line: str, *, unfinished: bool = False) -> None:
        """Take one line without its line feed; `unfinished` if its end has not arrived."""
        cursor = Cursor(line)
        held = self._stack.holds(cursor)
        whole = held == len(self._stack.boxes)
        if whole and self.leaf is not None and self._leaf_takes(cursor, unfinished=unfinished):
            self._stack.blank_above = cursor.blank and isinstance(self.leaf, CodeLeaf)
            return
        boxes = held
        # Whether the open paragraph may go on with this line, and whether it has all boxes' signs.
        while not cursor.blank and boxes < DEEPEST:
            if cursor.indent > 3:
                if not isinstance(self.leaf, Paragraph):
                    self._begin_code(boxes, cursor)
                    return
                break
            letter = cursor.line[cursor.next]
            if letter not in signs.FIRST:
                break
            interrupting = whole and boxes == held and isinstance(self.leaf, Paragraph)
            if self._begins_box(letter, boxes, cursor, interrupting=interrupting):
                boxes = len(self._stack.boxes)
                continue
            if self._begins_leaf(letter, boxes, cursor, interrupting=interrupting):
                self._stack.blank_above = False
                return
            break
        if cursor.blank:
            self._close_to(boxes, keep_list=ANY)
            self._stack.blank_above = boxes == held
            return
        self._take_text(boxes, cursor, whole=whole)

    def _take_text(self, boxes: int, cursor: Cursor, *, whole: bool) -> None:
        """Take what begins nothing new: the paragraph or table goes on, or a paragraph begins."""
        cursor.skip_to_next()
        leaf = self.leaf
        if isinstance(leaf, Paragraph):
            leaf.add(cursor.rest, lazy=not whole)
            self._stack.blank_above = False
            return
        if not (whole and isinstance(leaf, TableLeaf) and leaf.take(cursor.rest)):
            self._close_to(boxes)
            self.leaf = Paragraph(self._stack.begin(), cursor.rest)
        self._stack.blank_above = False

    # --- The open leaf

    def _leaf_takes(self, cursor: Cursor, *, unfinished: bool) -> bool:
        """Offer the line to the leaf, all boxes around it holding."""
        leaf = self.leaf
        if isinstance(leaf, CodeLeaf):
            answer = leaf.take(cursor, unfinished=unfinished)
            if answer is not Answer.TAKEN:
                self._close_leaf()
            return answer is not Answer.OVER
        if cursor.blank:
            self._close_leaf()
        elif isinstance(leaf, Paragraph):
            if leaf.end:
                return self._formula_takes(leaf, cursor)
            return self._becomes_table(leaf, cursor)
        return False

    def _formula_takes(self, leaf: Paragraph, cursor: Cursor) -> bool:
        line = cursor.line[cursor.next :]
        end = signs.closes(line, leaf.end)
        if signs.FENCE.match(line) or leaf.length > LONGEST_FORMULA:
            end = None
        if end is None:
            leaf.end = ""
            return self._becomes_table(leaf, cursor)
        leaf.add(line, lazy=False)
        if not end:
            self._close_leaf()
        return True

    def _becomes_table(self, leaf: Paragraph, cursor: Cursor) -> bool:
        """Whether the line is the one below a header, which is the paragraph's last line."""
        header = leaf.lines[-1]
        if leaf.lazy or cursor.indent > 3 or "|" not in header:
            return False
        aligns = signs.aligns_of(cursor.line[cursor.next :])
        if not aligns or len(cells := signs.cells_of(header)) != len(aligns):
            return False
        leaf.lines.pop()
        place = leaf.place
        if leaf.lines:
            self._close_leaf()
            place = replace(place, tight=place.depth > 0)
        self.leaf = TableLeaf(self._stack.marked(place), aligns, cells)
        return True

    def _close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if isinstance(leaf, Paragraph):
            self._close_paragraph(leaf)
        elif isinstance(leaf, CodeLeaf):
            self.out.append(
                RawCode(leaf.lines, leaf.language, leaf.place, leaf.origin, leaf.own)
            )  # fmt: skip
        elif isinstance(leaf, TableLeaf):
            self.out.append(RawTable(leaf.aligns, leaf.rows, leaf.place, leaf.origin, leaf.own))

    def _close_paragraph(self, leaf: Paragraph) -> None:
        words = "\n".join(leaf.lines).strip(" \t")
        if leaf.end and signs.closes(words[2:], leaf.end) == "":
            source = words[2:-2].strip()
            if source:
                self.out.append(FormulaPiece(source, self._stack.marked(leaf.place)))
                return
        words = without_links(words, self.definitions)
        if words:
            self._out_line(words, 0, leaf.place)

    def _out_line(self, words: str, level: int, place: Place) -> None:
        if not level:
            words = self._stack.without_task(words)
        self.out.append(RawLine(words, level, self._stack.marked(place, takes_mark=True)))

    def _close_to(self, count: int, keep_list: str = "") -> None:
        """Close the leaf and all boxes but the first `count`, and a list that holds no more."""
        if self.leaf is not None:
            self._close_leaf()
        self._stack.close_to(count, keep_list)

    # --- What begins

    def _begins_box(
        self, letter: str, boxes: int, cursor: Cursor, *, interrupting: bool
    ) -> bool:  # fmt: skip
        if letter == ">":
            self._close_to(boxes)
            quotes, depth = self._stack.inside()
            Quote(quotes, depth).holds(cursor)
            self._stack.push(Quote(quotes + 1, depth))
            return True
        if letter == "[":
            note = signs.NOTE.match(cursor.line, cursor.next)
            if note is None:
                return False
            self._close_to(boxes)
            quotes, depth = self._stack.inside()
            label = note.group(1)
            self._stack.push(Note(quotes, depth, label, self.definitions.add_note(label)))
            cursor.skip_to_next()
            cursor.skip(note.end() - note.start())
            cursor.skip_to_next()
            return True
        if letter in "*+-0123456789" and not (
            letter in "*-" and signs.RULE.match(cursor.line, cursor.next)
        ):
            if interrupting and letter == "-" and signs.UNDERLINE.match(cursor.line, cursor.next):
                return False
            sign = signs.item_sign(cursor, interrupting=interrupting)
            if sign is not None:
                self._begin_item(boxes, cursor, sign)
                return True
        return False

    def _begin_item(self, boxes: int, cursor: Cursor, sign: signs.ItemSign) -> None:
        self._close_to(boxes, keep_list=sign.kind)
        before = cursor.indent
        cursor.skip_to_next()
        cursor.skip(sign.length)
        width = before + sign.length + 1
        if cursor.blank or cursor.indent > 4:
            cursor.skip_one_space()
        else:
            width += cursor.indent - 1
            cursor.skip_to_next()
        self._stack.push_item(sign, width)

    def _begins_leaf(
        self, letter: str, boxes: int, cursor: Cursor, *, interrupting: bool
    ) -> bool:  # fmt: skip
        line, at = cursor.line, cursor.next
        leaf = self.leaf
        if letter == "#" and (heading := signs.HEADING.match(line, at)):
            self._close_to(boxes)
            words = signs.heading_words(line, heading.end())
            self._out_line(words, heading.end() - at, self._stack.begin())
            return True
        if letter in "`~" and (fence := signs.FENCE.match(line, at)):
            self._close_to(boxes)
            info = line[fence.end() :].split(maxsplit=1)
            place = self._stack.marked(self._stack.begin())
            self.leaf = CodeLeaf(place, fence.group(), cursor.indent, info[0] if info else "")
            return True
        if interrupting and isinstance(leaf, Paragraph) and signs.UNDERLINE.match(line, at):
            words = without_links("\n".join(leaf.lines).strip(" \t"), self.definitions)
            if words:
                self.leaf = None
                self._out_line(words, 1 if letter == "=" else 2, leaf.place)
                return True
            # Only definitions: the line is the beginning of a text.
            self.leaf = None
            if not (letter == "-" and signs.RULE.match(line, at)):
                cursor.skip_to_next()
                self.leaf = Paragraph(leaf.place, cursor.rest)
                return True
        if letter in "*-_" and signs.RULE.match(line, at):
            self._close_to(boxes)
            self.out.append(RulePiece(self._stack.marked(self._stack.begin())))
            return True
        if letter in "$\\" and (end := signs.formula_end(line[at:])) is not None:
            self._close_to(boxes)
            closing = "$$" if letter == "$" else "\\]"
            self.leaf = Paragraph(self._stack.begin(), line[at:], closing)
            if not end:
                self._close_leaf()
            return True
        return False

    def _begin_code(self, boxes: int, cursor: Cursor) -> None:
        self._close_to(boxes)
        self.leaf = CodeLeaf(self._stack.marked(self._stack.begin()))
        self.leaf.take(cursor, unfinished=False)
        self._stack.blank_above = False
