"""Presets: named system prompts with changed parameters, shared by all chats and devices."""

from __future__ import annotations

from scout_desktop.chat.draft import Preset

from .device import Writer
from .places import Places
from .shelf.registers import Registers

_PREFIX = "preset."


class Presets:
    """The presets of the library, kept as one register each."""

    def __init__(self, places: Places, writer: Writer) -> None:
        self._registers = Registers(places, writer)

    def all(self) -> list[Preset]:
        """Return the presets by name. Raises DiskError."""
        found = []
        for name, value in self._registers.values().items():
            if name.startswith(_PREFIX) and isinstance(value, dict):
                system, parameters = value.get("system"), value.get("parameters")
                found.append(
                    Preset(
                        name.removeprefix(_PREFIX),
                        system if isinstance(system, str) else "",
                        tuple(sorted(parameters.items())) if isinstance(parameters, dict) else (),
                    )
                )
        return sorted(found, key=lambda preset: (preset.name.casefold(), preset.name))

    def put(self, preset: Preset, at: str) -> None:
        """Keep a preset under its name, in place of one of that name. Raises DiskError."""
        value = {"parameters": dict(preset.parameters), "system": preset.system}
        self._registers.set({_PREFIX + preset.name: value}, at)

    def forget(self, name: str, at: str) -> None:
        """Remove a preset; its name stays with the value null, so that no copy brings it back."""
        self._registers.set({_PREFIX + name: None}, at)
