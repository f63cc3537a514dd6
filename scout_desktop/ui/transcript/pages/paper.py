"""The look of paper: light whatever the window's is, in pixels of the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QLocale, QMarginsF
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPen, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget

from scout_desktop.ui.theme.theme import Theme
from scout_desktop.ui.transcript.blocks.formats import ROOM, Formats
from scout_desktop.ui.transcript.blocks.formulas.boxes import FormulaBoxes
from scout_desktop.ui.transcript.blocks.workshop import Workshop

if TYPE_CHECKING:
    from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas

DPI = 300
"""Pixels an inch for PDF: hairlines look right, and letters are shapes anyway."""
_SCREEN_DPI = 96
"""At which the window's 14 px are 10.5 points, a usual size of print."""
_SIDE_MM, _END_MM = 20, 16
_LETTER = frozenset({
    QLocale.Country.UnitedStates, QLocale.Country.Canada, QLocale.Country.Mexico,
    QLocale.Country.Philippines, QLocale.Country.Chile, QLocale.Country.Colombia,
    QLocale.Country.Venezuela, QLocale.Country.PuertoRico, QLocale.Country.Guatemala,
    QLocale.Country.CostaRica, QLocale.Country.Panama, QLocale.Country.DominicanRepublic,
    QLocale.Country.ElSalvador, QLocale.Country.Nicaragua, QLocale.Country.Honduras,
})  # fmt: skip
"""Where people print on Letter; everywhere else it is A4."""


def page_layout(locale: QLocale) -> QPageLayout:
    """Return the page that somebody with this locale has in the printer, upright."""
    letter = locale.territory() in _LETTER
    size = QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4
    margins = QMarginsF(_SIDE_MM, _END_MM, _SIDE_MM, _END_MM)
    unit = QPageLayout.Unit.Millimeter
    return QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, margins, unit)


class PaperLook(Theme):
    """The light appearance at the size of print. The application stays dressed as it is."""

    def __init__(self, app: QApplication, dpi: float) -> None:
        super().__init__(app, "light", styled=True)
        # Beyond the range of a window's text size.
        self._factor = dpi / _SCREEN_DPI

    def font(self, kind: str = "body") -> QFont:
        made = super().font(kind)
        # Letters stand where their shapes want, not where pixels of a screen are.
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made

    def _dress(self) -> None:
        """Paper changes nothing of the window."""

    def _tell_platform(self) -> None:
        """Nor of the system's dialogs."""


class PaperFormats(Formats):
    """The formats of the screen, but for the letters that only keep a place for a formula."""

    def room(self, width: float, kind: str, letter: str = ROOM) -> QTextCharFormat:
        made = super().room(width, kind, letter)
        # Drawn as an outline that nobody sees: as a letter it would be in the text of the PDF.
        made.setTextOutline(QPen(QColor(0, 0, 0, 0)))
        return made


class PaperShop(Workshop):
    """What the blocks of one print share. `close` when the print is done."""

    least_column: ClassVar[int] = 80
    """Narrow columns can be read; what is wider than the page is made smaller, and less so."""

    def __init__(self, app: QApplication, formulas: Formulas, dpi: float) -> None:
        self._look = PaperLook(app, dpi)
        # Never shown: blocks on paper hold no widgets.
        self._desk = QWidget()
        super().__init__(self._look, self._desk)
        self.formats = PaperFormats(self._look)
        self.boxes = FormulaBoxes(self, formulas, on_paper=True)

    @property
    def scale(self) -> float:
        """Paper's pixels are its own."""
        return 1.0

    def close(self) -> None:
        """Let go of it."""
        self._desk.deleteLater()
        self._look.deleteLater()
