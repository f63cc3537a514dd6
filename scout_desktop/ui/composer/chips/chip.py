"""One attached picture: what it looks like, what is sent of it, what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from scout_desktop.ui.composer.chips.thumbnail import Thumbnail
from scout_desktop.ui.composer.chips.tools import ChipTools
from scout_desktop.ui.composer.chips.words import chip_lines, picture_words, signs
from scout_desktop.ui.controls.dress import dress
from scout_desktop.ui.controls.label import ElidedLabel, PlainLabel, plain_tip
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QPoint
    from PySide6.QtGui import (
        QContextMenuEvent,
        QEnterEvent,
        QFocusEvent,
        QImage,
        QKeyEvent,
        QMouseEvent,
        QResizeEvent,
    )
    from PySide6.QtWidgets import QMenu

    from scout_desktop.chat.estimate import Prices
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.ui.theme.theme import Theme

_WIDEST_WORDS = "0000×0000 → 0000×0000"
"""What a chip must have room for; so it is wide enough for a landscape, too."""
_WORKING = "Preparing…"
_KEYS = "Enter shows what the model sees, the menu key all that can be done, Delete removes it."
_KEYS_WITHOUT_LOOK = "Delete removes it."


class PictureChip(QFrame):
    """Begins as pending; `resolve` or `refuse` say how preparing it ended."""

    removed = Signal()
    look_requested = Signal()
    """What the model sees of it."""
    fit_chosen = Signal(str)
    moved = Signal(int)
    """One place towards the front (-1) or the end (1)."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._name = theme, name
        self.image: ImagePart | None = None
        self.refused = False
        self._prices: Prices | None = None
        self._share: float | None = None
        self._working = True
        self._menu_open = False
        self.setObjectName("chip")
        dress(self, ground="bubble")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._view = Thumbnail(theme, self)
        self._lines = tuple(
            ElidedLabel(kind=kind, tone=tone, parent=self)
            for kind, tone in (("caption_number", "second"), ("caption_number", "third")) * 2
        )[:3]
        self._sentence = PlainLabel(kind="caption", tone="bad", wrap=True, parent=self)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sentence.setContentsMargins(SIZES.s1, 0, SIZES.s1, 0)
        self._sentence.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s1, SIZES.s1, SIZES.s1, SIZES.s1)
        column.setSpacing(0)
        column.addWidget(self._view)
        column.addSpacing(2)
        for line in self._lines:
            line.setContentsMargins(SIZES.s1, 0, SIZES.s1, 0)
            column.addWidget(line)
        column.addWidget(self._sentence, 1)
        self._tools = ChipTools(theme, name, self)
        self._tools.look_pressed.connect(self.look_requested)
        self._tools.fit_pressed.connect(self._open_fits)
        self._tools.removed.connect(self.removed)
        self._lines[0].show_text(_WORKING)
        self._lines[1].show_text(name)
        self._say(f"{name} is being prepared", _KEYS_WITHOUT_LOOK)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def pending(self) -> bool:
        """Whether there is no picture to send yet, and one is coming."""
        return self.image is None and not self.refused

    @property
    def busy(self) -> bool:
        """Whether a picture is coming: the first, or another in place of the one that is here."""
        return self._working

    def resolve(self, image: ImagePart, prices: Prices) -> None:
        """Say what is sent of the prepared picture."""
        self.image, self._prices, self._working = image, prices, False
        if image.url:
            self._view.show_symbol("link", "text_2")
        self._show_picture()

    def show_progress(self, share: float) -> None:
        """Show how much is done of preparing it, or of preparing it anew, from 0 to 1."""
        if self.refused:
            return
        self._working = True
        self._share = share
        self._view.show_progress(share)
        self._lines[0].show_text(f"{_WORKING} {share:.0%}" if share > 0 else _WORKING)

    def show_no_progress(self) -> None:
        """Go back to the picture that is here: another will not come."""
        self._working = False
        self._show_picture()

    def show_thumbnail(self, thumbnail: QImage) -> None:
        """Show what it looks like."""
        self._view.show_image(thumbnail)

    def show_prices(self, prices: Prices) -> None:
        """Say the price anew, if there is a picture."""
        self._prices = prices
        if not self._working:
            self._show_picture()

    def refuse(self, sentence: str) -> None:
        """Say why the picture cannot be sent."""
        self.image, self.refused, self._working = None, True, False
        self._lines[0].show_text(self._name)
        for line in self._lines[1:]:
            line.hide()
        self._view.show_symbol("error", "bad")
        self._view.show_progress(None)
        self._view.show_signs(())
        self._sentence.setText(sentence)
        self._sentence.show()
        self._say(f"{self._name}: {sentence}", _KEYS_WITHOUT_LOOK)
        self._restyle()
        self._show_tools()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._look()
        elif control and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = (key == Qt.Key.Key_Right) == (
                self.layoutDirection() == Qt.LayoutDirection.LeftToRight
            )
            self.moved.emit(1 if forward else -1)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._look()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == event.Reason.Keyboard
        self._open_menu(self.mapToGlobal(self._view.geometry().center()) if by_key
                        else event.globalPos())  # fmt: skip
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_tools()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_tools()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_tools()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_tools()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tools()

    def _show_picture(self) -> None:
        image, prices = self.image, self._prices
        if image is None or prices is None:
            return
        for line, text in zip(self._lines, chip_lines(image, prices), strict=True):
            line.show_text(text)
        self._view.show_progress(None)
        self._view.show_signs(signs(image))
        self._say(picture_words(image, prices), _KEYS_WITHOUT_LOOK if image.url else _KEYS)
        self._show_tools()

    def _look(self) -> None:
        if self.image is not None and not self.image.url:
            self.look_requested.emit()

    def _open_fits(self) -> None:
        from scout_desktop.ui.composer.chips.menu import fit_menu  # only when it is asked for

        if self.image is not None:
            button = self._tools.fit_button()
            below = button.mapToGlobal(button.rect().bottomLeft())
            self._pop_up(fit_menu(self, self.image, self.fit_chosen.emit), below)

    def _open_menu(self, at: QPoint) -> None:
        from scout_desktop.ui.composer.chips.menu import Deeds, chip_menu

        deeds = Deeds(
            self.look_requested.emit, self.fit_chosen.emit, self.moved.emit, self.removed.emit
        )
        self._pop_up(chip_menu(self, self.image, deeds), at)

    def _pop_up(self, menu: QMenu, at: QPoint) -> None:
        # The pointer leaves the chip for the menu: the button that opened it stays in sight.
        self._menu_open = True
        menu.aboutToHide.connect(self._menu_closed)
        menu.popup(at)

    def _menu_closed(self) -> None:
        self._menu_open = False
        self._show_tools()

    def _show_tools(self) -> None:
        wanted = self._menu_open or self.underMouse() or self.hasFocus()
        self._tools.show_more(wanted and self.image is not None and not self.image.url)
        self._place_tools()

    def _place_tools(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = SIZES.s2 if mirrored else self.width() - self._tools.width() - SIZES.s2
        self._tools.move(x, SIZES.s2)
        self._tools.raise_()

    def _say(self, text: str, keys: str) -> None:
        self.setAccessibleName(text)
        self.setAccessibleDescription(keys)
        self.setToolTip(plain_tip(text))

    def _restyle(self) -> None:
        px = self._theme.px
        captions = 3 * self._theme.line_height("caption") + 2
        view = px(SIZES.chip_picture)
        metrics = QFontMetrics(self._theme.font("caption_number"))
        words = metrics.horizontalAdvance(_WIDEST_WORDS) + 4 * SIZES.s1
        width, height = words + 2 * SIZES.s1, view + captions + 3 * SIZES.s1
        self.setFixedSize(self._wide_enough(width, height) if self.refused else width, height)
        self._view.setFixedHeight(px(SIZES.s6) if self.refused else view)

    def _wide_enough(self, width: int, height: int) -> int:
        """The width in which the whole sentence can be read: no line of it may be cut off."""
        self._sentence.ensurePolished()
        name = self._theme.line_height("caption")
        room = height - self._theme.px(SIZES.s6) - name - 2 - 3 * SIZES.s1
        widest = 3 * width
        while width < widest and self._sentence.heightForWidth(width - 4 * SIZES.s1) > room:
            width += self._theme.px(SIZES.s4)
        return width
