"""The index finds what a reader with all the time in the world would find."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scout_desktop.chat.conversation import UNNAMED, Conversation
from scout_desktop.chat.message import ImagePart, Node, user_node
from scout_desktop.chat.search.folding import fold, words
from scout_desktop.chat.search.matching import has
from scout_desktop.chat.search.query import Query, Term
from scout_desktop.storage.device import Writer
from scout_desktop.storage.index import Index, reading
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.index.room import Room
from tests.storage.story import Story

WORDS = ("pear", "plum", "Pearl", "prune", "北京", "京都", "มา", "straße", "STRASSE", "été", "ete")
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "北", "-", "x1"]), max_size=5).map(" ".join)
TERMS = st.builds(
    Term, st.one_of(st.sampled_from([*WORDS, "pe", "p", "京", "s"]), TEXTS), st.booleans()
)
QUERIES = st.builds(
    Query,
    terms=st.lists(TERMS, max_size=2).map(tuple),
    without=st.lists(TERMS, max_size=1).map(tuple),
    roles=st.sampled_from([(), ("user",), ("assistant",), ("user", "assistant")]),
    states=st.sampled_from([(), (), ("failed",), ("complete",)]),
    models=st.sampled_from([(), (), ("scout",), ("maverick",)]),
    has_image=st.sampled_from([None, None, True, False]),
    since=st.sampled_from(["", "", "2026-03-02T00:00:00.000Z", "2026-03-01T10:30:00.000Z"]),
    until=st.sampled_from(["", "", "2026-03-02T00:00:00.000Z", "2026-03-01T10:30:00.000Z"]),
)
TIMES = ("2026-03-01T10:00:00.000Z", "2026-03-01T10:30:00.000Z", "2026-03-03T09:00:00.000Z", "?")


@st.composite
def deeds(draw: st.DrawFn) -> tuple[object, ...]:
    """Something that happens to one of three chats."""
    chat = draw(st.integers(0, 2))
    deed = draw(st.sampled_from(["ask", "ask", "answer", "answer", "title", "delete", "elsewhere"]))
    return (
        deed, chat, draw(TEXTS), draw(st.sampled_from(TIMES)), draw(st.integers(0, 9)),
        draw(st.booleans()), draw(st.sampled_from(["complete", "failed", "streaming"])),
    )  # fmt: skip


@dataclass
class Told:
    """The chats as values, and what becomes of them."""

    room: Room
    other: Library
    ids: list[str] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=itertools.count)

    def do(self, deed: tuple[object, ...]) -> None:
        name, place, text, at, nth, flag, state = deed
        story, id = self.room.story, self.ids[place]  # type: ignore[index]
        library = self.other if name == "elsewhere" else self.room.library
        chat = library.open(id)
        nodes = sorted(id for id, node in chat.nodes.items() if not node.deleted)
        below = nodes[nth % len(nodes)] if nodes else None  # type: ignore[operator]
        if name == "title":
            changed = chat.with_registers({"title": text}, story.now(), "d1-0")
            library.put_nodes(id, [], {"title": changed.meta["title"]})
        elif name == "delete":
            if below is not None:
                library.put_nodes(id, [chat.deletion(below, story.now(), "d1-0")])
        elif name == "answer":
            node = {**story.reply(below, str(text), str(state)).record, "created": at}
            model = "maverick" if flag else "llama-4-Scout"
            library.put_nodes(id, [Node({**node, "request": {"model": model}})])
        else:
            images = [ImagePart("ab" * 32, "image/png", 1, 1, 9)] if flag else []
            library.put_nodes(id, [user_node(story.id(), below, str(at), str(text), images)])
        if name == "elsewhere":
            self.other.fold(id)
            self.room.index.refresh()
        else:
            self.room.index.update(library.open(id))

    def found(self, query: Query) -> set[str]:
        """Look through every chat, one message after the other."""
        return {id for id in self.ids if _is_found(self.room.library.peek(id), query)}


def _is_found(chat: Conversation, query: Query) -> bool:
    if chat.title == UNNAMED and all(node.deleted for node in chat.nodes.values()):
        return False  # nothing has begun there
    searched = [node for node in chat.nodes.values() if not node.deleted and _has_come(node)]
    fitting = [node for node in searched if _fits(chat, node, query)]
    asks = query.roles or query.states or query.models or query.since or query.until
    anyhow = not (asks or query.has_image is not None)
    if query.terms:
        if (anyhow or fitting) and _says(chat.title, query):
            return True
        return any(_says(node.text, query) for node in fitting)
    texts = [chat.title, *(node.text for node in searched)]
    if any(has(text, term) for text in texts for term in query.without):
        return False
    return anyhow or bool(fitting)


def _has_come(node: Node) -> bool:
    return node.state != "streaming" or node.text != ""


def _says(text: str, query: Query) -> bool:
    wanted = all(has(text, term) for term in query.terms)
    return wanted and not any(has(text, term) for term in query.without)


def _fits(chat: Conversation, node: Node, query: Query) -> bool:
    above = chat.nodes.get(node.parent or "")
    below = [each for each in chat.children(node.id) if each.role == "assistant"]
    answers = [each for each in below if _has_come(each)]
    asked = answers if node.role == "user" else [node]
    models = [str(_section(each).get("model", "")).casefold() for each in asked]
    pictured = bool(node.images) or (
        node.role == "assistant" and above is not None and above.role == "user"
        and bool(above.images)
    )  # fmt: skip
    created = node.created if node.created != "?" else ""
    return (
        (not query.roles or node.role in query.roles)
        and (not query.states or node.state in query.states)
        and (not query.models or any(m in name for m in query.models for name in models))
        and query.has_image in (None, pictured)
        and (not query.since or created >= query.since)
        and (not query.until or "" < created < query.until)
    )


def _section(node: Node) -> Mapping[str, object]:
    return node.section("reply") or node.section("request")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(deeds(), min_size=1, max_size=14), st.lists(QUERIES, min_size=4, max_size=8))
def test_the_index_finds_what_reading_everything_finds(
    tmp_path_factory: pytest.TempPathFactory,
    happened: list[tuple[object, ...]],
    queries: list[Query],
) -> None:
    folder: Path = tmp_path_factory.mktemp("found")
    places, story = Places.beside(folder / "data"), Story()
    writer, second = Writer.open(places), Writer.open(places)
    library, other = Library(places, writer, story.now), Library(places, second, story.now)
    index = Index(places, library, Ledger(places, writer))
    told = Told(Room(library, index, story), other)
    told.ids = [library.create(story.chat(title)).id for title in ("Pears", "北京", "Other")]
    index.refresh()
    for deed in happened:
        told.do(deed)
    searched = [_with_letters(query) for query in queries]
    for query in searched:
        assert {row[0] for row in index.search(Wanted(query)).rows} == told.found(query), query
    index.close()
    places.index.unlink()
    index = Index(places, library, Ledger(places, writer))
    index.refresh()
    for query in searched:
        assert {row[0] for row in index.search(Wanted(query)).rows} == told.found(query), query
    with pytest.MonkeyPatch.context() as patched:
        # As if every word were frequent: few chats are read then.
        patched.setattr(reading, "_FREQUENT", 1)
        for query in searched:
            few = index.search(Wanted(query, only=told.ids))
            assert {row[0] for row in few.rows} == told.found(query), query
    index.close()
    for each in (library, other):
        each.close()
    writer.close()
    second.close()


def _with_letters(query: Query) -> Query:
    """Leave out terms without a letter, as reading what is typed does."""

    def real(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(term for term in terms if words(fold(term.text)))

    return replace(query, terms=real(query.terms), without=real(query.without))
