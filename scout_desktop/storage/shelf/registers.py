"""The library's registers in `library.json`: presets and saved prompts, merged as a chat's are.

Copies that a sync program made of the file are read along and folded in at the next write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from scout_desktop.chat.errors import ChatReadOnly
from scout_desktop.chat.ids import after
from scout_desktop.chat.message import Record
from scout_desktop.storage import files
from scout_desktop.storage.collected import register_from
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ground.locks import Lock
from scout_desktop.storage.ground.strict import NotJson, decode, encode
from scout_desktop.storage.merge import add_registers
from scout_desktop.storage.places import Places

from .known import Ground

_FORMAT = "scout-desktop/library"
_OURS = ("format", "version", "min_reader", "meta")


class Registers:
    """Named values of the whole library."""

    def __init__(self, places: Places, writer: Writer) -> None:
        self._places = places
        self._writer = writer.name
        self._ground = Ground(places, writer.name)

    def values(self) -> dict[str, Any]:
        """Return every value by name. Raises DiskError."""
        return {name: register["value"] for name, register in self._read()[0].items()}

    def set(self, values: Mapping[str, Any], at: str) -> None:
        """Set values; on the disk when this returns. Raises DiskError, ChatReadOnly."""
        with Lock.take(self._places.locks / "library.lock", patience=5):
            meta, extra, copies = self._read()
            if extra.get("min_reader", 1) != 1:
                raise ChatReadOnly("A newer version of Scout Desktop wrote the presets.")
            for name, value in values.items():
                when = after(at, meta.get(name, {}).get("at"))
                meta[name] = {"at": when, "by": self._writer, "value": value}
            self._ground.make_ready()
            files.write(self._places.library, _dump(meta, extra), self._writer)
            for name, data in copies.items():
                mark = hashlib.sha256(data).hexdigest()[:16]
                files.move(self._places.data / name, self._places.trash / f"{mark}-{name}")

    def fold_copies(self, at: str) -> None:
        """Take in what sync programs copied, and move the copies to the trash. Raises as `set`."""
        names = files.names(self._places.data)
        copied = [n for n in names if n.startswith("library") and n.endswith(".json")]
        if set(copied) - {self._places.library.name} and self._read()[2]:
            self.set({}, at)

    def _read(self) -> tuple[dict[str, Record], dict[str, Any], dict[str, bytes]]:
        """Return registers, unknown keys, and the copies that were read along."""
        meta: dict[str, Record] = {}
        extra: dict[str, Any] = {}
        copies: dict[str, bytes] = {}
        for name in files.names(self._places.data):
            if not (name.startswith("library") and name.endswith(".json")):
                continue
            data = files.read(self._places.data / name)
            try:
                found = decode(data)
            except NotJson:
                found = None
            if not isinstance(found, dict) or found.get("format") != _FORMAT:
                self._set_aside(name, data)
                continue
            if name != self._places.library.name:
                copies[name] = data
            extra = {**found, **extra}
            registers = found.get("meta")
            for key, value in registers.items() if isinstance(registers, dict) else ():
                if (register := register_from(value)) is not None:
                    add_registers(meta, {key: register})
        return meta, extra, copies

    def _set_aside(self, name: str, data: bytes) -> None:
        if name == self._places.library.name:
            mark = hashlib.sha256(data).hexdigest()[:16]
            path = self._places.quarantine / f"{mark}-{name}"
            if not path.exists():
                files.write(path, data, self._writer)


def _dump(meta: Mapping[str, Record], extra: Mapping[str, Any]) -> bytes:
    head = {"format": _FORMAT, "version": extra.get("version", 1), "min_reader": 1}
    head |= {name: value for name, value in sorted(extra.items()) if name not in _OURS}
    first = ",".join(f"{encode(name)}:{encode(value)}" for name, value in head.items())
    rows = ",\n".join(f"{encode(name)}:{encode(meta[name])}" for name in sorted(meta))
    return f'{{{first},\n"meta":{{\n{rows}{chr(10) if rows else ""}}}}}\n'.encode()
