from __future__ import annotations

import pytest

from scout_desktop.ui.theme.tokens import DARK, LIGHT, Tokens

GROUNDS = ("window", "surface", "rail", "bubble", "hover", "tint", "warn_tint", "bad_tint")
BODY = ("text", "text_2", "text_3", "good", "warn", "bad", "accent")
CODE = ("code_keyword", "code_string", "code_number", "code_comment", "code_name", "code_meta")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", BODY)
def test_text_can_be_read_on_every_ground(tokens: Tokens, name: str):
    for ground in GROUNDS:
        found = contrast(getattr(tokens, name), getattr(tokens, ground))
        assert found >= 4.5, f"{name} on {ground}: {found:.2f}"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", CODE)
def test_code_can_be_read_where_code_stands(tokens: Tokens, name: str):
    for ground in ("surface", "bubble", "window"):
        found = contrast(getattr(tokens, name), getattr(tokens, ground))
        assert found >= 4.5, f"{name} on {ground}: {found:.2f}"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_filled_buttons_and_outlines_can_be_told_apart(tokens: Tokens):
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent_hover) >= 4.5
    assert contrast(tokens.on_bad, tokens.bad) >= 4.5
    for ground in (tokens.window, tokens.surface, tokens.rail):
        assert contrast(tokens.edge, ground) >= 3
        assert contrast(tokens.accent, ground) >= 3  # the focus ring
