"""Formulas become drawings: right ones quickly, half ones not at all, hostile ones harmlessly."""

from __future__ import annotations

import re
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.ui.transcript.blocks.formulas.drawing import LONGEST, drawing
from scout_desktop.ui.transcript.blocks.formulas.tree import tree_of

USUAL = [
    r"e^{i\pi} + 1 = 0",
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{i=1}^n i = \frac{n(n+1)}{2}",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}^{-1}",
    r"\left[\begin{array}{cc|c} 1 & 2 & 3 \\ \hline 4 & 5 & 6 \end{array}\right]",
    r"f(x) = \begin{cases} x^2 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
    r"\begin{gather} a = b \\ c = d \end{gather}",
    r"\left( \sum_{i=1}^n x_i \right)^2",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"\underbrace{a + \cdots + z}_{26} \xrightarrow{n \to \infty} \infty",
    r"\hat{H} \vec{v} \overline{AB} \tilde{x} \widehat{abc} \dot{q}",
    r"\mathbb{R}^n \mathcal{L} \mathfrak{g} \mathbf{v} \boldsymbol{\mu} \mathrm{d}x",
    r"\left.\frac{df}{dx}\right|_{x=0}",
    r"\operatorname*{arg\,max}_x f(x), \quad \mathop{\mathrm{lim\,sup}} a_n",
    r"\binom{n}{k} \pmod{p} \boxed{x} \cancel{y} \color{red}{z}",
    r"\text{если } x < 0 \text{ und } y \ge 0, \text{ für } 50\,\% \text{ (}\$5\text{)}",
    r"\oint_S \mathbf{B} \cdot d\mathbf{S} = 0 \tag{3}",
]
HALF = [
    r"\frac{1",
    r"\left( x",
    r"x \right)",
    r"\begin{pmatrix} a",
    r"x^a^b",
    r"\sqrt",
    r"_",
    "",
    "  ",
    "\\",
]
BOMBS = {
    "a command that doubles itself": r"\def\a{xx}\def\b{\a\a}\def\c{\b\b}\c\c\c",
    "a command that calls itself": r"\newcommand{\a}{\a\a}\a",
    "fractions in fractions": r"\frac{1}{1+" * 24 + "x" + "}" * 24,
    "fences in fences": r"\left(" * 24 + "x" + r"\right)" * 24,
    "lines in lines": r"{a\\" * 24 + "x" + "}" * 24,
    "matrices in matrices": r"\begin{pmatrix}" * 24 + "x" + r"\end{pmatrix}" * 24,
    "deeper than anybody writes": "{" * 1_000 + "x" + "}" * 1_000,
    "deep without braces": r"\hat" * 700 + "x",
    "roots without braces": r"\sqrt" * 590 + "x",
    "endless": "x+" * (LONGEST // 2),
    "too long": "x" * (LONGEST + 1),
    "a wide table": r"\begin{matrix}" + "a&" * 1_400 + r"\end{matrix}",
    "a tall bracket": r"\left(\begin{matrix}" + r"a\\" * 700 + r"\end{matrix}\right)",
    "a wall": r"\left(\rule{1em}{99999999em}\right)",
    "far away": r"x\hspace{1e999em}y\hspace{99999999px}z",
    "a raised cell": r"\left(\raise{999999em}{x}\right)",
    "operators": r"\operatorname{" + "a *" * 900,
}
HOSTILE = [
    r"\text{</mtext><image href='file:///etc/passwd'/>}",
    r"\text{<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;}",
    r"\text{&xxe; &#x3c;script&#x3e;}",
    r"\color{url(http://example.org/x)}{x}",
    r"\color{#123456;fill:url(file:///x)}{x}",
    r"\colorbox{url(#a)}{x}",
    r"\fcolorbox{red}{javascript:alert(1)}{x}",
    r"\href{javascript:alert(1)}{x}",
    r"\style{background:url(http://example.org)}{x}",
    r"\class{a}{x}",
    r"\includegraphics{/etc/passwd}",
    r"\input{/etc/passwd}",
    r"\unicode{x3c}",
    r"\bcancel{x}\cancel{y}",
    r"\begin{array}{l|r}<&>\\\hline'&\"\end{array}",
    r"\mathbb{<}\text{\}\#}\%\&",
]
SHAPES = {"svg", "path", "rect", "ellipse"}
NAMES = {
    "width", "height", "viewBox", "fill", "d", "x", "y", "cx", "cy", "rx", "ry", "stroke",
    "stroke-width",
}  # fmt: skip
VALUE = re.compile(r"[-MLHVCSQTAZ0-9. ]*|#[0-9a-fA-F]{3,6}|[a-z]{3,10}")


def shapes_only(svg: bytes) -> bool:
    assert b"<!" not in svg
    assert b"<?" not in svg
    assert b"&" not in svg
    for shape in ElementTree.fromstring(svg).iter():
        assert shape.tag.removeprefix("{http://www.w3.org/2000/svg}") in SHAPES
        assert shape.attrib.keys() <= NAMES
        assert all(VALUE.fullmatch(value) for value in shape.attrib.values())
        assert not shape.text
        assert not shape.tail
    return True


@pytest.mark.parametrize("source", USUAL)
def test_what_people_write_is_drawn(source: str) -> None:
    for display in (True, False):
        drawn = drawing(source, display)
        assert drawn is not None
        assert 0.3 < drawn.height < 8
        assert 0.5 < drawn.width < 40
        assert 0 < drawn.ascent <= drawn.height + 0.5
        assert shapes_only(drawn.svg)


@pytest.mark.parametrize("source", HALF)
def test_half_a_formula_is_left_to_its_source_or_drawn_as_far_as_it_goes(source: str) -> None:
    drawn = drawing(source, display=True)
    assert drawn is None or shapes_only(drawn.svg)


def test_a_fence_is_as_tall_as_the_sum_that_it_holds() -> None:
    fenced, bare = drawing(r"\left( \sum_i x_i \right)", True), drawing(r"\sum_i x_i", True)
    assert fenced is not None
    assert bare is not None
    assert bare.height <= fenced.height < bare.height * 1.5


def test_a_sum_puts_its_limits_beside_it_within_a_line() -> None:
    alone, in_line = (drawing(r"\sum_{i=1}^n i", display) for display in (True, False))
    assert alone is not None
    assert in_line is not None
    assert alone.height > in_line.height * 1.5
    assert alone.width < in_line.width


def test_letters_stand_on_the_baseline() -> None:
    plain = drawing("x", display=False)
    hanging = drawing("y", display=False)
    assert plain is not None
    assert hanging is not None
    below = plain.height - plain.ascent
    assert below == pytest.approx(0.05, abs=0.03)
    assert hanging.height - hanging.ascent > below + 0.15


def test_the_lines_of_a_table_are_drawn() -> None:
    plain = drawing(r"\begin{array}{cc} a & b \\ c & d \end{array}", True)
    ruled = drawing(
        r"\begin{array}{|c|c|} \hline a & b \\ \hline c & d \\ \hline \end{array}", True
    )
    assert plain is not None
    assert ruled is not None
    assert plain.svg.count(b"<rect") == 0
    assert ruled.svg.count(b"<rect") == 2


@pytest.mark.parametrize("words", ["如果", "हिन्दी", "إذا", "ถ้า", "만약", "😀"])
def test_words_of_other_scripts_are_left_to_be_written(words: str) -> None:
    drawn = drawing(rf"x > 0 \text{{{words}}}", True)
    assert drawn is not None
    assert [each.text for each in drawn.words] == [words]
    where = drawn.words[0]
    assert 2 < where.x < where.x + where.width < drawn.width
    assert where.baseline == pytest.approx(drawn.ascent, abs=0.01)
    assert shapes_only(drawn.svg)


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_formula_takes_long(bomb: str) -> None:
    begun = time.thread_time()
    drawing(BOMBS[bomb], display=True)
    # The bombs that make ziamath as it comes take days; what is counted ends within a second.
    assert time.thread_time() - begun < 6


@pytest.mark.parametrize("source", HOSTILE)
def test_a_drawing_holds_nothing_but_shapes(source: str) -> None:
    drawn = drawing(source, display=True)
    assert drawn is None or shapes_only(drawn.svg)


def test_text_of_a_model_becomes_no_markup() -> None:
    tree = tree_of(r"\text{</mtext><mglyph src='x'/>&lt;}", display=False)
    words = [part for part in tree.iter() if part.tag == "mtext"]
    assert [word.text for word in words] == ["</mtext><mglyph\u00a0src='x'/><"]


BITS = st.sampled_from([
    *"xyz01+-=()[]|^_{}&<>!,.' ~%#$'", "{", "}", "漢", "\u202e", r"\\", r"\frac", r"\sqrt", r"\sum",
    r"\left(", r"\right)", r"\hat", r"\begin{cases}", r"\end{cases}", r"\begin{array}", r"\hline",
    r"\end{array}", r"\text{a}", r"\color", r"\rule", r"\hspace", r"\raise", r"\over", r"\not",
    r"\middle|", r"\xrightarrow", r"\underbrace", r"\substack", r"\sideset", r"\genfrac", r"\skew",
    r"\tag",
])  # fmt: skip


@settings(max_examples=60)
@given(st.lists(BITS, max_size=40).map("".join), st.booleans())
def test_whatever_a_model_writes_is_drawn_as_shapes_or_not_at_all(
    source: str, display: bool
) -> None:
    drawn = drawing(source, display)
    assert drawn is None or shapes_only(drawn.svg)


def test_a_page_of_equations_is_far_from_the_limit() -> None:
    rows = r" \\ ".join(rf"f_{{{n}}}(x) &= \frac{{x^{n}}}{{{n}!}} + \sqrt{{x}}" for n in range(25))
    assert drawing(rf"\begin{{aligned}}{rows}\end{{aligned}}", True) is not None
