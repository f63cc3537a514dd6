"""From one version of the format to the next: nothing is touched before a backup is made."""

from __future__ import annotations

import pytest

from scout_desktop.chat.errors import DiskError
from scout_desktop.storage.backups import Backups
from scout_desktop.storage.library import Library
from scout_desktop.storage.migrations import MIGRATIONS, Migration, migrate
from tests.storage.one_chat import answered, the_file
from tests.storage.story import Story, everything_under
from tests.storage.test_backups import to_the_end


def from_zero(data: bytes) -> bytes:
    """A version that never was: its messages said `words`."""
    return data.replace(b'"version":0', b'"version":1').replace(b'"words":', b'"text":')


def test_today_there_is_none_and_nothing_is_looked_into(library: Library, story: Story) -> None:
    answered(library, story)
    before = everything_under(library.places.data)
    assert MIGRATIONS == {}
    assert to_the_end(migrate(library.places, "d0-0", story.now())) == 0
    assert everything_under(library.places.data) == before


def as_zero(library: Library, story: Story) -> bytes:
    chat = answered(library, story)
    library.put_away(chat.id)
    path = the_file(library)
    now = path.read_bytes()
    path.write_bytes(now.replace(b'"version":1', b'"version":0').replace(b'"text":', b'"words":'))
    return now


def test_an_old_chat_is_written_anew_behind_a_backup(library: Library, story: Story) -> None:
    wanted = as_zero(library, story)
    old = the_file(library).read_bytes()
    tag = library.writer.name
    assert to_the_end(migrate(library.places, tag, story.now(), {0: from_zero})) == 1
    assert the_file(library).read_bytes() == wanted
    (backup,) = Backups(library.places, tag).all()
    assert backup.reason == "before-1"
    import zipfile

    with zipfile.ZipFile(library.places.backups / backup.name) as archive:
        assert archive.read(f"chats/{the_file(library).name}") == old
    assert to_the_end(migrate(library.places, tag, story.now(), {0: from_zero})) == 0


@pytest.mark.parametrize("broken", [lambda data: b"", lambda data: data[:200], from_zero])
def test_a_step_that_loses_something_changes_nothing(
    library: Library, story: Story, broken: Migration
) -> None:
    as_zero(library, story)
    path = the_file(library)
    if broken is from_zero:

        def broken(data: bytes) -> bytes:
            return b"\n".join(line for line in from_zero(data).split(b"\n") if b"What" not in line)

    before = path.read_bytes()
    steps = migrate(library.places, library.writer.name, story.now(), {0: broken})
    with pytest.raises(DiskError, match="could not be moved"):
        to_the_end(steps)
    assert path.read_bytes() == before
    assert len(Backups(library.places, "d").all()) == 1
