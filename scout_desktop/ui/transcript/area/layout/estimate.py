"""How tall something will be, without laying it out: from counts of letters and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QFontMetricsF

from scout_desktop.chat.markdown.pieces import CodePiece, Line, RulePiece, TablePiece
from scout_desktop.chat.markdown.plain import piece_text
from scout_desktop.ui.theme.tokens import FACES, LINE_HEIGHT, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import Node
    from scout_desktop.ui.theme.theme import Theme

_BLOCKS_A_LINE_FEED = 0.75
"""Of two line feeds one is an empty line, which is shown as a distance and not as a line."""


class Estimate:
    """Guesses heights for one look; what was measured makes the next guesses better."""

    def __init__(self, theme: Theme) -> None:
        self._letter = max(QFontMetricsF(theme.font("body")).averageCharWidth(), 1.0)
        self._line = theme.px(FACES["body"].px * LINE_HEIGHT)
        self._code_line = theme.px(FACES["code"].px * LINE_HEIGHT)
        self._furniture = theme.px(SIZES.control + SIZES.s3)
        self._card = theme.px(SIZES.s8 + SIZES.s3)
        self._row = theme.px(2 * SIZES.s2)
        self._seen: dict[str, tuple[float, float]] = {}

    def message(self, node: Node, width: int) -> int:
        """Return the height in pixels that a whole message may have."""
        chars, lines, pictures = _extent(node.record)
        rows = chars * self._letter / max(width, 1) + lines * _BLOCKS_A_LINE_FEED + 1
        guessed, measured = self._seen.get(node.role, (1.0, 1.0))
        words = rows * self._line * measured / guessed
        return int(words) + self._furniture + pictures * 10 * self._line

    def messages(self, nodes: Sequence[Node], width: int) -> Iterator[int]:
        """Yield the same for many messages, which a long chat has to wait for when it opens."""
        rows_a_letter, line = self._letter / max(width, 1), self._line
        pixels = {
            role: line * measured / guessed for role, (guessed, measured) in self._seen.items()
        }
        furniture, picture = self._furniture, 10 * line
        for node in nodes:
            record = node.record
            parts = record.get("parts")
            part = parts[0] if type(parts) is list and len(parts) == 1 else None
            text = part.get("text") if type(part) is dict else None
            if type(text) is str:
                chars, lines, pictures = len(text), text.count("\n"), 0
            else:
                chars, lines, pictures = _extent(record)
            rows = chars * rows_a_letter + lines * _BLOCKS_A_LINE_FEED + 1
            role = record.get("role")
            words = int(rows * pixels.get(role if type(role) is str else "", line))
            yield words + furniture + pictures * picture

    def learn(self, node: Node, width: int, height: int) -> None:
        """Take note that a message, laid out, has this height."""
        chars, lines, pictures = _extent(node.record)
        if pictures:
            return
        rows = chars * self._letter / max(width, 1) + lines * _BLOCKS_A_LINE_FEED + 1
        guessed, measured = self._seen.get(node.role, (1.0, 1.0))
        self._seen[node.role] = (
            guessed * 0.98 + rows * self._line,
            measured * 0.98 + max(height - self._furniture, 1),
        )

    def piece(self, piece: Piece, width: int) -> int:
        """Return the height in pixels that a piece may have."""
        match piece:
            case Line():
                return self._rows(piece_text(piece), width) * self._line
            case CodePiece():
                return (piece.text.count("\n") + 1) * self._code_line + self._card
            case TablePiece():
                each = width // max(len(piece.aligns), 1)
                rows = sum(
                    max((self._rows("".join(_words(cell)), each) for cell in row), default=1)
                    for row in piece.rows[:50]
                )
                rows = rows * len(piece.rows) // max(min(len(piece.rows), 50), 1)
                return rows * self._line + len(piece.rows) * self._row
            case RulePiece():
                return self._row
            case _:
                return 3 * self._line

    def _rows(self, text: str, width: int) -> int:
        letters = len(text) if text.isascii() else _wide(text)
        return int(letters * self._letter / max(width, 1)) + 1


def _wide(text: str) -> int:
    return sum(2 if letter >= "\u1100" else 1 for letter in text[:2_000]) * max(
        len(text) // 2_000, 1
    )


def _words(cell: Any) -> list[str]:
    return [getattr(inline, "text", "") for inline in cell]


def _extent(record: Any) -> tuple[int, int, int]:
    """Letters, line feeds and pictures of a node's record, as quickly as they can be had."""
    chars = lines = pictures = 0
    parts = record.get("parts")
    for part in parts if isinstance(parts, list | tuple) else ():
        if not isinstance(part, dict):
            continue
        text = part.get("text")
        if isinstance(text, str):
            chars += len(text)
            lines += text.count("\n")
        elif part.get("type") == "image":
            pictures += 1
    return chars, lines, pictures
