"""The look in force: which appearance, which text size, and the fonts and icons made for it.

`app` makes one `Theme` and hands it to every view. A view reads `theme.tokens`, `theme.px`,
`theme.font`, `theme.icon`, and restyles what it paints itself when `changed` arrives; everything
else follows by palette and stylesheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6 import QtCore
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon

from scout_desktop import resources
from scout_desktop.ui.theme import qrc, stylesheet
from scout_desktop.ui.theme.icons import Icons
from scout_desktop.ui.theme.palette import palette, plain_brush
from scout_desktop.ui.theme.tokens import DARK, FACES, LIGHT, SIZES, Tokens

if TYPE_CHECKING:
    from PySide6.QtGui import QBrush, QPixmap
    from PySide6.QtWidgets import QApplication

Appearance = Literal["system", "light", "dark"]

MARK_SIDES = (16, 32, 48, 64, 128, 256)
"""Pixels of resources/icons/app-N.png, each rendered from app.svg."""

STYLE = ("-style", "fusion")
"""Words for the command line of a `QApplication`, after which `Theme(styled=True)` is enough: to
name the style later takes a `QStyle` object, and to load that with its 560 names takes 7 ms."""

_SMALLEST, _LARGEST = 0.75, 2.5


class Theme(QObject):
    """Owns the application's palette, font and stylesheet."""

    changed = Signal()
    """Tokens or text size are new; palette and stylesheet are already in force."""

    def __init__(
        self,
        app: QApplication,
        appearance: Appearance = "system",
        *,
        factor: float = 1.0,
        calm: bool = False,
        styled: bool = False,
    ) -> None:
        """Dress `app` at once. `factor` scales text, `calm` switches all motion off.

        `styled` says that `app` was made with the words of `STYLE`.
        """
        super().__init__(app)
        self._app = app
        self._icons = Icons()
        self._appearance: Appearance = appearance
        self._factor = _within(factor)
        self._calm = calm
        self._registered: set[bool] = set()
        self._family = app.font().family()
        self._fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        # Where the platform has no colour scheme, the palette it came with tells.
        self._born_dark = app.palette().window().color().lightness() < 128
        # The name of the system's scheme takes 14 ms to learn: `choose` asks after the first frame.
        self.tokens: Tokens = self._as_born() if appearance == "system" else self._wanted()
        if not styled:
            app.setStyle("Fusion")
        self._dress()
        self._tell_platform()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def appearance(self) -> Appearance:
        """What the user chose."""
        return self._appearance

    @property
    def factor(self) -> float:
        """Text size, 1.0 is 100 %."""
        return self._factor

    @property
    def calm(self) -> bool:
        """No motion: the user or the system asked for none."""
        style = self._app.style()
        return self._calm or style.styleHint(style.StyleHint.SH_Widget_Animation_Duration) == 0

    def choose(self, appearance: Appearance) -> None:
        """Follow the system, or stay light or dark."""
        self._appearance = appearance
        self._tell_platform()
        self._system_changed()

    def zoom(self, factor: float) -> None:
        """Set the text size (0.75 to 2.5; beyond that it stays at the end of the range)."""
        if self._factor != _within(factor):
            self._factor = _within(factor)
            self._dress()
            self.changed.emit()

    def keep_calm(self, calm: bool) -> None:
        """Switch motion off (`True`), or leave it to the system."""
        self._calm = calm

    def px(self, length: float) -> int:
        """`length` pixels of 100 % at the present text size."""
        return round(length * self._factor)

    def color(self, token: str) -> QColor:
        """The colour called `token` (a field of `Tokens`)."""
        return QColor(getattr(self.tokens, token))

    def brush(self, token: str) -> QBrush:
        """A brush that fills with the colour called `token`."""
        return plain_brush(self.color(token))

    def font(self, kind: str = "body") -> QFont:
        """The font of `kind` (a key of `FACES`); numbers that change want `number` or `code`."""
        face = FACES[kind]
        made = QFont(self._fixed if face.fixed else self._family)
        made.setPixelSize(self.px(face.px))
        made.setWeight(QFont.Weight(face.weight))
        if face.tabular:
            made.setFeature(QFont.Tag("tnum"), 1)
        return made

    def line_height(self, kind: str = "body") -> int:
        """Height of one line of `kind` in pixels, as Qt lays it out."""
        return QFontMetrics(self.font(kind)).height()

    def icon(self, name: str, token: str = "text_2", pixels: int = SIZES.icon) -> QIcon:
        """The icon `name` of resources/icons in the colour `token`."""
        colour, faint = getattr(self.tokens, token), self.tokens.edge
        return self._icons.icon(name, colour, self.px(pixels), self._app.devicePixelRatio(), faint)

    def pixmap(
        self, name: str, token: str = "text_2", pixels: int = SIZES.icon, scale: float | None = None
    ) -> QPixmap:
        """The same as a pixmap for painting; `scale` is the paint device's pixel ratio."""
        colour = getattr(self.tokens, token)
        ratio = self._app.devicePixelRatio() if scale is None else scale
        return self._icons.pixmap(name, colour, self.px(pixels), ratio)

    def mark(self) -> QIcon:
        """The program's own mark, for windows and the task bar; read from disk when it is shown."""
        made = QIcon()
        for side in MARK_SIDES:
            made.addFile(str(resources.path(f"icons/app-{side}.png")), QSize(side, side))
        return made

    def _wanted(self) -> Tokens:
        if self._appearance != "system":
            return DARK if self._appearance == "dark" else LIGHT
        scheme = self._app.styleHints().colorScheme()
        if scheme == QtCore.Qt.ColorScheme.Unknown:
            return self._as_born()
        return DARK if scheme == QtCore.Qt.ColorScheme.Dark else LIGHT

    def _as_born(self) -> Tokens:
        return DARK if self._born_dark else LIGHT

    def _tell_platform(self) -> None:
        # So that title bars and the system's own dialogs go along with the user's choice.
        hints = self._app.styleHints()
        if self._appearance == "system":
            hints.unsetColorScheme()
        else:
            hints.setProperty("colorScheme", "Dark" if self._appearance == "dark" else "Light")

    def _system_changed(self) -> None:
        wanted = self._wanted()
        if wanted is not self.tokens:
            self.tokens = wanted
            self._dress()
            self.changed.emit()

    def _dress(self) -> None:
        folder = "scout-dark" if self.tokens.dark else "scout-light"
        if self.tokens.dark not in self._registered:
            self._registered.add(self.tokens.dark)
            wanted = stylesheet.pictures(self.tokens).items()
            qrc.register(folder, {f"{file}.svg": self._icons.svg(*of) for file, of in wanted})
        self._app.setPalette(palette(self.tokens))
        self._app.setFont(self.font("body"))
        self._app.setStyleSheet(
            stylesheet.sheet(self.tokens, self._factor, f":/{folder}", self._fixed)
        )


def _within(factor: float) -> float:
    return min(max(factor, _SMALLEST), _LARGEST)
