"""LaTeX to MathML: the one file that knows latex2mathml, and what ziamath wants of its trees.

The tree is never text: signs that a model wrote stay signs and become no markup. Imported in the
worker alone.
"""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter

from scout_desktop.ui.transcript.blocks.formulas.shapes import INK

MOST_SIGNS = 800
"""Letters, signs and groups of one formula; a page of aligned equations has 500."""
_FARTHEST = 60.0
"""The largest length a formula may ask for, in em and the like."""
_SMALL_UNITS = {"px": 12, "pt": 12, "mm": 4, "mu": 18}

_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([a-z]+\*?)\}(?:\{\d+\})?")
_SAME = {
    "aligned": "align*", "alignat": "align*", "alignat*": "align*", "alignedat": "align*",
    "eqnarray": "align*", "eqnarray*": "align*", "align": "align*",
    "gathered": "matrix", "gather": "matrix", "gather*": "matrix", "multline": "matrix",
    "multline*": "matrix", "equation": "matrix", "equation*": "matrix",
    "dcases": "cases", "rcases": "cases",
}  # fmt: skip
"""Environments of one look; numbers of equations would begin at 1 in each formula, so none has."""
_ARRAY = re.compile(r"(\\begin\{array\}\s*\{)\|*([lcr| ]*?)\|*(\}\s*)(?:\\hline\b\s*)*")
_LAST_LINE = re.compile(r"\\\\\s*(?:\\hline\s*)+(\\end\{array\})")
"""Lines around a whole table are left out: latex2mathml takes them for lines within."""
_ROMAN = re.compile(r"\\mathrm\{")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")

_TAGS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mpadded", "mphantom", "mstyle", "mfrac",
    "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr",
    "mtd", "menclose",
})  # fmt: skip
_LENGTHS = frozenset({
    "width", "height", "depth", "voffset", "lspace", "rspace", "minsize", "maxsize", "mathsize",
    "linethickness", "rowspacing", "columnspacing",
})  # fmt: skip
_LENGTH = re.compile(r"\s*[+-]?(\d*\.?\d*)\s*([a-z]*)")

_PARTS = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
_LEAVES = frozenset({"mi", "mn", "mo", "mtext"})
_STACKS = frozenset({"mover", "munder", "munderover"})
_BIG = frozenset("\u2211\u220f\u2210\u222b\u222c\u222d\u222e\u22c3\u22c2\u2a01\u2a02")
_HAT, _TILDE = "^", "~"
_SIGNS_BEFORE = frozenset("\u2212+\u00b1\u2213-")
"""Minus and plus: of one number, not between two, when they follow another sign."""
_CLOSERS = frozenset(")]}|\u2016\u27e9!\u2225\u2032\u221e\u22ef\u2026")


class Unreadable(ValueError):
    """A formula that is too long, or asks for what no formula needs."""


def tree_of(source: str, display: bool) -> Element:
    """Return a formula as MathML; raises `Unreadable`, and whatever latex2mathml does."""
    converter = Converter(display="block" if display else "inline")
    tree = converter.convert_to_element(_readable(source))
    del tree.attrib["xmlns"]
    tree.set("mathcolor", INK.decode())
    signs = 0
    for group in tree.iter():
        if group.tag not in _TAGS:
            raise Unreadable(group.tag)
        # The package writes signs as entities, to be read where a tree is text; ours never is.
        group.text = unescape(group.text) if group.text else None
        signs += 1 + len(group.text or "") // 4
        _check_lengths(group)
    if signs > MOST_SIGNS:
        raise Unreadable("too many signs")
    for group in tuple(tree.iter()):
        _gather(group)
        _mend(group)
    return tree


def _readable(source: str) -> str:
    """Write a formula in the words that latex2mathml knows."""
    source = _ENVIRONMENT.sub(lambda m: rf"\{m[1]}{{{_SAME.get(m[2], m[2])}}}", source)
    source = _LAST_LINE.sub(r"\1", _ARRAY.sub(r"\1\2\3", source))
    source = _TAG.sub(r"\\qquad\\text{(\1)}", source)
    return _ROMAN.sub(r"\\mathrm {", source).replace("||", "\u2016").replace(r"\smash", "")


def _check_lengths(group: Element) -> None:
    """Refuse what nobody needs: a bracket is put together from pieces until it is long enough."""
    for name in _LENGTHS & group.attrib.keys():
        for part in group.attrib[name].split():
            found = _LENGTH.match(part)
            number = float(found[1]) if found and found[1].strip(".") else 0.0
            if number > _FARTHEST * _SMALL_UNITS.get(found[2] if found else "", 1):
                raise Unreadable("length")


def _gather(group: Element) -> None:
    """Make groups of what ziamath takes for one sign: a matrix with its brackets, `mathop`."""
    if group.tag in _LEAVES and len(group):
        group.tag = "mrow"
    more = len(group) - _PARTS.get(group.tag, len(group))
    if more > 0:
        base = Element("mrow")
        base.extend(group[: more + 1])
        group[: more + 1] = [base]


def _mend(group: Element) -> None:
    """Say in a group's attributes what TeX means and ziamath would not guess."""
    if group.tag == "mtable":
        group.attrib.setdefault("columnspacing", "0.8em")
        group.attrib.setdefault("rowspacing", "0.4em")
        if group.get("columnspacing") == "0em 2em":
            group.set("columnspacing", "0em 0.3em")
        return
    parts = list(group)
    if group.tag in _STACKS and parts[0].tag == "mstyle":
        _mend_arrow(parts)
    for place, part in reversed(tuple(enumerate(parts))):
        if place and _is_big(part) and not _is_sign(parts[place - 1]):
            group.insert(place, Element("mspace", width="0.167em"))
        if part.tag == "mo":
            before = parts[place - 1] if place else None
            after = parts[place + 1] if place + 1 < len(parts) else None
            if group.tag in _STACKS and place:
                _mend_accent(part, group.get("accent") == "true")
            else:
                _mend_sign(part, before, after)
        elif part.tag == "mi" and part.text in {"\u27e8", "\u27e9"}:
            part.set("stretchy", "false")


def _is_big(part: Element) -> bool:
    """A sum, a product, an integral, with its limits or without."""
    base = part[0] if part.tag in _PARTS and len(part) else part
    return base.tag == "mo" and base.text in _BIG


def _mend_accent(sign: Element, narrow: bool) -> None:
    """Give a sign above letters its own width, or that of the letters."""
    narrow = narrow or sign.get("stretchy") == "false"
    if sign.text == _HAT:
        sign.text = "\u02c6" if narrow else "\u0302"
    elif sign.text == _TILDE and not narrow:
        sign.text = "\u0303"


def _mend_arrow(parts: list[Element]) -> None:
    """Make an arrow as long as the words above and below it, about."""
    letters = max(len("".join(part.itertext())) for part in parts[1:])
    for arrow in parts[0].iter("mo"):
        arrow.set("width", f"{min(1.2 + 0.42 * letters, _FARTHEST)}em")


def _mend_sign(sign: Element, before: Element | None, after: Element | None) -> None:
    text = sign.text or ""
    beside_table = any(part is not None and part.tag == "mtable" for part in (before, after))
    if not beside_table and not sign.attrib.keys() & {"stretchy", "minsize"}:
        # Only what stands behind \left and \right is as tall as what it holds.
        sign.set("stretchy", "false")
    if len(text) > 1 and text.isalpha():
        opens = after is not None and after.text in {"(", "["}
        sign.set("rspace", "0" if opens else "thinmathspace")
    if text in _SIGNS_BEFORE and _is_sign(before):
        sign.set("form", "prefix")


def _is_sign(before: Element | None) -> bool:
    return (
        before is None
        or before.tag == "mspace"
        or (before.tag == "mo" and before.text not in _CLOSERS)
    )
