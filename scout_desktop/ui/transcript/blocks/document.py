"""Documents that load nothing, and the hand that writes blocks into them.

Text comes in by cursor only. There is no HTML and no Markdown of Qt's, and a document that is asked
for a resource gives an empty one: asked by Qt, returning None would make it read the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import (
    QImage,
    QTextCursor,
    QTextDocument,
    QTextList,
    QTextListFormat,
    QTextOption,
)

from scout_desktop.chat.markdown.blocks import Break, Picture, Text
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject

    from scout_desktop.chat.markdown.blocks import Inlines
    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.pieces import Line, Mark

_OPEN_ISOLATE, _CLOSE_ISOLATE = "\u2068", "\u2069"
_LINE_BREAK = "\u2028"


class StillDocument(QTextDocument):
    """A document without undo and without margins, whose paragraphs find their own direction."""

    def __init__(self, formats: Formats, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.setDefaultFont(formats.theme.font("body"))
        self.setIndentWidth(formats.theme.px(SIZES.s6))
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setDefaultTextOption(option)

    def loadResource(self, kind: int, _name: QUrl | str) -> Any:
        """Give nothing, whatever is asked for."""
        images = QTextDocument.ResourceType.ImageResource.value
        return QImage() if kind == images else QByteArray()


class Writer:
    """Writes prose at the end of a document, list after list, paragraph after paragraph."""

    def __init__(
        self, document: QTextDocument, formats: Formats, cursor: QTextCursor | None = None
    ) -> None:
        """`cursor` says where to write if not at the start of an empty document."""
        self._cursor = QTextCursor(document) if cursor is None else cursor
        self._formats = formats
        self._lists: dict[tuple[tuple[int, ...], int], QTextList] = {}
        self._above: Line | None = None

    def write(self, lines: Iterable[Line]) -> None:
        """Append paragraphs."""
        cursor = self._cursor
        cursor.beginEditBlock()
        for line in lines:
            shape = self._formats.paragraph(line, self._above)
            plain = self._formats.plain(line.kind)
            if self._above is None:
                cursor.setBlockFormat(shape)
                cursor.setBlockCharFormat(plain)
            else:
                cursor.insertBlock(shape, plain)
            self._above = line
            if line.mark is not None:
                self._join_list(line.mark, line.depth)
            self.write_inlines(line.inlines, line.kind)
        cursor.endEditBlock()

    def write_inlines(self, inlines: Inlines, kind: str) -> None:
        """Append the runs of one paragraph where the cursor stands."""
        cursor, formats = self._cursor, self._formats
        for inline in inlines:
            match inline:
                case Text():
                    cursor.insertText(_shown(inline), formats.run(inline, kind))
                case Picture():
                    cursor.insertText(chip_text(inline), formats.chip(inline, kind))
                case Break():
                    cursor.insertText(_LINE_BREAK if inline.hard else " ", formats.plain(kind))

    def _join_list(self, mark: Mark, depth: int) -> None:
        key = (mark.of, depth)
        known = self._lists.get(key)
        if known is not None:
            known.add(self._cursor.block())
            return
        shape = QTextListFormat()
        kinds = QTextListFormat.Style
        round_or_ring = kinds.ListDisc if depth % 2 else kinds.ListCircle
        shape.setStyle(kinds.ListDecimal if mark.ordered else round_or_ring)
        shape.setIndent(depth)
        shape.setStart(mark.number)
        self._lists[key] = self._cursor.createList(shape)


def chip_text(picture: Picture) -> str:
    """Return the label that stands for a picture in a reply."""
    what = picture.alt.strip() or picture.src
    return f"{_OPEN_ISOLATE}\u00a0picture, not loaded: {_one_paragraph(what)}\u00a0{_CLOSE_ISOLATE}"


def _shown(run: Text) -> str:
    text = _one_paragraph(run.text)
    # Without isolates the brackets of code would jump to the wrong side inside Arabic or Hebrew.
    return f"{_OPEN_ISOLATE}{text}{_CLOSE_ISOLATE}" if run.code else text


def _one_paragraph(text: str) -> str:
    """Keep a stray line feed or paragraph mark from opening a block without a format."""
    for mark in ("\r\n", "\n", "\r", "\u2029"):
        text = text.replace(mark, _LINE_BREAK)
    return text.replace("\ufdd0", "\ufffd").replace("\ufdd1", "\ufffd").replace("\ufffc", "\ufffd")
