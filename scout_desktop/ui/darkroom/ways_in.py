"""Pictures that come from elsewhere than a file: the screen, earlier chats, pages of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from scout_desktop.chat.errors import ScoutError

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from scout_desktop.session.core import Core
    from scout_desktop.ui.composer.intake.choosing.earlier import EarlierPictures
    from scout_desktop.ui.composer.intake.choosing.pages import PagePicker
    from scout_desktop.ui.composer.taking.taking import Document
    from scout_desktop.ui.shell import Shell
    from scout_desktop.ui.tasks import Tasks
    from scout_desktop.ui.views import Views


class WaysIn(QObject):
    """Opens what lets the user choose, and attaches what was chosen."""

    def __init__(self, views: Views, shell: Shell, core: Core, tasks: Tasks) -> None:
        super().__init__(views.window)
        self._views, self._shell, self._core, self._tasks = views, shell, core, tasks
        views.composer.screenshot_requested.connect(self.take_screenshot)
        views.composer.earlier_requested.connect(self.show_earlier)
        shell.composer.pages_wanted.connect(self._choose_pages)

    def take_screenshot(self) -> None:
        """Let the user drag a region of the screen, and attach it."""
        from scout_desktop.ui.composer.intake.screenshot import take_screenshot

        take_screenshot(
            self._views.window,
            self._views.theme,
            self._screen_taken,
            hides=self._core.preferences.current.hide_for_screenshot,
            hides_changed=self._keep_hiding,
        )

    def _keep_hiding(self, hides: bool) -> None:
        changing = self._core.preferences.change(hide_for_screenshot=hides)
        self._tasks.start("hide for screenshots", changing)

    def _screen_taken(self, image: QImage | None, sentence: str) -> None:
        from scout_desktop.ui.composer.intake.offer import Loose, Offer

        if image is not None:
            self._shell.composer.take(Offer(loose=(Loose("screenshot.png", image),)))
        elif sentence:
            self._views.notices.say("screenshot", "warn", sentence)

    def show_earlier(self) -> None:
        """Let the user attach pictures of earlier chats again."""
        from scout_desktop.ui.composer.intake.choosing.earlier import EarlierPictures

        dialog = EarlierPictures(self._views.theme, self._views.window)
        dialog.chosen.connect(self._shell.composer.attach)
        dialog.pixels_wanted.connect(
            lambda sha256, size: self._tasks.start(
                f"earlier {sha256}", self._show_earlier_picture(dialog, sha256, size)
            )
        )
        dialog.finished.connect(lambda _: self._tasks.cancel("earlier"))
        dialog.open()
        self._tasks.start("earlier", self._fill_earlier(dialog))

    async def _fill_earlier(self, dialog: EarlierPictures) -> None:
        try:
            found = await self._core.earlier.pictures()
        except ScoutError as error:
            dialog.show_problem("", error.sentence)
            return
        dialog.show_pictures([(each.image, each.title, each.created) for each in found])

    async def _show_earlier_picture(self, dialog: EarlierPictures, sha256: str, size: int) -> None:
        from shiboken6 import isValid

        from scout_desktop.ui.controls.picture.pixels import image_of

        try:
            found = await self._core.pictures.pixels(sha256, size)
        except ScoutError as error:
            if isValid(dialog):
                dialog.show_problem(sha256, error.sentence)
            return
        if isValid(dialog):
            dialog.show_pixels(sha256, image_of(found.width, found.height, found.rgba))

    def _choose_pages(self, document: Document) -> None:
        from scout_desktop.ui.composer.intake.choosing.pages import PagePicker

        theme, window = self._views.theme, self._views.window
        picker = PagePicker(theme, document.name, document.pages, window)
        picker.chosen.connect(lambda pages: self._shell.composer.take_pages(document, pages))
        picker.pixels_wanted.connect(
            lambda page, size: self._tasks.start(
                f"page {page} of {document.name}", self._show_page(picker, document, page, size)
            )
        )
        picker.open()

    async def _show_page(
        self, picker: PagePicker, document: Document, page: int, size: int
    ) -> None:
        from shiboken6 import isValid

        from scout_desktop.ui.controls.picture.pixels import image_of

        try:
            found = await self._core.pictures.page_pixels(document.content, page, size)
        except ScoutError as error:
            if isValid(picker):
                picker.show_problem(page, error.sentence)
            return
        if isValid(picker):
            picker.show_page(page, image_of(found.width, found.height, found.rgba))
