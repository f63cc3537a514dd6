"""What providers counted so far, in memory and on the disk, and what follows for an estimate."""

from __future__ import annotations

from scout_desktop.chat.calibration import (
    NOTHING_KNOWN,
    Correction,
    Observation,
    correction_from,
)
from scout_desktop.session.disk import Disk
from scout_desktop.storage.calibration import CalibrationFile, Pair, Seen, together


class Calibration:
    """Learns from every reply that comes with counts."""

    def __init__(self, file: CalibrationFile, disk: Disk) -> None:
        self._file = file
        self._disk = disk
        self._seen: Seen = {}
        self._loaded = False
        self._worked_out: dict[Pair, Correction] = {}

    async def load(self) -> None:
        """Read what was learned before. Raises DiskError; a missing or broken file is none."""
        if not self._loaded:
            self._seen = together(await self._disk.run(self._file.load), self._seen)
            self._loaded = True
            self._worked_out.clear()

    def correction(self, model: str, provider: str | None) -> Correction:
        """Return what is known of a model at a provider.

        Of a provider that has not answered yet, or of None, what is known of the one that answered
        most often for this model.
        """
        pair = (model, provider or "")
        if pair not in self._seen:
            known = [each for each in self._seen if each[0] == model]
            if not known:
                return NOTHING_KNOWN
            pair = max(known, key=lambda each: (len(self._seen[each]), each))
        if pair not in self._worked_out:
            self._worked_out[pair] = correction_from(self._seen[pair])
        return self._worked_out[pair]

    def note(self, model: str, provider: str, observation: Observation) -> None:
        """Learn from a reply; the disk has it soon."""
        if not observation.tells:
            return
        pair = (model, provider)
        fresh = {pair: (observation,)}
        self._seen = together(self._seen, fresh)
        self._worked_out.pop(pair, None)
        # Nobody waits for it, and what a full disk refuses is learned again.
        self._disk.soon(self._file.add, fresh)
