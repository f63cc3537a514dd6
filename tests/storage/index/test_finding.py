"""What was said is found as it is typed."""

from __future__ import annotations

import pytest

from scout_desktop.chat.message import ImagePart, Node, user_node
from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.journal import first_line, growth, lines
from tests.storage.index.room import NOW, Room

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


def test_a_reply_on_its_way_is_found_and_changed_words_are_not(room: Room) -> None:
    question = room.story.question("Which fruit?")
    id = room.chat("Fruit", question)
    reply = room.story.reply(question.id, "a pear", "streaming")
    room.put(id, reply)
    assert room.found("pear") == [id]
    room.put(id, Node({**reply.record, "state": "complete", "rev": 1}))
    assert room.found("pear") == [id]
    done = {**reply.record, "state": "complete", "rev": 2}
    room.put(id, Node({**done, "parts": [{"type": "text", "text": "a plum"}]}))
    assert room.found("pear") == []
    assert room.found("plum") == [id]


def test_what_came_of_a_reply_on_another_device_is_found(room: Room) -> None:
    id = room.chat("Fruit", room.story.question("Which fruit?"))
    reply = room.story.reply(None)
    journal = room.library.places.journals / f"{id}.dffff-0.jsonl"
    growths = [growth(reply.id, 0, "a pear "), growth(reply.id, 7, "and a plum")]
    head = first_line(id, "dffff-0") + lines([reply])
    journal.write_bytes(head + growths[0])
    room.index.refresh()
    assert (room.found("pear"), room.found("plum")) == ([id], [])
    journal.write_bytes(head + b"".join(growths))
    room.index.refresh()
    assert room.found('"pear and a plum"') == [id]


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
