"""The composer: one rounded surface with pictures, text, model, estimate, Send and Stop."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaMethod, Signal
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from scout_desktop.ui.composer.foot.foot import Foot
from scout_desktop.ui.composer.holding import PictureHolder
from scout_desktop.ui.composer.strip import EditStrip
from scout_desktop.ui.composer.text import MessageText
from scout_desktop.ui.controls.label import PlainLabel
from scout_desktop.ui.theme.tokens import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from PySide6.QtGui import QMouseEvent, QShowEvent

    from scout_desktop.chat.draft import Draft
    from scout_desktop.chat.estimate import Estimate
    from scout_desktop.ui.composer.note import NoteLine
    from scout_desktop.ui.theme.theme import Theme

_SHARE = 0.4
"""How much of the window's height the composer may take before its text scrolls."""
_MOST = 0.55
"""And before its pictures do, where the letters are large and the window is small."""


class Composer(PictureHolder):
    """Holds a draft and shows what sending it means; decides nothing about chats."""

    submitted = Signal(object)
    """A `Draft` that is not empty; the box keeps it until `show_draft` is called."""
    stop_requested = Signal()
    draft_changed = Signal(object)
    """The `Draft` as it is now, after every change by the user."""
    note_answered = Signal(str)
    """The words on the button of the note that was pressed; the note is gone."""
    edit_cancelled = Signal()
    model_chosen = Signal(str)
    diet_requested = Signal()
    """The user wants to choose which earlier pictures go along."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._edits: str | None = None
        self._running = self._waiting = self._showing = False
        self._blocked: str | None = None
        self._send_key = "Enter"
        self._window_height = 0
        self.setAccessibleName("Composer")

        self._text = MessageText(theme, self)
        self._strip = EditStrip(self)
        self._notice = PlainLabel(kind="caption", tone="warn", wrap=True, parent=self)
        self._notice.hide()
        self._note: NoteLine | None = None
        self._foot = Foot(theme, self)
        self._lay_out()
        self._order()
        self._connect()
        self._refresh()

    # What the presenter tells us.

    def show_draft(self, draft: Draft, numbers: Sequence[int] = ()) -> None:
        """Replace everything; the pictures get chips of these numbers. Emits nothing."""
        self._showing = True
        self._waiting = False
        self._shelf.clear()
        self._edits = draft.edits
        for number, image in zip(numbers, draft.images, strict=True):
            self._put(number, image)
        self._order()
        self._text.setPlainText(draft.text)
        cursor = self._text.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._text.setTextCursor(cursor)
        self._showing = False
        self.show_note("")

    def draft(self) -> Draft:
        """The draft as it stands, with the pictures that are ready."""
        from scout_desktop.chat.draft import Draft  # 5 ms that the first frame does without

        return Draft(self._text.text(), self._shelf.images(), self._edits)

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Show what sending will roughly cost; None shows nothing."""
        self._foot.estimate.show_estimate(estimate)
        if estimate is not None:
            self._show_prices(estimate.prices)

    def show_earlier_cost(
        self, count: int, tokens: int, usd: Decimal | None, saved_tokens: int = 0
    ) -> None:
        """Say what sending `count` earlier pictures again costs; nothing where there are none.

        `saved_tokens` is what the user's choices about them save.
        """
        self._foot.show_earlier(count, tokens, usd, saved_tokens)

    def show_running(self, running: bool) -> None:
        """Offer Stop while a reply runs, Send otherwise."""
        if running != self._running:
            self._running = running
            self._refresh()

    def show_blocked(self, sentence: str | None) -> None:
        """Say why nothing can be sent now; None unblocks."""
        self._blocked = sentence
        self._refresh()

    def show_note(self, sentence: str, answers: Sequence[str] = ()) -> None:
        """Say something about the pictures, with up to two buttons; "" takes it back."""
        if self._note is None:
            if not sentence:
                self._refresh()
                return
            self._note = self._make_note()
        self._note.say(sentence, answers)
        self._order()
        self._refresh()

    def put_words(self, words: str) -> None:
        """Put words where the cursor is, as if they were typed."""
        self._text.put(words)

    def take_words_out(self, words: str) -> None:
        """Take words out where they stand last, if they still do."""
        self._text.take_out(words)

    def show_model(self, model: str) -> None:
        """Show which model will be asked."""
        self._foot.model.show_model(model)

    def show_known_models(self, models: Iterable[str]) -> None:
        """Offer these when the user changes the model."""
        self._foot.model.show_known(models)

    def set_enter_sends(self, enter_sends: bool) -> None:
        """Whether Enter sends, or Ctrl+Enter."""
        self._text.set_enter_sends(enter_sends)
        self._send_key = "Enter" if enter_sends else "Ctrl+Enter"
        self._text.setAccessibleDescription(f"{self._send_key} sends")
        self._refresh()

    def focus_text(self) -> None:
        """Put the cursor into the draft."""
        self._text.setFocus()

    def paste(self) -> None:
        """Put what is on the clipboard into the draft, wherever the keyboard is."""
        self.focus_text()
        self._text.paste()

    def limit_height(self, window_height: int) -> None:
        """Keep within two fifths of a window of this height."""
        self._window_height = window_height
        before = self._text.height(), self._shelf.height()
        shelf = 0 if self._shelf.isHidden() else self._shelf.height()
        others = self.sizeHint().height() - self._text.height() - shelf
        self._text.limit_height(round(window_height * _SHARE) - others - shelf)
        room = round(window_height * _MOST) - others - self._text.height()
        self._shelf.limit_height(max(room, self._text.height()))
        if before != (self._text.height(), self._shelf.height()):
            self.updateGeometry()

    def settle(self) -> None:
        """Do what the first paint need not wait for and does not show."""
        self._text.paint_own_ground()
        self._foot.settle()

    def refuse(self, number: int, sentence: str) -> None:
        if self._shelf.chip(number) is not None:
            self._waiting = False  # what is sent without it is for the user to decide
            super().refuse(number, sentence)

    def take_away(self, numbers: Iterable[int]) -> None:
        self._waiting = False
        super().take_away(numbers)

    # What the user does.

    def submit(self) -> None:
        """Send, or wait for the pictures that are still being prepared."""
        if self._running or self._blocked:
            return
        if self.is_preparing:
            self._waiting = True
            self._refresh()
            return
        self._waiting = False
        draft = self.draft()
        if not draft.is_empty:
            self.submitted.emit(draft)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.limit_height(self._window_height or self.window().height())

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.focus_text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIZES.s3, SIZES.s2, SIZES.s2, SIZES.s2)
        column.setSpacing(SIZES.s2)
        for part in (self._strip, self._shelf, self._text, self._notice, self._foot):
            column.addWidget(part)

    def _order(self) -> None:
        """Let Tab follow the reading order."""
        stops = [self._strip, *self._shelf.chips(), self._text]
        stops += self._note.stops() if self._note is not None else ()
        for before, after in pairwise([*stops, *self._foot.stops()]):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self._text.textChanged.connect(self._changed)
        self._text.sent.connect(self.submit)
        self._text.escaped.connect(self._escape)
        self._text.offered.connect(self.offered)
        self._text.focused.connect(self.light)
        self.pictures_changed.connect(self._pictures_changed)
        self.picture_removed.connect(lambda _number: self.show_note(""))
        self._strip.cancelled.connect(self.edit_cancelled)
        self._foot.model.chosen.connect(self.model_chosen)
        self._foot.attach_pressed.connect(self.choose_files)
        self._foot.ways_pressed.connect(lambda: self.open_ways(self._foot.attach))
        self._foot.earlier_pressed.connect(self.diet_requested)
        self._foot.send_pressed.connect(self._pressed)

    def _pressed(self) -> None:
        if self._running:
            self.stop_requested.emit()
        else:
            self.submit()

    def _escape(self) -> None:
        if self._waiting:
            self._waiting = False
            self._refresh()
        elif self._running:
            self.stop_requested.emit()
        elif self._edits is not None:
            self.edit_cancelled.emit()

    def _pictures_changed(self) -> None:
        if self._showing:
            return
        self._order()
        self._changed()
        if self._waiting and not self.is_preparing:
            self.submit()
            self._refresh()

    def _make_note(self) -> NoteLine:
        # Most messages have no note, and none before the first paint.
        from scout_desktop.ui.composer.note import NoteLine

        made = NoteLine(self)
        made.answered.connect(self._note_answered)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self._notice), made)
        return made

    def _note_answered(self, answer: str) -> None:
        self.show_note("")
        self.note_answered.emit(answer)

    def _changed(self) -> None:
        if not self._showing:
            self._refresh()
            # While the program starts nobody listens, and a draft brings 5 ms of modules along.
            if self.isSignalConnected(QMetaMethod.fromSignal(self.draft_changed)):
                self.draft_changed.emit(self.draft())

    def _refresh(self) -> None:
        waits = "Sending as soon as the pictures are ready." if self._waiting else ""
        said = self._blocked or waits or "\n".join(self._warnings())
        self._notice.setText(said)
        self._notice.setVisible(bool(said))
        self._strip.setVisible(self._edits is not None)
        self._foot.send.show_use(stops=self._running, hint=self._send_key)
        pictures = any(not chip.refused for chip in self._shelf.chips())
        empty = not pictures and not self._text.text().strip()
        self._foot.send.setEnabled(self._running or not (self._blocked or empty))
        if self.isVisible():
            self.limit_height(self._window_height or self.window().height())
