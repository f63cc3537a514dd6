"""The right pane: system prompt, presets, a row for each parameter, and what of it is sent."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.chat.parameters import GROUPS, PARAMETERS, check
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.parameters.words import changed_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from scout_desktop.chat.draft import Preset
    from scout_desktop.chat.schema import SchemaProblem
    from scout_desktop.ui.parameters.format import FormatEditor
    from scout_desktop.ui.parameters.presets import PresetBar
    from scout_desktop.ui.parameters.prompt import PromptField
    from scout_desktop.ui.parameters.row import ParameterRow
    from scout_desktop.ui.theme.theme import Theme

_HELP_FROM = 380
"""From this width on there is room for the sentences of help."""


class ParameterPanel(QWidget):
    """Built only after its first paint, group by group: the window is there before the rows."""

    changed = Signal(str, object)
    """(API name, value): a value that may be sent; None is provider default."""
    system_changed = Signal(str)
    preset_chosen = Signal(object)
    preset_saved = Signal(str)
    preset_forgotten = Signal(object)
    use_for_new_requested = Signal()
    reset_all_requested = Signal()
    invalid_changed = Signal(dict)
    """API name -> sentence, for every value that cannot be sent; empty when all can."""
    schema_typed = Signal(str)
    """A schema waits for `show_schema_check`."""
    built = Signal()
    """All rows are there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: dict[str, ParameterRow] = {}
        self._values: dict[str, Any] = {}
        self._system = ""
        self._presets: tuple[Preset, ...] = ()
        self._invalid: dict[str, str] = {}
        self._locked = self._showing = self._begun = False
        self._steps: list[Callable[[], None]] = []
        self._bar: PresetBar | None = None
        self._prompt: PromptField | None = None
        self._format: FormatEditor | None = None
        self.setAccessibleName("Parameters")
        dress(self, ground="rail")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    @property
    def is_built(self) -> bool:
        """Whether the rows are there."""
        return self._begun and not self._steps

    @property
    def values(self) -> dict[str, Any]:
        """The parameters that are set, by API name, exactly as shown or edited."""
        return {name: value for name, value in self._values.items() if value is not None}

    @property
    def system(self) -> str:
        """The system prompt."""
        return self._system

    def show_values(self, values: Mapping[str, Any], system: str, *, fresh: bool) -> None:
        """Show a chat's parameters and system prompt.

        `fresh` shows everything anew; otherwise only what differs, so that a field that is being
        edited keeps its cursor and what is not valid yet.
        """
        known = {spec.name: values.get(spec.name) for spec in PARAMETERS}
        self._showing = True
        for name, row in self._rows.items():
            before, after = self._values.get(name), known[name]
            if fresh or before != after or type(before) is not type(after):
                row.show_value(after)
        self._showing = False
        self._values, self._system = known, system
        if self._prompt is not None:
            self._prompt.show_text(system)
        self._judge()

    def show_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these presets."""
        self._presets = tuple(presets)
        self._judge()

    def show_schema_check(self, text: str, found: SchemaProblem | None) -> None:
        """Say what checking a schema gave."""
        if self._format is not None:
            self._format.show_check(text, found)

    def lock(self, locked: bool) -> None:
        """Show only, where nothing may be changed (a chat of a newer program)."""
        self._locked = locked
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            part.setEnabled(not locked)

    def build(self) -> None:
        """Make all rows now."""
        self._begin()
        while self._steps:
            self._step()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._begun:
            self._begin()
            QTimer.singleShot(0, self._step_and_wait)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_help()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._steps = [self._build_frame]
            for group in GROUPS:
                self._steps.append(partial(self._build_group, group))
            self._steps.append(self._finish)

    def _step_and_wait(self) -> None:
        # One group at a time: clicks and keys get their turn between them.
        self._step()
        if self._steps:
            QTimer.singleShot(0, self._step_and_wait)

    def _step(self) -> None:
        if self._steps:
            self._steps.pop(0)()

    def _build_frame(self) -> None:
        from scout_desktop.ui.parameters.presets import PresetBar  # after the first paint
        from scout_desktop.ui.parameters.prompt import PromptField

        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(area)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(SIZES.s3, SIZES.s3, SIZES.s3, SIZES.s4)
        self._list.setSpacing(SIZES.s1)
        area.setWidget(inside)
        self._list.addWidget(_heading("System prompt"))
        self._prompt = PromptField(self._theme)
        self._prompt.show_text(self._system)
        self._prompt.edited.connect(self._system_edited)
        self._list.addWidget(self._prompt)
        self._list.addSpacing(SIZES.s2)
        self._bar = PresetBar(self._theme)
        self._bar.chosen.connect(self.preset_chosen)
        self._bar.saved.connect(self.preset_saved)
        self._bar.forgotten.connect(self.preset_forgotten)
        self._list.addWidget(self._bar)
        self._list.addStretch(1)
        self._column.addWidget(area, 1)
        self._column.addWidget(HairLine(self._theme))
        self._column.addWidget(self._make_foot())
        self._judge()

    def _make_foot(self) -> QWidget:
        foot = QWidget(self)
        column = QVBoxLayout(foot)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s1)
        head = QHBoxLayout()
        self._count = PlainLabel(kind="caption_number", wrap=True)
        self._reset_all = QPushButton("Reset all")
        dress(self._reset_all, role="link")
        self._reset_all.clicked.connect(self.reset_all_requested)
        head.addWidget(self._count, 1)
        head.addWidget(self._reset_all)
        column.addLayout(head)
        keep = QPushButton("Use for new chats")
        keep.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keep.clicked.connect(self.use_for_new_requested)
        column.addWidget(keep)
        return foot

    def _build_group(self, group: str) -> None:
        from scout_desktop.ui.parameters.editors import editor_for  # after the first paint
        from scout_desktop.ui.parameters.format import FormatEditor
        from scout_desktop.ui.parameters.row import ParameterRow

        at = self._list.count() - 1
        heading = _heading(group)
        heading.setContentsMargins(0, SIZES.s3, 0, 0)
        self._list.insertWidget(at, heading)
        for spec in (spec for spec in PARAMETERS if spec.group == group):
            at += 1
            editor = editor_for(self._theme, spec)
            row = ParameterRow(self._theme, editor)
            if isinstance(editor, FormatEditor):
                self._format = editor
                editor.schema_typed.connect(self.schema_typed)
            self._rows[spec.name] = row
            row.show_value(self._values.get(spec.name))
            row.changed.connect(self._row_changed)
            row.judged.connect(self._judge)
            self._list.insertWidget(at, row)

    def _finish(self) -> None:
        self._fit_help()
        self._judge()
        self.lock(self._locked)
        self.built.emit()

    def _fit_help(self) -> None:
        roomy = self.width() >= self._theme.px(_HELP_FROM)
        for row in self._rows.values():
            row.show_help(roomy)

    def _row_changed(self, name: str, value: object) -> None:
        self._values[name] = value
        self._judge()
        self.changed.emit(name, value)

    def _system_edited(self, text: str) -> None:
        self._system = text
        self._judge()
        self.system_changed.emit(text)

    def _judge(self) -> None:
        """Say what is wrong, how many are changed, and which preset this is."""
        if self._showing:
            return
        values = self.values
        together = check(values)
        for name, row in self._rows.items():
            row.show_clash(together.get(name, ""))
        invalid = together | {n: row.sentence for n, row in self._rows.items() if row.sentence}
        if self._bar is not None:
            count = len(values)
            self._count.setText(changed_words(count))
            self._reset_all.setVisible(bool(values or invalid))
            same = (p for p in self._presets if dict(p.parameters) == values)
            found = next((p.name for p in same if p.system == self._system), None)
            self._bar.show_presets(self._presets, found)
        if invalid != self._invalid:
            self._invalid = invalid
            self.invalid_changed.emit(dict(invalid))


def _heading(text: str) -> PlainLabel:
    return PlainLabel(text, kind="caption_strong", tone="second")
