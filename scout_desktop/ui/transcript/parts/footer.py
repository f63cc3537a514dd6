"""The quiet row under a message: its actions, the branch arrows, and its facts as a caption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QWidget

from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.parts.action import Action
from scout_desktop.ui.transcript.parts.caption import BETWEEN, Caption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from scout_desktop.ui.theme.theme import Theme

Deed = tuple[str, str, str]
"""Key, icon, name."""

COPY: Deed = ("copy", "copy", "Copy message")
REGENERATE: Deed = ("regenerate", "regenerate", "Regenerate reply")
EDIT: Deed = ("edit", "edit", "Edit message")
MORE: Deed = ("more", "more", "More ways to copy")
"""Opens a menu; what is chosen there is `copy_markdown`, `copy_plain` or `copy_rich`."""

_WAYS = {
    "copy_markdown": "Copy as Markdown",
    "copy_plain": "Copy as plain text",
    "copy_rich": "Copy with formatting",
}


class Footer(QWidget):
    """Made when it is first needed, and as lightly; a message keeps its room from the start.

    It may be thrown away at any moment, but for one: while `held`.
    """

    chosen = Signal(str)
    """The user pressed the action with this key."""

    branch_chosen = Signal(str)
    """The user wants to see this sibling."""

    def __init__(
        self,
        theme: Theme,
        actions: Sequence[Deed],
        siblings: Sequence[str] = (),
        shown: str = "",
        facts: Sequence[str] = (),
        *,
        exact: str = "",
        on_the_right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`siblings` are the ids of all versions, `shown` is the one on the screen.

        `facts` stand in a caption, `exact` only in its tooltip.
        """
        super().__init__(parent)
        self._theme, self._on_the_right = theme, on_the_right
        self._menu: QMenu | None = None
        self._buttons: dict[str, Action] = {}
        for key, icon, name in actions:
            self._add(key, icon, name)
        self._row: list[tuple[QWidget, int]] = [
            (button, theme.px(SIZES.control)) for button in self._buttons.values()
        ]
        if len(siblings) > 1:
            self._add_branches(siblings, siblings.index(shown))
        self._caption: Caption | None = None
        if facts:
            tip = BETWEEN.join(facts) + (f"\n{exact}" if exact else "")
            self._caption = Caption(theme, facts, tip, self)

    @staticmethod
    def height_of(theme: Theme) -> int:
        """The room in pixels that a footer takes, there or not."""
        return theme.px(SIZES.control)

    @property
    def held(self) -> bool:
        """Whether its menu is open: taken away now, it would take the menu along."""
        return self._menu is not None and self._menu.isVisible()

    @property
    def focused(self) -> str:
        """The key of the button with the focus (`previous` and `next` for the arrows), or ''."""
        return next((key for key, each in self._buttons.items() if each.hasFocus()), "")

    def show_done(self, key: str) -> None:
        """Say for a moment that the action with this key was done."""
        self._buttons["copy" if key in _WAYS else key].show_done()

    def fit(self, width: int) -> int:
        """Take `width` pixels and return the height in pixels, which is always the same."""
        height = self.height_of(self._theme)
        self.resize(width, height)
        self._lay_out(width, height)
        return height

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.width(), self.height())

    def _lay_out(self, width: int, height: int) -> None:
        gap = self._theme.px(SIZES.s1)
        row = self._row_within(width, gap)
        taken = sum(wide + gap for _widget, wide in row) - gap
        left = max(width - taken, 0) if self._on_the_right else 0
        for widget, _wide in self._row:
            widget.hide()
        for widget, wide in row:
            if left + wide > width:
                break  # what has no room is left out whole
            widget.setGeometry(left, 0, wide, height)
            widget.show()
            left += wide + gap
        if self._caption is not None:
            left += gap
            self._caption.setGeometry(left, 0, max(width - left, 0), height)
            self._caption.setVisible(left < width)

    def _row_within(self, width: int, gap: int) -> list[tuple[QWidget, int]]:
        """Return what stands in the row; the menu only where it takes nothing else's room."""
        taken = sum(wide + gap for _widget, wide in self._row)
        wanted = taken + (self._caption.least_width() + gap if self._caption is not None else -gap)
        if wanted <= width or MORE[0] not in self._buttons:
            return self._row
        return [each for each in self._row if each[0] is not self._buttons[MORE[0]]]

    def _add(self, key: str, icon: str, name: str) -> Action:
        button = self._buttons[key] = Action(self._theme, icon, name, self)
        act = self._open_menu if key == MORE[0] else lambda: self.chosen.emit(key)
        button.clicked.connect(lambda _=False: act())
        return button

    def _add_branches(self, siblings: Sequence[str], place: int) -> None:
        back = self._add("previous", "chevron-left", "Previous version")
        ahead = self._add("next", "chevron-right", "Next version")
        back.clicked.disconnect()
        ahead.clicked.disconnect()
        count = Caption(self._theme, [f"{place + 1}/{len(siblings)}"], "", self)
        count.setAccessibleName(f"Version {place + 1} of {len(siblings)}")
        for button, wanted in ((back, place - 1), (ahead, place + 1)):
            there = 0 <= wanted < len(siblings)
            button.setEnabled(there)
            if there:
                id = siblings[wanted]
                button.clicked.connect(lambda _=False, id=id: self.branch_chosen.emit(id))
        side = self._theme.px(SIZES.control)
        metrics = QFontMetrics(self._theme.font("caption_number"))
        wide = metrics.horizontalAdvance(f"{len(siblings)}/{len(siblings)}") + 2
        self._row += [(back, side), (count, wide), (ahead, side)]

    def _open_menu(self) -> None:
        menu = self._menu = QMenu(self)
        for key, words in _WAYS.items():
            menu.addAction(words).triggered.connect(lambda _=False, key=key: self.chosen.emit(key))
        button = self._buttons[MORE[0]]
        menu.aboutToHide.connect(self._forget_menu)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _forget_menu(self) -> None:
        if self._menu is not None:
            self._menu.deleteLater()  # what was chosen in it is heard first
            self._menu = None
