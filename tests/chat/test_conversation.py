"""The tree: editing and regenerating add branches, nothing is lost, the right leaf is shown."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scout_desktop.chat.ages import last_of_ours
from scout_desktop.chat.conversation import Conversation, title_from
from scout_desktop.chat.ids import imported_id, new_id, timestamp
from scout_desktop.chat.message import ImagePart, Node, user_node


def id_of(n: int) -> str:
    return new_id(1_000 + n, 0)


def said(n: int, parent: int | None, text: str = "", role: str = "user") -> Node:
    node = user_node(id_of(n), None if parent is None else id_of(parent), timestamp(n), text)
    return Node({**node.record, "role": role})


def tree(*nodes: Node, head: int | None = None) -> Conversation:
    chat = Conversation(id_of(0)).with_nodes(nodes)
    if head is not None:
        chat = chat.with_registers({"head": id_of(head)}, timestamp(1), "me")
    return chat


def shown(chat: Conversation) -> list[str]:
    return [node.text for node in chat.branch]


def test_a_question_and_its_reply_are_shown_in_order() -> None:
    chat = tree(said(1, None, "hello"), said(2, 1, "hi", "assistant"), head=2)
    assert shown(chat) == ["hello", "hi"]


def test_regenerating_adds_a_sibling_and_keeps_the_first_reply() -> None:
    chat = tree(
        said(1, None, "q"), said(2, 1, "a", "assistant"), said(3, 1, "b", "assistant"), head=3
    )
    assert shown(chat) == ["q", "b"]
    assert [node.text for node in chat.siblings(id_of(3))] == ["a", "b"]
    back = chat.with_registers({"head": chat.newest_leaf(id_of(2))}, timestamp(2), "me")
    assert shown(back) == ["q", "a"]


def test_editing_the_first_message_gives_two_first_messages() -> None:
    chat = tree(said(1, None, "q"), said(2, 1, "a"), said(3, None, "Q"), head=3)
    assert shown(chat) == ["Q"]
    assert [node.text for node in chat.siblings(id_of(1))] == ["q", "Q"]


def test_a_deleted_head_falls_back_to_the_newest_leaf_under_its_living_ancestor() -> None:
    chat = tree(said(1, None, "q"), said(2, 1, "a"), said(3, 1, "b"), said(4, 3, "c"), head=4)
    gone = chat.with_nodes([chat.deletion(id_of(4), timestamp(9), "me")])
    assert shown(gone) == ["q", "b"]
    assert "parts" not in gone.nodes[id_of(4)].record


def test_what_was_answered_below_a_deleted_message_is_still_there() -> None:
    chat = tree(said(1, None, "q"), said(2, 1, "a"), said(3, 2, "r"), head=3)
    gone = chat.with_nodes([chat.deletion(id_of(2), timestamp(9), "me")])
    assert shown(gone) == ["q", "r"]


def test_a_reply_whose_parent_has_not_been_synced_yet_is_shown() -> None:
    assert shown(tree(said(5, 4, "orphan"))) == ["orphan"]


def test_a_reset_parameter_is_absent() -> None:
    chat = Conversation(id_of(0)).with_registers(
        {"parameter.seed": 7, "parameter.top_p": 0.5}, timestamp(5), "me"
    )
    chat = chat.with_registers({"parameter.top_p": None}, timestamp(6), "me")
    assert chat.parameters == {"seed": 7}


def test_a_register_set_while_the_clock_stands_still_is_later() -> None:
    chat = Conversation(id_of(0)).with_registers({"title": "a"}, timestamp(5), "me")
    chat = chat.with_registers({"title": "b"}, timestamp(3), "me")
    assert chat.meta["title"]["at"] == timestamp(6)


def test_the_title_is_made_of_the_first_words() -> None:
    assert tree(said(1, None, "What  is\nthis?")).title == "What is this?"
    assert title_from("word " * 40).endswith("word…")
    assert len(title_from("ก" * 500)) == 61
    assert title_from("", has_pictures=True) == "Picture"


def test_records_of_other_programs_do_not_break_anything() -> None:
    odd = Node(
        {"id": id_of(1), "parent": 7, "role": ["x"], "parts": [3, {"type": "text"}, {"a": 1}]}
    )
    assert (odd.parent, odd.role, odd.text, odd.images) == (None, "", "", ())
    picture = ImagePart("ab", "image/png", 3, 4, 5, "n.png", "tiles")
    assert user_node(id_of(1), None, "", "", [picture]).images == (picture,)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.data())
def test_every_tree_even_a_cyclic_one_has_a_branch(parents: list[int], data: st.DataObject) -> None:
    nodes = [said(n + 1, parent if parent else None, str(n)) for n, parent in enumerate(parents)]
    dead = data.draw(st.sets(st.integers(1, len(nodes))))
    chat = tree(*nodes, head=data.draw(st.integers(1, len(nodes))))
    chat = chat.with_nodes([chat.deletion(id_of(n), timestamp(99), "me") for n in dead])
    branch = chat.branch
    assert len({node.id for node in branch}) == len(branch)
    assert not any(node.deleted for node in branch)
    assert bool(branch) == any(not node.deleted for node in chat.nodes.values())


def test_a_lone_half_of_a_character_is_kept_as_it_can_be_sent() -> None:
    assert user_node(id_of(1), None, timestamp(1), "caf\udce9 \ud83d\ude00").text == "caf\ufffd 😀"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_chat_changed_step_by_step_is_the_chat_made_at_once(data: st.DataObject) -> None:
    """What is handed on from one value to the next is what would be found anew."""
    names = [f"{number:02d}" for number in range(14)]
    chat = Conversation("c")
    for step in range(data.draw(st.integers(1, 10))):
        nodes = []
        for id in data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)):
            older = [None, *(name for name in names if name < id)]
            record = {"id": id, "role": "user", "parent": data.draw(st.sampled_from(older))}
            gone = data.draw(st.sampled_from([True, False, False, False]))
            record["created"] = timestamp(data.draw(st.integers(1, 3)))
            nodes.append(Node({**record, "rev": step, **({"deleted": {}} if gone else {})}))
        chat = chat.with_nodes(nodes)
        if data.draw(st.booleans()):
            chat = chat.with_registers({"head": data.draw(st.sampled_from(names))}, "t", "w")
        if data.draw(st.booleans()):
            _ = chat.branch
        anew = Conversation("c", chat.meta, chat.nodes)
        if data.draw(st.booleans()):
            assert chat.branch == anew.branch
        for id in (None, *chat.nodes):
            assert chat.children(id) == anew.children(id)
    assert chat.branch == Conversation("c", chat.meta, chat.nodes).branch


def brought(name: str, parent: str | None, at: int, role: str = "assistant") -> Node:
    """A message of an import, whose id is a hash."""
    above = None if parent is None else imported_id("elsewhere", parent)
    node = user_node(imported_id("elsewhere", name), above, timestamp(at), name)
    return Node({**node.record, "role": role})


def test_versions_that_were_imported_stand_in_the_order_they_were_written_in() -> None:
    names = [f"answer {number}" for number in range(12)]
    answers = [brought(name, "q", 100 + number) for number, name in enumerate(names)]
    chat = tree(brought("q", None, 50, "user"), *answers)
    assert [node.text for node in chat.siblings(answers[3].id)] == names
    assert shown(chat) == ["q", names[-1]]
    ids = [node.id for node in answers]
    assert ids != sorted(ids)


def test_a_version_that_was_asked_for_here_stands_behind_the_imported_ones() -> None:
    answers = [brought(f"answer {number}", "q", 100 + number) for number in range(5)]
    question = brought("q", None, 50, "user")
    ours = Node({**said(5_000, None, "ours", "assistant").record, "parent": question.id})
    before = tree(question, *answers)
    _ = before.branch
    chat = before.with_nodes([ours])
    assert [node.text for node in chat.children(question.id)][-1] == "ours"
    assert shown(chat) == ["q", "ours"]
    assert chat.children(question.id) == tree(*chat.nodes.values()).children(question.id)


def test_a_new_message_gets_a_greater_id_than_ours_among_imported_ones() -> None:
    hashes = [imported_id("elsewhere", str(number)) for number in range(20)]
    assert last_of_ours([*hashes, id_of(1), id_of(7)]) == id_of(7)
    assert last_of_ours(hashes) is None
    assert last_of_ours([]) is None
