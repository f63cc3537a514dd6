"""What an older backup says about topics: their names, and the assistant that each belongs to.

It stands in what the program keeps of its state, as JSON within JSON, beside the keys of the
user's providers: only the slice of the assistants is ever decoded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scout_desktop.storage.imports.documents import pairs
from scout_desktop.storage.imports.fields import parameters, record, records, text, unpacked

from .backup import Backup

_STATE: Final = "persist:cherry-studio"
_SLICE: Final = "assistants"
_SET_BY: Final[Mapping[str, str]] = {
    "temperature": "enableTemperature",
    "topP": "enableTopP",
    "maxTokens": "enableMaxTokens",
}


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a topic; all empty where nothing is."""

    name: str = ""
    pinned: bool = False
    created: object = None
    updated: object = None
    assistant: str = ""
    system: str = ""
    model: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def topics_of(backup: Backup) -> dict[str, About]:
    """Return what is known of each topic by its id. Raises BadInput, DiskError."""
    found: dict[str, About] = {}
    # The state may be an object, or a text that holds one.
    for _, kept in pairs(backup.elements("localStorage", _STATE, wanted=_is_slice)):
        held = record(unpacked(kept))
        for assistant in [record(held.get("defaultAssistant")), *records(held.get("assistants"))]:
            for topic in records(assistant.get("topics")):
                if own := text(topic.get("id")):
                    found[own] = _about(topic, assistant)
    return found


def _is_slice(key: str) -> bool:
    return key == _SLICE


def _about(topic: Mapping[str, Any], assistant: Mapping[str, Any]) -> About:
    settings = record(assistant.get("settings"))
    given = {
        name: settings.get(name)
        for name, switch in _SET_BY.items()
        # Where there is no such switch, the value counts; the length has always had one.
        if settings.get(switch, name != "maxTokens") is True
    }
    return About(
        name=text(topic.get("name")),
        pinned=topic.get("pinned") is True,
        created=topic.get("createdAt"),
        updated=topic.get("updatedAt"),
        assistant=text(assistant.get("name")),
        system=text(topic.get("prompt")) or text(assistant.get("prompt")),
        model=text(record(assistant.get("model")).get("id")),
        parameters=parameters(given)[0],
    )
