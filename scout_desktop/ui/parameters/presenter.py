"""Brings a chat's parameters, system prompt and the presets between session and panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from scout_desktop.chat.draft import Preset
from scout_desktop.chat.parameters import PARAMETERS
from scout_desktop.chat.schema import check_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.session.chats import Chats
    from scout_desktop.session.desk import Desk
    from scout_desktop.ui.parameters.panel import ParameterPanel
    from scout_desktop.ui.tasks import Tasks

_KEEP_AFTER_MS = 300


class ParametersPresenter(QObject):
    """Edits reach the disk after a short rest; `settle` before a turn makes sure they have."""

    conversation_changed = Signal(object)
    """The `Conversation` with new parameters or system prompt."""
    invalid_changed = Signal(dict)
    """API name -> sentence of what cannot be sent in the chat shown."""
    undo_offered = Signal(str, object)
    """(sentence, callable): something was replaced; calling brings it back."""

    def __init__(
        self,
        panel: ParameterPanel,
        *,
        chats: Chats,
        desk: Desk,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._tasks = panel, tasks
        self._chats, self._desk = chats, desk
        self._shown: str | None = None
        self._pending: dict[str, dict[str, Any]] = {}
        self._invalid: dict[str, str] = {}
        self._unchecked: str | None = None
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_AFTER_MS)
        self._keep.timeout.connect(self.flush)
        panel.changed.connect(lambda name, value: self._edited(f"parameter.{name}", value))
        panel.system_changed.connect(lambda text: self._edited("system", text))
        panel.schema_typed.connect(self._schema_typed)
        panel.invalid_changed.connect(self._judged)
        panel.reset_all_requested.connect(self._reset_all)
        panel.preset_chosen.connect(self._apply)
        panel.preset_saved.connect(self._save)
        panel.preset_forgotten.connect(self._forget)
        panel.use_for_new_requested.connect(self._use_for_new)
        panel.built.connect(self._load_presets)

    def show(self, conversation: Conversation) -> None:
        """Show this chat, or its new state; edits that are not kept yet win."""
        fresh = conversation.id != self._shown
        if fresh:
            self.flush()
            self._shown = conversation.id
        pending = self._pending.get(conversation.id, {})
        values = conversation.parameters
        for spec in PARAMETERS:
            if (register := f"parameter.{spec.name}") in pending:
                values[spec.name] = pending[register]
        system = pending.get("system", conversation.system)
        self._panel.show_values(values, system, fresh=fresh)
        self._panel.lock(conversation.read_only)

    def flush(self) -> None:
        """Keep every edit now."""
        self._keep.stop()
        for chat_id, values in self._pending.items():
            name = f"keep parameters {chat_id}"
            if values and not self._tasks.is_running(name):
                self._tasks.start(name, self._write(chat_id))

    def set(self, name: str, value: Any) -> None:
        """Set one parameter of the chat shown, as if it were typed into the panel."""
        self._edited(f"parameter.{name}", value)
        self._panel.show_values(
            {**self._panel.values, name: value}, self._panel.system, fresh=False
        )

    async def settle(self) -> dict[str, str]:
        """Check and keep what was edited; returns the sentences of what cannot be sent."""
        if self._unchecked is not None:
            await self._check(self._unchecked)
        self._keep.stop()
        for chat_id in tuple(self._pending):
            await self._write(chat_id)
        return dict(self._invalid)

    def _edited(self, register: str, value: Any) -> None:
        if self._shown is not None:
            self._pending.setdefault(self._shown, {})[register] = value
            self._keep.start()

    async def _write(self, chat_id: str) -> None:
        while values := dict(self._pending.get(chat_id, {})):
            conversation = await self._chats.set_registers(chat_id, values)
            # `settle` and an earlier write may both be at it; whoever is last finds nothing left.
            held = self._pending.get(chat_id, {})
            for register, value in values.items():
                if register in held and held[register] is value:
                    del held[register]
            self.conversation_changed.emit(conversation)
        self._pending.pop(chat_id, None)

    def _judged(self, invalid: dict[str, str]) -> None:
        self._invalid = invalid
        self.invalid_changed.emit(invalid)

    def _schema_typed(self, text: str) -> None:
        self._unchecked = text
        self._tasks.start("check schema", self._check(text))

    async def _check(self, text: str) -> None:
        from asyncio import to_thread  # after the first frame, as in ui/tasks.py

        found = await to_thread(check_schema, text)
        if self._unchecked == text:
            self._unchecked = None
        self._panel.show_schema_check(text, found)

    def _present(self) -> Preset:
        return Preset("", self._panel.system, tuple(self._panel.values.items()))

    def _replace(self, parameters: Mapping[str, Any], system: str) -> None:
        for spec in PARAMETERS:
            self._edited(f"parameter.{spec.name}", parameters.get(spec.name))
        self._edited("system", system)
        self._panel.show_values(parameters, system, fresh=True)

    def _replaced(self, sentence: str, before: Preset) -> None:
        """Offer to bring back what was there, in the chat it was in."""
        chat_id = self._shown

        def undo() -> None:
            if self._shown == chat_id:
                self._replace(dict(before.parameters), before.system)

        self.undo_offered.emit(sentence, undo)

    def _reset_all(self) -> None:
        before = self._present()
        self._replace({}, before.system)
        if before.parameters:
            self._replaced("All parameters are back to the provider's defaults.", before)

    def _apply(self, preset: Preset) -> None:
        before = self._present()
        self._replace(dict(preset.parameters), preset.system)
        self._replaced(f"Preset “{preset.name}” applied.", before)

    def _save(self, name: str) -> None:
        present = Preset(name, self._panel.system, tuple(self._panel.values.items()))
        self._tasks.start("save preset", self._save_preset(present))

    async def _save_preset(self, preset: Preset) -> None:
        await self._desk.save_preset(preset)
        self._panel.show_presets(await self._desk.presets())

    def _forget(self, preset: Preset) -> None:
        self._tasks.start("forget preset", self._forget_preset(preset))

    async def _forget_preset(self, preset: Preset) -> None:
        await self._desk.forget_preset(preset.name)
        self._panel.show_presets(await self._desk.presets())

        def undo() -> None:
            self._tasks.start("save preset", self._save_preset(preset))

        self.undo_offered.emit(f"Preset “{preset.name}” deleted.", undo)

    def _load_presets(self) -> None:
        self._tasks.start("load presets", self._load())

    async def _load(self) -> None:
        self._panel.show_presets(await self._desk.presets())

    def _use_for_new(self) -> None:
        if self._shown is not None:
            self._tasks.start("use for new chats", self._keep_for_new(self._shown))

    async def _keep_for_new(self, chat_id: str) -> None:
        await self.settle()
        await self._chats.use_for_new_chats(chat_id)
