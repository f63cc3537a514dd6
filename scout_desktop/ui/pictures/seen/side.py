"""The right half of the window: the fit, what the model sees, and the facts about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.controls.fields import Choice
from scout_desktop.ui.controls.icon_button import IconButton
from scout_desktop.ui.controls.label import ElidedLabel
from scout_desktop.ui.controls.picture.canvas import STEP
from scout_desktop.ui.controls.picture.note import Note
from scout_desktop.ui.pictures.seen.canvas import SeenCanvas
from scout_desktop.ui.pictures.seen.facts import Facts
from scout_desktop.ui.pictures.seen.fits import fit_choices, fit_words
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.recipe import Recipe
    from scout_desktop.ui.pictures.seen.trial import Trial
    from scout_desktop.ui.theme.theme import Theme


class SeenSide(QWidget):
    """Shows trials; which fit is wanted is told upwards."""

    fit_chosen = Signal(str)

    foot_grown = Signal()
    """`foot_height` may be another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._prices: Prices | None = None
        self._recipe: Recipe | None = None
        self._picture = (0, 0)
        self._fit = Choice("Fit", self)
        self._fit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._grid = IconButton(theme, "tile-grid", "Tile grid", hint="G", parent=self)
        self._grid.setCheckable(True)
        self._grid.setChecked(True)
        self.canvas = SeenCanvas(theme, self)
        self._note = Note(theme, self.canvas)
        self._bar = QProgressBar(self.canvas)
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._bar.setAccessibleName("Progress")
        self._bar.hide()
        self._facts = Facts(theme, self)
        head = QHBoxLayout()
        head.setSpacing(SIZES.s1)
        head.addWidget(self._fit, 1)
        head.addWidget(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        column.setSpacing(SIZES.s1)
        column.addLayout(self._heading())
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._facts)
        self._facts.grown.connect(self.foot_grown)
        self._fit.activated.connect(self._choose)
        self._grid.toggled.connect(self.canvas.show_grid)
        self.canvas.installEventFilter(self)

    @property
    def foot_height(self) -> int:
        """Height of what stands under the canvas, in pixels."""
        return self._facts.sizeHint().height()

    def show_recipe(self, recipe: Recipe, picture: tuple[int, int]) -> None:
        """Offer the fits for what is sent of an original of `picture` (width, height)."""
        self._recipe, self._picture = recipe, picture
        self._offer()

    def show_prices(self, prices: Prices) -> None:
        """Say prices by this list."""
        self._prices = prices
        self._offer()
        if self.canvas.trial is not None:
            self._facts.show_trial(self.canvas.trial, prices)

    def show_facts(self, trial: Trial) -> None:
        """Say what would be sent; the canvas shows it."""
        self._note.drop()
        self._facts.show_trial(trial, self._prices)

    def show_progress(self, share: float) -> None:
        """Say how far making it is, 0 to 1; 1 is done."""
        self._bar.setValue(round(share * 1000))
        self._bar.setVisible(share < 1)
        self._place_bar()

    def show_problem(self, sentence: str, *, instead: bool) -> None:
        """Say what went wrong, `instead` of what would be seen or below it."""
        self._bar.hide()
        self._note.show_problem(sentence, instead=instead)

    def toggle_grid(self) -> None:
        """Show the edges of the tiles, or hide them."""
        self._grid.toggle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.canvas and event.type() == QEvent.Type.Resize:
            self._note.place()
            self._place_bar()
        return super().eventFilter(watched, event)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(ElidedLabel("What the model sees", kind="strong", parent=self), 1)
        canvas = self.canvas
        acts: dict[str, tuple[str, str, Callable[[], object]]] = {
            "zoom-out": ("Zoom out", "-", lambda: canvas.zoom_by(1 / STEP)),
            "zoom-in": ("Zoom in", "+", lambda: canvas.zoom_by(STEP)),
            "fit": ("Whole picture", "0", canvas.fit),
            "actual-size": ("Pixel by pixel", "1", canvas.show_actual),
        }
        for icon, (name, key, act) in acts.items():
            button = IconButton(self._theme, icon, name, hint=key, parent=self)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        return row

    def _place_bar(self) -> None:
        tall = max(self._bar.sizeHint().height() // 4, SIZES.s1)
        self._bar.setGeometry(0, self.canvas.height() - tall, self.canvas.width(), tall)

    def _offer(self) -> None:
        recipe = self._recipe
        if recipe is None:
            return
        choices = fit_choices(recipe, *self._picture)
        said = [(fit_words(each, self._prices), each.fit) for each in choices]
        now = [(self._fit.itemText(n), self._fit.itemData(n)) for n in range(self._fit.count())]
        if said != now:
            self._fit.clear()
            for words, fit in said:
                self._fit.addItem(words, fit)
        self._fit.setCurrentIndex(
            next((n for n, c in enumerate(choices) if c.fit == recipe.fit), -1)
        )

    def _choose(self, index: int) -> None:
        self.fit_chosen.emit(str(self._fit.itemData(index)))
