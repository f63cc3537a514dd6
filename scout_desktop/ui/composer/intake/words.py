"""What is said while pictures come in; pure, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.composer.intake.offer import FEW

if TYPE_CHECKING:
    from scout_desktop.ui.composer.intake.reading import Glance


NO_SCREENSHOT = (
    "This desktop does not let programs take a screenshot. "
    "Take one with the desktop's own key or program, and paste it here."
)
SCREENSHOT_FAILED = (
    "The desktop could not take the screenshot. "
    "Take one with the desktop's own key or program, and paste it here."
)


def drop_words(seen: Glance) -> str:
    """What will happen to what is being dragged over the window."""
    if seen.address:
        return "Drop to use the address of this picture"
    told = []
    if seen.pictures:
        told.append(f"attach {_several(seen.pictures, 'picture')}")
    if seen.documents:
        told.append(f"choose pages of {_several(seen.documents, 'PDF')}")
    if seen.others:
        also = "other file or folder" if told else "file or folder"
        named = _several(seen.others, also, also.replace("file or folder", "files and folders"))
        told.append(f"look for pictures in {named}")
    return f"Drop to {_listed(told)}"


def drop_note(seen: Glance) -> str:
    """What stands in small letters below: a second thing one can do, or what is not done."""
    if seen.address:
        return "Nothing is fetched now. You can then send the address, which the service fetches."
    if seen.others or seen.pictures + seen.documents > FEW:
        return "Or ask the same of each, one after another, once they are dropped."
    return ""


def left_out_words(folder: str, taken: int, left_out: int) -> str:
    """Why not everything in a folder came along."""
    if not taken:
        return f"There are no pictures in “{folder}”."
    more = _several(left_out, "more was", "more were")
    return (
        f"{_several(taken, 'picture')} of “{folder}” attached, "
        f"{more} left out: at most {taken} at once."
    )


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _several(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"
