"""A chat told on paper: title, system prompt, then message after message, a little at a time."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, NamedTuple

from scout_desktop.chat.errors import PictureError
from scout_desktop.chat.markdown import lexing
from scout_desktop.chat.markdown.flatten import pieces_of, written_lines
from scout_desktop.chat.markdown.inlines import Math, Text
from scout_desktop.chat.markdown.pieces import CodePiece, FormulaPiece, Line, TablePiece
from scout_desktop.ui.controls.dates import moment_words
from scout_desktop.ui.controls.picture.pixels import image_of
from scout_desktop.ui.theme.tokens import SIZES
from scout_desktop.ui.transcript.blocks.gaps import gap_above
from scout_desktop.ui.transcript.blocks.make import make_block
from scout_desktop.ui.transcript.pages.furniture import Pictures, Shot, Speaker
from scout_desktop.ui.transcript.pages.listing import LINES, Listing, Portion
from scout_desktop.ui.transcript.parts.facts import outcome_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from scout_desktop.chat.conversation import Conversation
    from scout_desktop.chat.markdown.inlines import Inlines
    from scout_desktop.chat.markdown.pieces import Piece
    from scout_desktop.chat.message import ImagePart, Node
    from scout_desktop.session.pictures.pictures import Pixels
    from scout_desktop.ui.transcript.blocks.formulas.formulas import Formulas
    from scout_desktop.ui.transcript.blocks.workshop import Workshop
    from scout_desktop.ui.transcript.pages.press import Press

_SLICE, _BREATH = 0.005, 0.002
"""Seconds at work, and seconds in which the window goes on."""
_LARGE = 30_000
"""Characters that are parsed beside the window."""
_SIDE = 1_600
"""Pixels of the longer side of a picture: 200 an inch at the largest it is printed."""
_KEEP = 5 * SIZES.s6
"""Pixels at 100 % of a message that are not parted from the line above it."""


class Sources(NamedTuple):
    """Where a print gets what the chat itself does not hold."""

    pixels: Callable[[str, int], Awaitable[Pixels]]
    """(sha256, longest side) -> pixels; raises PictureError."""
    formulas: Formulas


class Story:
    """Writes one chat; `await story.write(told)` takes a while and lets the window live."""

    def __init__(self, chat: Conversation, shop: Workshop, press: Press, sources: Sources) -> None:
        self._chat, self._shop, self._press, self._sources = chat, shop, press, sources
        self._since = time.perf_counter()

    async def write(self, told: Callable[[int, int], None]) -> None:
        """Lay out everything; `told(messages done, of how many)` after each message."""
        nodes = [node for node in self._chat.branch if not node.deleted]
        await self._title(len(nodes))
        for number, node in enumerate(nodes):
            await self._message(node)
            told(number + 1, len(nodes))

    async def _title(self, count: int) -> None:
        px = self._shop.theme.px
        title = Line((Text(self._chat.title),), level=1)
        await self._put(self._press.put(make_block(self._shop, title)))
        facts = f"{count:,} message{'' if count == 1 else 's'}"
        words = " · ".join(filter(None, (self._chat.model, facts)))
        await self._put(self._press.put(Speaker(self._shop, "", words, line=False)))
        if self._chat.system:
            speaker = Speaker(self._shop, "System prompt", "", line=True)
            await self._put(self._press.put(speaker, px(SIZES.s4), keep=px(_KEEP)))
            await self._pieces(written_lines(self._chat.system))

    async def _message(self, node: Node) -> None:
        shop, px = self._shop, self._shop.theme.px
        is_user = node.role == "user"
        speaker = Speaker(
            shop, "You" if is_user else "Reply", moment_words(node.created), line=True
        )
        gap, keep, pictures = px(SIZES.s6 if is_user else SIZES.s4), px(_KEEP), None
        if node.images:
            shots = [await self._shot(image) for image in node.images]
            pictures = Pictures(shop, shots, self._press.height)
            # Who said it stays with the picture, as far as both fit on one page.
            keep = min(pictures.fit(self._press.width) + px(SIZES.s2), self._press.height * 3 // 4)
        await self._put(self._press.put(speaker, gap, keep=keep))
        if pictures is not None:
            await self._put(self._press.put(pictures, px(SIZES.s2)))
        pieces = await self._read(node, is_user=is_user)
        await self._breathe()
        await self._pieces(pieces)
        outcome = outcome_of(node)
        if outcome is not None:
            said = Speaker(shop, "", outcome.sentence, line=False)
            await self._put(self._press.put(said, px(SIZES.s2)))

    async def _read(self, node: Node, *, is_user: bool) -> Sequence[Piece]:
        if is_user:
            return written_lines(node.text) if node.text else ()
        if len(node.text) > _LARGE:
            return await asyncio.to_thread(pieces_of, node.text)
        return pieces_of(node.text)

    async def _pieces(self, pieces: Sequence[Piece]) -> None:
        await self._draw_formulas(pieces)
        px, above = self._shop.theme.px, None
        for piece in pieces:
            gap = px(gap_above(piece, above) if above is not None else SIZES.s1)
            if isinstance(piece, CodePiece):
                await self._code(piece, gap)
            else:
                heading = isinstance(piece, Line) and piece.level
                keep = px(3 * SIZES.s6) if heading else 0
                block = make_block(self._shop, piece)
                bars = 0 if above is None else min(piece.place.quotes, above.place.quotes)
                await self._put(self._press.put(block, gap, keep, bars))
            above = piece

    async def _code(self, piece: CodePiece, gap: int) -> None:
        lines = piece.text.split("\n")
        colours = await self._colours(piece, len(lines))
        for first in range(0, len(lines), LINES):
            here = slice(first, first + LINES)
            portion = Portion(
                lines[here], colours[here], "" if first else piece.language, first == 0,
                first + LINES >= len(lines),
            )  # fmt: skip
            listing = Listing(self._shop, piece, portion)
            await self._put(self._press.put(listing, 0 if first else gap))

    async def _colours(self, piece: CodePiece, count: int) -> list[tuple[lexing.Coloured, ...]]:
        found: list[tuple[lexing.Coloured, ...]] = []
        lexer = None
        if piece.language and len(piece.text) <= lexing.MOST:
            lexer = await asyncio.to_thread(lexing.lexer_for, piece.language)
        if lexer is not None:
            for line in lexing.lines_of(lexer, piece.text):
                if line is not None:
                    found.append(line)
                await self._breathe()
        return found + [()] * (count - len(found))

    async def _shot(self, image: ImagePart) -> Shot:
        try:
            found = await self._sources.pixels(image.sha256, _SIDE)
        except PictureError as error:
            return Shot(image.width, image.height, None, error.sentence)
        shown = image_of(found.width, found.height, found.rgba)
        return Shot(image.width, image.height, shown, image.name)

    async def _draw_formulas(self, pieces: Sequence[Piece]) -> None:
        formulas = self._sources.formulas
        for source, display in set(_formulas_in(pieces)):
            formulas.want(source, display)
        # Not until each is known: of very many the first are forgotten again, and stay as source.
        drawn = asyncio.Event()
        tell = drawn.set
        formulas.drawn.connect(tell)
        try:
            while formulas.is_drawing:
                drawn.clear()
                await drawn.wait()
        finally:
            formulas.drawn.disconnect(tell)

    async def _put(self, steps: Iterator[None]) -> None:
        for _ in steps:
            await self._breathe()

    async def _breathe(self) -> None:
        if time.perf_counter() - self._since > _SLICE:
            await asyncio.sleep(_BREATH)
            self._since = time.perf_counter()


def _formulas_in(pieces: Sequence[Piece]) -> Iterator[tuple[str, bool]]:
    for piece in pieces:
        match piece:
            case FormulaPiece():
                yield piece.source, True
            case Line():
                yield from _formulas_of(piece.inlines)
            case TablePiece():
                for row in piece.rows:
                    for cell in row:
                        yield from _formulas_of(cell)
            case _:
                pass


def _formulas_of(inlines: Inlines) -> Iterator[tuple[str, bool]]:
    return ((each.source, each.display) for each in inlines if isinstance(each, Math))
