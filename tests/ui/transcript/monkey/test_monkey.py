"""Nothing that can be done to a transcript, in whatever order, breaks it or leaves it wrong."""

from __future__ import annotations

import pytest

from tests.ui.transcript.monkey import judge
from tests.ui.transcript.monkey.monkey import Monkey


@pytest.mark.parametrize("seed", [1, 4, 33, 600])
def test_whatever_is_done_the_screen_shows_what_it_should(theme, qapp, seed) -> None:
    with judge.listening() as heard:
        monkey = Monkey(theme, seed)
        for number in range(60):
            monkey.step()
            if number % 20 == 19:
                monkey.look()
            assert not heard, (monkey.log, heard[0])
        monkey.end_all()
        assert not heard, heard[0]
