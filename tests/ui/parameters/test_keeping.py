"""Parameters, system prompt and presets over a real data folder."""

from __future__ import annotations

import asyncio

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from scout_desktop.chat.draft import Preset
from scout_desktop.chat.message import user_node
from scout_desktop.session.clock import SystemClock


async def begun(room):
    """A chat that is in the list, with one message."""
    chat = room.core.chats.new()
    clock = SystemClock()
    return await room.core.chats.add(chat.id, [user_node(clock.id(), None, clock.now(), "hi")], {})


def typed(room, name: str, text: str) -> None:
    field = room.number(name)
    field.lineEdit().selectAll()
    QTest.keyClicks(field.lineEdit(), text)


def test_parameters_belong_to_the_chat_and_survive_a_restart(tell):
    ids = []

    async def first(room) -> None:
        one, two = await begun(room), await begun(room)
        ids.extend([one.id, two.id])
        room.presenter.show(one)
        typed(room, "Temperature", "0.2")
        room.named("System prompt", QPlainTextEdit).insertPlainText("Be\u00a0terse. كن موجزا")
        room.presenter.show(two)
        assert room.number("Temperature").text() == ""
        typed(room, "Seed", "7")
        room.presenter.show(one)
        assert room.number("Temperature").text() == "0.2"

    async def second(room) -> None:
        one, two = [await room.core.chats.open(id) for id in ids]
        assert one.parameters == {"temperature": 0.2}
        assert one.system == "Be\u00a0terse. كن موجزا"
        assert two.parameters == {"seed": 7}
        room.presenter.show(one)
        assert room.number("Temperature").text() == "0.2"
        room.named("Reset Temperature").click()
        await room.presenter.settle()
        assert room.core.chats.current(one.id).parameters == {}

    tell(first)
    tell(second)


def test_what_was_typed_a_moment_before_sending_is_sent(tell):
    async def story(room) -> None:
        chat = await begun(room)
        room.presenter.show(chat)
        typed(room, "Max tokens", "64")
        assert room.core.chats.current(chat.id).parameters == {}
        assert await room.presenter.settle() == {}
        assert room.core.chats.current(chat.id).parameters == {"max_tokens": 64}
        typed(room, "Max tokens", "0")
        wrong = await room.presenter.settle()
        assert "1 or more" in wrong["max_tokens"]
        assert room.core.chats.current(chat.id).parameters == {"max_tokens": 64}

    tell(story)


def test_a_schema_is_checked_before_it_counts(tell):
    async def story(room) -> None:
        chat = await begun(room)
        room.presenter.show(chat)
        room.named("Response format", QComboBox).setCurrentText("JSON schema")
        assert await room.presenter.settle() == {}
        before = room.core.chats.current(chat.id).parameters["response_format"]
        text = room.named("JSON schema", QPlainTextEdit)
        text.selectAll()
        text.insertPlainText('{"type":\n "nonsense"}')
        wrong = await room.presenter.settle()
        assert wrong["response_format"].startswith("Line 2: ")
        assert room.core.chats.current(chat.id).parameters["response_format"] == before
        text.selectAll()
        text.insertPlainText('{"type": "array"}')
        assert await room.presenter.settle() == {}
        kept = room.core.chats.current(chat.id).parameters["response_format"]
        assert kept["json_schema"]["schema"] == {"type": "array"}

    tell(story)


def test_typing_on_while_the_disk_writes_loses_nothing(tell):
    async def story(room) -> None:
        chat = await begun(room)
        room.presenter.show(chat)
        field = room.number("Temperature").lineEdit()
        prompt = room.named("System prompt", QPlainTextEdit)
        for letter in "0.123456":
            QTest.keyClicks(field, letter)
            prompt.insertPlainText(letter)
            room.presenter.flush()
            await asyncio.sleep(0.002)
        await room.presenter.settle()
        await room.quiet()
        assert field.text() == "0.123456"
        assert prompt.toPlainText() == "0.123456"
        kept = room.core.chats.current(chat.id)
        assert kept.parameters == {"temperature": 0.123456}
        assert kept.system == "0.123456"

    tell(story)


def test_a_new_state_of_the_chat_leaves_an_unfinished_number_alone(tell):
    async def story(room) -> None:
        chat = await begun(room)
        room.presenter.show(chat)
        typed(room, "Temperature", "5")
        typed(room, "Seed", "3")
        await room.presenter.settle()
        room.presenter.show(room.core.chats.current(chat.id))
        assert room.number("Temperature").text() == "5"
        assert "temperature" in room.invalid

    tell(story)


def test_resetting_all_can_be_undone(tell):
    async def story(room) -> None:
        chat = await begun(room)
        values = {"parameter.temperature": 0.3, "parameter.stop": ["x"], "system": "S"}
        room.presenter.show(await room.core.chats.set_registers(chat.id, values))
        room.panel._reset_all.click()
        await room.presenter.settle()
        assert room.core.chats.current(chat.id).parameters == {}
        assert room.core.chats.current(chat.id).system == "S"
        ((said, undo),) = room.undo
        assert "defaults" in said
        undo()
        await room.presenter.settle()
        assert room.core.chats.current(chat.id).parameters == {"temperature": 0.3, "stop": ["x"]}

    tell(story)


def test_presets_are_saved_applied_and_deleted_with_undo(tell):
    async def first(room) -> None:
        chat = await begun(room)
        room.presenter.show(chat)
        typed(room, "Temperature", "0.1")
        room.named("System prompt", QPlainTextEdit).insertPlainText("Terse.")
        room.named("Save as preset").click()
        name = room.named("Name of the preset", QLineEdit)
        QTest.keyClicks(name, "Dry & short")
        name.returnPressed.emit()
        await room.quiet()
        assert await room.core.desk.presets() == (
            Preset("Dry & short", "Terse.", (("temperature", 0.1),)),
        )
        assert room.named("Preset").text() == "Dry && short"

    async def second(room) -> None:
        chat = await begun(room)
        room.presenter.show(await room.core.chats.set_registers(chat.id, {"parameter.seed": 1}))
        await room.quiet()
        button = room.named("Preset")
        assert button.text() == "Presets"
        menu = button.menu()
        menu.aboutToShow.emit()
        menu.actions()[0].trigger()
        await room.presenter.settle()
        assert room.core.chats.current(chat.id).parameters == {"temperature": 0.1}
        assert room.core.chats.current(chat.id).system == "Terse."
        assert button.text() == "Dry && short"
        room.undo[-1][1]()
        await room.presenter.settle()
        assert room.core.chats.current(chat.id).parameters == {"seed": 1}
        menu.aboutToShow.emit()
        menu.actions()[-1].menu().actions()[0].trigger()
        await room.quiet()
        assert await room.core.desk.presets() == ()
        room.undo[-1][1]()
        await room.quiet()
        assert len(await room.core.desk.presets()) == 1

    tell(first)
    tell(second)


def test_parameters_can_become_the_defaults_of_new_chats(tell):
    async def first(room) -> None:
        room.presenter.show(await begun(room))
        typed(room, "Top K", "20")
        room.panel.use_for_new_requested.emit()
        await room.quiet()

    async def second(room) -> None:
        fresh = room.core.chats.new()
        assert fresh.parameters == {"top_k": 20}
        room.presenter.show(fresh)
        assert room.number("Top K").text() == "20"

    tell(first)
    tell(second)


def test_the_rows_come_after_the_first_paint_and_show_what_was_asked_before(theme, qtbot):
    from scout_desktop.ui.parameters.panel import ParameterPanel
    from scout_desktop.ui.parameters.row import ParameterRow

    panel = ParameterPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(312, 600)
    panel.show_values({"temperature": 0.4}, "S", fresh=True)
    assert panel.findChildren(ParameterRow) == []
    assert panel.values == {"temperature": 0.4}
    with qtbot.waitSignal(panel.built):
        panel.show()
    assert len(panel.findChildren(ParameterRow)) == 13
    assert panel.values == {"temperature": 0.4}
