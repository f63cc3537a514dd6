"""What is said about the work on the original. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scout_desktop.ui.pictures.edits.turning import turned_size

if TYPE_CHECKING:
    from scout_desktop.chat.recipe import Mark, Recipe
    from scout_desktop.ui.pictures.edits.grips import Tool
    from scout_desktop.ui.pictures.edits.turning import Size

CLOSER = "The wheel looks closer on both sides."
_HINTS: dict[Tool, str] = {
    "select": "Click a mark to move it; drag elsewhere to move the picture.",
    "crop": "Drag over the part to send, or press Enter.",
    "box": "Drag a box around something, or press Enter.",
    "arrow": "Drag an arrow to something, or press Enter.",
    "number": "Click where the number belongs, or press Enter.",
}


def part_words(recipe: Recipe, picture: Size) -> str:
    """Say which part is sent: Crop 1200 × 800 of 4032 × 3024 pixels."""
    wide, tall = turned_size(picture, recipe.turn)
    whole = f"{wide} × {tall} pixels"
    if recipe.crop is None:
        return whole
    wide, tall = turned_size((recipe.crop.width, recipe.crop.height), recipe.turn)
    return f"Crop {wide} × {tall} of {whole}"


def marks_words(recipe: Recipe) -> str:
    """Name the marks, as questions can: Marks: box 1, arrow, number 2."""
    if not recipe.marks:
        return "No marks"
    return "Marks: " + ", ".join(map(mark_name, recipe.marks))


def hint_words(tool: Tool, recipe: Recipe, selected: int | None) -> str:
    """Say what the hand has, or what it can do."""
    if selected is not None and selected < len(recipe.marks):
        mark = recipe.marks[selected]
        size = ""
        if mark.kind == "box":
            wide, tall = mark.right - mark.left, mark.bottom - mark.top
            size = f", {wide} × {tall}"
        return f"{mark_name(mark).capitalize()}{size} selected: arrows move it, Del removes it."
    if tool == "crop" and recipe.crop is not None:
        return "Drag its edges; arrows move it, with Shift they resize it."
    return _HINTS[tool]


def mark_name(mark: Mark) -> str:
    """Return what a question would call a mark: box 2, arrow, number 3."""
    return f"{mark.kind} {mark.number}" if mark.number else mark.kind


def work_words(recipe: Recipe, picture: Size) -> str:
    """Say all that is done to the original, for readers."""
    said = [part_words(recipe, picture), marks_words(recipe)]
    if recipe.turn:
        said.append(f"turned by {recipe.turn} degrees")
    return "; ".join(said)
