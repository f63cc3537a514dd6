"""Exporting from the window: one sheet, the system's own question where to, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QProgressBar, QPushButton, QWidget

from scout_desktop.assembly import Core, Options, build
from scout_desktop.chat.message import user_node
from scout_desktop.session.exports import ExportResult
from scout_desktop.ui import loop
from scout_desktop.ui.exporting import presenter
from scout_desktop.ui.exporting.presenter import ExportPresenter
from scout_desktop.ui.exporting.sheet import ExportSheet
from scout_desktop.ui.exporting.words import NAMES, result_words, sentence, size_words
from scout_desktop.ui.tasks import Tasks

AT = "2026-11-23T01:18:52.120Z"


class Counter:
    """A window from which chats are exported."""

    def __init__(self, theme, core: Core) -> None:
        self.core, self.tasks, self.window = core, Tasks(), QWidget()
        self.window.show()
        self.failures: list = []
        self.tasks.failed.connect(lambda name, error: self.failures.append((name, error)))
        self.front = ExportPresenter(self.window, core.exports, self.tasks, theme)
        self.exported: list[ExportResult] = []
        self.front.exported.connect(self.exported.append)
        self.pdf: list[str] = []
        self.front.pdf_asked.connect(self.pdf.append)

    async def chat(self, title: str) -> str:
        made = self.core.chats.new()
        await self.core.chats.add(made.id, [user_node(f"{made.id[:-4]}0001", None, AT, "hi")], {})
        await self.core.chats.rename(made.id, title)
        return made.id

    @property
    def sheet(self) -> ExportSheet:
        assert self.front.sheet is not None
        return self.front.sheet

    def button(self, text: str) -> QPushButton:
        (found,) = [
            each
            for each in self.sheet.findChildren(QPushButton)
            if each.text() == text and each.isVisibleTo(self.sheet)
        ]
        return found

    def choose(self, form: str) -> None:
        buttons = {each.accessibleName(): each for each in self.sheet._formats.stops()}
        QTest.mouseClick(buttons[f"Format: {NAMES[form]}"], Qt.MouseButton.LeftButton)

    def box(self, begins: str) -> QCheckBox:
        (found,) = [
            each for each in self.sheet.findChildren(QCheckBox) if each.text().startswith(begins)
        ]
        return found

    def press(self, text: str) -> None:
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)

    def says(self, words: str) -> bool:
        return any(
            words in label.text() and label.isVisibleTo(self.sheet)
            for label in self.sheet.findChildren(QLabel)
        )

    def answer(self, path: Path) -> str:
        """Answer the system's question where to; returns what it suggested."""
        (dialog,) = self.sheet.findChildren(QFileDialog)
        suggested = dialog.selectedFiles()[0]
        dialog.setDirectory(str(path.parent))
        dialog.selectFile(path.name)
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        return Path(suggested).name

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not true():  # noqa: ASYNC110 -- what a window shows sets no event
                await asyncio.sleep(0.005)


@pytest.fixture
def tell(theme, qapp, tmp_path) -> Callable[[Callable[[Counter], Awaitable[None]]], None]:
    def run(story: Callable[[Counter], Awaitable[None]]) -> None:
        async def main() -> int:
            core = await build(Options(data_dir=tmp_path / "d"))
            counter = Counter(theme, core)
            try:
                await story(counter)
            finally:
                await counter.tasks.close()
                if counter.front.sheet is not None:
                    counter.sheet.close()
                counter.window.close()
                await core.close()
            assert counter.failures == []
            return 7

        assert loop.run(main) == 7

    return run


def test_one_chat_goes_to_the_file_that_the_user_names(tell, tmp_path, monkeypatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(presenter, "open_folder", shown.append)  # the file manager is another's

    async def story(counter: Counter) -> None:
        id = await counter.chat("Receipts: of <b>May</b>")
        counter.front.ask([id], "Receipts: of <b>May</b>")
        counter.choose("html")
        counter.press("Save as…")
        assert counter.answer(tmp_path / "mine.html") == "Receipts of b May b.html"
        await counter.until(lambda: counter.exported)
        assert (tmp_path / "mine.html").read_text("utf-8").startswith("<!DOCTYPE html>")
        assert counter.says("The chat is in “mine.html”")
        counter.press("Show in folder")
        assert shown == [tmp_path]
        counter.press("Done")
        await counter.until(lambda: counter.front.sheet is None)

    tell(story)


def test_many_go_into_a_fresh_folder_and_what_was_chosen_is_kept(tell, tmp_path) -> None:
    async def story(counter: Counter) -> None:
        ids = [await counter.chat(f"chat {at}") for at in range(3)]
        (tmp_path / "Scout Desktop chats").mkdir()
        counter.front.ask(ids)
        assert "pdf" not in dict.fromkeys(counter.sheet._formats._buttons)
        counter.choose("json")
        counter.press("Choose a folder…")
        counter.answer(tmp_path)
        await counter.until(lambda: counter.exported)
        names = [path.name for path in (tmp_path / "Scout Desktop chats (2)" / "chats").iterdir()]
        assert len(names) == 3
        assert counter.says("3 chats are in “Scout Desktop chats (2)”")
        counter.front.ask(ids[:1], "one")
        assert counter.sheet.choice[0] == "json"

    tell(story)


def test_pages_are_made_by_whoever_makes_them(tell) -> None:
    async def story(counter: Counter) -> None:
        counter.front.ask(["some id"], "x", pdf=True)
        counter.choose("pdf")
        assert not counter.box("Every branch").isEnabled()
        assert not counter.box("With pictures").isEnabled()
        counter.press("Save as…")
        assert counter.pdf == ["some id"]
        await counter.until(lambda: counter.front.sheet is None)

    tell(story)


def test_what_goes_wrong_is_said_and_another_place_can_be_chosen(tell, tmp_path) -> None:
    async def story(counter: Counter) -> None:
        id = await counter.chat("x")
        counter.front.ask([id], "x")
        counter.press("Save as…")
        counter.answer(tmp_path / "nowhere" / "x.md")
        await counter.until(lambda: counter.says("its folder is not there"))
        assert counter.says("the chats themselves are untouched")
        counter.press("Save as…")
        await counter.until(lambda: len(counter.sheet.findChildren(QFileDialog)) == 1)
        counter.answer(tmp_path / "x.md")
        await counter.until(lambda: counter.exported)

    tell(story)


def test_stopping_leaves_whole_files_and_the_sheet(tell, tmp_path) -> None:
    async def story(counter: Counter) -> None:
        ids = [await counter.chat(f"chat {at}") for at in range(60)]
        counter.front.ask(ids)
        counter.press("Choose a folder…")
        counter.answer(tmp_path)
        (bar,) = counter.sheet.findChildren(QProgressBar)
        await counter.until(lambda: bar.value() >= 2)
        QTest.keyClick(counter.sheet, Qt.Key.Key_Escape)
        await counter.until(lambda: counter.says("Stopped."))
        files = list((tmp_path / "Scout Desktop chats").iterdir())
        assert 2 <= len(files) < 60
        assert all(path.name.startswith("chat ") for path in files)
        assert counter.button("Choose a folder…").isEnabled()

    tell(story)


def test_each_format_says_what_it_is_for_and_what_it_cannot(tell) -> None:
    async def story(counter: Counter) -> None:
        counter.front.ask(["x"], "x", pdf=True)
        for form in NAMES:
            counter.choose(form)
            assert counter.says(sentence(form, 1))
        counter.choose("txt")
        assert not counter.box("With pictures").isEnabled()
        assert counter.box("Every branch").isEnabled()

    tell(story)


def test_the_result_says_what_is_missing() -> None:
    result = ExportResult((), 3, 2, 1, 1_234_567, ("“x” is damaged.",))

    assert result_words(result, "there") == (
        "3 chats are in “there”, 1.2 MB. One picture is missing or damaged in the data folder; the "
        "export says where. “x” is damaged."
    )
    assert [size_words(size) for size in (1, 999, 1000, 2_500_000_000)] == [
        "1 byte", "999 bytes", "1 KB", "2.5 GB",
    ]  # fmt: skip
