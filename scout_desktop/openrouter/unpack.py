"""The bytes of a chat answer as events: a stream, or one JSON object after white-space padding.

Pure. What it is, its first letter says, since servers and proxies label both kinds wrongly. Any
cutting of the same bytes gives the same events, but for the signs of life in white space, and where
text is joined (`join`) the same reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

from scout_desktop.chat.errors import ReplyCut, ScoutError
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, KeepAlive, StreamDone, WireEvent

from .failures import not_the_api
from .reading import NotJson
from .sse import Decoder, EventTooLarge
from .wire import Reader

LARGEST_REPLY: Final = 4_000_000
"""Letters of text, reasoning, refusal and tool arguments together."""
LARGEST_BODY: Final = 8_000_000
"""Bytes of a reply that is not a stream."""
_BOM: Final = b"\xef\xbb\xbf"
_FIELD: Final = re.compile(
    rb":|(data|event|id|retry)(?![a-z])|(d|da|dat|e|ev|eve|even|i|r|re|ret|retr)\Z"
)
"""How a stream begins, even when it was cut in its first word."""
_LONGEST_FIELD: Final = 6


def unpacked(pieces: Iterable[bytes], content_type: str = "") -> Iterator[WireEvent]:
    """Yield the events of a whole answer of status 200 whose body came in these pieces.

    Raises NetworkError for bytes that are no answer; errors inside a reply are in `Chunk.error`.
    """
    unpacker = Unpacker(content_type=content_type)
    for piece in pieces:
        yield from unpacker.feed(piece)
        if unpacker.trouble is not None:
            raise unpacker.trouble
        if unpacker.ended:
            return
    yield from unpacker.end()
    if unpacker.trouble is not None:
        raise unpacker.trouble


class Unpacker:
    """Takes one answer's bytes as they come."""

    def __init__(
        self, secret: Secret | None = None, content_type: str = "", *, join: bool = False
    ) -> None:
        """`secret` is the live key, which no error may repeat.

        `join`: what comes together and only adds text is given out as one event.
        """
        self._join = join
        self._secret = secret
        self._says_page = "html" in content_type.lower()
        self._reader = Reader(secret)
        self._decoder: Decoder | None = None
        self._head = b""
        self._opening = b""  # of what is taken for a stream
        self._json: list[bytes] = []
        self._letters = 0
        self._bytes = 0
        self.ended = False
        """Whether `[DONE]` has come; some servers keep the connection open after it."""
        self.trouble: ScoutError | None = None
        """What is wrong behind the events that were given out."""

    @property
    def started(self) -> bool:
        """Whether any part of the reply has come."""
        return self._reader.started

    @property
    def finished(self) -> bool:
        """Whether a finish reason has come, so that all but the usage is here."""
        return self._reader.finished

    @property
    def in_json(self) -> bool:
        """Whether a body that is not a stream is coming in."""
        return bool(self._json)

    def feed(self, piece: bytes) -> list[WireEvent]:
        """Return what has become complete. Raises NotAnApi or ReplyCut, or sets `trouble`."""
        if self._decoder is not None:
            if len(self._opening) < _LONGEST_FIELD:
                self._opening += piece[:200]
            return self._events_in(self._decoder, piece)
        if not self._json:
            self._head += piece
            if len(self._head) < len(_BOM) and _BOM.startswith(self._head):
                return []
            head, self._head = self._head.removeprefix(_BOM).lstrip(), b""
            if not head:
                return [KeepAlive()]
            if head[:1] != b"{":
                if head[:1] not in (b":", b"d", b"e", b"i", b"r") or self._says_page:
                    raise not_the_api(200, head, self._secret)
                self._decoder, self._opening = Decoder(), head[:200]
                return self._events_in(self._decoder, head)
            piece = head
        self._json.append(piece)
        self._bytes += len(piece)
        if self._bytes > LARGEST_BODY:
            raise ReplyCut("The answer is larger than a reply can be.")
        return []

    def end(self) -> list[WireEvent]:
        """Return what the end of the bytes completes. Raises NotAnApi."""
        self.ended = True
        if self._decoder is not None:
            begun = self._reader.started or self._reader.finished
            if not begun and not _FIELD.match(self._opening):
                raise not_the_api(200, self._opening, self._secret)
            found = (self._reader.read(item, cut=True) for item in self._decoder.flush())
            return list(takewhile(self._fits, (event for event in found if event is not None)))
        said = b"".join(self._json)
        try:
            return list(takewhile(self._fits, self._reader.read_whole(said)))
        except NotJson:
            if said.rstrip().endswith(b"}"):
                raise not_the_api(200, said, self._secret) from None
            return []  # cut in the middle: the fold sees that nothing came to an end

    def _events_in(self, decoder: Decoder, piece: bytes) -> list[WireEvent]:
        try:
            items = decoder.feed(piece)
        except EventTooLarge as error:
            items = error.before
            self.trouble = ReplyCut(
                "The service sent an event too large to be one; the reply was stopped there."
            )
        found: list[WireEvent] = []
        texts: list[str] = []
        for item in items:
            text = self._reader.plain_text(item) if self._join else None
            if text is not None and self._letters + len(text) <= LARGEST_REPLY:
                self._letters += len(text)
                texts.append(text)
                continue
            if texts:
                found.append(Chunk("".join(texts), events=len(texts)))
                texts = []
            event = self._reader.read(item)
            if event is None:
                continue
            if not self._fits(event):
                break
            found.append(event)
            if isinstance(event, StreamDone):
                # Nothing that counts comes after this.
                self.ended, self.trouble = True, None
                break
        if texts:
            found.append(Chunk("".join(texts), events=len(texts)))
        return found

    def _fits(self, event: WireEvent) -> bool:
        """Count an event's letters; False when it makes the reply too long to be one."""
        if isinstance(event, Chunk):
            self._letters += len(event.text) + len(event.reasoning) + len(event.refusal)
            self._letters += sum(len(tool.arguments) + len(tool.name) for tool in event.tools)
        if self._letters <= LARGEST_REPLY:
            return True
        self.trouble = ReplyCut("The reply grew past 4 million letters and was stopped.")
        self.ended = True
        return False
