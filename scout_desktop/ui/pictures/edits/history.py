"""What was done, step by step, so that each step can be taken back and done again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Recipe

MOST: Final = 500
"""Steps that are remembered."""


@dataclass(frozen=True, slots=True)
class History:
    """The recipe as it is `now`, with what was before it and what was taken back."""

    now: Recipe
    past: tuple[Recipe, ...] = ()
    ahead: tuple[Recipe, ...] = ()
    gesture: str = ""

    def after(self, recipe: Recipe, gesture: str = "") -> History:
        """Return the history with one more step.

        Steps of one `gesture` (an arrow key held down) count as one; "" never continues.
        """
        if recipe == self.now:
            return self
        if gesture and gesture == self.gesture:
            return History(recipe, self.past, (), gesture)
        return History(recipe, (*self.past, self.now)[-MOST:], (), gesture)

    def undone(self) -> History:
        """Return it one step back; at the beginning nothing happens."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.ahead))

    def redone(self) -> History:
        """Return it one step ahead again, if one was taken back."""
        if not self.ahead:
            return self
        return History(self.ahead[0], (*self.past, self.now), self.ahead[1:])
