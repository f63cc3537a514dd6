"""The windows "What the model sees": one for a picture, and where what is made of it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from scout_desktop.chat.message import ImagePart
    from scout_desktop.session.core import Core
    from scout_desktop.ui.pictures.studio import StudioView
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views

GONE = "This picture was no longer in the message: it is attached again, as you changed it."


@dataclass(frozen=True, eq=False)
class _Open:
    view: StudioView
    chat: str
    image: ImagePart
    chip: int | None
    """None for a picture of an earlier message."""


class Studios(QObject):
    """They stay open while the user turns to other chats."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        self._open: list[_Open] = []
        views.composer.look_requested.connect(self._look_at_chip)
        views.transcript.look_wanted.connect(self._look_at_sent)

    def _look_at_chip(self, number: int) -> None:
        image = self._shell.composer.image_of(number)
        if image is not None:
            self._look(image, number)

    def _look_at_sent(self, image: ImagePart) -> None:
        """Show what the model saw of a sent picture; what is made of it joins the message."""
        self._look(image, None)

    def _look(self, image: ImagePart, chip: int | None) -> None:
        chat = self._shell.transcript.shown or ""
        for each in self._open:
            if each.chat == chat and self._is_of(each, image, chip):
                each.view.show()
                each.view.raise_()
                each.view.activateWindow()
                return
        self._begin(image, chip, chat)

    def _is_of(self, opened: _Open, image: ImagePart, chip: int | None) -> bool:
        if chip is None or opened.chip is None:
            return opened.chip == chip and opened.image == image
        # A chip has another number after its chat was left and shown again.
        gone = self._shell.composer.image_of(opened.chip) is None
        return opened.chip == chip or (gone and opened.image == image)

    def _begin(self, image: ImagePart, chip: int | None, chat: str) -> None:
        from scout_desktop.ui.pictures.opening import open_studio

        known = self._core.chats.current(chat) if chat else None
        model = known.model if known is not None else self._core.preferences.current.new_chat.model
        studio = open_studio(
            self._views.theme,
            self._views.window,
            image,
            pictures=self._core.pictures,
            tasks=self._tasks,
            prices=self._core.bill.prices(model),
            sent=chip is None,
        )
        opened = _Open(studio.view, chat, image, chip)
        self._open.append(opened)
        studio.view.closed.connect(lambda: self._open.remove(opened))
        studio.made.connect(lambda made: self._take(opened, made))

    def _take(self, opened: _Open, made: ImagePart) -> None:
        composer = self._shell.composer
        if opened.chip is None:
            composer.attach((made,))
        elif not composer.put(opened.chat, opened.chip, opened.image, made):
            composer.attach_to(opened.chat, made)
            self._views.composer.show_note(GONE)
