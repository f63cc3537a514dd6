"""What the user said: a bubble on the right with the text exactly as typed, and the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame

from scout_desktop.chat.markdown.blocks import Text
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.document import Writer
from scout_desktop.ui.transcript.blocks.pieces import Line
from scout_desktop.ui.transcript.blocks.text_view import TextView
from scout_desktop.ui.transcript.message import MessageView
from scout_desktop.ui.transcript.parts.footer import COPY, EDIT, Footer
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import Node
    from scout_desktop.ui.transcript.blocks.formats import Formats

_SHARE = 0.8


class UserMessage(MessageView):
    """A user's message."""

    def __init__(
        self, formats: Formats, node: Node, siblings: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(formats, node, siblings, parent)
        self.thumbnails = [Thumbnail(formats.theme, image, self) for image in node.images]
        self._bubble: QFrame | None = None
        self._text: TextView | None = None
        if node.text:
            self._bubble = QFrame(self)
            dress(self._bubble, ground="bubble")
            self._text = TextView(formats, "Your message", self._bubble)
            # As it was typed: a line break is a line break, a star is a star.
            lines = [Line((Text(line),), tight=True) for line in node.text.splitlines() or [""]]
            writer = Writer(self._text.document(), formats)
            writer.write(lines)
            self._text.moveCursor(QTextCursor.MoveOperation.Start)
            self._text.selected.connect(lambda: self.selected.emit(self._text))
        pictures = ", ".join(thumbnail.accessibleName() for thumbnail in self.thumbnails)
        self.setAccessibleName("You: " + " ".join(part for part in (node.text, pictures) if part))

    def fit(self, width: int) -> int:
        px = self._formats.theme.px
        most = int(width * _SHARE)
        top = self._place_pictures(width, most)
        if self._bubble is not None and self._text is not None:
            top += px(SIZES.s1) if top else 0
            side, edge = px(SIZES.s4), px(SIZES.s3)
            self._text.fit(most - 2 * side)
            inner = min(self._text.ideal_width() + 1, most - 2 * side)
            height = self._text.fit(inner)
            wide = inner + 2 * side
            self._bubble.setGeometry(width - wide, top, wide, height + 2 * edge)
            # A line of fixed height has its spare room above the letters; take half of it back.
            spare = self._formats.spare_above() // 2
            self._text.setGeometry(side, edge - spare, inner, height)
            top += height + 2 * edge
        self.place_footer(width - most, top + px(2), most)
        return top + px(2) + self.footer_height()

    def text_views(self) -> list[TextView]:
        return [] if self._text is None else [self._text]

    def make_footer(self) -> Footer:
        actions = (COPY, EDIT) if self.node.text else (EDIT,)
        theme = self._formats.theme
        return Footer(theme, actions, self._siblings, self.id, "", on_the_right=True, parent=self)

    def _place_pictures(self, width: int, most: int) -> int:
        """Set the pictures in lines that end on the right; return the height they take."""
        gap = self._formats.theme.px(SIZES.s2)
        lines: list[list[Thumbnail]] = []
        used = most + 1
        for thumbnail in self.thumbnails:
            thumbnail.resize(thumbnail.shape_within(most))
            if used + gap + thumbnail.width() > most:
                lines.append([])
                used = -gap
            lines[-1].append(thumbnail)
            used += gap + thumbnail.width()
        top = 0
        for line in lines:
            left = width - sum(each.width() for each in line) - gap * (len(line) - 1)
            for thumbnail in line:
                thumbnail.move(left, top)
                left += thumbnail.width() + gap
            top += max(each.height() for each in line) + gap
        return max(top - gap, 0)
