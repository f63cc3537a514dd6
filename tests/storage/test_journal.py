"""A journal says what one writer did, up to the line that a kill tore."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.storage.ground.framing import frame, unframe
from scout_desktop.storage.journal import first_line, growth, lines, replay
from tests.storage.copies import CHAT, values
from tests.storage.story import Story


def test_a_line_carries_the_hash_of_its_record_as_it_stands() -> None:
    line = growth("some-id", 3, "é\n").rstrip(b"\n")
    outer = json.loads(line)
    record = line[line.index(b'"o":') + 4 : -1]
    assert outer["h"] == hashlib.sha256(record).hexdigest()[:8]
    assert outer["o"] == {"at": 3, "id": "some-id", "text": "é\n"}
    spaced = b'{ "h" : "%s" , "o" : %s }' % (outer["h"].encode(), record)
    assert unframe(spaced) == outer["o"]


def test_the_first_line_says_whose_journal_it_is() -> None:
    assert json.loads(first_line(CHAT, "d1f0-0")) == {
        "format": "scout-desktop/journal", "version": 1, "min_reader": 1, "chat": CHAT,
        "writer": "d1f0-0",
    }  # fmt: skip


_keys = st.text('ab"\\/é\0\n\x1f\x7f\u2028𝄞', max_size=5)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(_keys, values, max_size=4))
def test_any_record_survives_its_line(record: dict[str, object]) -> None:
    assert unframe(frame(record).rstrip(b"\n")) == json.loads(json.dumps(record))


def _streamed(story: Story) -> tuple[bytes, str, str]:
    question = story.question("What is this?")
    reply = story.reply(question.id)
    data = first_line(CHAT, "d1-0") + lines([question, reply], {"title": {
        "at": story.now(), "by": "d1-0", "value": "T"}})  # fmt: skip
    at = 0
    for piece in ("A re", "ceipt ", "from 収据 ", "today."):
        data += growth(reply.id, at, piece)
        at += len(piece)
    return data, question.id, reply.id


def test_a_journal_cut_at_every_byte_keeps_every_whole_line(story: Story) -> None:
    data, question, reply = _streamed(story)
    full = "A receipt from 収据 today."
    for end in range(len(data) + 1):
        said = replay(data[:end])
        whole = data[:end].count(b"\n")
        assert (question in said.nodes) or whole < 2
        text = said.nodes[reply].text if reply in said.nodes else ""
        assert full.startswith(text)
        assert (text == full) or whole < 8
        assert said.damaged == 0
        assert not said.unknown


def test_a_torn_line_that_was_sealed_costs_only_itself(story: Story) -> None:
    data, _, reply = _streamed(story)
    torn = data + growth(reply, 24, " Lost.")[:-9] + b"\n" + growth(reply, 24, " Kept.")
    said = replay(torn)
    assert said.nodes[reply].text == "A receipt from 収据 today. Kept."


def test_a_flipped_bit_is_noticed_and_never_believed(story: Story) -> None:
    data, question, _ = _streamed(story)
    said = replay(data.replace(b"What is this?", b"What is that?"))
    assert question not in said.nodes
    assert said.damaged == 1


def test_growth_counts_once_in_order_and_only_while_streaming(story: Story) -> None:
    reply = story.reply(None)
    data = lines([reply]) + growth(reply.id, 0, "one ")
    data += growth(reply.id, 0, "one ")  # written twice
    data += growth(reply.id, 9, "out of place") + growth("nobody", 0, "x")
    data += growth(reply.id, 4, "two")
    assert replay(data).nodes[reply.id].text == "one two"
    assert replay(data).streaming == {reply.id}
    done = lines([reply.changed(state="complete", parts=[{"type": "text", "text": "one two"}])])
    ended = replay(data + done + growth(reply.id, 7, " three"))
    assert ended.nodes[reply.id].text == "one two"
    assert ended.streaming == frozenset()


def test_records_of_a_newer_program_are_noticed() -> None:
    assert replay(frame({"mark": {"id": "x"}})).unknown
    assert replay(frame({"meta": {"title": 5}})).unknown
    assert (
        replay(first_line(CHAT, "d1-0").replace(b'"min_reader":1', b'"min_reader":2')).min_reader
        == 2
    )


def test_many_small_growths_are_cheap_to_replay(story: Story) -> None:
    reply = story.reply(None)
    data = [lines([reply])]
    data += [growth(reply.id, at, "x") for at in range(20_000)]
    assert len(replay(b"".join(data)).nodes[reply.id].text) == 20_000
