"""A question goes out over a real socket, and what comes back is on the screen and on the disk."""

from __future__ import annotations

import asyncio

from scout_desktop.chat.draft import Draft
from scout_desktop.practice import FOREVER, Reply
from scout_desktop.ui.transcript.pictures.thumbnail import Thumbnail


def test_a_question_is_answered(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("What is **this**?"))
        await room.ended()

        assert room.texts() == ["What is **this**?", "A receipt."]
        assert room.heard == [("started", chat.id), ("ended", chat.id)]

    tell(story, Reply(text="A **receipt**."))


def test_the_reply_is_on_the_screen_while_it_arrives(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Count"))
        await room.until(lambda: len(room.texts()) == 2 and "three" in room.texts()[1])

        assert room.presenter.is_running(chat.id)
        assert "one two three" in room.texts()[1]
        room.presenter.stop(chat.id)
        await room.ended()
        assert "Stopped. What had arrived is kept." in room.labels_and_texts()
        assert room.buttons()[:2] == ["Continue", "Regenerate"]
        assert "one two three" in room.core.chats.current(chat.id).branch[-1].text

    tell(story, Reply(deltas=("one ", "two ", "three "), stall_after=3, stall=FOREVER))


def test_regenerate_adds_a_version_beside_the_old_one(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Again?"))
        await room.ended()
        room.press("Regenerate reply")
        await room.ended(2)

        assert room.texts() == ["Again?", "Second."]
        assert room.named("Version 2 of 2")
        room.press("Previous version")
        await room.until(lambda: room.texts()[1] == "First.")
        assert room.named("Version 1 of 2")

    tell(story, Reply(text="First."), Reply(text="Second."))


def test_a_rejected_key_is_replaced_in_place_and_the_question_asked_again(tell, canary_key) -> None:
    async def story(room) -> None:
        await room.core.account.store_key(canary_key, only_this_run=True)
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Hello"))
        await room.ended()

        assert ("failed", "key_rejected") in room.heard
        assert "does not accept this API key" in room.labels_and_texts()
        room.press("Replace key")
        assert ("key wanted",) in room.heard
        room.presenter.key_declined()
        room.presenter.key_stored()
        assert len(room.core.chats.current(chat.id).nodes) == 2
        room.press("Replace key")
        room.presenter.key_stored()
        await room.ended(2)
        assert room.texts()[1] == "Now it works."

    rejected = Reply(status=401, body=b'{"error":{"code":401,"message":"User not found."}}')
    tell(story, rejected, Reply(text="Now it works."))


def test_without_any_key_the_draft_waits_for_one(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        draft = Draft("Precious words")
        room.presenter.submit(chat.id, draft)

        assert room.heard == [("key wanted",)]
        room.presenter.key_declined()
        assert room.heard[1][:3] == ("gave back", chat.id, draft)
        assert not room.core.chats.current(chat.id).nodes
        room.presenter.submit(chat.id, draft)
        await room.core.account.start_practice()
        room.presenter.key_stored()
        await room.ended()
        assert room.texts()[0] == "Precious words"
        assert len(room.texts()) == 2

    tell(story)


def test_a_chat_goes_on_streaming_while_another_is_read(tell) -> None:
    async def story(room) -> None:
        first = room.presenter.new_chat()
        room.presenter.submit(first.id, Draft("Slowly"))
        await room.until(lambda: len(room.texts()) == 2 and "word" in room.texts()[1])
        other = room.presenter.new_chat()
        assert room.texts() == []
        room.presenter.submit(other.id, Draft("Quickly"))
        await room.until(lambda: ("ended", other.id) in room.heard)
        assert room.texts() == ["Quickly", "Done."]
        room.presenter.open_chat(first.id)
        await room.until(lambda: room.texts() and room.texts()[0] == "Slowly")
        await room.until(lambda: ("ended", first.id) in room.heard)
        assert room.texts()[1].split() == ["word"] * 60

    tell(story, Reply(deltas=("word ",) * 60, rate=60), Reply(text="Done."))


def test_an_interrupted_reply_is_continued(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Tell"))
        await room.ended()
        assert "cut short" in room.labels_and_texts() or "lost" in (room.labels_and_texts())
        room.press("Continue")
        await room.ended(2)
        assert room.texts()[1].replace("\n", " ") == "Once upon a time."

    cut = Reply(deltas=("Once ", "upon"), cut="fin", cut_after=2)
    tell(story, cut, Reply(text=" a time."))


def test_a_picture_has_its_room_before_it_is_there(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        picture = await room.core.pictures.take(room.photo(672, 336), "cat.png")
        room.presenter.submit(chat.id, Draft("What is this?", (picture,)))
        await room.until(lambda: len(room.messages()) == 2)
        (thumbnail,) = room.view.findChildren(Thumbnail)
        before = thumbnail.size()
        await room.ended()
        await room.until(lambda: thumbnail.has_pixels)

        assert thumbnail.size() == before
        assert abs(before.width() / before.height() - 2) < 0.02
        assert "672 × 336 pixels" in thumbnail.accessibleName()
        assert "435 tokens" in thumbnail.accessibleName() or "tokens" in thumbnail.accessibleName()

    tell(story, Reply(text="A cat."))


def test_a_chat_that_cannot_be_opened_is_said(tell) -> None:
    async def story(room) -> None:
        room.presenter.open_chat("01a205fc-04d8-7abc-8def-334455667788")
        await room.until(lambda: room.heard)

        assert room.heard[0][0] == "problem"
        assert room.heard[0][1].kind == "chat_unknown"

    tell(story, Reply())


def test_the_title_is_renamed_on_the_disk(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Hello"))
        await room.ended()
        room.presenter.rename("Greetings")
        await room.until(lambda: room.core.chats.current(chat.id).title == "Greetings")
        await asyncio.sleep(0)
        assert room.named("Greetings")

    tell(story, Reply(text="Hi."))


def test_only_the_growing_message_is_touched(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("One"))
        await room.ended()
        before = [block for place in (0, 1) for block in room.blocks(place)]
        room.presenter.submit(chat.id, Draft("Two"))
        await room.ended(2)

        after = [block for place in (0, 1) for block in room.blocks(place)]
        assert [id(block) for block in after] == [id(block) for block in before]
        assert room.texts()[2] == "Two"

    tell(story, Reply(text="First."), Reply(kind="arabic"))


def test_a_chat_that_opens_late_does_not_push_a_new_one_away(tell) -> None:
    async def story(room) -> None:
        old = room.presenter.new_chat()
        room.presenter.submit(old.id, Draft("Hello"))
        await room.ended()
        room.presenter.open_chat(old.id)
        new = room.presenter.new_chat()
        await asyncio.sleep(0.05)

        assert room.presenter.shown == new.id
        assert not room.messages()

    tell(story, Reply(text="Hi."))


def test_a_reply_that_ends_out_of_sight_is_whole_when_its_chat_is_shown_again(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Count"))
        room.presenter.submit(chat.id, Draft("Twice"))
        await room.until(lambda: len(room.texts()) == 2 and "one" in room.texts()[1])
        other = room.presenter.new_chat()
        await room.ended()
        assert not room.messages()
        assert room.presenter.shown == other.id
        room.presenter.open_chat(chat.id)
        await room.until(lambda: room.presenter.shown == chat.id)

        assert room.texts() == ["Count", "one two three"]
        assert room.area.chat.growth is None

    tell(story, Reply(deltas=("one ", "two ", "three "), stall_after=2, stall=0.3))


def test_the_window_may_be_closed_while_a_long_text_is_taken_apart(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Much, please"))
        await room.ended()
        room.presenter.new_chat()
        room.presenter.show_chat(room.core.chats.current(chat.id))
        assert any(name.startswith("pieces:") for name in room.tasks._holders)

    tell(story, Reply(text="Words and words. " * 4_000))


def test_what_a_search_found_is_shown_on_its_branch_with_the_words_marked(tell) -> None:
    async def story(room) -> None:
        chat = room.presenter.new_chat()
        room.presenter.submit(chat.id, Draft("Which bird?"))
        await room.ended()
        first = room.core.chats.current(chat.id).branch[-1].id
        room.press("Regenerate reply")
        await room.ended(2)
        room.presenter.new_chat()
        room.presenter.open_hit(chat.id, first, "heron")
        await room.until(lambda: room.texts()[1:] == ["A grey heron."])

        finder = room.view.reader.finder
        await room.until(lambda: finder._search.place == 1)
        assert finder._bar.term == "heron"
        assert room.named("Version 1 of 2")
        # Reading changes nothing: whoever opens the chat itself finds it as it was left.
        (said,) = room.core.chats.current(chat.id).notices
        assert "another version of this chat" in said
        document = await room.core.chats.path(chat.id)
        assert room.core.chats.current(chat.id).head == first
        room.presenter.open_chat(chat.id)
        await room.until(lambda: room.texts()[1:] == ["A crane."])
        assert not room.core.chats.current(chat.id).notices
        assert first not in document.read_text().partition('"nodes"')[0]

    tell(story, Reply(text="A grey heron."), Reply(text="A crane."))
