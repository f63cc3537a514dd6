"""Every colour, size, radius and type size of the window: the one place that names them.

Room-mates read these values through `Theme.tokens`; nothing else in the program writes a colour
or a size. Sizes are device-independent pixels at 100 % text size; `Theme.px` applies the user's
factor. Named tuples and not dataclasses: with this many fields those cost 4 ms of every start.
"""

from typing import NamedTuple


class Tokens(NamedTuple):
    """The colours of one appearance, each `#RRGGBB` (`veil` and `shadow` are `#AARRGGBB`)."""

    dark: bool
    window: str
    """Behind everything."""
    surface: str
    """Composer, menus, cards, fields, code."""
    rail: str
    """The left and right panes."""
    bubble: str
    """The user's message; also the ground of quiet chips."""
    line: str
    """Hairlines of one physical pixel."""
    edge: str
    """Outlines of things to click (checkbox, slider groove): at least 3:1 on its ground."""
    hover: str
    """Under the pointer, on window, rail or surface."""
    pressed: str
    text: str
    text_2: str
    """Secondary text and icons at rest."""
    text_3: str
    """Captions, placeholders, provider defaults."""
    accent: str
    accent_hover: str
    on_accent: str
    tint: str
    """Selected row, drop target."""
    good: str
    warn: str
    bad: str
    on_bad: str
    warn_tint: str
    bad_tint: str
    veil: str
    shadow: str
    selection: str
    """Under selected text of a chat."""
    hit: str
    """Under words that a search found, also within the selection."""
    hit_now: str
    """Under the one that the search stands at."""
    mark: str
    """Boxes, arrows and numbers on a picture, as they are drawn into what is sent."""
    on_mark: str
    thumb: str
    """The moving part of a scroll bar."""
    thumb_hover: str
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_name: str
    code_meta: str


LIGHT = Tokens(
    dark=False,
    window="#FAFAF8",
    surface="#FFFFFF",
    rail="#F3F2EE",
    bubble="#EFEDE6",
    line="#E2E0D9",
    edge="#8B887F",
    hover="#ECEAE5",
    pressed="#DFDCD4",
    text="#1D1C1A",
    text_2="#55534D",
    text_3="#68655E",
    accent="#0F766E",
    accent_hover="#0B5F58",
    on_accent="#FFFFFF",
    tint="#E0F0EE",
    good="#2B7530",
    warn="#925300",
    bad="#B3261E",
    on_bad="#FFFFFF",
    warn_tint="#FBF0DD",
    bad_tint="#FBE9E7",
    veil="#E6E0F0EE",
    shadow="#26000000",
    selection="#B9E0DB",
    hit="#F7E2A4",
    hit_now="#F2B84B",
    mark="#FF1744",
    on_mark="#FFFFFF",
    thumb="#C9C6BD",
    thumb_hover="#A5A197",
    code_keyword="#8A3B8F",
    code_string="#2B7530",
    code_number="#9A4D00",
    code_comment="#6B6860",
    code_name="#1F5FA8",
    code_meta="#0F766E",
)

DARK = Tokens(
    dark=True,
    window="#171716",
    surface="#1F1F1D",
    rail="#1B1B19",
    bubble="#2A2A27",
    line="#32322E",
    edge="#7A776F",
    hover="#272724",
    pressed="#32322E",
    text="#ECEAE4",
    text_2="#B3B0A8",
    text_3="#9C998F",
    accent="#2BB5A8",
    accent_hover="#52CABE",
    on_accent="#06201D",
    tint="#163431",
    good="#7CC47F",
    warn="#E0A458",
    bad="#F08A80",
    on_bad="#2A0906",
    warn_tint="#33281A",
    bad_tint="#3A2220",
    veil="#E6163431",
    shadow="#66000000",
    selection="#1F544E",
    hit="#4A3D18",
    hit_now="#75460F",
    mark="#FF1744",
    on_mark="#FFFFFF",
    thumb="#45453F",
    thumb_hover="#66655D",
    code_keyword="#D79AD9",
    code_string="#8CCB8F",
    code_number="#E0A458",
    code_comment="#9C998F",
    code_name="#86B7EA",
    code_meta="#2BB5A8",
)


class Sizes(NamedTuple):
    """Lengths that both appearances share, in device-independent pixels."""

    s1: int = 4
    s2: int = 8
    s3: int = 12
    s4: int = 16
    s6: int = 24
    s8: int = 32
    radius_field: int = 6
    radius_card: int = 10
    control: int = 28
    row: int = 52
    section: int = 28
    row_picture: int = 36
    chip_picture: int = 72
    icon: int = 16
    icon_large: int = 20
    focus: int = 2
    scrollbar: int = 10
    transcript_column: int = 760
    left_pane: int = 272
    left_pane_min: int = 200
    left_pane_max: int = 420
    right_pane: int = 312
    right_pane_min: int = 260
    right_pane_max: int = 440
    window_min_width: int = 900
    window_min_height: int = 600
    fade_ms: int = 120
    toast_ms: int = 8000


class Face(NamedTuple):
    """One kind of type: pixels at 100 %, weight 400 or 600, fixed or the interface face."""

    px: int
    weight: int = 400
    fixed: bool = False
    tabular: bool = False


SIZES = Sizes()
LINE_HEIGHT = 1.5

FACES: dict[str, Face] = {
    "body": Face(14),
    "strong": Face(14, 600),
    "number": Face(14, tabular=True),
    "caption": Face(12),
    "caption_strong": Face(12, 600),
    "caption_number": Face(12, tabular=True),
    "title": Face(15, 600),
    "heading_1": Face(20, 600),
    "heading_2": Face(17, 600),
    "heading_3": Face(15, 600),
    "code": Face(13, fixed=True),
}
"""Kinds that `Theme.font(kind)` knows; QSS takes the same names in the property `kind`."""
