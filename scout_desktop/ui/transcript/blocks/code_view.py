"""A block of code: its language, a button that copies it, and lines that are never wrapped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextBlockFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QTextEdit

from scout_desktop.chat.markdown.clean import clean_code, visible_code
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.theme.tokens import FACES, LINE_HEIGHT, SIZES
from scout_desktop.ui.transcript.blocks.text_view import TextView

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.transcript.blocks.formats import Formats
    from scout_desktop.ui.transcript.blocks.pieces import CodePiece


class _CodeText(TextView):
    """The lines, always from left to right, scrolled sideways where they are long."""

    def __init__(self, formats: Formats, parent: QWidget) -> None:
        super().__init__(formats, "Code", parent)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTabStopDistance(4 * formats.theme.font("code").pixelSize() * 0.6)
        self.document().setDefaultTextOption(option)
        self.document().setDefaultFont(formats.theme.font("code"))
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        shape = QTextBlockFormat()
        height = formats.theme.px(FACES["code"].px * LINE_HEIGHT)
        shape.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(shape)
        cursor.setBlockCharFormat(formats.plain("code"))

    def append_text(self, text: str) -> None:
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text, self._formats.plain("code"))
        self.stay_at_start()

    def clear_text(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()

    def createMimeDataFromSelection(self) -> QMimeData:
        made = super().createMimeDataFromSelection()
        made.setText(clean_code(made.text())[0])
        return made

    def wheelEvent(self, event: QWheelEvent) -> None:
        sideways = event.angleDelta().x() or (
            event.angleDelta().y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0
        )
        bar = self.horizontalScrollBar()
        if sideways and bar.maximum() > 0:
            bar.setValue(bar.value() - sideways)
            event.accept()
        else:
            event.ignore()


class CodeView(QFrame):
    """Shows one block of code; `fit` gives it a width and returns its height."""

    def __init__(self, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = formats.theme
        self._theme = theme
        self._source = ""
        dress(self, ground="card")
        self._language = ElidedLabel("", kind="caption", parent=self)
        self._badge = ElidedLabel("", kind="caption", tone="warn", parent=self)
        self._copy = IconButton(theme, "copy", "Copy code", pixels=SIZES.icon, parent=self)
        self._copy.clicked.connect(self.copy_code)
        self.text = _CodeText(formats, self)

    def show_piece(self, piece: CodePiece) -> None:
        """Show `piece`; more of the same code is only appended."""
        source = piece.code.text
        if source.startswith(self._source):
            self.text.append_text(visible_code(source[len(self._source) :]))
        else:
            self.text.clear_text()
            self.text.append_text(visible_code(source))
        self._source = source
        self._language.show_text(piece.code.language or "text")
        self.text.setAccessibleName(f"Code, {piece.code.language or 'text'}")
        hidden = clean_code(source)[1]
        self._badge.setVisible(hidden > 0)
        plural = "" if hidden == 1 else "s"
        self._badge.show_text(f"{hidden} invisible character{plural}, not copied" if hidden else "")

    def copy_code(self) -> None:
        """Put the code on the clipboard, without characters that nobody can see."""
        QGuiApplication.clipboard().setText(clean_code(self._source)[0])
        self._copy.show_icon("check", "good")

    def fit(self, width: int) -> int:
        """Take `width` pixels and return the height in pixels."""
        px = self._theme.px
        head, side = px(SIZES.s8), px(SIZES.s3)
        inner = max(width - 2 * side, 1)
        # Without wrapping a fit leaves the lines as they are and tells how many there are.
        lines = self.text.fit(inner)
        bar = px(SIZES.scrollbar) if self.text.ideal_width() > inner else 0
        self.text.setGeometry(side, head, inner, lines + bar)
        self._place_head(width)
        return head + lines + bar + px(SIZES.s3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_head(self.width())

    def _place_head(self, width: int) -> None:
        px = self._theme.px
        side, head, button = px(SIZES.s3), px(SIZES.s8), self._copy.width()
        top = (head - self._copy.height()) // 2
        self._copy.move(width - button - px(SIZES.s1), max(top, 0))
        label = min(self._language.sizeHint().width(), width // 2)
        height = self._language.sizeHint().height()
        self._language.setGeometry(side, (head - height) // 2, label, height)
        left = side + label + side
        room = max(width - left - button - side, 0)
        self._badge.setGeometry(left, (head - height) // 2, room, height)
