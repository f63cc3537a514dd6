"""Replies to measure with: prose, code, tables and all of it, in tokens of 4.4 characters."""

from __future__ import annotations

import random

KINDS = ("prose", "code", "table", "mixed")
_LENGTHS = (2, 3, 4, 4, 5, 6, 7)
"""Characters of a token; they come to 4.4 on the average."""
_WORDS = (
    "light picture street window small after rain red wall people under one early evening the of "
    "and a in which shows bakery stones umbrella green table seems perhaps detail corner"
).split()


def text_of(kind: str, characters: int, seed: int = 7) -> str:
    """Return a reply of one kind with exactly so many characters."""
    dice = random.Random(seed)
    parts: list[str] = []
    size = 0
    for number in range(characters):
        part = _PARTS[kind](dice, number)
        parts.append(part)
        size += len(part)
        if size >= characters:
            break
    return "".join(parts)[:characters]


def tokens_of(kind: str, count: int, seed: int = 7) -> list[str]:
    """Return a reply of one kind cut into `count` tokens."""
    dice = random.Random(seed)
    lengths = [dice.choice(_LENGTHS) for _ in range(count)]
    text, at, found = text_of(kind, sum(lengths), seed), 0, []
    for length in lengths:
        found.append(text[at : at + length])
        at += length
    return found


def _sentence(dice: random.Random) -> str:
    words = [dice.choice(_WORDS) for _ in range(dice.randint(6, 16))]
    if dice.random() < 0.2:
        words[2] = f"**{words[2]}**"
    if dice.random() < 0.15:
        words[3] = f"`{words[3]}`"
    return " ".join(words).capitalize() + "."


def _paragraph(dice: random.Random, _number: int = 0) -> str:
    return " ".join(_sentence(dice) for _ in range(dice.randint(2, 6))) + "\n\n"


def _code(dice: random.Random, number: int) -> str:
    """One fence that never ends."""
    head = "```python\n" if number == 0 else ""
    one, two = dice.choice(_WORDS), dice.choice(_WORDS)
    lines = (
        f"def {one}_{number}(self, {two}: int) -> str:\n"
        f'    """{_sentence(dice)}"""\n'
        f"    for {one} in range({two} + {dice.randint(1, 99)}):\n"
        f'        print("{two}", {one} * 2.5)  # {two} {one}\n'
        f"    return str({two})\n\n"
    )
    return head + lines


def _table(dice: random.Random, number: int) -> str:
    """One table that never ends."""
    head = "| Item | Count | Price | What it is |\n|:-----|------:|------:|:---|\n"
    row = (
        f"| {dice.choice(_WORDS)} {number} | {dice.randint(1, 999)} | {dice.random() * 9:.2f} "
        f"| {dice.choice(_WORDS)} *{dice.choice(_WORDS)}* {dice.choice(_WORDS)} |\n"
    )
    return head + row if number == 0 else row


def _mixed(dice: random.Random, number: int) -> str:
    """What models write: headings, paragraphs, lists, code, tables, quotes, a formula."""
    items = "".join(f"- {_sentence(dice)}\n" for _ in range(dice.randint(3, 6)))
    steps = "".join(f"{n}. {_sentence(dice)}\n" for n in range(1, dice.randint(4, 7)))
    rows = "".join(_table(dice, n) for n in range(dice.randint(3, 6)))
    code = "".join(_code(dice, n) for n in range(2)) + "```\n"
    choice = (
        f"## {_sentence(dice)[:-1]}\n\n{_paragraph(dice)}{items}\n",
        f"{_paragraph(dice)}{code}\n",
        f"{_paragraph(dice)}{rows}\n",
        f"> {_sentence(dice)}\n\n{steps}\n{_paragraph(dice)}",
    )
    return choice[number % len(choice)]


_PARTS = {"prose": _paragraph, "code": _code, "table": _table, "mixed": _mixed}
