"""The tile rule against its reference by the letter, and against the model's own processor."""

from __future__ import annotations

import pytest

from scout_desktop.chat.tiles import tiling
from tests.chat.sizes import sizes_to_try


def by_the_letter(width: int, height: int) -> tuple[int, int, int, int]:
    """Columns, rows and the size on the canvas, as the four steps of the reference say it.

    Scales are pairs of whole numbers, compared by cross multiplication.
    """
    best: tuple[int, int, int, int] | None = None  # numerator, denominator, columns, rows
    for columns in range(1, 17):
        for rows in range(1, 17):
            if columns * rows > 16:
                continue
            across, down = 336 * columns, 336 * rows
            narrow = across * height <= down * width
            up, below = (across, width) if narrow else (down, height)
            if best is None:
                best = (up, below, columns, rows)
                continue
            mine, its = up * best[1], best[0] * below
            roomy, its_roomy = up >= below, best[0] >= best[1]
            if roomy != its_roomy:
                better = roomy
            elif mine == its:
                better = columns * rows < best[2] * best[3]
            else:
                better = mine < its if roomy else mine > its
            if better:
                best = (up, below, columns, rows)
    columns, rows = best[2:]
    # Reduced to the canvas, or enlarged towards one tile: one of the two sides gives the scale.
    across = min(max(width, 336), 336 * columns)
    down = min(max(height, 336), 336 * rows)
    if across * height < down * width:
        return columns, rows, across, max(height * across // width, 1)
    return columns, rows, max(width * down // height, 1), down


def test_the_rule_agrees_with_the_reference_taken_by_the_letter_over_four_thousand_sizes():
    sizes = sizes_to_try(4000, 11)
    assert len(sizes) == 4000
    wrong = [
        (size, by_the_letter(*size))
        for size in sizes
        if ((seen := tiling(*size)).columns, seen.rows, seen.width, seen.height)
        != by_the_letter(*size)
    ]
    assert wrong == []


def test_the_rule_agrees_with_the_models_own_image_processor_where_it_is_installed():
    processor = pytest.importorskip(
        "transformers.models.llama4.image_processing_llama4",
        reason="transformers is not installed; the two other roads above are the check",
        exc_type=ImportError,  # it is there, and what it needs is not
    )
    torch = pytest.importorskip("torch", reason="torch is not installed")
    tile = pytest.importorskip("transformers.image_utils").SizeDict(height=336, width=336)
    canvases = torch.tensor(processor.find_supported_resolutions(16, tile))
    wrong = []
    for width, height in sizes_to_try(3000, 7):
        down, across = processor.get_best_fit((height, width), canvases).tolist()
        room = (min(max(height, 336), down), min(max(width, 336), across))
        high, wide = processor.get_max_res_without_distortion((height, width), room)
        seen = tiling(width, height)
        ours = (seen.canvas_width, seen.canvas_height, seen.width, seen.height)
        if ours != (across, down, max(wide, 1), max(high, 1)):
            wrong.append((width, height))
    assert wrong == []


def test_the_processor_itself_makes_as_many_tiles_of_a_picture_as_we_say():
    transformers = pytest.importorskip(
        "transformers", reason="transformers is not installed; the two roads above are the check"
    )
    torch = pytest.importorskip("torch", reason="torch is not installed")
    processor = transformers.Llama4ImageProcessor()
    for width, height in [(336, 336), (337, 337), (100, 50), (1280, 720), (5000, 200), (20, 900)]:
        made = processor(torch.zeros(3, height, width, dtype=torch.uint8), return_tensors="pt")
        assert made["pixel_values"].shape[0] == tiling(width, height).tiles
        assert made["aspect_ratios"].tolist() == [
            [tiling(width, height).rows, tiling(width, height).columns]
        ]
