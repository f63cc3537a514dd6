"""How long the rest of a batch may take: said only when enough was seen to say it. Pure."""

from __future__ import annotations

from collections import deque

_ENOUGH = 10
"""Pictures that have to be finished before a time is named."""
_LOOKS_BACK = 40
"""Pictures whose pace counts: the service is not as fast all day."""


class Pace:
    """Told of every finished picture. All times are seconds of one clock that never goes back."""

    def __init__(self, start: float) -> None:
        self._times: deque[float] = deque([start], maxlen=_LOOKS_BACK + 1)
        self._finished = 0

    def finished(self, now: float, count: int = 1) -> None:
        """Take note that so many pictures were finished."""
        self._finished += count
        self._times.extend([now] * count)

    def words(self, left: int) -> str:
        """Return `about 3 minutes left`; empty before ten pictures and when none is left."""
        span = self._times[-1] - self._times[0]
        if self._finished < _ENOUGH or left < 1 or span <= 0:
            return ""
        seconds = left * span / (len(self._times) - 1)
        if seconds < 50:
            return "less than a minute left"
        minutes = round(seconds / 60)
        if minutes < 90:
            return f"about {minutes} {'minute' if minutes == 1 else 'minutes'} left"
        hours = round(minutes / 60)
        return f"about {hours} hours left"
