"""A stretch of a paragraph in a layout of its own, so that a long one need not be laid out whole.

A paragraph that is being written changes at its end only: the stretches before the last one stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QTextLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QTextLine, QTextOption

    from scout_desktop.ui.transcript.blocks.text.shown import Run, Shown

_LETTERS = 2_000
"""UTF-16 units of a stretch: laid out in a third of a millisecond."""
_FEWEST = 4
"""Lines of which a stretch may be parted from the next."""
_AWAY = QPointF(0, 10_000_000)
"""Where lines are put that begin the next stretch: below all that is ever painted."""


class Stretch:
    """The lines of one stretch; places count from its beginning, `at` in the paragraph."""

    def __init__(self, shown: Shown, at: int, width: int, font: QFont, option: QTextOption) -> None:
        """Lay out what stands behind `at`, as much as makes a stretch."""
        self.at = at
        self.lines: list[QTextLine] = []
        size = _LETTERS
        while not self.lines:
            self._end = shown.at if shown.at - at <= size * 3 // 2 else at + size
            self._read(shown)
            self._lay(font, option, width)
            if self._end < shown.at:
                self._part(shown)
            size *= 2
        self.is_last = self._end == shown.at

    @property
    def next(self) -> int:
        """Where the stretch behind it begins."""
        last = self.lines[-1]
        return self.at + last.textStart() + last.textLength()

    def holds(self, shown: Shown) -> bool:
        """Whether it would be laid out the same of what is shown now."""
        if self.is_last or shown.at - self.at <= (self._end - self.at) * 3 // 2:
            return False
        letters, runs = self._letters, self._runs
        self._read(shown)
        return letters == self._letters and runs == self._runs

    def _read(self, shown: Shown) -> None:
        at, end = self.at, self._end
        self._letters = shown.slice(at, end)
        self._runs = [run for run in shown.runs if run.to > at and run.at < end]

    def _lay(self, font: QFont, option: QTextOption, width: int) -> None:
        layout = self.layout = QTextLayout(self._letters, font)
        layout.setCacheEnabled(True)
        layout.setTextOption(option)
        if self._runs:
            layout.setFormats([self._range(run) for run in self._runs])
        lines = self.lines
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(width)
            lines.append(line)
            line = layout.createLine()
        layout.endLayout()

    def _part(self, shown: Shown) -> None:
        """Leave the last lines to the next stretch, from where it can be parted; or take none."""
        lines = self.lines
        for number in range(len(lines) - 2, _FEWEST - 1, -1):
            if shown.is_seam(self.at + lines[number].textStart()):
                for line in lines[number:]:
                    line.setPosition(_AWAY)
                del lines[number:]
                return
        lines.clear()

    def _range(self, run: Run) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        start = max(run.at, self.at)
        made.start, made.length = start - self.at, min(run.to, self._end) - start
        made.format = run.look
        return made
