"""The panel in a window of its own, and for the presenter a real data folder."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.parameters import PARAMETERS
from scout_desktop.chat.schema import check_schema
from scout_desktop.ui import loop
from scout_desktop.ui.parameters.panel import ParameterPanel
from scout_desktop.ui.parameters.presenter import ParametersPresenter
from scout_desktop.ui.parameters.row import ParameterRow
from scout_desktop.ui.tasks import Tasks


class Bench:
    """The panel and what it says."""

    def __init__(self, theme) -> None:
        self.panel = ParameterPanel(theme)
        self.panel.resize(312, 1400)
        self.changed: list = []
        self.invalid: dict = {}
        self.panel.changed.connect(lambda name, value: self.changed.append((name, value)))
        self.panel.invalid_changed.connect(self._judged)

    def _judged(self, invalid: dict) -> None:
        self.invalid = invalid

    def named(self, name: str, kind: type = QWidget):
        """The one widget of this accessible name and kind, as a screen reader finds it."""
        found = [w for w in self.panel.findChildren(kind) if w.accessibleName() == name]
        assert len(found) == 1, f"{len(found)} widgets are called {name}"
        return found[0]

    def number(self, name: str) -> QAbstractSpinBox:
        return self.named(name, QAbstractSpinBox)

    def row(self, name: str) -> ParameterRow:
        (found,) = (r for r in self.panel.findChildren(ParameterRow) if r.spec.name == name)
        return found

    def retype(self, field: QWidget, text: str) -> None:
        """Replace what stands in a field, by keyboard."""
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)

    def show(self, system: str = "", **values) -> None:
        self.panel.show_values(values, system, fresh=True)


@pytest.fixture
def bench(theme, qtbot) -> Iterator[Bench]:
    made = Bench(theme)
    qtbot.addWidget(made.panel)
    # Without a presenter, checks are answered on the spot.
    made.panel.schema_typed.connect(
        lambda text: made.panel.show_schema_check(text, check_schema(text))
    )
    # Focus moves, and cells close with it, only in the window that has the keyboard.
    with qtbot.waitActive(made.panel):
        made.panel.show()
        made.panel.activateWindow()
    made.panel.build()
    return made


class Room(Bench):
    """The same with its presenter over a real data folder."""

    def __init__(self, theme, core: Core) -> None:
        super().__init__(theme)
        self.core = core
        self.tasks = Tasks()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.presenter = ParametersPresenter(
            self.panel, chats=core.chats, desk=core.desk, tasks=self.tasks
        )
        self.undo: list = []
        self.presenter.undo_offered.connect(lambda said, undo: self.undo.append((said, undo)))
        self.presenter.conversation_changed.connect(self.presenter.show)
        self.panel.show()

    async def until(self, said: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not said():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Wait until nothing runs any more."""
        await self.until(lambda: not self.tasks._alive)


Story = Callable[[Room], Awaitable[None]]


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[[Story], None]:
    """Run a story; told again, it is the next start of the program on the same folder."""

    def run(what: Story) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d"))
            room = Room(theme, core)
            try:
                await room.until(lambda: room.panel.is_built)
                await what(room)
                await room.presenter.settle()
            finally:
                await room.tasks.close()
                await core.close()
                room.panel.close()
                room.panel.deleteLater()
            assert not room.failures
            return 0

        assert loop.run(main) == 0

    return run


LABELS = {spec.name: spec.label for spec in PARAMETERS}
