"""A window for the pictures of a chat: one at a time, looked at closely, copied, saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout

from scout_desktop.ui.controls.picture.canvas import STEP, Canvas
from scout_desktop.ui.controls.picture.note import Note
from scout_desktop.ui.controls.picture.sent import name_of, sent_words
from scout_desktop.ui.controls.where import ask_where
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.pictures.bar import Bar
from scout_desktop.ui.transcript.pictures.saving import extension_of, suggested_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_SHARE = 0.92
"""Of the window it belongs to."""
_NUDGE = 0.1
"""Of the canvas, for one press of an arrow key."""


class PictureViewer(QDialog):
    """Shows `pictures`, beginning with the one at `place`; at both ends it stops.

    Wheel, + and - zoom, F and 0 fit, 1 shows it pixel by pixel, a double click toggles the two;
    dragging or Shift with the arrows moves it; left and right arrow go through the chat's pictures.
    """

    pixels_wanted = Signal(str, int)
    """(sha256, longest side in device pixels); answered by `show_image` or `show_problem`."""

    pixels_given_up = Signal(str)
    """The picture with this sha256 may no longer be looked at; `looks_at` tells."""

    save_wanted = Signal(str, str)
    """(sha256, path); answered by `show_saved`."""

    def __init__(
        self, theme: Theme, pictures: Sequence[ImagePart], place: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._pictures, self._place = theme, tuple(pictures), place
        self._kept: Callable[[str], QImage | None] = lambda _sha256: None
        self._copying = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._canvas = Canvas(theme, self)
        self._canvas.size_wanted.connect(self._want)
        self._canvas.zoomed.connect(self._show_zoom)
        self._note = Note(theme, self._canvas)
        self._bar = Bar(theme, len(self._pictures), self)
        self._bar.chosen.connect(self._act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._bar)
        self._hear_keys()
        self._open_size(parent)

    @property
    def image(self) -> ImagePart:
        """The picture that is shown."""
        return self._pictures[self._place]

    @property
    def canvas(self) -> Canvas:
        """What it is drawn on."""
        return self._canvas

    def begin(self, kept: Callable[[str], QImage | None]) -> None:
        """Show the first picture; `kept` gives what is decoded of one already (by sha256)."""
        self._kept = kept
        layout = self.layout()
        assert layout is not None  # made above
        layout.activate()  # so that the canvas knows its size, and asks for what fits it
        self._show(self._place)
        self._canvas.setFocus()

    def looks_at(self, sha256: str) -> bool:
        """Whether pixels of this picture are of use here: it, or the one before or after it."""
        return any(each.sha256 == sha256 for each in self._near())

    def show_image(self, sha256: str, size: int, image: QImage) -> None:
        """Take a picture that was asked for in this size."""
        if sha256 != self.image.sha256:
            return
        self._note.drop_instead()
        self._canvas.show_image(size, image)
        if self._copying and self._canvas.levels.whole is not None:
            self._copy()
        # The ones beside it are looked at next; what is kept of them is shown at once.
        for each in self._near():
            if each is not self.image:
                self.pixels_wanted.emit(
                    each.sha256, self._canvas.size_fitting(each.width, each.height)
                )

    def show_problem(self, sha256: str, sentence: str) -> None:
        """Say in its place why there is no picture."""
        if sha256 == self.image.sha256:
            self._copying = False
            self._note.show_problem(sentence, instead=self._canvas.levels.best(0) is None)

    def show_saved(self, sha256: str, path: str, problem: str) -> None:
        """Say that it is saved, or why it is not."""
        if problem:
            self._note.show_problem(problem, instead=False)
        elif sha256 == self.image.sha256:
            self._note.say(f"Saved as “{Path(path).name}”.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note.place()

    def _show(self, place: int) -> None:
        before, self._place = self._near(), min(max(place, 0), len(self._pictures) - 1)
        self._copying = False
        self._note.drop()
        image = self.image
        name, words = name_of(image), sent_words(image)
        self.setWindowTitle(name)
        self._canvas.setAccessibleName(f"Picture {name}, {words}")
        self._bar.show_picture(self._place, name, f"Sent: {words}")
        self._canvas.begin(image.width, image.height, self._kept(image.sha256))
        for each in before:
            self.pixels_given_up.emit(each.sha256)

    def _near(self) -> tuple[ImagePart, ...]:
        return self._pictures[max(self._place - 1, 0) : self._place + 2]

    def _want(self, size: int) -> None:
        self.pixels_wanted.emit(self.image.sha256, size)

    def _act(self, action: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "previous": lambda: self._step(-1),
            "next": lambda: self._step(1),
            "fit": self._canvas.fit,
            "actual": self._canvas.show_actual,
            "in": lambda: self._canvas.zoom_by(STEP),
            "out": lambda: self._canvas.zoom_by(1 / STEP),
            "copy": self._copy,
            "save": self._save,
        }
        acts[action]()

    def _step(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._pictures):
            self._show(place)

    def _copy(self) -> None:
        whole = self._canvas.levels.whole
        self._copying = whole is None
        if whole is None:
            self._note.say("Copying…")
            self._want(self._canvas.levels.whole_size)
            return
        QGuiApplication.clipboard().setImage(whole)
        self._note.say(f"Copied, {whole.width()} × {whole.height()} pixels.")

    def _save(self) -> None:
        sha256 = self.image.sha256
        ask_where(
            self,
            "Save picture as",
            suggested_name(self.image),
            kind=f"{extension_of(self.image).upper()} picture",
            folder=QStandardPaths.StandardLocation.PicturesLocation,
            chosen=lambda path: self.save_wanted.emit(sha256, path),
        )

    def _show_zoom(self) -> None:
        self._bar.show_zoom(self._canvas.zoom, fitted=self._canvas.fitted)

    def _hear_keys(self) -> None:
        # As shortcuts, because buttons would take the arrows to move the focus.
        for keys, action in _KEYS.items():
            for key in keys.split(" "):
                self._on(key, partial(self._act, action))
        for keys, (x, y) in _NUDGES.items():
            for key in keys.split(" "):
                self._on(key, partial(self._nudge, x, y))
        self._on("Home", partial(self._show, 0))
        self._on("End", partial(self._show, len(self._pictures) - 1))

    def _on(self, key: str, act: Callable[[], object]) -> None:
        QShortcut(QKeySequence(key), self).activated.connect(act)

    def _nudge(self, x: int, y: int) -> None:
        canvas = self._canvas
        step = QPointF(x * canvas.width(), y * canvas.height()) * canvas.devicePixelRatioF()
        canvas.move_by(step * _NUDGE)

    def _open_size(self, parent: QWidget) -> None:
        most = parent.window().size() * _SHARE
        wide = max((each.width for each in self._pictures), default=0)
        tall = max((each.height for each in self._pictures), default=0)
        own = QSize(wide, tall + self._bar.sizeHint().height()) + QSize(SIZES.s8, SIZES.s8)
        least = QSize(self._theme.px(620), self._theme.px(440))
        self.resize(own.boundedTo(most).expandedTo(least))


_KEYS = {
    "Left PgUp": "previous",
    "Right PgDown": "next",
    "F 0": "fit",
    "1": "actual",
    "+ =": "in",
    "-": "out",
    "Ctrl+C": "copy",
    "Ctrl+S": "save",
}
_NUDGES = {
    "Up Shift+Up": (0, 1),
    "Down Shift+Down": (0, -1),
    "Shift+Left": (1, 0),
    "Shift+Right": (-1, 0),
}
