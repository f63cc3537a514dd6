"""Pasting pictures into a batch, and what is told of them and of the cap before it starts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from scout_desktop.chat.batch import BatchSpec
from tests.ui.batch.conftest import PLAIN, a_folder, forecast, named, photo, shows
from tests.ui.batch.test_setting_up import names


def test_copied_files_and_folders_are_pasted_wherever_the_keyboard_is(tell, tmp_path):
    one = tmp_path / "scan.jpg"
    one.write_bytes(photo(99))

    async def story(office) -> None:
        window = await office.set_up(2, BatchSpec(""))
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(one))])
        QApplication.clipboard().setMimeData(copied)
        listed = named(window, "Pictures of the batch")
        listed.setFocus()
        QTest.keyClick(listed, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await office.until(lambda: "scan.jpg" in names(window))

        more = a_folder(tmp_path / "More", 4)
        copied = QMimeData()
        copied.setUrls([QUrl.fromLocalFile(str(more))])
        QApplication.clipboard().setMimeData(copied)
        prompt = named(window, "Prompt")
        prompt.setFocus()
        QTest.keyClick(prompt, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        await office.until(lambda: len(names(window)) == 7)
        assert window.setup.spec.prompt == ""

        QApplication.clipboard().setText("What is it?")
        QTest.keyClick(prompt, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert window.setup.spec.prompt == "What is it?"
        listed.setFocus()
        QTest.keyClick(listed, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert shows(window, "There are no files to paste")

    tell(story)


def test_what_cannot_be_read_is_not_counted_and_a_cap_that_bears_nothing_is_told(tell):
    async def story(office) -> None:
        a_folder(office.folder, 2)
        (office.folder / "IMG_3.jpg").write_bytes(b"no picture")
        window = office.room.open_batch(
            [office.folder],
            replace(PLAIN, max_usd=Decimal("0.0001")),
        )
        await office.until(lambda: forecast(window))
        assert forecast(window).startswith("Forecast: 2 pictures")
        assert shows(window, "“IMG_3.jpg” cannot be read as a picture.")
        assert shows(window, "A cap of 0.0001 USD lets nothing be asked")
        assert shows(window, "4,096 tokens")

    tell(story)
