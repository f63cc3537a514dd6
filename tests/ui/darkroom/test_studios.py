"""What the model sees, opened from the message: one window for a picture, and nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.darkroom.conftest import shows, use


def turn(view) -> None:
    """Turn the picture clockwise, by its key."""
    QTest.keyClick(view.focusWidget() or view, Qt.Key.Key_R)


def test_looking_a_second_time_brings_the_first_window_to_the_front(tell):
    async def story(lab) -> None:
        one, two = await lab.attach("one.png", "two.png")
        lab.look(one)
        await lab.ready()

        lab.look(one)
        lab.look(one)
        assert len(lab.studios()) == 1

        lab.look(two)
        assert len(lab.studios()) == 2
        for view in lab.studios():
            view.close()
        lab.look(one)
        await lab.ready()
        assert len(lab.studios()) == 1

    tell(story)


def test_a_picture_taken_out_of_the_message_meanwhile_comes_back_as_it_was_changed(tell):
    async def story(lab) -> None:
        (image,) = await lab.attach("one.png")
        lab.look(image)
        view = await lab.ready()
        lab.views.composer.take_away((lab.views.composer.number_of(image),))
        assert lab.images == ()
        turn(view)
        await lab.until(lambda: view.recipe.turn == 90)

        use(view)

        await lab.until(lambda: lab.images)
        assert [each.turn for each in lab.images] == [90]
        assert shows(lab.window, "This picture was no longer in the message")

    tell(story)


def test_a_chat_that_was_left_and_shown_again_gets_it_in_the_same_place(tell):
    async def story(lab) -> None:
        first = await lab.chat()
        one, two = await lab.attach("one.png", "two.png")
        lab.look(one)
        view = await lab.ready()
        lab.shell.new_chat()
        await lab.until(lambda: not lab.images)
        lab.shell.transcript.open_chat(first)
        await lab.until(lambda: lab.images == (one, two))
        turn(view)
        await lab.until(lambda: view.recipe.turn == 90)

        use(view)

        await lab.until(lambda: lab.images[0] != one)
        assert [(each.name, each.turn) for each in lab.images] == [("one.png", 90), ("two.png", 0)]
        assert not shows(lab.window, "no longer in the message")

    tell(story)


def test_what_is_made_for_a_chat_goes_there_while_another_one_is_shown(tell):
    async def story(lab) -> None:
        first = await lab.chat()
        (one,) = await lab.attach("one.png")
        lab.look(one)
        view = await lab.ready()
        lab.shell.new_chat()
        await lab.until(lambda: not lab.images)
        turn(view)
        await lab.until(lambda: view.recipe.turn == 90)

        use(view)

        await lab.until(lambda: not lab.studios())
        assert lab.images == ()
        lab.shell.transcript.open_chat(first)
        await lab.until(lambda: lab.images)
        assert [each.turn for each in lab.images] == [90]

    tell(story)


def test_the_draft_of_a_new_chat_that_became_that_of_the_next_one_gets_it(tell):
    async def story(lab) -> None:
        (one,) = await lab.attach("one.png")
        lab.look(one)
        view = await lab.ready()
        lab.shell.new_chat()
        await lab.until(lambda: lab.images == (one,))
        turn(view)
        await lab.until(lambda: view.recipe.turn == 90)

        use(view)

        await lab.until(lambda: lab.images != (one,))
        assert [each.turn for each in lab.images] == [90]

    tell(story)


def test_everything_that_stands_beside_the_window_closes_with_it(tell):
    async def story(lab) -> None:
        await lab.chat()
        one, two = await lab.attach("one.png", "two.png")
        lab.look(one)
        lab.look(two)
        lab.darkroom.begin_batch()
        lab.darkroom.show_batches()
        lab.darkroom.ways_in.show_earlier()
        await lab.until(lambda: len(lab.beside()) == 5)

        lab.darkroom.close()

        assert not lab.beside()

    tell(story)
