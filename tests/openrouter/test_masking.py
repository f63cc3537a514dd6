"""A server that echoes the key: it reaches neither screen nor disk, however it is cut."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.assembly import Options, build
from scout_desktop.chat.draft import Draft
from scout_desktop.chat.secret import Secret
from scout_desktop.chat.turn import Chunk, Opened, Turn
from scout_desktop.openrouter.masking import REMOVED, Masking
from scout_desktop.practice import PracticeServer, Reply, Script

KEY = "sk-or-v1-abcabcabcabcab"


def said(pieces: list[str], *, finished: bool) -> str:
    masking, turn = Masking(Secret.checked(KEY)), Turn()
    for piece in pieces:
        turn = turn.after(masking.masked(Chunk(text=piece)))
    if finished:
        turn = turn.after(masking.masked(Chunk(finish_reason="stop")))
    elif (rest := masking.rest()) is not None:
        turn = turn.after(rest)
    return str(turn.text)


PARTS = st.lists(st.sampled_from([KEY, KEY[:9], KEY[5:], "s", "sk-", "abc", " and "]), max_size=8)


@given(PARTS, st.lists(st.integers(0, 80), max_size=10), st.booleans())
def test_any_cutting_gives_the_text_without_the_key(parts, cuts, finished):
    whole = "".join(parts)
    edges = sorted({0, len(whole), *(min(cut, len(whole)) for cut in cuts)})
    pieces = [whole[a:b] for a, b in pairwise(edges)]
    assert said(pieces, finished=finished) == whole.replace(KEY, REMOVED)


def test_a_key_in_the_name_of_the_generation_is_taken_out():
    masking = Masking(Secret.checked(KEY))
    assert masking.masked(Opened(f"gen-{KEY}")).generation_id == f"gen-{REMOVED}"


def test_short_keys_and_no_key_leave_replies_alone():
    for secret in (None, Secret.checked("none")):
        chunk = Chunk(text="none of it")
        assert Masking(secret).masked(chunk) is chunk


async def test_an_echoed_key_is_nowhere_in_the_data_folder(tmp_path, canary_key, monkeypatch):
    half = len(canary_key) // 2
    echo = Reply(deltas=("Your key is ", canary_key[:half], canary_key[half:], ", thanks"),
                 generation=f"gen-{canary_key}")  # fmt: skip
    monkeypatch.setenv("OPENROUTER_API_KEY", canary_key)
    async with PracticeServer(Script(replies=(echo,)), as_service=True) as server:
        core = await build(Options(data_dir=tmp_path / "d", base_url=server.base_url))
        chat = core.chats.new()
        async for _ in core.turns.ask(chat.id, Draft("hello")):
            pass
        assert core.chats.current(chat.id).branch[-1].text == f"Your key is {REMOVED}, thanks"
        await core.close()
    found = [
        p for p in tmp_path.rglob("*") if p.is_file() and canary_key.encode() in p.read_bytes()
    ]
    assert found == []
