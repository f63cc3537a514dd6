"""Who writes: this machine, and which of the processes that run on it at the same time."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from scout_desktop.chat.errors import FolderLocked

from . import files
from .ground.locks import Lock
from .ground.strict import NotJson, decode, encode
from .places import Places

_MOST_SLOTS = 1000
_DEVICE = re.compile(r"d[0-9a-f]{4,32}\Z")


class Writer:
    """A name that nobody else writes under while this object is open."""

    def __init__(self, places: Places, device: str, slot: int, lock: Lock) -> None:
        self.places = places
        self.device = device
        self.slot = slot
        self._lock = lock

    @classmethod
    def open(cls, places: Places, dice: Callable[[], str] | None = None) -> Writer:
        """Take the lowest free slot. Raises DiskError; `dice` gives 8 hex digits for a new id."""
        with files.needed(places.state, "locks and what is being typed"):
            device = _device(places, dice or (lambda: os.urandom(4).hex()))
            for slot in range(_MOST_SLOTS):
                try:
                    return cls(places, device, slot, Lock.take(_lock_file(places, device, slot)))
                except FolderLocked:
                    continue
        raise FolderLocked("Too many Scout Desktops are open.", "Close some of them.")

    @property
    def name(self) -> str:
        """For example d1f0a2b3-0."""
        return f"{self.device}-{self.slot}"

    def claim(self, name: str) -> Lock | None:
        """Take the place of another writer of this machine that has died; None when it lives."""
        device, _, slot = name.rpartition("-")
        if device != self.device or not slot.isascii() or not slot.isdigit() or len(slot) > 4:
            return None
        try:
            return Lock.take(_lock_file(self.places, device, int(slot)))
        except FolderLocked:
            return None

    def close(self) -> None:
        """Free the slot."""
        self._lock.release()


def machine() -> str:
    """Return a hash of what tells this machine from others; the id itself is nobody's business."""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        if (found := files.read_start(Path(path)).strip()) != b"":
            return _hashed(found)
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography"
            ) as key:
                return _hashed(str(winreg.QueryValueEx(key, "MachineGuid")[0]).encode())
        except OSError:
            return _hashed(os.environ.get("COMPUTERNAME", "").encode())
    return _hashed(os.uname().nodename.encode())


def _hashed(text: bytes) -> str:
    return hashlib.sha256(b"scout-desktop " + text).hexdigest()


def _device(places: Places, dice: Callable[[], str]) -> str:
    here = machine()
    with Lock.take(places.locks / "device.lock", patience=5):
        known = _read(places.device)
        device = known.get("device")
        if isinstance(device, str) and _DEVICE.match(device) and known.get("machine") == here:
            return device
        # Another machine (a copied home folder, a restored disk) must not share our name.
        device = f"d{dice()}"
        text = encode({**known, "device": device, "machine": here})
        files.write(places.device, text.encode() + b"\n", "device")
        return device


def _read(path: Path) -> dict[str, object]:
    try:
        found = decode(files.read(path))
    except (FileNotFoundError, NotJson):
        return {}
    return found if isinstance(found, dict) else {}


def _lock_file(places: Places, device: str, slot: int) -> Path:
    return places.locks / f"writer-{device}-{slot}.lock"
