"""The page on which a batch is set up: pictures at the left, the question at the right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.chat.batch import BatchSpec
from scout_desktop.ui.batch.setup.bounds import Bounds
from scout_desktop.ui.batch.setup.fields import parameters_beside, schema_in
from scout_desktop.ui.batch.setup.question import Question, copied_files
from scout_desktop.ui.batch.setup.schema_box import SchemaBox
from scout_desktop.ui.batch.setup.sources import Sources
from scout_desktop.ui.batch.words import along_words
from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import PlainLabel, plain_tip
from scout_desktop.ui.controls.plain_text import align_by_direction, raw_text
from scout_desktop.ui.controls.section import Section
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

_LEFT = 268
_PROMPT_LINES = 4
_GO_ON, _ANEW = "Go on with it", "Ask anew"


class SetupPage(QWidget):
    """Edits a `BatchSpec` and the files; Start (Ctrl+Enter) hands both on.

    All of it is the place to drop more pictures and folders on.
    """

    changed = Signal()
    """Something that a forecast depends on is another now."""

    started = Signal()

    gone_on = Signal()
    """Rather go on with the batch that `show_before` told of."""

    begun_anew = Signal()
    """Ask all the same, and pay again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAcceptDrops(True)
        self._given = BatchSpec("")
        self._starting = False
        self.sources = Sources(theme)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the batch")
        self.prompt = Question()
        self.prompt.setAccessibleName("Prompt")
        self.prompt.setPlaceholderText("What is asked about each picture")
        self.prompt.setTabChangesFocus(True)
        self.schema = SchemaBox(theme)
        self.bounds = Bounds(theme)
        self._before = Banner(theme, parent=self)
        self._along = PlainLabel(kind="caption", wrap=True)
        self._forecast = PlainLabel(kind="number", wrap=True)
        self._aside = PlainLabel(kind="caption", wrap=True)
        self._start = QPushButton("Start")
        self._start.setAccessibleName("Start")
        self._start.setToolTip(plain_tip("Ctrl+Enter"))
        dress(self._start, role="primary")
        self._lay_out()
        self.sources.changed.connect(self._edited)
        self.prompt.textChanged.connect(self._prompt_typed)
        self.schema.changed.connect(self._edited)
        self.bounds.changed.connect(self._edited)
        self._start.clicked.connect(self.start)
        self._before.chosen.connect(self._choose_way)
        self._before.dismissed.connect(self.prompt.setFocus)
        self.prompt.files_pasted.connect(self.sources.offered)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self._paste)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.start)
        theme.changed.connect(self._restyle)
        self._restyle()

    def begin(self, files: Sequence[Path], spec: BatchSpec) -> None:
        """Show these files and this spec, with the cursor in the prompt."""
        self._given = spec
        self.sources.show_files(files)
        self.name.setText(spec.name)
        self.prompt.setPlainText(spec.prompt)
        schema = spec.schema if spec.schema is not None else schema_in(spec.parameters)
        self.schema.show_schema(schema)
        self.schema_section.fold(schema is None)
        self.bounds.show_spec(spec)
        self._along.setText(along_words(spec))
        self._along.setVisible(bool(self._along.text()))
        self.prompt.setFocus()
        self.prompt.moveCursor(self.prompt.textCursor().MoveOperation.End)
        self._see_whether_ready()

    @property
    def spec(self) -> BatchSpec:
        """What is set up, as it stands."""
        schema = self.schema.schema
        return replace(
            self._given,
            prompt=raw_text(self.prompt),
            name=" ".join(self.name.text().split()) or self._own_name(),
            model="".join(self.bounds.model.text().split()),
            schema=schema,
            parameters=parameters_beside(schema, self._given.parameters),
            fit=str(self.bounds.fit.currentData()),
            max_usd=self.bounds.max_usd,
            parallel=int(self.bounds.parallel.value()),
            tries=int(self.bounds.tries.value()),
        )

    @property
    def problem(self) -> str:
        """What keeps it from being started; empty when nothing does."""
        if not self.sources.files:
            return "Add the pictures first."
        if not raw_text(self.prompt).strip():
            return "Write what is asked about each picture."
        if not self.bounds.model.text().strip():
            return "Name a model."
        return self.schema.problem

    @property
    def starting(self) -> bool:
        """Whether Start was pressed and the batch is on its way to the disk."""
        return self._starting

    def show_forecast(
        self, sentence: str, aside: str = "", *, explained: str = "", bad: bool = False
    ) -> None:
        """Say what it would use, or why it cannot be done."""
        self._forecast.setText(sentence)
        self._forecast.show_tone("bad" if bad else "text")
        self._forecast.setToolTip(plain_tip(explained))
        self._forecast.setAccessibleName(f"Forecast: {sentence}" if sentence else "")
        self._forecast.setAccessibleDescription(explained)
        self._aside.setText(aside)
        self._aside.show_tone("warn" if aside else "third")
        self._see_whether_ready()

    def show_starting(self, starting: bool) -> None:
        """Take no second Start while the first is on its way to the disk."""
        self._starting = starting
        self._start.setText("Starting…" if starting else "Start")
        self._see_whether_ready()

    def show_before(self, sentence: str) -> None:
        """Ask whether to go on with what was asked before; nothing is paid twice by accident."""
        self.show_starting(False)
        self._before.show_state("info", sentence, (_GO_ON, _ANEW))
        self._before.focus_first()

    def start(self) -> None:
        """Hand on what is set up, if it is whole; otherwise say what is missing."""
        if self._starting:
            return
        if self.problem:
            self._warn(self.problem)
            (self.prompt if self.sources.files else self.sources).setFocus()
            return
        self.started.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_left()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.sources.show_target(on=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.sources.show_target(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.sources.show_target(on=False)
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.sources.offered.emit(paths)

    def _warn(self, sentence: str) -> None:
        self._aside.setText(sentence)
        self._aside.show_tone("warn")

    def _paste(self) -> None:
        if paths := copied_files():
            self.sources.offered.emit(list(paths))
        else:
            self._warn("There are no files to paste: copy files or a folder first.")

    def _choose_way(self, way: str) -> None:
        self._before.hide()
        (self.gone_on if way == _GO_ON else self.begun_anew).emit()

    def _own_name(self) -> str:
        folders = {path.parent.name for path in self.sources.files}
        return folders.pop() if len(folders) == 1 else ""

    def _prompt_typed(self) -> None:
        align_by_direction(self.prompt)
        self._edited()

    def _edited(self) -> None:
        self._before.hide()  # it told of another question, or of other pictures
        self._see_whether_ready()
        self.name.setPlaceholderText(self._own_name() or "Batch")
        self.changed.emit()

    def _see_whether_ready(self) -> None:
        # It stays pressable with something missing: pressing says what that is.
        self._start.setEnabled(not self._starting)
        self._start.setAccessibleDescription(self.problem)
        self.name.setPlaceholderText(self._own_name() or "Batch")

    def _lay_out(self) -> None:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(SIZES.s4, SIZES.s4, SIZES.s4, SIZES.s4)
        column.setSpacing(SIZES.s1)
        for title, field in (("Name", self.name), ("Prompt", self.prompt)):
            label = PlainLabel(title, kind="caption_strong")
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(SIZES.s2)
        self.schema_section = Section(self._theme, "Answers as data (JSON schema)", is_open=False)
        self.schema_section.add(self.schema)
        column.addWidget(self.schema_section)
        column.addWidget(self.bounds)
        column.addSpacing(SIZES.s1)
        column.addWidget(self._along)
        column.addStretch(1)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setWidget(form)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(SIZES.s4, SIZES.s4, 0, SIZES.s4)
        left.addWidget(self.sources)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._left)
        middle.addWidget(scroller, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.s4, SIZES.s3, SIZES.s4, SIZES.s3)
        foot.setSpacing(SIZES.s4)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._before)
        words.addWidget(self._forecast)
        words.addWidget(self._aside)
        foot.addLayout(words, 1)
        foot.addWidget(self._start, 0, Qt.AlignmentFlag.AlignVCenter)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(middle, 1)
        page.addWidget(HairLine(self._theme))
        page.addLayout(foot)

    def _fit_left(self) -> None:
        wide = self._theme.px(_LEFT) + SIZES.s4
        self._left.setFixedWidth(min(wide, max(self.width() * 2 // 5, _LEFT)))

    def _restyle(self) -> None:
        px = self._theme.px
        self._fit_left()
        self.prompt.setFont(self._theme.font("body"))
        height = self._theme.line_height("body") * _PROMPT_LINES + 2 * SIZES.s2
        self.prompt.setFixedHeight(height)
        self._forecast.setFont(self._theme.font("number"))
        self._start.setMinimumWidth(px(96))
