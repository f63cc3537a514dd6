"""Text as it is looked for: without case, accents and points, and cut where no spaces stand.

Both what is searched and what is typed pass here, so that `Größe` finds `GRÖSSE`, `resume` finds
`résumé`, and a word is found in Chinese or Thai, where nothing says where words begin. Pure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from unicodedata import category, is_normalized, normalize

_OPTIONAL: Final = re.compile(
    # What may be left out when it is typed: accents, the vowel points of Hebrew and Arabic, the
    # line that lengthens Arabic words, and signs that are not seen at all.
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20d0-\u20ff"
    "\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+"
)
_SAME: Final = {
    # Letters that are one letter to whoever looks for them.
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ى": "ي", "ی": "ي", "ک": "ك",
    "ة": "ه", "’": "'",
}  # fmt: skip
_OTHER: Final = re.compile(f"[{''.join(_SAME)}]")
UNSPACED: Final = (
    "\u0e00-\u0eff\u0f40-\u0fbc\u1000-\u109f\u1780-\u17dd\u1950-\u19df\u1a20-\u1aad\ua9e0-\ua9fe"
    "\uaa60-\uaadf\u2600-\u27bf\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u3035\u3038-\u303c"
    "\u3041-\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\ua000-\ua48c\uf900-\ufaff\U00010000-\U0003ffff"
)
"""Thai, Lao, Tibetan, Myanmar, Khmer, Tai, Kana, Han, Yi, and all beyond the first plane."""
_RUN: Final = re.compile(f"[{UNSPACED}]+")
_BEYOND: Final = re.compile("[\U00010000-\U0003ffff]")
_HANGUL: Final = re.compile("[\u1160-\u11ff]")


def fold(text: str) -> str:
    """Return text as it is compared."""
    if text.isascii():
        return text.lower()
    bare = _OPTIONAL.sub("", normalize("NFKD", text).casefold())
    if bare.isascii():
        return bare
    return _OTHER.sub(lambda letter: _SAME[letter[0]], normalize("NFC", bare))


def spaced(text: str) -> str:
    """Return text as the index keeps it: folded, runs without spaces as pairs of letters.

    Each letter of a run stands once with the next one and the last one stands alone, so that any
    letter is the beginning of a word of the index. Case may be left to the index.
    """
    return text if text.isascii() else _RUN.sub(_paired, fold(text))


def phrase(text: str) -> tuple[str, bool]:
    """Return what is typed as the index keeps it, and whether its last word may go on.

    Text goes on behind a run without spaces, so that its last letter does not stand alone there.
    """
    folded = fold(text).rstrip()
    made = _RUN.sub(_paired, folded)
    runs = list(_RUN.finditer(folded))
    if not runs or runs[-1].end() != len(folded):
        return made, False
    if len(runs[-1][0]) == 1:
        return made, True
    return made.rstrip()[:-1].rstrip(), False


def words(folded: str) -> list[tuple[str, bool]]:
    """Return the words and the runs without spaces of folded text, and which of both each is."""
    return [(found[0], found.lastgroup == "run") for found in _words().finditer(folded)]


@cache
def marks_of_letters() -> str:
    """Return the marks that are part of words, and letters of nobody's, for a set of `re`."""
    marks = [chr(code) for code in range(0x300, 0xFFFF) if category(chr(code))[0] == "M"]
    return "".join(marks) + "\ue000-\uf8ff\U000f0000-\U0010fffd"


@cache
def _words() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<run>[{UNSPACED}]+)|(?P<word>(?:(?![{UNSPACED}])(?:[^\W_]|[{marks_of_letters()}]))+)"
    )


def is_plain(text: str) -> bool:
    """Whether folding leaves every letter in its place, as in most texts without accents."""
    return (
        is_normalized("NFKD", text)
        and not _OPTIONAL.search(text)
        and not _OTHER.search(text)
        and len(text.casefold()) == len(text)
    )


def clusters(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, folded) of each letter with the marks upon it, in order."""
    found: list[tuple[int, int, str]] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _goes_on(text[end]):
            continue
        found.append((start, end, fold(text[start:end])))
        start = end
    return found


def _goes_on(sign: str) -> bool:
    return not sign.isascii() and (category(sign)[0] == "M" or bool(_HANGUL.match(sign)))


def _paired(run: re.Match[str]) -> str:
    text = run[0]
    if not text[-1] < "\U00010000" or _BEYOND.search(text):
        text = _BEYOND.sub(_moved, text)
    pairs = " ".join(map(str.__add__, text, text[1:]))
    return f" {pairs} {text[-1]} "


def _moved(sign: re.Match[str]) -> str:
    """Move a letter to where SQLite, which knows the letters of 2012, takes any for a letter."""
    return chr(0xF0000 | ord(sign[0]) & 0xFFFF)
