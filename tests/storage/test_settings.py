"""Settings, presets and drafts: they survive, and damage to them stops nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scout_desktop.chat.draft import Draft, Preset
from scout_desktop.chat.errors import DiskRefused
from scout_desktop.chat.message import ImagePart, Original
from scout_desktop.storage import files
from scout_desktop.storage.drafts import Drafts
from scout_desktop.storage.library import Library
from scout_desktop.storage.places import Places
from scout_desktop.storage.presets import Presets
from scout_desktop.storage.settings import NewChat, Patience, Settings, SettingsFile
from tests.storage.story import Story


def test_a_first_start_has_the_usual_settings_and_writes_nothing(places: Places) -> None:
    settings, said = SettingsFile(places).load()
    assert (settings, said) == (Settings(), "")
    assert settings.keep_originals
    assert settings.base_url == "https://openrouter.ai/api/v1"
    assert not places.config.exists()


def test_settings_survive_a_restart_with_keys_of_a_newer_program(places: Places) -> None:
    chosen = Settings(
        theme="dark",
        text_size=1.25,
        enter_sends=False,
        key_origins=("https://openrouter.ai", "http://127.0.0.1:8080"),
        new_chat=NewChat("other/model", "Be brief.", {"seed": 7, "stop": ["a"]}),
        patience=Patience(connect=3.5),
        extra={"x-new": {"a": [1]}},
    )
    SettingsFile(places).save(chosen)
    assert SettingsFile(places).load() == (chosen, "")


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"theme":"dark","theme":"light"}', b"\xff"])
def test_damaged_settings_are_set_aside_and_the_usual_ones_hold(
    places: Places, damage: bytes
) -> None:
    places.config.mkdir(parents=True)
    places.settings.write_bytes(damage)
    settings, said = SettingsFile(places).load()
    assert settings == Settings()
    assert "damaged" in said
    SettingsFile(places).save(settings)
    kept = [path for path in places.config.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in kept] == [damage]


def test_one_wrong_field_costs_that_field_only(places: Places) -> None:
    places.config.mkdir(parents=True)
    places.settings.write_text(
        '{"theme":"pink","text_size":"big","enter_sends":1,"keep_originals":false,'
        '"key_origins":["a",5],"new_chat":{"model":7,"system":"ok"},"patience":{"connect":-1,'
        '"idle_data":30},"base_url":"http://127.0.0.1:1"}'
    )
    settings, said = SettingsFile(places).load()
    assert said == ""
    assert settings == Settings(
        keep_originals=False,
        new_chat=NewChat(system="ok"),
        patience=Patience(idle_data=30.0),
        base_url="http://127.0.0.1:1",
    )


def test_presets_are_shared_by_two_programs(start: Callable[[], Library], story: Story) -> None:
    one, two = start(), start()
    here, there = (Presets(library.places, library.writer) for library in (one, two))
    here.put(Preset("Receipts", "Be exact.", (("temperature", 0.0),)), story.now())
    there.put(Preset("Maps", "", (("seed", 1), ("stop", ["x"]))), story.now())
    assert [preset.name for preset in here.all()] == ["Maps", "Receipts"]
    there.forget("Receipts", story.now())
    assert here.all() == [Preset("Maps", "", (("seed", 1), ("stop", ["x"])))]
    here.put(Preset("Maps", "New."), story.now())
    assert there.all() == [Preset("Maps", "New.")]


def test_a_sync_copy_of_the_presets_is_read_along_and_folded_in(
    library: Library, story: Story
) -> None:
    presets = Presets(library.places, library.writer)
    presets.put(Preset("Here"), story.now())
    copy = library.places.data / "library.sync-conflict-20261123-A.json"
    copy.write_bytes(library.places.library.read_bytes().replace(b"preset.Here", b"preset.There"))
    assert [preset.name for preset in presets.all()] == ["Here", "There"]
    presets.put(Preset("Third"), story.now())
    assert not copy.exists()
    assert len(list(library.places.trash.iterdir())) == 1
    assert [preset.name for preset in presets.all()] == ["Here", "There", "Third"]


def test_damaged_presets_go_to_quarantine_when_they_are_next_written(
    library: Library, story: Story
) -> None:
    library.places.data.mkdir(parents=True)
    library.places.library.write_bytes(b"{broken")
    presets = Presets(library.places, library.writer)
    assert presets.all() == []
    presets.put(Preset("New"), story.now())
    assert [path.read_bytes() for path in library.places.quarantine.iterdir()] == [b"{broken"]
    assert presets.all() == [Preset("New")]


def test_half_a_thought_survives_a_restart(places: Places) -> None:
    original = Original("cd" * 32, "image/heic", 3024, 4032, 2_212_345)
    image = ImagePart("ab" * 32, "image/jpeg", 1344, 1008, 181_234, "IMG.HEIC", "tiles", original)
    chat = "01a205fc-04d8-7abc-8def-334455667788"
    draft = Draft("What is\n\u2028this? 😀", (image,), edits=chat)
    Drafts(places).save(chat, draft)
    Drafts(places).save("new", Draft("another"))
    again = Drafts(places)
    assert again.load(chat) == draft
    assert again.load("new") == Draft("another")
    again.forget(chat)
    again.forget(chat)
    assert again.load(chat) is None
    (places.drafts / "new.json").write_bytes(b'{"text":')
    assert again.load("new") is None


def test_a_draft_cannot_be_written_elsewhere(places: Places) -> None:
    with pytest.raises(DiskRefused):
        Drafts(places).save("../../settings", Draft("x"))


def test_settings_are_replaced_whole(places: Places) -> None:
    file = SettingsFile(places)
    file.save(Settings())
    inode = places.settings.stat().st_ino
    file.save(replace(Settings(), theme="light"))
    assert places.settings.stat().st_ino != inode
    assert [path.name for path in places.config.iterdir()] == ["settings.json"]


def test_two_programs_may_write_one_file_at_the_same_moment(
    places: Places, start: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = start(), start()
    real, others = files.sync, [two]

    def sync(handle: int) -> None:
        real(handle)
        while others:
            # The other one saves while this one is between writing and renaming.
            name = others.pop().writer.name
            SettingsFile(places, name).save(replace(Settings(), theme="dark"))
            Drafts(places, name).save("new", Draft("theirs"))
            two.remember(anyway=True)

    monkeypatch.setattr(files, "sync", sync)
    SettingsFile(places, one.writer.name).save(replace(Settings(), theme="light"))
    others.append(two)
    Drafts(places, one.writer.name).save("new", Draft("ours"))
    others.append(two)
    one.create(Story().chat())
    one.remember(anyway=True)
    assert SettingsFile(places).load()[0].theme in {"light", "dark"}
    assert Drafts(places).load("new") in {Draft("ours"), Draft("theirs")}
    left = [path for root in (places.config, places.state) for path in root.rglob("*.tmp")]
    assert left == []
