"""`ask`: the reply streams to standard output, everything is kept, the exit status tells."""

from __future__ import annotations

import base64
import hashlib
import json
import signal
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from scout_desktop.practice import Reply
from tests.journeys import contract

if TYPE_CHECKING:
    from tests.cli.conftest import Scout
    from tests.journeys.stand_in import StandIn

RECEIPT = Path(__file__).resolve().parents[2] / "resources" / "samples" / "receipt.png"
# What a request says when nothing was changed; `stream_options` asks other servers for the usage.
PLAIN = {"model", "messages", "stream", "stream_options"}


def test_a_question_is_answered_kept_listed_shown_and_counted(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="A red square, I think.", bill=Decimal("0.000012345678901")))
    asked = scout("ask", "What is this?")
    assert asked.status == 0
    assert asked.out == "A red square, I think.\n"
    assert asked.err.endswith("tokens out, 0.000012345678901 USD\n")
    (body,) = stand_in.bodies
    assert body["messages"] == [{"role": "user", "content": "What is this?"}]
    assert set(body) == PLAIN

    (chat,) = contract.chats(scout.data)
    listed = scout("list", "--json")
    (row,) = json.loads(listed.out)
    assert list(row) == ["id", "title", "created", "updated", "messages", "usd"]
    assert row["id"] == chat["id"]
    assert (row["title"], row["messages"], row["usd"]) == ("What is this?", 2, "0.000012345678901")
    shown = scout("show", chat["id"][:20])
    assert shown.status == 0
    assert shown.out.index("What is this?") < shown.out.index("A red square, I think.")
    cost = json.loads(scout("cost", "--json").out)
    assert {p: cost[p]["usd"] for p in cost} == dict.fromkeys(
        ("today", "month", "all"), "0.000012345678901"
    )
    assert contract.billed(scout.data) == stand_in.billed
    contract.check_folder(scout.data)


def test_prompt_from_input_with_a_picture_a_system_prompt_and_parameters(
    scout: Scout, stand_in: StandIn
) -> None:
    done = scout(
        "ask", "-", "--json", "--image", str(RECEIPT), "--system", "Be brief.",
        "--set", "temperature=0.2", "--set", 'stop=["END","###"]', "--set", "seed=7",
        "--model", "meta-llama/llama-4-maverick", typed="Erste Zeile\nzweite: नमस्ते\n",
    )  # fmt: skip
    assert done.status == 0, done.err
    (body,) = stand_in.bodies
    assert body["model"] == "meta-llama/llama-4-maverick"
    assert {n: body[n] for n in ("temperature", "stop", "seed")} == {
        "temperature": 0.2, "stop": ["END", "###"], "seed": 7,
    }  # fmt: skip
    assert set(body) == PLAIN | {"temperature", "stop", "seed"}
    system, user = body["messages"]
    assert system == {"role": "system", "content": "Be brief."}
    text, picture = user["content"]
    assert text == {"type": "text", "text": "Erste Zeile\nzweite: नमस्ते"}
    sent = base64.b64decode(picture["image_url"]["url"].partition(",")[2])

    (chat,) = contract.chats(scout.data)
    (question,) = contract.nodes(chat, "user")
    assert question["parts"][0]["text"] == "Erste Zeile\nzweite: नमस्ते"
    assert question["parts"][1]["sha256"] == hashlib.sha256(sent).hexdigest()
    assert question["parts"][1]["name"] == "receipt.png"
    original = question["parts"][1]["original"]["sha256"]
    assert original == hashlib.sha256(RECEIPT.read_bytes()).hexdigest()
    # Nothing but the reply's record, one JSON object, as it is kept.
    assert [json.loads(done.out)] == contract.nodes(chat, "assistant")
    contract.check_folder(scout.data)


def test_a_chat_goes_on_by_the_beginning_of_its_id(scout: Scout, stand_in: StandIn) -> None:
    stand_in.queue(Reply(text="One."), Reply(text="Two."))
    scout("ask", "First?", "--set", "top_k=40")
    (chat,) = contract.chats(scout.data)
    again = scout("ask", "--chat", chat["id"][:15], "Second?")
    assert (again.status, again.out) == (0, "Two.\n")
    said = [(m["role"], m["content"]) for m in stand_in.bodies[1]["messages"]]
    assert said == [("user", "First?"), ("assistant", "One."), ("user", "Second?")]
    # What was set for the chat stays with it.
    assert stand_in.bodies[1]["top_k"] == 40
    (chat,) = contract.chats(scout.data)
    first, one, second, two = chat["nodes"]
    parents = [node["parent"] for node in (first, one, second, two)]
    assert parents == [None, first["id"], one["id"], second["id"]]
    assert chat["meta"]["head"]["value"] == two["id"]
    contract.check_folder(scout.data)


def test_a_reply_that_breaks_off_is_printed_and_kept_as_far_as_it_came(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="one two three four", cut="rst", cut_after=2, rate=50))
    done = scout("ask", "Count")
    assert (done.status, done.out) == (1, "one two\n")
    assert "connection" in done.err
    assert "kept" in done.err
    assert "cost unknown" in done.err
    (chat,) = contract.chats(scout.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert (reply["state"], reply["parts"][0]["text"]) == ("interrupted", "one two")
    assert reply["cost"] == {"source": "unknown", "usd": None}
    total = json.loads(scout("cost", "--json").out)["all"]
    assert (total["usd"], total["attempts"], total["unknown"]) == ("0", 1, 1)
    contract.check_folder(scout.data)


def test_a_refusal_of_the_service_keeps_the_question(scout: Scout, stand_in: StandIn) -> None:
    stand_in.queue(Reply.failure(402, "Insufficient credits"))
    done = scout("ask", "--json", "Anyone?")
    assert done.status == 1
    assert "credit" in done.err
    (chat,) = contract.chats(scout.data)
    question, reply = chat["nodes"]
    assert question["parts"] == [{"text": "Anyone?", "type": "text"}]
    assert (reply["state"], reply["error"]["status"]) == ("failed", 402)
    assert json.loads(done.out) == reply
    contract.check_folder(scout.data)


def test_control_c_keeps_the_partial_reply_and_hangs_up(scout: Scout, stand_in: StandIn) -> None:
    stand_in.queue(Reply(text="one two three four", stall_after=2))
    with scout.start("ask", "Count") as process:
        assert process.stdout
        assert process.stdout.read(7) == "one two"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err
    stand_in.wait_until(lambda s: s.server.closed_early == 1)
    (chat,) = contract.chats(scout.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert (reply["state"], reply["parts"][0]["text"]) == ("stopped", "one two")
    (attempt,) = contract.attempts(scout.data).values()
    assert (attempt["state"], attempt["source"]) == ("stopped", "unknown")
    contract.check_folder(scout.data)


def test_a_reader_that_goes_away_is_no_crash_and_the_text_so_far_is_kept(
    scout: Scout, stand_in: StandIn
) -> None:
    stand_in.queue(Reply(text="one two three four " * 20, rate=60))
    with scout.start("ask", "Count") as process:
        assert process.stdout
        assert process.stdout.read(3) == "one"
        process.stdout.close()
        assert process.stderr
        err = process.stderr.read()
        process.wait(30)
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    (chat,) = contract.chats(scout.data)
    (reply,) = contract.nodes(chat, "assistant")
    assert reply["state"] in {"stopped", "complete"}
    assert reply["parts"][0]["text"].startswith("one two")
    contract.check_folder(scout.data)


def test_several_at_once_in_one_chat_lose_nothing(scout: Scout, stand_in: StandIn) -> None:
    scout("ask", "The first")
    (chat,) = contract.chats(scout.data)
    for place in range(4):
        stand_in.queue(Reply(text=f"Reply number {place} to you all.", rate=30))
    done = scout.at_once(*(("ask", "--chat", chat["id"], f"Question {n}") for n in range(4)))
    assert [d.status for d in done] == [0] * 4
    rows = json.loads(scout("list", "--json").out)
    assert [row["id"] for row in rows] == [chat["id"]]
    document = json.loads(scout("show", chat["id"], "--json").out)
    asked = {node["parts"][0]["text"] for node in contract.nodes(document, "user")}
    assert asked == {"The first", *(f"Question {n}" for n in range(4))}
    replies = {node["parts"][0]["text"] + "\n" for node in contract.nodes(document, "assistant")}
    assert replies == {"Fine.\n", *(d.out for d in done)}
    assert len(contract.attempts(scout.data)) == 5
    assert contract.billed(scout.data) == stand_in.billed
    contract.check_folder(scout.data)
