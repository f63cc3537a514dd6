"""In which state a batch is, and which way out of it is offered. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from scout_desktop.ui.batch.words import cap_words, several

if TYPE_CHECKING:
    from scout_desktop.chat.batch import BatchTotals

Stand = Literal[
    "waiting", "running", "pausing", "paused", "cap", "key", "network", "trouble", "end"
]
_KINDS: dict[Stand, Literal["info", "warn", "bad"]] = {
    "cap": "warn",
    "key": "warn",
    "network": "warn",
    "trouble": "bad",
}


class State(NamedTuple):
    """What the head of the page says. `actions` are buttons of its banner."""

    stand: Stand
    sentence: str = ""
    actions: tuple[str, ...] = ()
    verb: str = "Go on"
    """What the button says that lets it run."""

    @property
    def kind(self) -> Literal["info", "warn", "bad"]:
        """How loud the banner is."""
        return _KINDS.get(self.stand, "info")


GO_ON, RETRY, KEY = "Go on", "Retry failed", "Set the key…"


def state_of(
    totals: BatchTotals,
    *,
    running: bool,
    begun: bool,
    paused: tuple[str, str] | None,
    trouble: str = "",
    cap: Decimal | None = None,
    held: float = 0.0,
) -> State:
    """Say how a batch stands. `paused` is (reason, sentence), `trouble` what ended it too early.

    `held` are the seconds that the service asked to wait.
    """
    left = totals.items - totals.done - totals.failed
    if running:
        if paused is not None:
            return State("pausing", paused[1] or "Pausing: replies on their way still arrive.")
        return State("running", _held_sentence(held) if held >= 1 else "")
    if trouble:
        return State("trouble", trouble)
    if paused is not None and left:
        reason, sentence = paused
        if reason == "cap":
            return State("cap", sentence or _cap_sentence(cap, left))
        if reason == "key":
            return State("key", sentence, (KEY,))
        if reason == "network":
            return State("network", sentence)
        return State("paused", sentence or _paused_sentence(left))
    if left:
        if not (begun or totals.done or totals.failed):
            return State("paused", "Nothing was sent yet.", verb="Start")
        return State("paused", "" if begun else _interrupted_sentence(left))
    return State("end", _end_sentence(totals))


def _cap_sentence(cap: Decimal | None, left: int) -> str:
    of = f" of {cap_words(cap)}" if cap is not None else ""
    return f"The next picture could exceed the cost cap{of}; {several(left, 'picture')} wait."


def _held_sentence(seconds: float) -> str:
    whole = round(seconds)
    return f"The service asked for a pause. It goes on by itself in {whole // 60}:{whole % 60:02}."


def _paused_sentence(left: int) -> str:
    return f"Paused. {several(left, 'picture waits', 'pictures wait')}; nothing is lost."


def _interrupted_sentence(left: int) -> str:
    return f"It stopped here, with {several(left, 'picture')} to go. Nothing is asked twice."


def _end_sentence(totals: BatchTotals) -> str:
    if totals.items == 1 and totals.done:
        return "Finished: the picture has its answer."
    if totals.failed:
        return f"Finished; {several(totals.failed, 'picture')} failed. The reason stands with each."
    return f"Finished: every one of {several(totals.items, 'picture')} has its answer."
