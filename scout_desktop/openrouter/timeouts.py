"""How long to wait for what. There is no limit on a whole reply: long ones are not failures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timeouts:
    """All in seconds; None waits without end.

    Keep-alive comments count as bytes and not as data: without the first rule a queued request is
    killed although it lives, without the second a dead one is waited for without end.
    """

    connect: float = 15.0
    """Name, TCP and TLS together."""
    upload: float = 30.0
    """One piece (64 KB) of the request; pictures may take minutes on a slow line."""
    first_byte: float | None = 120.0
    """From the end of the request to the end of the answer's headers, a slow drip included."""
    idle_bytes: float | None = 60.0
    """Without any byte."""
    idle_data: float | None = 300.0
    """Without a data event; None is "keep waiting" while there are signs of life."""
    after_finish: float = 10.0
    """After a finish reason, for the usage; a server that then says nothing has finished."""

    frame: float = 0.03
    """Between two reads of a flowing reply that bring little; its end waits as long at the most."""

    @classmethod
    def patient(cls) -> Timeouts:
        """Return limits for a model on this computer, which may think for minutes in silence."""
        return cls(connect=5.0, first_byte=1200.0, idle_bytes=600.0, idle_data=1200.0)
