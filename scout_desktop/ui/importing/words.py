"""What the sheet says about chats that could come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.chat.conversation import UNNAMED
from scout_desktop.ui.controls.dates import moment_words

if TYPE_CHECKING:
    from pathlib import Path

    from scout_desktop.session.importing.plan import PlannedChat


def row_title(chat: PlannedChat) -> str:
    """Return the name of a chat in one line."""
    return " ".join(chat.title.split()) or UNNAMED


def file_words(path: Path) -> str:
    """Return the name of a file or folder; what is no letter in it is shown as such."""
    return (path.name or str(path)).encode("utf-8", "replace").decode()


def facts(chat: PlannedChat) -> str:
    """Return the line below the name: what would come, or why nothing does."""
    if not chat.comes:
        return chat.sentence
    said = [moment_words(chat.updated)]
    if chat.standing == "more":
        said.append(_count(chat.new_messages, "new message") if chat.new_messages else "changed")
    else:
        said.append(_count(chat.messages, "message"))
    if chat.branches > 1:
        said.append(f"{chat.branches:,} branches")
    if chat.pictures:
        said.append(_count(chat.pictures, "picture"))
    if chat.missing:
        said.append(f"{_count(chat.missing, 'picture')} not in the export")
    return "  ·  ".join(each for each in said if each)


def reading_words(count: int) -> str:
    """Return how far looking is."""
    return "Reading…" if not count else f"Reading… {_count(count, 'chat')} so far"


def import_words(count: int) -> str:
    """Return what the button does."""
    return "Import" if not count else f"Import {_count(count, 'chat')}"


def stopped_words(done: int) -> str:
    """Return what is so after a stop."""
    some = f"{_count(done, 'chat')} had come by then" if done else "No chat had come by then"
    return f"Stopped. {some}; import the same again to go on."


def _count(number: int, one: str) -> str:
    return f"{number:,} {one}{'' if number == 1 else 's'}"
