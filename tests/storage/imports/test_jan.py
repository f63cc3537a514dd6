"""Threads of Jan, in a folder or an archive, with lines that were torn."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.storage.imports.samples import jan
from tests.storage.imports.samples.pictures import png
from tests.storage.imports.samples.reading import by_key, pictures, read, times, tree, words

SOURCE = "jan"


def test_branches_and_the_one_that_was_chosen(exports: Path) -> None:
    stars, _ = read(jan.write_all(exports / "jan"), SOURCE)

    assert tree(stars) == {"m1": None, "m2": "m1", "m3": "m1"}
    assert stars.head == "m2", "the chosen one, though another is newer"
    assert stars.left_out == {"lines that cannot be read": 1}


def test_a_thread_without_branches_is_in_the_order_of_its_lines(exports: Path) -> None:
    _, old = read(jan.write_all(exports / "jan"), SOURCE)

    assert tree(old) == {"s1": None, "s2": "s1"}
    assert times(old.messages) == ["2023-11-14T22:13:20.000Z", "2023-11-14T22:13:25.000Z"]
    failed = by_key(old)["s2"]
    assert (failed.state, failed.error) == ("failed", "insufficient_quota")


def test_a_thread_says_who_answers_and_how(exports: Path) -> None:
    stars, _ = read(jan.write_all(exports / "jan"), SOURCE)

    assert (stars.title, stars.system, stars.tags) == ("Stars", "You know stars.", ("Sky",))
    assert stars.parameters == {"temperature": 0.1, "max_tokens": 64}
    assert (stars.created, stars.updated) == (
        "2025-06-27T04:53:20.000Z", "2025-06-27T05:01:40.500Z",
    )  # fmt: skip
    reply = by_key(stars)["m2"]
    assert (words(reply), reply.model) == (["Vega."], "scout")
    assert reply.extra["reasoning"] == "Blue."
    assert reply.extra["tools"][0]["tool_name"] == "sky"
    assert reply.usage == {"prompt_tokens": 50, "completion_tokens": 2}
    assert pictures(by_key(stars)["m1"])[0].load() == png()
    assert by_key(stars)["m3"].state == "stopped"


def test_an_archive_of_the_folder_is_read_alike(exports: Path) -> None:
    folder = jan.write_all(exports / "jan")
    archive = shutil.make_archive(str(exports / "threads"), "zip", folder)

    packed = sorted(read(Path(archive), SOURCE), key=lambda found: found.key)
    assert packed == read(folder, SOURCE)


def test_a_line_written_again_replaces_the_earlier_one(exports: Path) -> None:
    lines = [*jan.straight(), jan.line("s1", "user", "Hello again", 1700000000)]
    jan.write(exports / "jan" / "threads" / "th-1", jan.thread(), lines)

    (found,) = read(exports / "jan", SOURCE)

    assert [words(message) for message in found.messages] == [["Hello again"], []]


def test_replies_that_lost_their_prompt_find_it_again(exports: Path) -> None:
    jan.write(exports / "jan" / "threads" / "th-1", jan.thread(), jan.detached())

    (found,) = read(exports / "jan", SOURCE)

    assert tree(found) == {"d1": None, "d2": "d1", "d3": "d2", "d4": "d3"}
    assert found.head == "d4"


def test_lines_in_any_order_are_put_in_that_of_their_times(exports: Path) -> None:
    jan.write(exports / "jan" / "threads" / "th-1", jan.thread(), jan.straight()[::-1])

    (found,) = read(exports / "jan", SOURCE)

    assert tree(found) == {"s1": None, "s2": "s1"}
