"""The window "What the model sees": an original beside the very bytes that are sent of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from scout_desktop.chat.recipe import Recipe
from scout_desktop.ui.controls.banner import Banner
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.hairline import HairLine
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.pictures.edits import changes
from scout_desktop.ui.pictures.edits.history import History
from scout_desktop.ui.pictures.linking import Link
from scout_desktop.ui.pictures.original.side import OriginalSide
from scout_desktop.ui.pictures.seen.side import SeenSide
from scout_desktop.ui.pictures.seen.words import RULE
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.ui.pictures.seen.trial import Trial
    from scout_desktop.ui.theme.theme import Theme

_SHARE = 0.92
"""Of the window it belongs to."""


class StudioView(QDialog):
    """Everything that is done to the picture is a `Recipe`; the original stays what it is.

    `sent` is for a picture of an earlier message, which is attached anew. Beyond `show_source`, it
    asks for the original in the sizes that it needs.
    """

    recipe_changed = Signal(object)
    """The Recipe now wanted; answered by `show_trial` or `show_problem`."""

    pixels_wanted = Signal(int, int)
    """(longest side in device pixels, turn in degrees) of the original; for `show_pixels`."""

    used = Signal(object)
    """The user wants this Recipe sent; answered by closing, or by `show_problem`."""

    closed = Signal()
    """The window is gone, whatever was chosen."""

    def __init__(self, theme: Theme, parent: QWidget, *, sent: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._history = History(Recipe())
        self._source: tuple[int, int] | None = None
        self._using = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle("What the model sees")
        self._banner = Banner(theme, parent=self)
        self._original, self._seen = OriginalSide(theme, self), SeenSide(theme, self)
        self._reset = QPushButton("Reset", self)
        self._cancel = QPushButton("Close" if sent else "Cancel", self)
        self._use = QPushButton("Attach to the message" if sent else "Use this", self)
        self._link = Link(self._original.canvas, self._seen.canvas)
        self._lay_out()
        self._connect()
        self._open_size(parent)
        self._level()
        theme.changed.connect(self._level)
        self._seen.foot_grown.connect(self._level)

    @property
    def recipe(self) -> Recipe:
        """What is wanted now."""
        return self._history.now

    @property
    def original_size(self) -> int:
        """Longest side of the original, in device pixels, that fills its place now."""
        canvas = self._original.canvas
        return max(round(max(canvas.width(), canvas.height()) * canvas.devicePixelRatioF()), 1)

    def show_source(
        self,
        name: str,
        width: int,
        height: int,
        image: QImage,
        *,
        recipe: Recipe | None = None,
        note: str = "",
    ) -> None:
        """Show an original of `width` x `height` pixels and what was made of it so far.

        `image` is turned as `recipe` says. `note` is what must be known before working on it.
        """
        first = recipe or Recipe()
        what = "As it was sent" if note else "Original"
        self._history = History(first)
        self._source = (width, height)
        self._original.setEnabled(True)
        self.setWindowTitle(f"What the model sees: {name}")
        self._original.show_heading(f"{what}: {name}")
        if note:
            self._banner.show_state("info", note)
        self._original.canvas.begin_source(self._source, first, image)
        self._seen.show_recipe(first, self._source)
        self._show_history()
        self._original.canvas.setFocus()

    def show_pixels(self, size: int, turn: int, image: QImage) -> None:
        """Answer `pixels_wanted`; an answer that came too late for its turn is dropped."""
        if turn == self.recipe.turn:
            self._original.canvas.show_image(size, image)

    def show_trial(self, trial: Trial) -> None:
        """Show what is sent by a recipe, unless another one is wanted by now."""
        if trial.recipe == self.recipe:
            self._link.show_trial(trial)
            self._seen.show_facts(trial)
            self._seen.show_progress(1)
            self._allow(True)

    def show_progress(self, share: float) -> None:
        """Say how far the work is, 0 to 1."""
        self._seen.show_progress(share)

    def show_problem(self, sentence: str, *, usable: bool = False) -> None:
        """Say why it cannot be made; what was done stays. `usable`: trying again may help."""
        self._using = False
        self._seen.show_problem(sentence, instead=not usable)
        self._allow(usable)

    def show_prices(self, prices: Prices) -> None:
        """Say prices by this list."""
        self._seen.show_prices(prices)

    def reject(self) -> None:
        # Escape lets go of what is held; only then it closes.
        if not self._original.canvas.cancel_pull():
            super().reject()

    def done(self, result: int) -> None:
        super().done(result)
        self.closed.emit()

    def _edit(self, recipe: Recipe, gesture: str = "") -> None:
        self._take(self._history.after(recipe, gesture))

    def _take(self, history: History) -> None:
        if self._source is None:
            return
        before, self._history = self._history, history
        self._show_history()
        if history.now == before.now:
            return
        self._original.canvas.show_recipe(history.now)
        self._seen.show_recipe(history.now, self._source)
        self.recipe_changed.emit(history.now)

    def _act(self, action: str) -> None:
        now, history = self._history.now, self._history
        if action == "undo":
            self._take(history.undone())
        elif action == "redo":
            self._take(history.redone())
        elif action == "reset":
            self._edit(changes.plain(now))
        else:
            self._edit(changes.turned(now, -90 if action == "left" else 90))

    def _show_history(self) -> None:
        self._original.show_history(self._history)
        self._reset.setEnabled(self._history.now != changes.plain(self._history.now))

    def _use_it(self) -> None:
        if self._source is not None and not self._using:
            self._using = True
            self._allow(False)
            self.used.emit(self.recipe)

    def _allow(self, allowed: bool) -> None:
        self._use.setEnabled(allowed and not self._using)

    def _connect(self) -> None:
        canvas = self._original.canvas
        self._original.edited.connect(self._edit)
        self._original.acted.connect(self._act)
        canvas.escaped.connect(self.reject)
        canvas.size_wanted.connect(lambda size: self.pixels_wanted.emit(size, self.recipe.turn))
        self._seen.fit_chosen.connect(lambda fit: self._edit(changes.fitted(self.recipe, fit)))
        self._reset.clicked.connect(lambda: self._act("reset"))
        self._cancel.clicked.connect(self.reject)
        self._use.clicked.connect(self._use_it)
        QShortcut(QKeySequence("G"), self).activated.connect(self._seen.toggle_grid)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._use.click)

    def _level(self) -> None:
        head = self._theme.px(SIZES.control)
        self._original.level_with(head, self._seen.foot_height)

    def _lay_out(self) -> None:
        dress(self._use, role="primary")
        dress(self._reset, role="quiet")
        self._use.setDefault(False)
        for button in (self._reset, self._cancel, self._use):
            button.setAutoDefault(False)  # Enter belongs to what has the focus
        self._use.setEnabled(False)
        self._reset.setEnabled(False)
        self._original.setEnabled(False)  # until there is something to work on
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self._original, 1)
        sides.addWidget(HairLine(self._theme, vertical=True, parent=self))
        sides.addWidget(self._seen, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s3)
        foot.setSpacing(SIZES.s2)
        rule = ElidedLabel(RULE, kind="caption", parent=self)
        rule.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot.addWidget(self._reset)
        foot.addWidget(rule, 1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(sides, 1)
        column.addWidget(HairLine(self._theme, parent=self))
        column.addLayout(foot)

    def _open_size(self, parent: QWidget) -> None:
        most = parent.window().size() * _SHARE
        self.resize(most.expandedTo(QSize(self._theme.px(640), self._theme.px(440))))
