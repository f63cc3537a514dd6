"""The user's choices in `<config>/settings.json`: typed, with defaults, foreign keys kept.

A damaged file is set aside and the defaults hold; one wrong field costs that field only.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from scout_desktop.chat.address import DEFAULT_URL
from scout_desktop.chat.conversation import DEFAULT_MODEL
from scout_desktop.chat.errors import DiskError

from . import files
from .ground.strict import NotJson, decode, encode
from .places import Places

_FORMAT = "scout-desktop/settings"


@dataclass(frozen=True, slots=True)
class NewChat:
    """What a new chat begins with; `parameters` are the changed ones by API name."""

    model: str = DEFAULT_MODEL
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds; None takes the program's own."""

    connect: float | None = None
    first_byte: float | None = None
    idle_bytes: float | None = None
    idle_data: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. `text_size` 1.0 is 100 %; `theme` is system, light or dark."""

    theme: str = "system"
    text_size: float = 1.0
    enter_sends: bool = True
    base_url: str = DEFAULT_URL
    keep_originals: bool = True
    smooth: bool = False
    """Whether growing replies are shown 60 times a second and not 30."""
    hide_for_screenshot: bool = True
    """Whether our own window steps aside while a part of the screen is chosen."""
    attribution: bool = True
    """Whether the program tells OpenRouter its name."""
    referer: str = "https://scout-desktop.invalid"
    title: str = "Scout Desktop"
    key_origins: tuple[str, ...] = ()
    """Origins whose key was stored: a plain flag, so that the keyring need not be asked."""
    new_chat: NewChat = field(default_factory=NewChat)
    patience: Patience = field(default_factory=Patience)
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Keys that we do not know, kept for whoever does."""


class SettingsFile:
    """The settings' file."""

    def __init__(self, places: Places, tag: str = "settings") -> None:
        """`tag` is the writer's name: two programs may save at once."""
        self._path = places.settings
        self._tag = tag

    def load(self) -> tuple[Settings, str]:
        """Return the settings and a sentence about what was wrong, "" when nothing was.

        Never raises: without settings the program must start all the same.
        """
        try:
            data = files.read(self._path)
        except FileNotFoundError:
            return Settings(), ""
        except DiskError as error:
            return Settings(), f"The settings could not be read. {error.sentence}"
        try:
            found = decode(data)
        except NotJson:
            found = None
        if not isinstance(found, dict):
            return Settings(), self._set_aside(data)
        return _settings(found), ""

    def save(self, settings: Settings) -> None:
        """Put the settings on the disk. Raises DiskError."""
        files.write(self._path, _by_lines(_record(settings)), self._tag)

    def _set_aside(self, data: bytes) -> str:
        name = f"{self._path.stem}.damaged-{hashlib.sha256(data).hexdigest()[:8]}.json"
        try:
            files.write(self._path.with_name(name), data, self._tag)
        except DiskError:
            return "The settings file is damaged; the usual settings hold until it is mended."
        return f"The settings file was damaged and is kept as {name}; the usual settings hold now."


def _settings(found: Mapping[str, Any]) -> Settings:
    usual = Settings()
    known = {entry.name for entry in fields(Settings)} | {"format"}
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        if entry.name != "extra" and entry.name in found:
            values[entry.name] = _taken(found[entry.name], getattr(usual, entry.name))
    extra = {name: value for name, value in found.items() if name not in known}
    settings = replace(usual, **values, extra=extra)
    if settings.theme not in {"system", "light", "dark"}:
        settings = replace(settings, theme="system")
    if not 0.5 <= settings.text_size <= 4:
        settings = replace(settings, text_size=1.0)
    return settings


def _taken(value: Any, usual: Any) -> Any:
    """Return a value from the file where it has the type of the usual one, else the usual one."""
    if isinstance(usual, NewChat | Patience):
        if not isinstance(value, dict):
            return usual
        names = {entry.name for entry in fields(usual)}
        taken = {n: _taken(v, getattr(usual, n)) for n, v in value.items() if n in names}
        return replace(usual, **taken)
    if isinstance(usual, tuple):
        whole = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if whole else usual
    if isinstance(usual, bool) or isinstance(value, bool):
        return value if isinstance(value, bool) and isinstance(usual, bool) else usual
    if usual is None or isinstance(usual, float):
        fits = isinstance(value, int | float) and math.isfinite(value) and value > 0
        return float(value) if fits else usual
    return value if isinstance(value, type(usual)) else usual


def _record(settings: Settings) -> dict[str, Any]:
    known = {
        entry.name: _plain(getattr(settings, entry.name))
        for entry in fields(settings)
        if entry.name != "extra"
    }
    return {**settings.extra, "format": _FORMAT, **known}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _by_lines(record: Mapping[str, Any]) -> bytes:
    """Return the file: one setting a line, for whoever opens it."""
    lines = ",\n".join(f"{encode(name)}:{encode(record[name])}" for name in sorted(record))
    return f"{{\n{lines}\n}}\n".encode()
