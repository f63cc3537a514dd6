"""What is found is what a reader with all the time in the world would find."""

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
from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.device import Writer
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story

NOW = "2026-11-24T12:00:00.000Z"

SAID = {
    "English": ("The harbour at night", "harb", "night"),
    "German": ("Die Größe der STRASSE", "grösse", "Straße"),
    "French": ("Un élève naïf", "eleve", "naïf"),
    "Turkish": ("İstanbul ve ılık su", "istanbul", "ilik"),
    "Spanish": ("El niño pequeño", "nino", "peque"),
    "Portuguese": ("A ação começou", "acao", "comec"),
    "Vietnamese": ("Đường phố Hà Nội", "duong", "ha noi"),
    "Tagalog": ("Magandang umaga po", "umaga", "magan"),
    "Indonesian": ("Selamat pagi dunia", "pagi", "sel"),
    "Hindi": ("हिन्दी में लिखा गया", "हिन्दी", "लिखा"),
    "Arabic": ("مُحَمَّد كتب الرسالة", "محمد", "الرسال"),
    "Thai": ("ใบเสร็จจากร้านอาหาร", "ร้าน", "เสร็จ"),
    "Chinese": ("我喜欢北京的秋天", "北京", "秋"),
    "Japanese": ("領収書の合計はこちら", "合計", "領収書"),
    "Korean": ("한국어를 공부합니다", "한국", "공부"),
    "Hebrew": ("שָׁלוֹם עולם", "שלום", "עול"),
    "Greek": ("Καλημέρα κόσμε", "καλημερα", "ΚΟΣΜ"),
    "Russian": ("Ёлка и снег", "елка", "СНЕГ"),
    "Lao": ("ສະບາຍດີທຸກຄົນ", "ບາຍດີ", "ທຸກ"),
    "Khmer": ("សួស្តីពិភពលោក", "ពិភព", "លោក"),
    "Burmese": ("မင်္ဂလာပါကမ္ဘာ", "ကမ္ဘာ", "လာ"),
    "rare signs": ("好𠮷野家 and 🤔🦙 too", "𠮷野", "🦙"),
}


@dataclass
class Room:
    """A library with its index, and the chats as they ought to be found."""

    library: Library
    index: Index
    story: Story

    def chat(self, title: str, *nodes: Node) -> str:
        made = self.library.create(self.story.chat(title, self.library.writer.name))
        self.put(made.id, *nodes)
        return made.id

    def put(self, id: str, *nodes: Node) -> None:
        if nodes:
            self.library.put_nodes(id, list(nodes))
        self.index.update(self.library.open(id))

    def found(self, typed: str, **more: object) -> list[str]:
        wanted = Wanted(parse(typed, NOW), **more)  # type: ignore[arg-type]
        return [row[0] for row in self.index.search(wanted).rows]


@pytest.fixture
def room(places: Places, story: Story) -> Iterator[Room]:
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    index = Index(places, library, Ledger(places, writer))
    yield Room(library, index, story)
    index.close()
    library.close()
    writer.close()


@pytest.mark.parametrize("language", SAID)
def test_words_are_found_as_they_are_typed_in_every_script(room: Room, language: str) -> None:
    text, *typed = SAID[language]
    id = room.chat("A chat", room.story.question(text))
    room.chat("Another", room.story.question("quite something else"))
    for each in typed:
        assert room.found(each) == [id], each
        found = room.index.search(Wanted(parse(each, NOW)))
        hit = found.hits[id]
        assert hit.snippet == text
        assert hit.marks, each


def test_a_word_is_found_from_its_beginning_and_a_phrase_as_it_stands(room: Room) -> None:
    id = room.chat("Harbour", room.story.question("The old lighthouse keeper's wife"))
    assert room.found("light") == [id]
    assert room.found("house") == []
    assert room.found('"lighthouse keep"') == []
    assert room.found('"lighthouse keeper"') == [id]
    assert room.found('"old keeper"') == []
    assert room.found('"old light') == [id], "the quote is still open"
    assert room.found("harb") == [id]
    assert room.found("wife -light") == []
    assert room.found("wife -lamp") == [id]


def test_words_alone_to_leave_out_leave_out_whole_chats(room: Room) -> None:
    first = room.chat("One", room.story.question("apple"), room.story.question("pear"))
    second = room.chat("Two", room.story.question("plum"))
    assert room.found("-apple") == [second]
    assert room.found("-two") == [first]
    assert set(room.found("-grape")) == {first, second}


def test_operators_ask_about_messages(room: Room) -> None:
    story = room.story
    image = ImagePart("ab" * 32, "image/png", 10, 10, 99)
    question = user_node(story.id(), None, "2026-03-04T10:00:00.000Z", "What fruit?", [image])
    answer = Node(
        {
            **story.reply(question.id, "An apple", "complete").record,
            "reply": {"model": "meta-llama/llama-4-scout"},
            "created": "2026-03-05T10:00:00.000Z",
        }
    )
    id = room.chat("Fruit", question, answer)
    failed = room.chat("Broken", story.reply(None, "half an apple", "failed"))
    assert set(room.found("apple")) == {id, failed}
    assert room.found("apple role:user") == []
    assert room.found("fruit role:user") == [id]
    assert room.found("state:failed") == [failed]
    assert room.found("model:SCOUT apple") == [id]
    assert room.found("model:scout what") == [id], "that was asked"
    assert room.found("has:image") == [id]
    assert room.found("apple has:image") == [id], "it answers a picture"
    assert room.found("apple -has:image") == [failed]
    assert room.found("apple before:2026-03-05") == []
    assert room.found("apple before:2026-03-06") == [id]
    assert room.found("apple after:2026-03-04 before:2026-04") == [id]
    assert room.found("after:2026-11-01") == [failed]
    assert room.found("after:2026-03") == [failed]


def test_operators_ask_about_chats(room: Room) -> None:
    plain, tagged = room.chat("Plain pears"), room.chat("Tagged pears")
    chat = room.library.open(tagged)
    values = {"tags": ["Work", "to do"], "pinned": True}
    chat = chat.with_registers(values, room.story.now(), "d1-0")
    room.library.put_nodes(tagged, [], {name: chat.meta[name] for name in values})
    room.put(tagged)
    assert room.found("tag:work") == [tagged]
    assert room.found('pears tag:"to do" tag:work') == [tagged]
    assert room.found("tag:wor") == []
    assert room.found("pears -tag:work") == [plain]
    assert room.found("pears is:pinned") == [tagged]
    assert room.found("pears -is:pinned") == [plain]


def test_the_newest_come_first_and_there_may_be_more(room: Room) -> None:
    ids = [room.chat(f"Chat {n}", room.story.question("pear")) for n in range(7)]
    found = room.index.search(Wanted(parse("pear", NOW), most=3))
    assert [row[0] for row in found.rows] == ids[:3:-1]
    assert found.more
    assert not room.index.search(Wanted(parse("pear", NOW), most=7)).more


def test_a_reply_is_found_when_it_has_ended_and_changed_words_are_not(room: Room) -> None:
    question = room.story.question("Which fruit?")
    id = room.chat("Fruit", question)
    reply = room.story.reply(question.id, "a pear", "streaming")
    room.put(id, reply)
    assert room.found("pear") == []
    room.put(id, Node({**reply.record, "state": "complete", "rev": 1}))
    assert room.found("pear") == [id]
    done = {**reply.record, "state": "complete", "rev": 2}
    room.put(id, Node({**done, "parts": [{"type": "text", "text": "a plum"}]}))
    assert room.found("pear") == []
    assert room.found("plum") == [id]


@pytest.mark.parametrize(
    "typed",
    ['"', '""', "*", "AND", "NOT", "a AND", "NEAR(a b)", "^a", "{a}", "text:a", "-", "--", "(", "'",
     "a\0b", "\ud800", "\udc00x", '"' * 999, "a " * 5_000, "北" * 10_000, "x" * 10_000, "%", "_",
     "role:", "cost:>", "before:0001", "after:9999-12-31", "cost:<999999999999", "🤔", "\u0301"],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(room: Room, typed: str) -> None:
    room.chat("Any", room.story.question("some text"))
    room.found(typed)
    room.found(f"some {typed}")
    room.found(f"-{typed}")
    room.found(f'"{typed}" some')


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
    searched = [
        node for node in chat.nodes.values() if not node.deleted and node.state != "streaming"
    ]
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


def _says(text: str, query: Query) -> bool:
    wanted = all(has(text, term) for term in query.terms)
    return wanted and not any(has(text, term) for term in query.without)


def _fits(chat: Conversation, node: Node, query: Query) -> bool:
    above = chat.nodes.get(node.parent or "")
    below = [each for each in chat.children(node.id) if each.role == "assistant"]
    answers = [each for each in below if each.state != "streaming"]
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
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
