"""The pages of the sheet, each with its buttons at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from scout_desktop.session.importing.words import brought, left_out_line, planned_lines
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel
from scout_desktop.ui.controls.segmented import Segmented
from scout_desktop.ui.importing.chats import PlannedModel
from scout_desktop.ui.importing.rows import PlannedList
from scout_desktop.ui.importing.words import file_words, import_words, reading_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scout_desktop.session.importing.plan import Plan
    from scout_desktop.ui.theme.theme import Theme


class _Page(QWidget):
    """A column with a row of buttons at its foot, the last of them the one that goes on."""

    closed = Signal()
    """The user wants no more of it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SIZES.s3)

    def take_focus(self) -> None:
        """Put the focus where the next step is."""
        raise NotImplementedError

    def _foot(self, *buttons: QPushButton, primary: QPushButton | None = None) -> None:
        row = QHBoxLayout()
        row.setSpacing(SIZES.s2)
        row.addStretch(1)
        for button in buttons:
            button.setAutoDefault(button is primary)
            row.addWidget(button)
        if primary is not None:
            dress(primary, role="primary")
            primary.setDefault(True)
        self._column.addSpacing(SIZES.s1)
        self._column.addLayout(row)


class StartPage(_Page):
    """Says what can be imported."""

    file_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, theme: Theme, kinds: Sequence[str]) -> None:
        super().__init__(theme)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        title = PlainLabel("Bring your chats along", kind="title")
        title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        hint = PlainLabel(
            "Choose an export as you downloaded it, or drop it here. You see what would come "
            "before anything is written.",
            tone="second", wrap=True,
        )  # fmt: skip
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        known = PlainLabel("What is understood", kind="caption_strong", tone="second")
        names = PlainLabel("\n".join(kinds), kind="caption", tone="second", wrap=True)
        promise = PlainLabel(
            "Nothing leaves this computer. What chats cost elsewhere is shown with them and is "
            "never added to your bill. Importing the same again adds only what is new.",
            kind="caption", wrap=True,
        )  # fmt: skip
        self._column.addStretch(1)
        for widget in (self._picture, title, hint):
            self._column.addWidget(widget)
        self._column.addSpacing(SIZES.s3)
        for widget in (known, names):
            self._column.addWidget(widget)
        self._column.addStretch(2)
        self._column.addWidget(promise)
        cancel, folder = QPushButton("Cancel"), QPushButton("Choose a folder…")
        self._file = QPushButton("Choose a file…")
        cancel.clicked.connect(self.closed)
        folder.clicked.connect(self.folder_wanted)
        self._file.clicked.connect(self.file_wanted)
        self._foot(cancel, folder, self._file, primary=self._file)
        self._restyle()
        theme.changed.connect(self._restyle)

    def take_focus(self) -> None:
        self._file.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self._picture.setPixmap(self._theme.pixmap("save", "text_3", SIZES.s8))


class BusyPage(_Page):
    """Says how far reading or importing is."""

    stopped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._name = ElidedLabel(kind="strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._told = PlainLabel(kind="number", tone="second")
        self._stop = QPushButton("Cancel")
        self._stop.clicked.connect(self.stopped)
        self._column.addStretch(1)
        for widget in (self._name, self._bar, self._told):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._foot(self._stop)

    def take_focus(self) -> None:
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reading(self, name: str, count: int) -> None:
        """Show how many chats were read; nobody knows of how many."""
        self._name.show_text(name)
        self._bar.setRange(0, 0)
        self._say(reading_words(count))
        self._stop.setText("Cancel")

    def show_progress(self, done: int, count: int) -> None:
        """Show how many chats are in."""
        self._bar.setRange(0, max(count, 1))
        self._bar.setValue(done)
        self._say(f"{done:,} of {count:,} chats")
        self._stop.setText("Stop")

    def _say(self, words: str) -> None:
        self._told.setText(words)
        self._bar.setAccessibleName(words)


class PlanPage(_Page):
    """Says what would come, and lets chats be left out."""

    confirmed = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.model = PlannedModel()
        self._title = PlainLabel(kind="title")
        self._file = ElidedLabel(kind="caption")
        self._told = PlainLabel(wrap=True)
        self._all = QCheckBox()
        self._all.clicked.connect(self._choose_all)
        self._which = Segmented("Chats", {"come": "To import", "stay": "Staying out"})
        self._which.chosen.connect(self._show_which)
        self._chosen = PlainLabel(kind="caption_number", tone="second", wrap=True)
        self.list = PlannedList(theme, self.model)
        frame = QFrame()
        dress(frame, ground="surface", role="card")
        around = QVBoxLayout(frame)
        around.setContentsMargins(1, SIZES.s1, 1, SIZES.s1)
        around.addWidget(self.list)
        self._left_out = PlainLabel(kind="caption", wrap=True)
        cancel = QPushButton("Cancel")
        cancel.clicked.connect(self.closed)
        self._go = QPushButton("Import")
        self._go.clicked.connect(
            lambda: self.confirmed.emit([chat.id for chat in self.model.chosen()])
        )
        self._column.setSpacing(SIZES.s2)
        for widget in (self._title, self._file, self._told):
            self._column.addWidget(widget)
        head = QHBoxLayout()
        head.addWidget(self._all)
        head.addStretch(1)
        head.addWidget(self._which)
        self._column.addLayout(head)
        self._column.addWidget(frame, 1)
        for widget in (self._chosen, self._left_out):
            self._column.addWidget(widget)
        self._foot(cancel, self._go, primary=self._go)
        self.model.chosen_changed.connect(self._show_choice)

    def take_focus(self) -> None:
        (self._go if self._go.isEnabled() else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan, everything that can come chosen."""
        self._title.setText(plan.title)
        self._file.show_text(file_words(plan.path))
        lines = planned_lines(plan)
        self._told.setText(" ".join(lines[:-1] if plan.coming else lines))
        left_out = left_out_line(plan.left_out)
        self._left_out.setText(left_out)
        self._left_out.setVisible(bool(left_out))
        self.model.show(plan)
        self._which.setVisible(bool(self.model.staying))
        which = "come" if self.model.coming else "stay"
        self._which.choose(which)
        self._show_which(which)

    def _show_which(self, which: str) -> None:
        self.model.show_staying(which == "stay")
        self._all.setVisible(which == "come")

    def _choose_all(self) -> None:
        # A click on “some” means all.
        self.model.choose_all(len(self.model.chosen()) < self.model.coming)

    def _show_choice(self) -> None:
        chosen, count = self.model.chosen(), self.model.coming
        states = Qt.CheckState
        some = states.PartiallyChecked if chosen else states.Unchecked
        self._all.setCheckState(states.Checked if len(chosen) == count else some)
        self._all.setText(f"{len(chosen):,} of {count:,} chats chosen")
        self._chosen.setText(brought(chosen) if chosen else "")
        self._chosen.setVisible(bool(chosen))
        self._go.setText(import_words(len(chosen)))
        self._go.setEnabled(bool(chosen))


class EndPage(_Page):
    """Says what came of it."""

    chats_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._icon = QLabel()
        self._bad = False
        self._first = PlainLabel(kind="title", wrap=True)
        self._lines = PlainLabel(tone="second", wrap=True)
        flags = Qt.TextInteractionFlag
        for label in (self._first, self._lines):
            label.setTextInteractionFlags(flags.TextSelectableByMouse)
        text = QVBoxLayout()
        text.setSpacing(SIZES.s2)
        text.addWidget(self._first)
        text.addWidget(self._lines)
        row = QHBoxLayout()
        row.setSpacing(SIZES.s3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        self._column.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(2)
        self._again = QPushButton("Import something else…")
        self._again.clicked.connect(self.again_wanted)
        self._done = QPushButton("Done")
        self._done.clicked.connect(self.closed)
        self._show = QPushButton("Show the chats")
        self._show.clicked.connect(self.chats_wanted)
        self._foot(self._again, self._done, self._show, primary=self._show)
        theme.changed.connect(self._restyle)

    def take_focus(self) -> None:
        button = self._done if self._show.isHidden() else self._show
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lines(self, lines: Sequence[str], *, chats: bool, bad: bool) -> None:
        """Say this, a line a fact."""
        self._bad = bad
        self._first.setText(lines[0])
        rest = "\n".join(line for line in lines[1:] if line)
        self._lines.setText(rest)
        self._lines.setVisible(bool(rest))
        self._show.setVisible(chats)
        self._restyle()

    def _restyle(self) -> None:
        icon, token = ("warning", "warn") if self._bad else ("check", "good")
        self._icon.setPixmap(self._theme.pixmap(icon, token, SIZES.icon_large))
