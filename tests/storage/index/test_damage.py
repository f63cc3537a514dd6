"""The cache may be cut, overwritten, locked, full or gone: what is found stays right."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scout_desktop.chat.search.reading import parse
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.reader import Reader
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from tests.storage.story import Story

NOW = "2026-11-24T12:00:00.000Z"
SECRET = "zanzibarsecret"


@pytest.fixture
def opened(library: Library) -> Iterator[Callable[[], Index]]:
    made: list[Index] = []

    def open_index() -> Index:
        made.append(Index(library.places, library, Ledger(library.places, library.writer)))
        return made[-1]

    yield open_index
    for index in made:
        index.close()


def _chats(library: Library, story: Story, count: int = 3) -> list[str]:
    ids = []
    for place in range(count):
        chat = library.create(story.chat(f"Chat {place}"))
        library.put_nodes(chat.id, [story.question(f"pear number{place} {'word ' * 200}")])
        ids.append(chat.id)
    return ids


def _found(index: Index, typed: str) -> set[str]:
    return {row[0] for row in index.search(Wanted(parse(typed, NOW))).rows}


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\x5a" * (path.stat().st_size - 4096))


def _fill(path: Path) -> None:
    path.write_bytes(b"no database at all" * 1000)


def _drop(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("drop table texts")
    base.commit()
    base.close()


def _age(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("update notes set value = '1 of long ago' where name = 'made by'")
    base.commit()
    base.close()


@pytest.mark.parametrize("harm", [_cut, _overwrite, _fill, _drop, _age, Path.unlink])
def test_a_cache_that_was_harmed_between_two_runs_is_made_anew(
    library: Library, opened: Callable[[], Index], story: Story, harm: Callable[[Path], None]
) -> None:
    ids = _chats(library, story)
    index = opened()
    index.refresh()
    index.close()
    harm(library.places.index)
    index = opened()
    index.refresh()
    # What is found broken only when it is looked at is read anew after that.
    for _ in range(2):
        found = _found(index, "pear"), _found(index, "number1"), len(index.rows())
        index.refresh()
    assert found == (set(ids), {ids[1]}, 3)


def test_a_cache_that_is_harmed_while_it_is_used_is_made_anew(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    ids = _chats(library, story, 30)
    index = opened()
    index.refresh()
    _overwrite(library.places.index)
    for end in ("-wal", "-shm"):
        library.places.index.with_name(library.places.index.name + end).write_bytes(b"\xff" * 5000)
    reader = Reader(library.places.index)
    cache = index.show()
    assert cache is not None
    seen = reader.search(Wanted(parse("pear", NOW)), cache)
    reader.close()
    assert seen is None or {row[0] for row in seen.rows} <= set(ids)
    library.put_nodes(ids[0], [story.question("plum")])
    index.update(library.open(ids[0]))
    _found(index, "pear")
    index.refresh()
    assert len(_found(index, "pear")) == 30
    assert _found(index, "plum") == {ids[0]}


def test_a_cache_that_another_program_keeps_locked_is_kept_in_memory(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    ids = _chats(library, story)
    first = opened()
    first.refresh()
    first.close()
    holder = sqlite3.connect(library.places.index)
    holder.execute("pragma locking_mode = exclusive")
    holder.execute("begin exclusive")
    index = opened()
    index.refresh()
    assert index.show() is None, "nobody else can see it"
    assert _found(index, "pear") == set(ids)
    holder.close()


def test_a_folder_that_cannot_be_written_is_no_reason_to_find_less(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    ids = _chats(library, story)
    library.places.cache.write_text("a file stands where the folder should be")
    index = opened()
    index.refresh()
    assert _found(index, "pear") == set(ids)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk at hand")
def test_a_disk_that_fills_up_is_no_reason_to_find_less(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    index = opened()
    index.refresh()
    pages = index._cache.base.execute("pragma page_count").fetchone()[0]
    index._cache.base.execute(f"pragma max_page_count = {pages + 1}")
    ids = _chats(library, story, 20)
    for id in ids:
        index.update(library.open(id))
    index.refresh()
    assert index.show() is None
    assert _found(index, "pear") == set(ids)


def _everything(library: Library) -> bytes:
    found = sorted(library.places.cache.glob("index.sqlite3*"))
    return b"".join(path.read_bytes() for path in found)


@pytest.mark.parametrize("way", ["message", "chat for good", "file"])
def test_what_is_deleted_for_good_is_not_in_the_file_any_more(
    library: Library, opened: Callable[[], Index], story: Story, way: str
) -> None:
    _chats(library, story)
    chat = library.create(story.chat(f"About {SECRET}" if way != "message" else "About"))
    node = story.question(f"The {SECRET} is here and it is {SECRET}")
    library.put_nodes(chat.id, [node])
    index = opened()
    index.refresh()
    for _ in range(5):
        # Older lists of words are merged only now and then.
        _chats(library, story)
        index.refresh()
    assert _found(index, SECRET) == {chat.id}
    assert SECRET.encode() in _everything(library)
    if way == "message":
        library.put_nodes(chat.id, [library.open(chat.id).deletion(node.id, story.now(), "d1-0")])
        index.update(library.open(chat.id))
    elif way == "chat for good":
        library.purge(chat.id)
        index.update(library.peek(chat.id))
    else:
        library.close()
        names = [*library.places.chats.iterdir(), *library.places.journals.iterdir()]
        for path in names:
            if chat.id in path.name or path.name.endswith(f"{chat.id[-12:]}.json"):
                path.unlink()
    index.refresh()
    assert _found(index, SECRET) == set()
    assert SECRET.encode() not in _everything(library)
    assert SECRET[1:].encode() not in _everything(library)


def test_a_run_that_is_killed_while_it_reads_goes_on_at_the_next_start(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    ids = set(_chats(library, story, 60))
    index = opened()
    steps = index.steps()
    for _ in range(2):
        next(steps)
    assert index.read < 1
    index.close()
    index = opened()
    index.refresh()
    assert index.read == 1
    assert _found(index, "pear") == ids


_OTHER = """
import sys
from pathlib import Path
from scout_desktop.chat.search.reading import parse
from scout_desktop.session.clock import SystemClock
from scout_desktop.storage.device import Writer
from scout_desktop.storage.index import Index
from scout_desktop.storage.index.search import Wanted
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
places = Places.beside(Path(sys.argv[1]))
writer = Writer.open(places)
library = Library(places, writer, SystemClock().now)
index = Index(places, library, Ledger(places, writer))
index.refresh()
assert index.show() is not None
print(len(index.search(Wanted(parse("pear", "2026-11-24T12:00:00.000Z"), most=500)).rows))
index.close()
"""


def test_two_programs_fill_one_cache_at_once(
    library: Library, opened: Callable[[], Index], story: Story
) -> None:
    _chats(library, story, 80)
    library.close()
    command = [sys.executable, "-c", _OTHER, str(library.places.data)]
    others = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    index = opened()
    index.refresh()
    assert [other.communicate(timeout=60)[0].strip() for other in others] == ["80", "80"]
    index.refresh()
    assert index.show() is not None
    found = index.search(Wanted(parse("pear", NOW), most=500))
    assert (len(found.rows), {hit.hits for hit in found.hits.values()}) == (80, {1})
    base = sqlite3.connect(library.places.index)
    assert base.execute("select count(*), count(distinct node) from texts").fetchone() == (80, 80)
    base.execute("insert into words (words) values ('integrity-check')")
    base.close()
