"""What providers counted, as a small file in the state folder: lost, it is only learned again.

Two programs may observe at once: each adds its own to what the file says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias

from scout_desktop.chat.calibration import Observation, kept
from scout_desktop.chat.message import number

from . import files
from .ground.strict import NotJson, decode, encode
from .places import Places

Pair: TypeAlias = tuple[str, str]
"""(model, provider)"""
Seen: TypeAlias = dict[Pair, tuple[Observation, ...]]

_FORMAT: Final = "scout-desktop/calibration"
_MOST_PAIRS: Final = 100
_MOST_TOKENS: Final = 1_000_000_000
_LARGEST: Final = 8 * 1024 * 1024


class CalibrationFile:
    """Observations by model and provider."""

    def __init__(self, places: Places, tag: str) -> None:
        """`tag` is the writer's name."""
        self._path = places.state / "calibration.json"
        self._tag = tag

    def load(self) -> Seen:
        """Return what was observed; nothing where there is no file or a broken one.

        Raises DiskError where it cannot be read.
        """
        try:
            found = decode(files.read(self._path, _LARGEST))
        except (FileNotFoundError, NotJson):
            return {}
        pairs = found.get("pairs") if isinstance(found, dict) else None
        seen: Seen = {}
        for record in pairs if isinstance(pairs, list) else ():
            if isinstance(record, dict) and (one := _pair(record)) is not None:
                seen[one] = kept((*seen.get(one, ()), *_observations(record.get("seen"))))
        return _bounded(seen)

    def add(self, more: Mapping[Pair, Iterable[Observation]]) -> Seen:
        """Put observations to those of the file and return all. Raises DiskError."""
        seen = together(self.load(), more)
        record = {
            "format": _FORMAT,
            "version": 1,
            "pairs": [
                {
                    "model": model,
                    "provider": provider,
                    "seen": [[each.at, each.words, each.pictures, each.reported] for each in found],
                }
                for (model, provider), found in sorted(seen.items())
            ],
        }
        files.write(self._path, encode(record).encode() + b"\n", self._tag)
        return seen


def together(one: Mapping[Pair, Iterable[Observation]], other: Mapping[Pair, Any]) -> Seen:
    """Return the union of observations, as many as are kept."""
    names = {*one, *other}
    return _bounded({each: kept((*one.get(each, ()), *other.get(each, ()))) for each in names})


def _bounded(seen: Seen) -> Seen:
    """Return the pairs that were observed last."""
    newest = sorted((found[-1].at, pair) for pair, found in seen.items() if found)
    return {pair: seen[pair] for _, pair in newest[-_MOST_PAIRS:]}


def _pair(record: Mapping[str, Any]) -> Pair | None:
    model, provider = record.get("model"), record.get("provider")
    return (model, provider) if isinstance(model, str) and isinstance(provider, str) else None


def _observations(listed: object) -> Iterable[Observation]:
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, list) and len(each) == 4 and isinstance(each[0], str):
            counts = [number(value) for value in each[1:]]
            if all(count is not None and 0 <= count <= _MOST_TOKENS for count in counts):
                words, pictures, reported = (count or 0 for count in counts)
                yield Observation(each[0], words, pictures, reported)
