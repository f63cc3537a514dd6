"""What is asked about an offer, and what the answers do."""

from __future__ import annotations

from PySide6.QtTest import QTest

from scout_desktop.chat.draft import Draft
from scout_desktop.chat.message import ImagePart
from scout_desktop.ui.composer.intake.offer import Offer

URL = "https://example.org/pets/cat%20one.jpg"
LINK = ImagePart("", "", 0, 0, 0, name="cat one.jpg", url=URL)


def button(room, words: str):
    (found,) = [each for each in room.composer._note.stops() if each.text() == words]
    assert found.isVisible()
    return found


def test_an_address_is_sent_only_when_the_user_says_so(tell):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        QTest.keyClicks(room.text, "see ")
        room.composer.put_words(URL)
        room.presenter.take(Offer(address=URL, text=URL))
        await room.until(lambda: "not this program" in room.said())
        assert room.composer.draft() == Draft(f"see {URL}")
        button(room, "Send as picture").click()
        assert room.composer.draft() == Draft("see ", (LINK,))
        assert "not this program" not in room.said()
        await room.until(lambda: "1 address in" in room.named_estimate())

    tell(story)


def test_an_address_stays_text_when_the_user_wants_that(tell):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.composer.put_words(URL)
        room.presenter.take(Offer(address=URL, text=URL))
        await room.until(lambda: "not this program" in room.said())
        button(room, "Leave as text").click()
        assert room.composer.draft() == Draft(URL)
        room.composer.show_draft(Draft())
        room.presenter.take(Offer(address=URL))  # dropped: its words are nowhere yet
        await room.until(lambda: "not this program" in room.said())
        button(room, "Leave as text").click()
        assert room.composer.draft() == Draft(URL)
        assert room.chips() == []

    tell(story)


def test_the_path_that_was_pasted_can_be_had_as_text(tell, files):
    (path,) = files(1)

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(path,), text=str(path)))
        await room.until(lambda: "Attached 00.png from the pasted path." in room.said())
        button(room, "Paste as text").click()
        assert room.composer.draft() == Draft(str(path))
        await room.quiet()
        assert room.chips() == []

    tell(story)


def test_of_many_files_the_same_can_be_asked_one_by_one(tell, files):
    many = files(7, width=30)

    async def story(room) -> None:
        wanted: list = []
        room.presenter.batch_wanted.connect(wanted.append)
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=many))
        await room.until(lambda: "7 pictures attached to one question." in room.said())
        button(room, "Ask the same of each…").click()
        assert wanted == [many]
        await room.quiet()
        assert room.chips() == []
        assert room.composer.draft().is_empty

    tell(story)


def test_a_folder_is_handed_on_whole_although_only_a_part_was_attached(tell, files):
    folder = files(24, width=30)[0].parent

    async def story(room) -> None:
        wanted: list = []
        room.presenter.batch_wanted.connect(wanted.append)
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(folders=(folder,)))
        await room.until(lambda: "4 more were left out" in room.said())
        button(room, "Ask the same of each…").click()
        assert wanted == [(folder,)]

    tell(story)


def test_two_files_are_no_reason_to_ask(tell, files):
    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=files(2)))
        await room.until(lambda: len(room.chips()) == 2 and room.ready())
        assert room.said() == ""

    tell(story)


def test_single_files_and_a_folder_beyond_the_limit_are_counted_together(tell, files, tmp_path):
    import shutil

    many = files(24, width=30)
    single = tuple(
        shutil.copy(each, tmp_path / f"single {n}.png") for n, each in enumerate(many[:10])
    )

    async def story(room) -> None:
        room.presenter.show(room.core.chats.new())
        room.presenter.take(Offer(files=(*map(type(many[0]), single), many[0].parent)))
        await room.until(lambda: "at most 20 at once" in room.said())
        assert "20 files attached, 14 more were left out: at most 20 at once." in room.said()

    tell(story)
