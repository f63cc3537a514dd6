"""The list and the search are a cache: quick, never wrong for long, nothing without chats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from scout_desktop.chat.message import ImagePart, user_node
from scout_desktop.chat.search.query import Query
from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.bill.attempt import Attempt
from scout_desktop.storage.device import Writer
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from tests.storage.story import Story


@pytest.fixture
def ledger(library: Library) -> Ledger:
    return Ledger(library.places, library.writer)


@pytest.fixture
def index(library: Library, ledger: Ledger) -> Iterator[Index]:
    made = Index(library.places, library, ledger)
    yield made
    made.close()


def _chat(library: Library, story: Story, title: str, *texts: str) -> str:
    chat = library.create(story.chat(title, library.writer.name))
    parent = None
    for text in texts:
        node = story.question(text, parent)
        library.put_nodes(chat.id, [node])
        parent = node.id
    return chat.id


def _found(index: Index, query: Query) -> list[str]:
    return [row[0] for row in index.search(Wanted(query)).rows]


def test_the_list_shows_the_newest_first(library: Library, index: Index, story: Story) -> None:
    old = _chat(library, story, "Receipts", "What is  this?\nAnd that?")
    new = _chat(library, story, "Maps")
    newest = _chat(library, story, "Plants", "A rose?", "Sure?")
    assert index.refresh() == 3
    rows = index.rows()
    assert [row.id for row in rows] == [newest, new, old]
    assert [row.messages for row in rows] == [2, 0, 1]
    assert rows[2].last_line == "What is this? And that?"
    assert rows[2].title == "Receipts"
    assert rows[0].usd is None
    assert index.refresh() == 0


def test_a_row_shows_what_the_chat_cost_and_its_picture(
    library: Library, index: Index, ledger: Ledger, story: Story
) -> None:
    chat = library.create(story.chat())
    image = ImagePart("ab" * 32, "image/png", 10, 10, 99)
    library.put_nodes(chat.id, [user_node(story.id(), None, story.now(), "This?", [image])])
    at = Attempt(story.id(), story.now(), chat.id)
    ledger.asked(at)
    index.refresh()
    assert index.rows()[0].thumbnail == "ab" * 32
    assert (index.rows()[0].usd, index.rows()[0].unknown) == (None, 1)
    ledger.learned(replace(at, source="usage", usd=Decimal("0.00015416")))
    assert (index.rows()[0].usd, index.rows()[0].unknown) == (Decimal("0.00015416"), 0)


def test_search_finds_every_word_in_any_case_and_script(
    library: Library, index: Index, story: Story
) -> None:
    first = _chat(library, story, "Receipts", "Größe und STRASSE", "領収書の合計")
    _chat(library, story, "Other", "nothing 100%_sure")
    index.refresh()
    assert _found(index, parse("grösse strasse", story.now())) == [first]
    assert _found(index, parse("収書", story.now())) == [first]
    assert _found(index, parse("strasse grö", story.now())) == [first]
    assert set(_found(index, parse("o s", story.now()))) == set()
    assert _found(index, parse("strasse absent", story.now())) == []


def test_what_this_program_puts_is_in_the_list_at_once_and_not_read_again(
    library: Library, index: Index, story: Story
) -> None:
    id = _chat(library, story, "Receipts", "First")
    index.update(library.open(id))
    assert index.refresh() == 0
    library.put_nodes(id, [story.question("Second")])
    index.update(library.open(id))
    library.fold(id)
    index.update(library.open(id))
    assert index.refresh() == 0
    assert index.rows()[0].messages == 2


def test_what_another_program_writes_is_noticed(
    start: Callable[[], Library], library: Library, index: Index, story: Story
) -> None:
    id = _chat(library, story, "Receipts", "First")
    index.update(library.open(id))
    other = start()
    other.put_nodes(id, [story.question("Second")])
    # What we write meanwhile must not hide that there is something to read.
    library.put_nodes(id, [story.question("Third")])
    index.update(library.open(id))
    index.refresh()
    assert index.rows()[0].messages == 3
    other.fold(id)
    assert index.refresh() == 1
    assert index.refresh() == 0


def test_deleted_chats_are_in_the_trash_and_purged_ones_nowhere(
    library: Library, index: Index, story: Story
) -> None:
    kept, gone = _chat(library, story, "A"), _chat(library, story, "B", "x")
    deleted = library.open(gone).with_registers({"deleted": True}, story.now(), "d1-0")
    library.put_nodes(gone, [], {"deleted": deleted.meta["deleted"]})
    index.update(library.open(gone))
    index.refresh()
    assert [row.id for row in index.rows()] == [kept]
    assert [row.id for row in index.rows(deleted=True)] == [gone]
    assert len(index.rows(deleted=None)) == 2
    library.purge(gone)
    index.refresh()
    assert [row.id for row in index.rows(deleted=None)] == [kept]


def test_throwing_the_cache_away_loses_nothing(
    library: Library, index: Index, ledger: Ledger, story: Story
) -> None:
    for title in "ABC":
        _chat(library, story, title, "text")
    index.refresh()
    rows = index.rows()
    index.close()
    for path in library.places.cache.iterdir():
        path.unlink()
    again = Index(library.places, library, ledger)
    again.refresh()
    assert again.rows() == rows
    again.close()


@pytest.mark.parametrize(
    "damage", [b"", b"this is no database", b"SQLite format 3\0" + b"\1" * 900]
)
def test_a_damaged_cache_is_made_anew(
    library: Library, ledger: Ledger, story: Story, damage: bytes
) -> None:
    id = _chat(library, story, "A")
    library.places.cache.mkdir(parents=True)
    library.places.index.write_bytes(damage)
    index = Index(library.places, library, ledger)
    index.refresh()
    assert [row.id for row in index.rows()] == [id]
    index.close()


def test_a_cache_that_cannot_be_written_is_kept_in_memory(
    library: Library, ledger: Ledger, story: Story
) -> None:
    id = _chat(library, story, "A")
    library.places.cache.write_text("a file stands where the folder should be")
    index = Index(library.places, library, ledger)
    index.refresh()
    assert [row.id for row in index.rows()] == [id]
    index.close()


def test_one_unreadable_chat_does_not_hide_the_others(
    library: Library, index: Index, story: Story
) -> None:
    good, bad = _chat(library, story, "Good"), _chat(library, story, "Bad")
    index.refresh()
    library.close()
    (path,) = library.places.chats.glob(f"*{bad[-12:]}.json")
    path.unlink()
    path.mkdir()
    index.refresh()
    assert good in {row.id for row in index.rows()}
    assert index.read == 1, "it is not waited for"


def test_the_list_stays_when_the_folder_is_unavailable(
    library: Library, index: Index, story: Story
) -> None:
    ids = {_chat(library, story, str(n)) for n in range(4)}
    library.remember()
    index.refresh()
    library.close()
    library.places.chats.rename(library.places.data / "elsewhere")
    assert library.missing() == (0, 4)
    index.refresh()
    assert {row.id for row in index.rows()} == ids


def test_chats_that_were_copied_today_are_as_old_as_they_are_before_they_are_read(
    places: Places, story: Story
) -> None:
    writer = Writer.open(places)
    library = Library(places, writer, story.now)
    ages = {}
    for number in range(50):
        question = story.question(f"Question {number}")
        chat = story.chat(f"Chat {number}", writer.name).with_nodes([question])
        library.create(chat)
        ages[chat.id] = question.created
    for path in places.chats.iterdir():
        os.utime(path, (2_000_000_000, 2_000_000_000))

    index = Index(places, library, Ledger(places, writer))
    steps = index.steps()
    while len(index.rows()) < 50:
        next(steps)

    assert index.read < 1, "all were read, and so nothing was shown before"
    assert {row.id: row.updated for row in index.rows()} == ages
    index.close()
    library.close()
    writer.close()
