"""The bill is the same with its cache, without it, and whatever befell it or the files."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.storage.bill.attempt import Attempt
from tests.storage.bill.folder import TIMES, Folder, assert_says, plain

NAMES = (
    "d1f0-0-2026-10.jsonl", "d1f0-0-2026-11.jsonl", "d2e0-1-2026-11.jsonl",
    "d2e0-1-2026-11 (conflicted copy).jsonl",
    "d2e0-1-2026-11.sync-conflict-20261123-101010-ABCDEFG.jsonl",
)  # fmt: skip

attempts = st.builds(
    Attempt,
    id=st.sampled_from(["a", "b", "c", "d"]),
    at=st.sampled_from(TIMES),
    chat=st.sampled_from(["", "chat-1", "chat-2"]),
    model=st.sampled_from(["", "scout", "maverick"]),
    purpose=st.sampled_from(["reply", "reply", "title", "practice"]),
    state=st.sampled_from(["asked", "complete"]),
    source=st.sampled_from(["unknown", "estimate", "usage", "generation", "reported", "odd"]),
    usd=st.sampled_from([None, Decimal("0.1"), Decimal("0.00000000000001"), Decimal(2)]),
    provider=st.sampled_from(["", "Groq"]),
    prompt_tokens=st.sampled_from([None, 0, 7, 10**30]),
    completion_tokens=st.sampled_from([None, 3]),
    is_byok=st.booleans(),
    upstream_usd=st.sampled_from([None, Decimal("0.3")]),
)
names = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.just("append"), names, st.lists(attempts, min_size=1, max_size=3)),
    st.tuples(st.just("replace"), names, st.lists(attempts, max_size=3)),
    st.tuples(st.just("overwrite"), names, st.lists(attempts, max_size=3)),
    st.tuples(st.just("tear"), names, st.integers(1, 60)),
    st.tuples(st.just("shorten"), names, st.integers(1, 400)),
    st.tuples(st.just("remove"), names, st.none()),
    st.tuples(st.just("own"), st.none(), attempts.filter(lambda found: found.at in TIMES[:5])),
    st.tuples(st.just("read a little"), st.none(), st.none()),
    st.tuples(st.just("start again"), st.none(), st.none()),
    st.tuples(st.just("lose the cache"), st.none(), st.none()),
    st.tuples(st.just("damage the cache"), st.none(), st.integers(0, 3)),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(steps, max_size=12))
def test_the_cache_says_what_the_files_say(
    what: list[tuple[str, str | None, object]],
) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = Folder(Path(home))
        for step in what:
            folder.do(*step)
        assert_says(folder.ledger, plain(folder.places.ledger))
        folder.do("start again", None, None)
        assert_says(folder.ledger, plain(folder.places.ledger))
        folder.close()
