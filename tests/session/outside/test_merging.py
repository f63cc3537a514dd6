"""Whatever others wrote: nothing that is open here is lost, and the page stays the reader's."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scout_desktop.chat.conversation import Conversation
from scout_desktop.session.outside.merging import merged, news_of
from scout_desktop.storage.merge import merge
from tests.storage.copies import copies
from tests.storage.story import Story


@given(copies(purging=False), copies(purging=False))
def test_nothing_is_lost_and_the_page_stays(mine: Conversation, theirs: Conversation) -> None:
    disk = merge(mine, theirs)
    whole = merged(mine, disk, ())
    assert whole.nodes.keys() == mine.nodes.keys() | disk.nodes.keys()
    for name in mine.meta.keys() | disk.meta.keys():
        assert name in whole.meta
    if mine.branch and mine.head in whole.nodes and not whole.nodes[mine.head].deleted:
        assert mine.head in {node.id for node in whole.branch} or not _is_reachable(whole)
    # A second time there is nothing to do.
    assert news_of(whole, merged(whole, disk, ()), by="", writer="d1-0") is None


@given(copies(purging=False), copies(purging=False), st.sampled_from(["d1-0", "d2-0"]))
def test_what_is_new_is_told_once_and_never_what_was_there(
    mine: Conversation, theirs: Conversation, by: str
) -> None:
    whole = merged(mine, merge(mine, theirs), ())
    found = news_of(mine, whole, by=by, writer="d1-0")
    told = [] if found is None else [*found.here, *found.elsewhere]
    fresh = {id for id, node in whole.nodes.items() if id not in mine.nodes and not node.deleted}
    assert len(told) == len(set(told))
    assert set(told) == fresh


def _is_reachable(chat: Conversation) -> bool:
    """Whether every living node has a way up to a beginning: hostile files hold rings."""
    return all(
        any(node.parent not in chat.nodes for node in chat.path_to(id))
        for id, node in chat.nodes.items()
        if not node.deleted
    )


def test_a_head_from_the_end_of_time_does_no_harm() -> None:
    story = Story()
    one, other = story.question("Mine"), story.question("Theirs")
    mine = story.chat().with_nodes([one])
    theirs = mine.with_nodes([other])
    last = {"at": "9999-12-31T23:59:59.999Z", "by": "d9-0", "value": other.id}
    whole = merged(mine, replace(theirs, meta={**theirs.meta, "head": last}), ())
    assert whole.head == one.id
