"""Things to say: text of the kinds that a transcript has to cope with, in token-like pieces."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = re.compile(r"\s*\S{1,6}|\s+")

PROSE: Final = (
    "The picture shows a narrow street after rain. A red bicycle leans against a white wall, and "
    "the light of a bakery falls on the wet stones.\n\nTwo people stand under one umbrella; the "
    "sign above them reads *Boulangerie*. It looks like early evening.\n"
)
CODE: Final = (
    "Read the file, then count the words:\n\n```python\nfrom collections import Counter\n"
    "from pathlib import Path\n\n\ndef words(path: Path) -> Counter[str]:\n"
    '    """How often each word occurs."""\n    return Counter(path.read_text().split())\n```\n\n'
    "Call `words(Path('notes.txt'))`. It costs $5 and $10 to run, not $5x + 10$.\n"
)
TABLE: Final = (
    "| Item | Count | Price |\n|:-----|------:|------:|\n| Apples | 12 | 3.40 |\n"
    "| Bread | 2 | 5.10 |\n| Milk, *semi-skimmed* | 1 | 1.25 |\n\nThe total is **9.75**.\n"
)
LIST: Final = (
    "What I can see:\n\n1. A desk\n   - a lamp, switched on\n   - a cup\n2. A window\n   - rain on "
    "the glass\n3. A chair\n\n- [x] described\n- [ ] measured\n"
)
MATHS: Final = (
    "The area is $A = \\pi r^2$, and\n\n$$\\int_0^1 x^2\\,dx = \\tfrac{1}{3}$$\n\n"
    "It costs \\$5 either way.\n"
)
HEADINGS: Final = (
    "# Report\n\n## Findings\n\nOne paragraph with **bold**, *italic*, `code` and a [link]"
    "(https://example.com).\n\n> A quotation.\n\n---\n\n### Details\n\nEnd.\n"
)
LANGUAGES: Final = {
    "arabic": "تُظهر الصورة شارعًا ضيقًا بعد المطر، ودراجة حمراء مسندة إلى جدار أبيض (رقم 12).\n",
    "chinese": "图片显示雨后的一条小街，一辆红色自行车靠在白墙上。\n",
    "emoji": "Rain 🌧️, a bicycle 🚲, a family 👨‍👩‍👧‍👦 and a flag 🇫🇷. Skin tones: 👍🏽.\n",
    "french": "L’image montre une ruelle après la pluie ; un vélo rouge est posé contre un mur.\n",
    "german": "Das Bild zeigt eine enge Gasse nach dem Regen und ein rotes Fahrrad.\n",
    "hindi": "चित्र में बारिश के बाद की एक सँकरी गली है। एक लाल साइकिल सफ़ेद दीवार से टिकी है।\n",
    "indonesian": "Gambar itu menunjukkan gang sempit setelah hujan dengan sepeda merah.\n",
    "italian": "L'immagine mostra un vicolo dopo la pioggia, con una bicicletta rossa.\n",
    "portuguese": "A imagem mostra uma rua estreita depois da chuva, com uma bicicleta vermelha.\n",
    "spanish": "La imagen muestra una calle estrecha tras la lluvia. ¿Ve la bicicleta roja?\n",
    "tagalog": "Ipinapakita ng larawan ang isang makitid na kalye pagkatapos ng ulan.\n",
    "thai": "ภาพแสดงถนนแคบหลังฝนตก มีจักรยานสีแดงพิงกำแพงสีขาว\n",
    "vietnamese": "Bức ảnh cho thấy một con phố hẹp sau cơn mưa, có chiếc xe đạp màu đỏ.\n",
}
KINDS: Final = {
    "prose": PROSE,
    "code": CODE,
    "table": TABLE,
    "list": LIST,
    "maths": MATHS,
    "headings": HEADINGS,
    "separators": "One line\u2028another\u2029and\u0085a\x0clast.\n",
    "hostile": (
        '<script>alert(1)</script> <img src="file:///etc/passwd"> [x](javascript:alert(1))\n\n'
        "<b>not bold</b> &amp; \u202ereversed\u202c\n"
    ),
    "empty": "",
    "all": "\n".join((HEADINGS, PROSE, LIST, TABLE, CODE, MATHS, *LANGUAGES.values())),
    "long": PROSE,
    **LANGUAGES,
}
"""Texts by name. `long` is prose, meant for `Reply.tokens`; 2,000 tokens if that is not set."""


def pieces(text: str) -> tuple[str, ...]:
    """Token-like pieces: up to six characters of a word, with the space before. Nothing is lost."""
    return tuple(_WORDS.findall(text))


def of_kind(kind: str, tokens: int | None = None) -> tuple[str, ...]:
    """The deltas of a kind, repeated or trimmed to `tokens`. `ValueError` for an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"there is no content kind {kind!r}; choose from {', '.join(KINDS)}")
    wanted = tokens if tokens is not None else 2000 if kind == "long" else None
    return fit(pieces(KINDS[kind]), wanted)


def fit(deltas: tuple[str, ...], tokens: int | None) -> tuple[str, ...]:
    """The same deltas, or repeated and trimmed to so many."""
    if tokens is None or not deltas:
        return deltas
    return (deltas * (tokens // len(deltas) + 1))[:tokens]


def halves(deltas: tuple[str, ...]) -> tuple[str, ...]:
    """Every character beyond U+FFFF as two surrogate halves, each ending or beginning a delta."""
    found: list[str] = []
    for delta in deltas:
        rest = ""
        for character in delta:
            if character > "\uffff":
                pair = character.encode("utf-16-be", "surrogatepass")
                high, low = int.from_bytes(pair[:2], "big"), int.from_bytes(pair[2:], "big")
                found.append(rest + chr(high))
                rest = chr(low)
            else:
                rest += character
        found.append(rest)
    return tuple(found)


def until(deltas: tuple[str, ...], stops: tuple[str, ...]) -> tuple[str, ...]:
    """The deltas up to the first stop sequence, which is left out."""
    text = "".join(deltas)
    ends = [at for stop in stops if stop and (at := text.find(stop)) >= 0]
    return pieces(text[: min(ends)]) if ends else deltas
