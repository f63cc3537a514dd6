"""What is asked about an offer, in the note above the buttons, and what the answers mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from scout_desktop.ui.composer.intake.words import left_out_words
from scout_desktop.ui.composer.words import (
    ADDRESS_QUESTION,
    address_name,
    attached_from_path,
    many_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scout_desktop.ui.composer.composer import Composer
    from scout_desktop.ui.composer.intake.offer import Folder, Offer

_SEND_PICTURE, _LEAVE_TEXT = "Send as picture", "Leave as text"
_PASTE_TEXT = "Paste as text"
_ASK_EACH = "Ask the same of each…"


class Questions(QObject):
    """One question at a time; left unanswered, everything stays as it is."""

    address_agreed = Signal(str, str)
    """(https address, name): the user wants the service to fetch this picture."""
    taken_back = Signal(object)
    """The numbers of the chips that shall go, a tuple."""
    batch_wanted = Signal(object)
    """Paths, a tuple, of which the same shall be asked."""

    def __init__(self, composer: Composer) -> None:
        super().__init__(composer)
        self._composer = composer
        self._answers: dict[str, Callable[[], None]] = {}
        composer.note_answered.connect(self._answered)

    def ask(
        self,
        offer: Offer,
        files: Sequence[Path],
        folders: Sequence[Folder],
        numbers: Sequence[int],
    ) -> None:
        """Say and ask what an offer calls for.

        `files` and `folders` are what `unfold` made of it, `numbers` are its chips.
        """
        chips = tuple(numbers)
        if offer.address:
            self._ask_about_address(offer)
        elif offer.text and files and chips:
            said = attached_from_path(files[0].name)
            self._say(said, {_PASTE_TEXT: lambda: self._as_text(offer.text, chips)})
        elif len(files) > 1 and (offer.is_many or folders):
            paths = offer.paths
            said = _said_of_many(files, folders, len(chips), len(chips) - len(offer.loose))
            self._say(said, {_ASK_EACH: lambda: self._each(paths, chips)})
        else:
            # Whatever was asked before is about other pictures.
            self._say(" ".join(filter(None, map(_said_of, folders))), {})

    def _ask_about_address(self, offer: Offer) -> None:
        def agree() -> None:
            if offer.text:
                self._composer.take_words_out(offer.text)
            self.address_agreed.emit(offer.address, address_name(offer.address))

        def leave() -> None:
            if not offer.text:  # it was dropped: the words are nowhere yet
                self._composer.put_words(offer.address)

        self._say(ADDRESS_QUESTION, {_SEND_PICTURE: agree, _LEAVE_TEXT: leave})

    def _as_text(self, text: str, chips: tuple[int, ...]) -> None:
        self.taken_back.emit(chips)
        self._composer.put_words(text)

    def _each(self, paths: tuple[Path, ...], chips: tuple[int, ...]) -> None:
        self.taken_back.emit(chips)
        self.batch_wanted.emit(paths)

    def _say(self, sentence: str, answers: dict[str, Callable[[], None]]) -> None:
        self._answers = answers
        self._composer.show_note(sentence, tuple(answers))

    def _answered(self, answer: str) -> None:
        do = self._answers.pop(answer, None)
        self._answers = {}
        if do is not None:
            do()
        self._composer.focus_text()


def _said_of_many(
    files: Sequence[Path], folders: Sequence[Folder], chips: int, attached: int
) -> str:
    """`attached` of the files have one of the `chips`."""
    alone = len(folders) == 1 and len(folders[0].files) == len(files)
    if alone and chips == attached == len(files) and folders[0].left_out:
        return _said_of(folders[0])
    # Counted together: which of them came from where can be seen on the chips.
    left_out = len(files) - attached + sum(folder.left_out for folder in folders)
    empty = [_said_of(folder) for folder in folders if not folder.files]
    return " ".join([*empty, many_words(chips, left_out)])


def _said_of(folder: Folder) -> str:
    if folder.files and not folder.left_out:
        return ""
    return left_out_words(folder.name, len(folder.files), folder.left_out)
