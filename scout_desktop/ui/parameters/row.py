"""One parameter: its label, its state, its editor, and what is wrong with its value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.chat.parameters import problem
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip
from scout_desktop.ui.parameters.words import summary
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from scout_desktop.ui.parameters.editor import Editor
    from scout_desktop.ui.theme.theme import Theme

_DOT = 2.5


class ParameterRow(QWidget):
    """Three states: provider default, set, or invalid with a sentence."""

    changed = Signal(str, object)
    """(API name, value): a value that may be sent; None is provider default."""
    judged = Signal()
    """Whether the value can be sent may be different now."""

    def __init__(self, theme: Theme, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._editor = theme, editor
        self.spec = editor.spec
        editor.setParent(self)
        self.value: Any = None
        """What is set and may be sent, or was stored; None is provider default."""
        self._wrong = ""
        self._together = ""
        spec = editor.spec
        self.setToolTip(plain_tip(f"{spec.help} Range: {spec.range_text}."))
        self._label = ElidedLabel(spec.label, parent=self)
        self._state = PlainLabel("default", kind="caption", parent=self)
        self._reset = IconButton(theme, "reset", f"Reset {spec.label}", pixels=SIZES.icon)
        self._reset.clicked.connect(self.reset)
        keeps = self._reset.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(keeps)
        self._sentence = PlainLabel(kind="caption", tone="bad", wrap=True, parent=self)
        self._help = PlainLabel(spec.help, kind="caption", wrap=True, parent=self)
        self._help.hide()
        self._lay_out()
        editor.edited.connect(self._edited)
        self._refresh()

    @property
    def sentence(self) -> str:
        """Why the value cannot be sent, or nothing."""
        return self._wrong or self._together

    def show_value(self, value: Any) -> None:
        """Show what is stored. Emits nothing but `judged`."""
        self.value = value
        self._wrong = problem(self.spec.name, value) or ""
        self._editor.show_value(value)
        self._refresh()
        self.judged.emit()

    def show_clash(self, sentence: str) -> None:
        """Say that the value does not go together with another one; nothing takes it back."""
        if sentence != self._together:
            self._together = sentence
            self._refresh()

    def show_help(self, shown: bool) -> None:
        """Show the sentence of help below the label, where there is room."""
        self._help.setVisible(shown)

    def reset(self) -> None:
        """Back to the provider's default."""
        was_set = self.value is not None
        self.show_value(None)
        if was_set:
            self.changed.emit(self.spec.name, None)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            # Other text sizes need another order, at the same width too.
            self._fit_head()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.value is None and not self.sentence:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.color("bad" if self.sentence else "accent"))
        painter.setBrush(self._theme.color("bad" if self.sentence else "accent"))
        radius = self._theme.px(1) * _DOT
        head = self._label.geometry()
        from_left = not self.isRightToLeft()
        x = SIZES.s1 if from_left else self.width() - SIZES.s1
        painter.drawEllipse(QPointF(x, head.center().y() + 1), radius, radius)
        painter.end()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SIZES.s1)
        inline, block = self._editor.inline, self._editor.block
        head.addWidget(self._label, 0 if inline is not None else 1)
        head.addWidget(self._state)
        if inline is not None:
            self._state.hide()
            # The label has what it needs first, then the field as much as it likes.
            head.addStretch(1)
            head.addWidget(inline, 1000)
        head.addWidget(self._reset)
        self._head, self._below = head, QHBoxLayout()
        self._below.setSpacing(SIZES.s2)
        column = QVBoxLayout(self)
        # The dot stands in the margin, so that nothing moves when it appears.
        column.setContentsMargins(SIZES.s3, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(self._below)
        if block is not None:
            if not block.accessibleName():
                # A combo box is named after the text in it (Qt on Linux), an empty table is hidden.
                block.setAccessibleName(self.spec.label)
            # A short one stays at the reading side of its room.
            policy = block.sizePolicy().horizontalPolicy()
            grows = policy not in (QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            side = Qt.AlignmentFlag(0) if grows else Qt.AlignmentFlag.AlignLeft
            self._below.addWidget(block, 1, side)
        column.addWidget(self._sentence)
        column.addWidget(self._help)

    def _fit_head(self) -> None:
        """Move the field below the label where both in one line would cut the label short."""
        inline = self._editor.inline
        needed = self._label.sizeHint().width() + self._reset.width() + 3 * SIZES.s1 + SIZES.s3
        if inline is None:
            # What it says is seen in the editor below as well.
            self._state.setVisible(self.width() >= needed + self._state.sizeHint().width())
            return
        fits = self.width() >= needed + inline.minimumSizeHint().width()
        if fits == (self._head.indexOf(inline) >= 0):
            return
        if fits:
            self._below.removeWidget(inline)
            self._head.insertWidget(self._head.count() - 1, inline, 1000)
        else:
            self._head.removeWidget(inline)
            # Beside the slider, or alone at the same edge.
            self._below.addWidget(inline, 0, Qt.AlignmentFlag.AlignRight)

    def _edited(self, value: Any, sentence: str) -> None:
        self._wrong = sentence
        before = self.value
        if not sentence:
            self.value = value
        self._refresh()
        if not sentence and (value != before or type(value) is not type(before)):
            self.changed.emit(self.spec.name, value)
        self.judged.emit()

    def _refresh(self) -> None:
        said = self.sentence
        is_set = self.value is not None or bool(said)
        self._state.setText(summary(self.spec, self.value))
        self._state.show_tone("accent" if self.value is not None else "third")
        self._fit_head()
        self._reset.setVisible(is_set)
        self._sentence.setText(said)
        self._sentence.setVisible(bool(said))
        self._label.setAccessibleDescription(said or ("changed" if is_set else "provider default"))
        self._editor.show_state(changed=self.value is not None, invalid=bool(said))
        self.update()
