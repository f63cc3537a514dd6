"""Brings drafts, pictures and the estimate between the session and the composer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.errors import ScoutError
from scout_desktop.ui.composer.taking.taking import Taking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.session.bill import Bill
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.desk import Desk
    from scout_desktop.session.pictures.pictures import Pictures
    from scout_desktop.session.preferences import Preferences
    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.composer.intake.offer import Offer
    from scout_desktop.ui.composer.intake.preview import Preview
    from scout_desktop.ui.composer.taking.taking import Document
    from scout_desktop.ui.tasks import Tasks

_KEEP_AFTER_MS = 300
_ESTIMATE_AFTER_MS = 120


class ComposerPresenter(QObject):
    """One composer for whatever chat is shown; each chat keeps a draft of its own."""

    submitted = Signal(str, object)
    """(chat id, `Draft`): send it. The box is empty already; `give_back` returns it."""
    stop_requested = Signal(str)
    """The reply of this chat shall stop."""
    chat_changed = Signal(object)
    """The `Conversation` after the user chose another model."""
    pages_wanted = Signal(object)
    """A `Document` of several pages: let the user choose, then call `take_pages`."""
    batch_wanted = Signal(object)
    """A tuple of `Path`s, files and folders, of each of which the same shall be asked."""

    def __init__(
        self,
        composer: Composer,
        *,
        chats: Chats,
        desk: Desk,
        pictures: Pictures,
        bill: Bill,
        preferences: Preferences,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._composer, self._tasks = composer, tasks
        self._chats, self._desk = chats, desk
        self._bill, self._preferences = bill, preferences
        self._conversation: Conversation | None = None
        self._drafts: dict[str, Draft] = {}
        self._set_aside: dict[str, Draft] = {}
        self._unsaved: set[str] = set()
        self._taking = Taking(composer, pictures, tasks)
        self._taking.arrived.connect(self._arrived)
        self._taking.replaced.connect(self._replaced)
        self._taking.pages_wanted.connect(self.pages_wanted)
        self._taking.batch_wanted.connect(self.batch_wanted)
        self._keep = _timer(self, _KEEP_AFTER_MS, self.flush)
        # The view's own: it must not ask a view that is gone.
        self._price = _timer(composer, _ESTIMATE_AFTER_MS, self._show_estimate)
        composer.draft_changed.connect(self._draft_changed)
        composer.submitted.connect(self._submitted)
        composer.stop_requested.connect(self._stop)
        composer.edit_cancelled.connect(self._cancel_edit)
        composer.model_chosen.connect(self._model_chosen)
        composer.preview_by(lambda: _preview(pictures))
        self.follow_preferences()

    def follow_preferences(self) -> None:
        """Take over what the settings say now."""
        self._composer.set_enter_sends(self._preferences.current.enter_sends)

    def show(self, conversation: Conversation) -> None:
        """Show this chat's draft, or only its new state if it is the one shown already."""
        before, self._conversation = self._conversation, conversation
        self._composer.show_model(conversation.model)
        self._price.start(_ESTIMATE_AFTER_MS)
        if before is not None and before.id == conversation.id:
            return
        self._taking.turn_to(conversation.id)
        self.flush()
        if before is None and not (typed := self._composer.draft()).is_empty:
            # Typing began while the program was still starting.
            self._remember(conversation.id, typed)
        known = self._drafts.get(conversation.id)
        self._show_draft(known or Draft())
        if known is None:
            self._tasks.start("draft", self._load(conversation.id))

    def edit(self, node_id: str) -> None:
        """Put a sent message into the box to be sent anew as its sibling."""
        conversation = self._conversation
        if conversation is None or node_id not in conversation.nodes:
            return
        node = conversation.nodes[node_id]
        now = self._composer.draft()
        if now.edits is None:
            self._set_aside[conversation.id] = now
        self._replace(Draft(node.text, node.images, edits=node.id))
        self._composer.focus_text()

    def give_back(self, chat_id: str, draft: Draft) -> None:
        """Return a draft that could not be sent; what was typed since stays below it."""
        joined = _joined(draft, self._drafts.get(chat_id, Draft()))
        if self._is_shown(chat_id):
            self._replace(joined)
        else:
            self._remember(chat_id, joined)

    def take(self, offer: Offer) -> None:
        """Attach what was dropped, pasted or chosen to the draft shown."""
        self._taking.take(offer)

    def take_pages(self, document: Document, pages: Sequence[int]) -> None:
        """Attach these pages (from 1) of a document that `pages_wanted` told of."""
        self._taking.take_pages(document, pages)

    def attach(self, images: Sequence[ImagePart]) -> None:
        """Attach pictures that were sent or prepared before to the draft shown."""
        self._taking.attach(images)

    def image_of(self, number: int) -> ImagePart | None:
        """The picture in the chip of this number, None if it is not ready or gone."""
        return self._composer.image_of(number)

    def put(self, chat_id: str, number: int, before: ImagePart, after: ImagePart) -> bool:
        """Put a picture that was made anew in the place of the one in this chip of a chat.

        Tell whether it was still there; nothing happens otherwise.
        """
        if self._holds_draft_of(chat_id):
            return self._taking.replace(number, before, after)
        there = before in self._drafts.get(chat_id, Draft()).images
        if there:
            self._replaced(chat_id, before, after)
        return there

    def attach_to(self, chat_id: str, image: ImagePart) -> None:
        """Attach a picture to the draft of a chat, shown or not."""
        if self._holds_draft_of(chat_id):
            self.attach((image,))
        else:
            self._arrived(chat_id, image)

    def flush(self) -> None:
        """Hand changed drafts to the disk now (before quitting, when the chat changes)."""
        self._keep.stop()
        for chat_id in self._unsaved:
            self._desk.keep_draft(chat_id, self._drafts[chat_id])
        self._unsaved.clear()

    async def _load(self, chat_id: str) -> None:
        stored = await self._desk.draft(chat_id)
        since = self._drafts.get(chat_id, Draft())
        if since.is_empty:
            self._drafts[chat_id] = stored
        else:
            # Typing began before the disk answered.
            self._remember(chat_id, _joined(stored, since))
        if self._is_shown(chat_id) and not stored.is_empty:
            self._show_draft(self._drafts[chat_id])

    def _replace(self, draft: Draft) -> None:
        """Show another draft for the chat shown, and keep it."""
        if self._conversation is not None:
            self._remember(self._conversation.id, draft)
            self._show_draft(draft)

    def _show_draft(self, draft: Draft) -> None:
        self._composer.show_draft(draft, self._taking.numbers(draft.images))
        self._taking.show_coming()
        self._price.start(_ESTIMATE_AFTER_MS)

    def _draft_changed(self, draft: Draft) -> None:
        if self._conversation is not None:
            self._remember(self._conversation.id, draft)
            # Counting a megabyte takes 80 ms: a long text is counted when the typing rests.
            self._price.start(_ESTIMATE_AFTER_MS + len(draft.text) // 1_000)

    def _remember(self, chat_id: str, draft: Draft) -> None:
        self._drafts[chat_id] = draft
        self._unsaved.add(chat_id)
        self._keep.start()

    def _submitted(self, draft: Draft) -> None:
        if self._conversation is None:
            return
        chat_id = self._conversation.id
        self._replace(self._set_aside.pop(chat_id, Draft()) if draft.edits else Draft())
        self.submitted.emit(chat_id, draft)

    def _stop(self) -> None:
        if self._conversation is not None:
            self.stop_requested.emit(self._conversation.id)

    def _cancel_edit(self) -> None:
        if self._conversation is not None:
            self._replace(self._set_aside.pop(self._conversation.id, Draft()))
            self._composer.focus_text()

    def _model_chosen(self, model: str) -> None:
        if self._conversation is not None:
            self._tasks.start("choose model", self._set_model(self._conversation.id, model))

    async def _set_model(self, chat_id: str, model: str) -> None:
        self.chat_changed.emit(await self._chats.set_registers(chat_id, {"model": model}))

    def _arrived(self, chat_id: str, image: ImagePart) -> None:
        draft = self._drafts.get(chat_id, Draft())
        self._remember(chat_id, replace(draft, images=(*draft.images, image)))

    def _replaced(self, chat_id: str, before: ImagePart, after: ImagePart) -> None:
        draft = self._drafts.get(chat_id, Draft())
        images = tuple(after if image == before else image for image in draft.images)
        self._remember(chat_id, replace(draft, images=images))

    def _is_shown(self, chat_id: str) -> bool:
        return self._conversation is not None and self._conversation.id == chat_id

    def _holds_draft_of(self, chat_id: str) -> bool:
        """Whether it is shown; chats without a message have one draft between them."""
        shown = self._conversation
        if shown is None or shown.id == chat_id:
            return shown is not None
        return self._chats.is_unbegun(shown.id) and self._chats.is_unbegun(chat_id)

    def _show_estimate(self) -> None:
        draft = self._composer.draft()
        if self._conversation is None or draft.is_empty:
            self._composer.show_estimate(None)
            return
        try:
            self._composer.show_estimate(self._bill.estimate(self._conversation, draft))
        except ScoutError:
            # What is wrong with the request stands where it can be mended, in the parameters.
            self._composer.show_estimate(None)


def _preview(pictures: Pictures) -> Preview:
    from scout_desktop.ui.composer.intake.preview import preview_by  # with the first dialog

    return preview_by(pictures)


def _joined(first: Draft, later: Draft) -> Draft:
    text = "\n\n".join(part for part in (first.text, later.text) if part)
    return Draft(text, (*first.images, *later.images), first.edits or later.edits)


def _timer(owner: QObject, milliseconds: int, run: Callable[[], None]) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    made.timeout.connect(run)
    return made
