"""What a look over the folder finds: each kind of trouble, in a sentence, without touching it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scout_desktop.chat.conversation import Conversation
from scout_desktop.chat.findings import Report, in_order_words
from scout_desktop.chat.message import Node
from scout_desktop.storage import document
from scout_desktop.storage.check.looking import look
from scout_desktop.storage.ground.framing import frame, header
from scout_desktop.storage.journal import lines
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.places import Places
from tests.bench.damage import looked
from tests.storage.check.shelf import PIXEL
from tests.storage.one_chat import the_file
from tests.storage.story import Story


def kinds(places: Places) -> dict[str, str]:
    return {finding.kind: finding.severity for finding in looked(places).findings}


def test_a_folder_in_order_is_said_to_be_in_order(folded: Library) -> None:
    report = looked(folded.places)
    assert report.findings == ()
    assert report.in_order
    assert report.counted.messages == 2
    said = in_order_words(report.counted)
    assert said.startswith("Everything is in order: 1 chat, 0 pictures, ")


def with_lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        path.write_bytes(b"\n".join(change(path.read_bytes().split(b"\n"))))

    return act


def replaced(old: bytes, new: bytes) -> Callable[[Path], None]:
    def act(path: Path) -> None:
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new, 1))

    return act


@pytest.mark.parametrize(
    ("act", "kind", "severity", "words"),
    [
        (with_lines(lambda each: each[:-3]), "damaged", "repair", "is cut off or is damaged"),
        (with_lines(lambda each: [*each[:6], b"{{", *each[6:]]), "damaged", "repair", "line 7"),
        (with_lines(lambda each: each[1:]), "beginning", "repair", "lost its beginning"),
        (lambda path: path.write_bytes(b""), "empty", "repair", "is empty"),
        (lambda path: path.write_bytes(b"\0" * 999), "zeros", "repair", "zeros: 999 bytes"),
        (lambda path: path.write_bytes(b"\x01junk"), "unreadable", "repair", "Nothing of"),
        (lambda path: path.write_bytes(b'{"a":1,"format":"other"}'), "foreign", "note", "left al"),
        (replaced(b'"version":1', b'"version":2'), "version", "note", "version 2"),
        (replaced(b'"min_reader":1', b'"min_reader":2'), "newer", "note", "newer program"),
        (replaced(b"[\n", b"[\n\n"), "layout", "note", "laid out by another"),
        (replaced(b'"parent":null', b'"parent":"gone"'), "parent", "note", "is not there"),
        (replaced(b'"created":"2026', b'"created":"soon'), "time", "note", "no time"),
        (lambda path: path.rename(path.with_name("mine.json")), "name", "note", "does not have"),
        (lambda path: path.chmod(0o644), "modes", "repair", "can be opened by others"),
        (lambda path: shutil.copy2(path, path.with_name("x (1).json")), "copies", "repair", "2 ti"),
    ],
)
def test_a_chat_file_in_trouble_is_told(
    folded: Library,
    act: Callable[[Path], None],
    kind: str,
    severity: str,
    words: str,
) -> None:
    act(the_file(folded))
    report = looked(folded.places)
    (finding,) = [each for each in report.findings if each.kind == kind]
    assert finding.severity == severity
    assert words in finding.sentence
    assert report.in_order == (severity == "note")


def test_a_tree_in_trouble_is_told(folded: Library, story: Story) -> None:
    one, other = story.question("One"), story.question("Other")
    ring = Node({**one.record, "parent": other.id}), Node({**other.record, "parent": one.id})
    chat = story.chat().with_nodes(ring).with_registers({"head": "gone"}, story.now(), "d-0")
    folded.create(chat)
    found = kinds(folded.places)
    assert found == {"ring": "note", "head": "note"}
    path = next(p for p in folded.places.chats.iterdir() if chat.id[-12:] in p.name)
    node = path.read_bytes().split(b"\n")[-4]
    path.write_bytes(path.read_bytes().replace(node, node + b"\n" + node))
    assert kinds(folded.places)["twice"] == "note"


def test_pictures_in_trouble_are_told(folded: Library, story: Story) -> None:
    places = folded.places
    media = Media(places, folded.writer.name)
    hashes = [media.keep(PIXEL + bytes([n]), "image/png") for n in range(6)]
    parts = [{"type": "image", "sha256": each, "mime": "image/png"} for each in hashes[:5]]
    parts[0]["original"] = {"sha256": "f" * 64, "mime": "image/heic"}
    node = Node({**story.question("See").record, "parts": parts})
    folded.create(story.chat().with_nodes([node]))

    def file(n: int) -> Path:
        return places.media / hashes[n][:2] / f"{hashes[n]}.png"

    file(0).unlink()
    file(1).write_bytes(b"damaged")
    file(2).rename(file(2).with_suffix(".jpg"))
    file(3).rename(places.media / hashes[4][:2] / f"{hashes[3]}.png")
    (places.media / "stray.txt").write_bytes(b"?")
    report = looked(places)
    told = {(finding.kind, finding.severity) for finding in report.findings}
    assert told == {
        ("missing", "lost"), ("wrong", "lost"), ("extension", "repair"), ("misplaced", "repair"),
        ("stray", "note"), ("modes", "repair"), ("missing", "repair"),
    }  # fmt: skip
    assert any("the original of a picture" in finding.sentence for finding in report.findings)
    assert report.counted.orphans == 1
    assert report.counted.orphan_bytes == len(PIXEL) + 1


def test_a_picture_that_only_a_draft_or_a_copy_names_is_no_orphan(
    folded: Library, story: Story
) -> None:
    places = folded.places
    media = Media(places, folded.writer.name)
    first, second = (media.keep(PIXEL + bytes([n]), "image/png") for n in range(2))
    assert looked(places).counted.orphans == 2
    places.drafts.mkdir(parents=True)
    (places.drafts / "new.json").write_text(f'{{"images":[{{"sha256":"{first}"}}]}}')
    places.trash.mkdir(mode=0o700)
    (places.trash / "x.json").write_text(f'{{"sha256":"{second}"}}')
    assert looked(places).counted.orphans == 0


def test_journals_and_the_ledger_are_told(folded: Library, story: Story) -> None:
    places, chat = folded.places, story.id()
    journal = places.journals / f"{chat}.dffff-0.jsonl"
    good = lines([story.question("Here")])
    head = header("journal", chat=chat, writer="dffff-0")
    journal.write_bytes(head + good.replace(b"Here", b"Hers") + good + b'{"h":"12345678","o":{"n')
    ledger = places.ledger / "dffff-0-2026-11.jsonl"
    attempt = frame({"id": "a", "at": story.now(), "chat": "elsewhere"})
    ledger.write_bytes(header("ledger", writer="dffff-0") + attempt + b"{}}\n")
    for path in (journal, ledger):
        path.chmod(0o600)
    report = looked(places)
    told = {finding.kind: finding for finding in report.findings}
    assert set(told) == {"journal", "ledger"}
    assert "(line 2)" in told["journal"].sentence
    assert "(line 3)" in told["ledger"].sentence
    assert (report.counted.attempts, report.counted.attempts_without_chat) == (1, 1)
    assert report.counted.chats == 2
    journal.write_bytes(head + b'{"h":"12345678","o":{"n\n' + good)
    assert kinds(places)["unfinished"] == "note"
    journal.write_bytes(head + frame({"reaction": {}}))
    assert kinds(places)["newer"] == "note"


def test_what_lies_around_is_told(folded: Library, tmp_path: Path) -> None:
    places = folded.places
    (places.chats / ".20261123-1.json.d0-0.tmp").write_bytes(b"half")
    (places.data / "notes.txt").write_bytes(b"mine")
    (places.data / "link").symlink_to(tmp_path)
    astray = places.chats / "older"
    astray.mkdir()
    shutil.copy(the_file_of(places), astray / "chat.json")
    places.library.write_bytes(b"{{{")
    with (places.data / "large.json").open("wb") as stream:
        stream.truncate(65 * 1024 * 1024)
    for path in places.data.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o700 if path.is_dir() else 0o600)
    assert kinds(places) == {
        "leftover": "repair", "stray": "note", "link": "note", "astray": "repair",
        "library": "repair", "large": "lost",
    }  # fmt: skip


def the_file_of(places: Places) -> Path:
    return next(places.chats.glob("2*.json"))


def test_a_look_can_be_given_up_and_goes_in_small_steps(folded: Library, story: Story) -> None:
    for _ in range(5):
        folded.create(story.chat())
    steps = look(folded.places)
    seen = [next(steps) for _ in range(4)]
    assert all(step.total >= 6 for step in seen)
    steps.close()


def test_looking_writes_nothing_and_changes_no_time(folded: Library) -> None:
    path = the_file(folded)
    path.write_bytes(path.read_bytes()[:-9])
    (folded.places.data / "x.tmp").touch()

    def seen() -> dict[str, tuple[int, int, int, int]]:
        found = {}
        for root in (folded.places.data, folded.places.state, folded.places.cache):
            for each in [root, *root.rglob("*")]:
                if each.exists():
                    of = each.lstat()
                    found[str(each)] = (of.st_size, of.st_mtime_ns, of.st_mode, of.st_ino)
        return found

    before = seen()
    assert not looked(folded.places).in_order
    assert seen() == before


def test_many_findings_of_one_kind_are_counted_not_kept(folded: Library) -> None:
    for number in range(2100):
        (folded.places.chats / f"e{number}.json").touch()
    report: Report = looked(folded.places)
    assert sum(finding.kind == "empty" for finding in report.findings) == 2000
    assert report.more["empty"] == 100


def test_a_chat_that_was_deleted_for_good_is_not_counted(folded: Library, story: Story) -> None:
    chat = story.chat()
    at = {"at": story.now(), "by": "d-0", "value": True}
    data = document.dump(Conversation(chat.id, {"purged": at}))
    (folded.places.chats / "p.json").write_bytes(data)
    assert looked(folded.places).counted.chats == 1
