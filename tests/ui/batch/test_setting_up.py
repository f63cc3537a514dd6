"""Setting a batch up: pictures, question, schema, bounds, and what it will cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from scout_desktop.chat.batch import BatchSpec
from scout_desktop.ui.batch.setup.fields import schema_from
from tests.ui.batch.conftest import PLAIN, a_folder, cells, forecast, named, photo, press, shows


def names(window) -> list[str]:
    listed = named(window, "Pictures of the batch")
    assert isinstance(listed, QListView)
    model = listed.model()
    return [model.index(at, 0).data() for at in range(model.rowCount())]


def test_a_folder_brings_its_pictures_as_people_count_and_says_what_they_will_cost(tell):
    async def story(office) -> None:
        a_folder(office.folder, 11)
        (office.folder / "notes.txt").write_text("no picture")

        window = await office.set_up(11)

        assert window.windowTitle() == "Batch"
        assert names(window)[:3] == ["IMG_1.jpg", "IMG_2.jpg", "IMG_3.jpg"]
        assert names(window)[-1] == "IMG_11.jpg"
        assert "notes.txt" not in names(window)
        assert shows(window, "from Receipts 2026")
        said = forecast(window)
        assert said.startswith("Forecast: 11 pictures, about ")
        assert "tokens in" in said
        assert "+ up to " in said
        assert office.asked == 0

    tell(story)


def test_the_forecast_follows_a_longer_question(tell):
    async def story(office) -> None:
        window = await office.set_up(3)
        before = forecast(window)

        QTest.keyClicks(
            named(window, "Prompt"), "And who sold it, and where, and for how much? " * 9
        )

        await office.until(lambda: forecast(window) != before)

    tell(story)


def test_more_is_dropped_on_it_and_some_are_taken_out(tell, tmp_path):
    other = tmp_path / "scan.jpg"
    other.write_bytes(photo(99))

    async def story(office) -> None:
        window = await office.set_up(3)
        listed = named(window, "Pictures of the batch")
        drop(named(window, "Prompt"), other)
        await office.until(lambda: len(names(window)) == 4)

        listed.setCurrentIndex(listed.model().index(1, 0))
        QTest.keyClick(listed, Qt.Key.Key_Delete)

        assert names(window) == ["IMG_1.jpg", "IMG_3.jpg", "scan.jpg"]
        QTest.keyClick(
            named(window, "Prompt"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        await office.until(lambda: window.runs and not office.room.running)
        assert cells(window, "Name") == ["IMG_1.jpg", "IMG_3.jpg", "scan.jpg"]
        assert office.asked == 3

    tell(story)


def test_names_of_fields_become_a_schema_and_the_columns_of_the_table(tell):
    async def story(office) -> None:
        window = await office.set_up(1)
        window.setup.schema_section.fold(False)
        QTest.keyClicks(named(window, "Field names"), "vendor, date, total: number")

        QTest.keyClick(named(window, "Field names"), Qt.Key.Key_Return)

        await office.until(lambda: not window.setup.problem)
        wanted = window.setup.spec.schema
        assert wanted["properties"]["total"] == {"type": "number"}
        assert wanted["required"] == ["vendor", "date", "total"]
        press(named(window, "Start"))
        await office.until(lambda: window.runs)
        assert cells(window, "vendor") == [""]

    tell(story)


def test_what_is_missing_is_said_and_nothing_is_sent(tell):
    async def story(office) -> None:
        window = await office.set_up(1, BatchSpec(""))

        press(named(window, "Start"))
        assert shows(window, "Write what is asked about each picture.")

        QTest.keyClicks(named(window, "Prompt"), "What is it?")
        window.setup.schema_section.fold(False)
        QTest.keyClicks(named(window, "JSON schema"), '{"type": ')
        press(named(window, "Start"))

        assert not window.runs
        assert shows(window, "The schema, line 1")
        assert office.asked == 0

    tell(story)


def test_a_folder_without_pictures_says_so(tell, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()

    async def story(office) -> None:
        window = office.room.open_batch([empty], PLAIN)
        await office.until(lambda: shows(window, "There are no pictures in “empty”."))

    tell(story)


def test_what_the_chat_brings_along_stays_and_the_bounds_are_exact(tell):
    given = replace(
        PLAIN, system="Be short.", parameters={"temperature": 0}, max_usd=Decimal("0.1")
    )

    async def story(office) -> None:
        window = await office.set_up(2, given)
        assert shows(window, "1 changed parameter and the system prompt")
        cap = named(window, "Cost cap")
        assert cap.text() == "0.10 USD"

        cap.setFocus()
        cap.selectAll()
        QTest.keyClicks(cap, "0.3")
        QTest.keyClick(cap, Qt.Key.Key_Tab)

        spec = window.setup.spec
        assert (spec.system, dict(spec.parameters)) == ("Be short.", {"temperature": 0})
        assert spec.max_usd == Decimal("0.3")
        assert spec.name == "Receipts 2026"

    tell(story)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("vendor, date", {"vendor": "string", "date": "string"}),
        ("total: number; paid: yes/no", {"total": "number", "paid": "boolean"}),
        ("البائع، المجموع: number", {"البائع": "string", "المجموع": "number"}),
        ("店,items: list", {"店": "string", "items": "array"}),
        ("ratio 1:2", {"ratio 1:2": "string"}),
        ("a, a, a", {"a": "string"}),
    ],
)
def test_fields_are_listed_as_people_list_them(typed, fields):
    schema = schema_from(typed)

    assert {name: kind["type"] for name, kind in schema["properties"].items()} == fields


@pytest.mark.parametrize("typed", ["", " , ;", "\n"])
def test_no_names_make_no_schema(typed):
    assert schema_from(typed) is None


def test_the_schema_of_the_chat_comes_along_and_can_be_taken_out(tell):
    schema = {"type": "object", "properties": {"plate": {"type": "string"}}}
    wanted = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    given = replace(PLAIN, parameters={"response_format": wanted, "seed": 7})

    async def story(office) -> None:
        window = await office.set_up(1, given)
        assert window.setup.spec.schema == schema
        assert dict(window.setup.spec.parameters) == {"seed": 7}
        text = named(window, "JSON schema")

        text.selectAll()
        QTest.keyClick(text, Qt.Key.Key_Delete)

        assert window.setup.spec.schema is None
        assert dict(window.setup.spec.parameters) == {"seed": 7}

    tell(story)


def test_everything_has_the_name_that_readers_and_programs_know_it_by(tell):
    async def story(office) -> None:
        window = await office.set_up(1)
        for name in ("Batch", "Prompt", "Model", "Fit", "Cost cap", "Parallel", "Tries", "Start"):
            named(window, name)

        press(named(window, "Start"))
        await office.until(lambda: window.runs and not office.room.running)

        for name in ("Batch", "Results", "Export", "Progress", "Show"):
            named(window, name)

    tell(story)


def test_escape_closes_the_window(tell):
    async def story(office) -> None:
        window = await office.set_up(1)
        closed: list = []
        window.closed.connect(lambda: closed.append(True))
        window.activateWindow()
        await office.until(window.isActiveWindow)

        QTest.keySequence(window, QKeySequence("Esc"))

        await office.until(lambda: closed)

    tell(story)


def drop(target, path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    window, at = target.window(), target.mapTo(target.window(), target.rect().center())
    rest = Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window.windowHandle(), QDragEnterEvent(at, *rest))
    QApplication.sendEvent(window.windowHandle(), QDragMoveEvent(at, *rest))
    QApplication.sendEvent(window.windowHandle(), QDropEvent(QPointF(at), *rest))


def test_a_question_that_was_written_is_there_again_after_the_window_was_closed(tell):
    async def story(office) -> None:
        window = await office.set_up(2, BatchSpec("", max_usd=Decimal("0.2")))
        QTest.keyClicks(named(window, "Prompt"), "A long and careful question")
        window.close()

        again = office.room.open_batch([], BatchSpec("", system="Of another chat."))

        await office.until(lambda: names(again))
        assert named(again, "Prompt").toPlainText() == "A long and careful question"
        assert names(again) == ["IMG_1.jpg", "IMG_2.jpg"]
        assert again.setup.spec.max_usd == Decimal("0.2")
        assert again.setup.spec.system == "Of another chat."

    tell(story)
