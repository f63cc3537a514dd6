"""What links and footnotes are called in a text, and who asked for one that was not there yet."""

from __future__ import annotations

from typing import Final

LONGEST_LABEL: Final = 999


class Definitions:
    """The first definition of a label counts, as in CommonMark.

    One made with `beneath` adds to another without changing it.
    """

    def __init__(self, beneath: Definitions | None = None) -> None:
        self._beneath = beneath
        self._links: dict[str, dict[str, str]] = {}
        self._notes: dict[str, int] = {}
        self.missed: set[str] = set()
        """Labels that were asked for in vain; a footnote's has `^` in front here."""
        self._late = False

    def get(self, label: str, default: None = None) -> dict[str, str] | None:
        """Return the `href` and `title` of a link by its label in normal form."""
        found = self.link(label)
        if found is None and len(label) <= LONGEST_LABEL:
            self.missed.add(label)
        return found

    def link(self, label: str) -> dict[str, str] | None:
        """Return the same without taking note of it."""
        if label in self._links:
            return self._links[label]
        return self._beneath.link(label) if self._beneath else None

    def note(self, label: str) -> int | None:
        """Return the number of a footnote."""
        number = self.number(label.casefold())
        if number is None:
            self.missed.add("^" + label.casefold())
        return number

    def number(self, label: str) -> int | None:
        """Return the same of a folded label, without taking note of it."""
        if label in self._notes:
            return self._notes[label]
        return self._beneath.number(label) if self._beneath else None

    def knows_any(self, labels: set[str]) -> bool:
        """Whether one of the labels, as they are in `missed`, is defined by now."""
        return any(
            self.link(label) is not None
            or (label.startswith("^") and self.number(label[1:]) is not None)
            for label in labels
        )

    @property
    def late(self) -> bool:
        """Whether something was defined after it had been asked for in vain."""
        if self._late or self._beneath is None:
            return self._late
        names = (*self._links, *("^" + label for label in self._notes))
        return any(self._beneath.was_missed(name) for name in names)

    def was_missed(self, label: str) -> bool:
        """Whether it was asked for in vain, here or beneath."""
        return label in self.missed or (
            self._beneath is not None and self._beneath.was_missed(label)
        )

    @property
    def notes(self) -> int:
        """How many footnotes there are."""
        return len(self._notes) + (self._beneath.notes if self._beneath else 0)

    def add_note(self, label: str) -> int:
        """Take a footnote and return its number: they are counted as they are defined."""
        label = label.casefold()
        number = self.number(label)
        if number is None:
            number = self.notes + 1
            self._notes[label] = number
            self._late = self._late or self.was_missed("^" + label)
        return number

    def add_link(self, label: str, link: dict[str, str]) -> None:
        """Take a link by its label in normal form."""
        if len(label) <= LONGEST_LABEL and self.link(label) is None:
            self._links[label] = link
            self._late = self._late or self.was_missed(label)
