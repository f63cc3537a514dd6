"""Foreign files gone wrong on purpose: records mangled by hypothesis, bytes cut and flipped.

`mangled` bends a JSON value where it hurts (ids, parents, kinds, numbers, depth), `damaged` bends
bytes, and `survives` is what every importer must do with either: read what can be read, refuse the
rest with a sentence, and give nothing that our own format cannot hold.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from scout_desktop.chat.errors import ScoutError
from scout_desktop.storage import document
from scout_desktop.storage.imports.arrivals.arriving import arrival
from scout_desktop.storage.imports.arrivals.taking import missing_picture, taken
from scout_desktop.storage.imports.found import Found, FoundPicture
from scout_desktop.storage.imports.source import Source

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from scout_desktop.storage.imports.known import Importer

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 0.5, -1e308, 1e18, 2**70, "", " ", "null", "0", "[]", [], {}, [[]],
    [None], {"": None}, {"type": "text"}, "\x00\x1f\x7f", "\u202e\u2066abc", "\U0001f469\u200d",
    "\ud800", "../../etc/passwd", "C:\\x", "data:image/png;base64,!!", "https://user@host/x.png",
    "file:///etc/passwd", "1970-01-01", "9999-12-31T23:59:59Z", "not a time", "a" * 5000,
)  # fmt: skip
"""What may stand where something else was expected."""


@st.composite
def mangled(draw: DrawFn, value: Any, most: int = 6) -> Any:
    """A copy of a JSON value with up to `most` places bent; the rest is as it was."""
    bent = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, most))):
        places = list(_places(bent))
        if not places:
            break
        holder, place = draw(st.sampled_from(places))
        bent_place = draw(st.sampled_from(("junk", "drop", "twice", "other", "deep", "wrap")))
        _bend(draw, bent, holder, place, bent_place)
    return bent


def damaged(data: bytes) -> SearchStrategy[bytes]:
    """Bytes that were cut, overwritten in places, or have something put in between."""
    end = len(data)
    cut = st.integers(0, end).map(lambda at: data[:at])
    spoilt = st.lists(st.tuples(st.integers(0, max(end - 1, 0)), st.binary(max_size=4)), max_size=5)
    return st.one_of(cut, spoilt.map(lambda hits: _overwritten(data, hits)))


def as_json(value: Any) -> bytes:
    """A mangled value as a file; lone surrogates as escapes, as other programs write them."""
    return json.dumps(value).encode()


def survives(importer: Importer, path: Path) -> list[Found]:
    """Read a path as the importer does and return what was found, refused ones included.

    Only a ScoutError may come out of it. Each chat must become one that our format holds: written,
    read again without a loss, the same the second time.
    """
    found: list[Found] = []
    said: str | None = None
    try:
        with Source.open(path) as source:
            if not importer.recognises(source):
                return []
            for chat in importer.read(source):
                assert isinstance(chat, Found)
                found.append(chat)
                holds(importer.SOURCE, chat)
    except ScoutError as refusal:
        said = refusal.sentence
    assert said is None or said.strip()
    return found


def holds(source: str, found: Found) -> None:
    """Check that what was found becomes a chat of ours."""
    if found.refused:
        assert found.refused.endswith((".", "!", "?", "…", "”"))
        return
    assert found.key or not found.messages
    first = arrival(taken(source, found).conversation, None, _load)
    again = arrival(taken(source, found).conversation, None, _load)
    written = document.dump(first.whole)
    assert written == document.dump(again.whole)
    reading = document.read(written)
    assert not reading.broken
    assert document.dump(reading.conversation) == written
    assert arrival(taken(source, found).conversation, reading.conversation, _load).state == "same"
    assert first.whole.head in first.whole.nodes or not first.whole.nodes


def _load(picture: FoundPicture) -> Any:
    """Ask for a picture's bytes as an import does."""
    data = picture.load()
    return missing_picture(picture, "there" if data else "missing")


def _places(value: Any) -> Any:
    """Every (holder, key or index) in a value."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _bend(draw: DrawFn, whole: Any, holder: Any, place: Any, how: str) -> None:
    match how:
        case "junk":
            holder[place] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        case "drop":
            del holder[place]
        case "twice":
            twin = copy.deepcopy(holder[place])
            if isinstance(holder, list):
                holder.insert(place, twin)
            else:
                holder[f"{place}2"] = twin
        case "other":
            # An id where another belongs: circles, strangers, two of one name.
            other, key = draw(st.sampled_from(list(_places(whole))))
            if not isinstance(other[key], dict | list):
                holder[place] = other[key]
        case "deep":
            deep = holder[place]
            for _ in range(draw(st.sampled_from((3, 40, 90)))):
                deep = [deep]
            holder[place] = deep
        case _:
            holder[place] = {"value": holder[place]}


def _overwritten(data: bytes, hits: list[tuple[int, bytes]]) -> bytes:
    for at, piece in hits:
        data = data[:at] + piece + data[at + len(piece) :]
    return data
