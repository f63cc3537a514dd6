"""The whole window over a real data folder, with what is done with pictures beside it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton, QWidget
from shiboken6 import delete

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui import loop
from scout_desktop.ui.composer.composer import Composer
from scout_desktop.ui.darkroom.darkroom import Darkroom
from scout_desktop.ui.pictures.studio import StudioView
from scout_desktop.ui.shell import Shell
from scout_desktop.ui.tasks import Tasks
from scout_desktop.ui.views import Views
from scout_desktop.ui.window import Window


class Lab:
    """One start of the program, without its menu."""

    def __init__(self, theme, core: Core) -> None:
        self.core, self.tasks = core, Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        composer = Composer(theme)
        self.window = Window(theme, composer)
        self.window.resize(1200, 800)
        self.window.show()
        self.views = Views(self.window, composer, theme)
        self.shell = Shell(self.views, core, self.tasks)
        self.darkroom = Darkroom(self.views, self.shell, core, self.tasks)
        self.shell.start()

    async def chat(self) -> str:
        """A chat with an answered question, shown."""
        self.views.composer.show_draft(Draft("Hello"))
        self.views.composer.submit()
        shown = self.shell.transcript.shown
        assert shown is not None
        await self.until(lambda: len(self.core.chats.current(shown).nodes) == 2)
        await self.until(lambda: not self.shell.transcript.is_running(shown))
        return shown

    async def attach(self, *names: str) -> list[ImagePart]:
        """Pictures in the message, and wait for their chips."""
        await self.until(lambda: self.shell.transcript.shown)
        made = [await self.core.pictures.take(photo(n), name) for n, name in enumerate(names)]
        self.shell.composer.attach(made)
        await self.until(lambda: len(self.images) >= len(made))
        return made

    @property
    def images(self) -> tuple[ImagePart, ...]:
        """What is in the message."""
        return self.views.composer.draft().images

    def look(self, image: ImagePart) -> None:
        """Press “What the model sees” on the chip of a picture."""
        self.views.composer.look_requested.emit(self.views.composer.number_of(image))

    def studios(self) -> list[StudioView]:
        found = QApplication.topLevelWidgets()
        return [each for each in found if isinstance(each, StudioView) and each.isVisible()]

    def beside(self) -> list[QWidget]:
        """The windows that are open beside the main one."""
        kinds, found = (QDialog, QMainWindow), QApplication.topLevelWidgets()
        shown = [each for each in found if each.isVisible() and isinstance(each, kinds)]
        return [each for each in shown if each is not self.window]

    async def ready(self) -> StudioView:
        """The studio that is open, once its picture can be used."""
        await self.until(lambda: self.studios() and _use(self.studios()[-1]).isEnabled())
        return self.studios()[-1]

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


Story = Callable[[Lab], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[[Story], None]:
    """Run a story in a window that is closed as the program closes it."""

    def run(what: Story) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d", practice=True))
            lab = Lab(theme, core)
            try:
                await what(lab)
            finally:
                lab.darkroom.close()
                await lab.shell.keep()
                lab.window.hide()
                await lab.tasks.close()
                await core.close()
                delete(lab.window)
            assert not lab.failures
            return 0

        assert loop.run(main) == 0

    return run


def photo(number: int = 0) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (640, 480), (number * 80 % 256, 90, 40)).save(file, "PNG")
    return file.getvalue()


def shows(window: QWidget, words: str) -> bool:
    """Whether anything that is shown says these words."""
    labels = (each for each in window.findChildren(QWidget) if each.isVisibleTo(window))
    return any(words in str(each.property("text") or "") for each in labels)


def use(view: StudioView) -> None:
    """Press the button that takes what was made."""
    _use(view).click()


def _use(view: StudioView) -> QPushButton:
    return next(each for each in view.findChildren(QPushButton) if each.text() == "Use this")
