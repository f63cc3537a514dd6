"""The folder `1/` beside this file is format 1 and never changes: it reads the same for ever."""

from __future__ import annotations

import hashlib
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from scout_desktop.chat.diet import diet_of
from scout_desktop.chat.message import ImagePart, TextPart
from scout_desktop.storage.check.looking import look
from scout_desktop.storage.device import Writer
from scout_desktop.storage.ledger import Ledger
from scout_desktop.storage.library import Library
from scout_desktop.storage.media import Media
from scout_desktop.storage.merge import in_trash
from scout_desktop.storage.places import Places
from scout_desktop.storage.presets import Presets
from tests.storage.story import Story, everything_under
from tests.storage.test_backups import to_the_end

HERE = Path(__file__).parent / "1"
CHAT = "01a205fc-04d8-7abc-8def-334455667788"
SENT = "949e22933c7b68cf5e247bb85d75e71af8d008d9446101fe6a3768e66744bfb1"
GIVEN = "416e6c4505a1d8dc3b47f5515f3122b23768b371d88d43e10ab6c9f11bcb2067"


def node(number: int) -> str:
    return f"01a205fc-0{number:03x}-7abc-8def-{number:012x}"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    places = Places.beside(tmp_path / "data")
    shutil.copytree(HERE, places.data)
    for path in [places.data, *places.data.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return Library(places, Writer.open(places), Story(1_800_000_000_000).now)


def test_the_fixed_folder_is_what_it_was() -> None:
    found = hashlib.sha256()
    for name, data in sorted(everything_under(HERE).items()):
        found.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    assert found.hexdigest() == "823b214908e5a91fcdfa299ee43df086a989763a824adb9dc0f1c4feca4bb3a7"


def test_registers_and_unknown_keys(library: Library) -> None:
    chat = library.open(CHAT)
    assert chat.title == "Receipts “2026”"
    assert (chat.model, chat.system) == ("meta-llama/llama-4-scout", "Be brief.")
    assert chat.parameters == {"seed": 7, "temperature": 0.2}
    assert chat.value("pinned") is False  # the journal of another device is later
    assert chat.value("archived") is False
    assert chat.value("tags") == ["travel", "税"]
    assert chat.value("batch") == {"id": "b", "name": "Invoices", "item": 3}
    diet = diet_of(chat)
    assert diet.last == 2
    assert diet.choices[f"{node(0x101)}/0"].caption == "a receipt"
    assert chat.meta["x-register"]["x"] == "kept"
    assert chat.extra == {"x-top": {"kept": True}}
    assert not in_trash(chat)
    assert not chat.read_only


def test_the_tree_and_what_each_message_is(library: Library) -> None:
    chat = library.open(CHAT)
    assert chat.head == node(0x302)
    assert [one.id for one in chat.branch] == [node(n) for n in (0x101, 0x102, 0x301, 0x302)]
    assert [one.id for one in chat.siblings(node(0x102))] == [node(0x102), node(0x103)]
    assert {one.id: one.state for one in chat.nodes.values() if one.role == "assistant"} == {
        node(0x102): "complete", node(0x103): "stopped", node(0x105): "failed",
        node(0x106): "interrupted", node(0x302): "streaming",
    }  # fmt: skip
    assert chat.nodes[node(0x107)].deleted
    reply = chat.nodes[node(0x102)]
    assert reply.text == "A receipt."
    assert reply.usd == Decimal("0.00015416")
    assert reply.section("usage")["prompt_tokens"] == 1912
    assert reply.section("reply")["provider"] == "DeepInfra"
    assert reply.section("request")["parameters"] == {"seed": 7, "temperature": 0.2}
    assert reply.record["x-foreign"] == {"kept": [1, None, {"deep": True}]}
    failed = chat.nodes[node(0x105)]
    assert failed.section("error") == {
        "kind": "rate_limited", "message": "Slow down.", "status": 429, "provider": "DeepInfra",
        "retry_after": 2.5,
    }  # fmt: skip
    assert chat.nodes[node(0x106)].section("cost")["upstream_usd"] == "0.25"


def test_words_and_pictures(library: Library) -> None:
    chat = library.open(CHAT)
    text, image = chat.nodes[node(0x101)].parts
    assert text == TextPart("What is this? 収据 😀 \u2028 مقهى")
    assert isinstance(image, ImagePart)
    assert (image.sha256, image.name, image.fit) == (SENT, "IMG_2041 “größe”.HEIC", "1x1")
    assert (image.width, image.height, image.turn) == (4, 3, 90)
    assert image.crop is not None
    assert (image.crop.left, image.crop.width) == (1, 6)
    assert [mark.kind for mark in image.marks] == ["box", "number"]
    assert image.original is not None
    assert (image.original.sha256, image.original.page, image.original.animated) == (GIVEN, 2, True)
    linked = chat.nodes[node(0x104)].images[0]
    assert (linked.url, linked.sha256) == ("https://example.org/cat.png", "")
    media = Media(library.places, "d-0")
    assert [len(media.fetch(each)) for each in (SENT, GIVEN)] == [image.bytes, image.original.bytes]


def test_the_journal_of_another_device(library: Library) -> None:
    chat = library.open(CHAT)
    assert chat.nodes[node(0x301)].text == "From another device"
    # A line that came twice, one with a wrong hash and a torn one count for nothing.
    assert chat.nodes[node(0x302)].text == "Growing 😀"
    assert "wrong" not in chat.nodes


def test_the_trash_the_purged_and_the_imported(library: Library) -> None:
    assert len(library.ids()) == 4
    assert in_trash(library.open("01a205fd-0000-7000-8000-00000000dddd"))
    gone = library.open("01a205fd-0001-7000-8000-00000000eeee")
    assert gone.value("purged") is True
    assert gone.nodes == {}
    chat = library.open("3f2b8c1d-7e44-8a10-9b21-5d6e7f809102")
    assert [one.text for one in chat.branch] == ["From elsewhere", "Answered elsewhere"]
    assert chat.branch[1].section("cost") == {"source": "reported", "usd": "0.002"}


def test_the_bill_and_the_presets(library: Library) -> None:
    ledger = Ledger(library.places, library.writer)
    total = ledger.totals()
    assert (total.usd, total.attempts, total.unknown) == (Decimal("0.50015416"), 3, 1)
    assert ledger.totals(chat=CHAT).usd == Decimal("0.00015416")
    (preset,) = Presets(library.places, library.writer).all()
    assert (preset.name, preset.system, preset.parameters) == (
        "Exact", "Be exact.", (("temperature", 0.0),),
    )  # fmt: skip


def test_nothing_of_it_is_wrong_and_reading_wrote_nothing(library: Library) -> None:
    before = everything_under(library.places.data)
    for id in library.ids():
        library.open(id)
    report = to_the_end(look(library.places))
    told = [(finding.kind, finding.severity) for finding in report.findings]
    # The one line with a wrong hash, as a kill may leave it on another device.
    assert told == [("journal", "repair")]
    assert everything_under(library.places.data) == before


def test_folding_keeps_every_value(library: Library) -> None:
    before = library.open(CHAT)
    library.fold(CHAT)
    after = library.open(CHAT, fresh=True)
    assert after.meta == before.meta
    assert after.extra == before.extra
    assert {id: one.record for id, one in after.nodes.items()} == {
        id: one.record for id, one in before.nodes.items()
    }
