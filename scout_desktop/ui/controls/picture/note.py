"""What a viewer says over its picture: a passing note below, a lasting problem in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer

from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from scout_desktop.ui.theme.theme import Theme

_STAYS_MS = 6000
_WIDEST = 420


class Note(PlainLabel):
    """A card over `ground`; it takes no room and moves nothing."""

    def __init__(self, theme: Theme, ground: QWidget) -> None:
        super().__init__(wrap=True, parent=ground)
        self._theme, self._ground = theme, ground
        self._instead = False
        dress(self, ground="card")
        self.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s3, SIZES.s2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._until = QTimer(self)
        self._until.setSingleShot(True)
        self._until.setInterval(_STAYS_MS)
        self._until.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self._present(sentence, tone="text")
        self._until.start()

    def show_problem(self, sentence: str, *, instead: bool) -> None:
        """Show a sentence until something else is shown; `instead` of the picture, or below it."""
        self._until.stop()
        self._present(sentence, tone="bad", instead=instead)

    def drop_instead(self) -> None:
        """There is a picture after all."""
        if self._instead:
            self.drop()

    def drop(self) -> None:
        """Say nothing."""
        self._until.stop()
        self._instead = False
        self.hide()

    def place(self) -> None:
        """Stand in the middle of the ground's lower edge."""
        room, edge = self._ground.size(), self._theme.px(SIZES.s4)
        most = min(self._theme.px(_WIDEST), room.width() - 2 * edge)
        wide = min(self.fontMetrics().horizontalAdvance(self.text()) + 2 * SIZES.s4, most)
        tall = self.heightForWidth(wide)
        top = (room.height() - tall) // 2 if self._instead else room.height() - tall - edge
        self.setGeometry((room.width() - wide) // 2, top, wide, tall)

    def _present(self, sentence: str, *, tone: str, instead: bool = False) -> None:
        self._instead = instead
        self.setText(sentence)
        self.setAccessibleName(sentence)
        self.show_tone(tone)
        self.place()
        self.show()
        self.raise_()
