"""The database that the command llm logs into, with its older and its newer tables."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from tests.storage.imports.samples.pictures import png

OLDER = """
create table conversations (id text primary key, name text, model text);
create table responses (id text primary key, model text, prompt text, system text,
  prompt_json text, options_json text, response text, response_json text,
  conversation_id text references conversations(id), duration_ms integer, datetime_utc text,
  input_tokens integer, output_tokens integer, token_details text);
create virtual table responses_fts using fts5 (prompt, response, content=[responses]);
create table attachments (id text primary key, type text, path text, url text, content blob);
create table prompt_attachments (response_id text, attachment_id text, "order" integer);
create table fragments (id integer primary key, hash text, content text);
create table prompt_fragments (response_id text, fragment_id integer, "order" integer);
create table system_fragments (response_id text, fragment_id integer, "order" integer);
create table tool_calls (id integer primary key, response_id text, tool_id integer, name text,
  arguments text, tool_call_id text);
create table tool_results (id integer primary key, response_id text, tool_id integer, name text,
  output text, tool_call_id text);
"""

NEWER = """
create table messages (hash text primary key, parent_hash text, role text, provider_metadata text);
create table parts (id integer primary key, message_hash text, position integer, type text,
  tool_name text, text text, payload text);
create table threads (id text primary key, name text, tip_message_hash text, forked_from text,
  datetime_utc text);
create table turns (id text primary key, thread_id text, parent_message_hash text,
  tip_message_hash text, model text, resolved_model text, options_json text, schema_id text,
  input_tokens integer, output_tokens integer, token_details text, duration_ms integer,
  datetime_utc text, response_json text);
"""


def older(path: Path) -> Path:
    base = sqlite3.connect(path)
    base.executescript(OLDER)
    _fill_older(base)
    base.commit()
    base.close()
    return path


def oldest(path: Path) -> Path:
    """Before there were attachments, tools or counts of tokens."""
    base = sqlite3.connect(path)
    base.executescript(
        """
        create table conversations (id text primary key, name text, model text);
        create table responses (id text primary key, model text, prompt text, system text,
          prompt_json text, options_json text, response text, response_json text,
          conversation_id text, duration_ms integer, datetime_utc text);
        insert into conversations values ('c0', 'First', 'gpt-3.5-turbo');
        insert into responses values ('r0', 'gpt-3.5-turbo', 'Hi', null, null, '{}', 'Hello', null,
          'c0', 10, '2023-07-12T10:00:00.123456');
        """
    )
    base.close()
    return path


def newer(path: Path) -> Path:
    """Both generations in one file, as after an update."""
    base = sqlite3.connect(path)
    base.executescript(OLDER + NEWER)
    _fill_older(base)
    _fill_newer(base)
    base.commit()
    base.close()
    return path


def waiting(path: Path) -> sqlite3.Connection:
    """A file whose last rows still stand in the log beside it; open until the caller closes it."""
    base = sqlite3.connect(path)
    base.execute("pragma journal_mode = wal")
    base.execute("pragma wal_autocheckpoint = 0")
    base.executescript(OLDER)
    _fill_older(base)
    base.commit()
    return base


def _fill_older(base: sqlite3.Connection) -> None:
    base.execute(
        "insert into conversations values ('c1', 'Birds', 'openrouter/meta-llama/llama-4-scout')"
    )
    base.execute("insert into conversations values ('c9', 'Empty', 'x')")
    row = "insert into responses values (?, ?, ?, ?, null, ?, ?, null, ?, ?, ?, ?, ?, null)"
    model = "openrouter/meta-llama/llama-4-scout"
    base.execute(
        row,
        (
            "r1",
            model,
            "What bird?",
            "You know birds.",
            '{"temperature": 0.2, "max_tokens": 50}',
            "A robin.",
            "c1",
            800,
            "2025-04-01T10:00:00.123456+00:00",
            700,
            4,
        ),
    )
    base.execute(
        row,
        ("r2", model, "Sure?", None, "{}", "Yes.", "c1", 200, "2025-04-01T10:01:00+00:00", 710, 2),
    )
    base.execute(
        row,
        (
            "r3",
            "gpt-4o",
            "Alone",
            None,
            "not json",
            "Indeed.",
            None,
            5,
            "2025-04-02 09:00:00",
            None,
            None,
        ),
    )
    base.execute(
        row,
        ("r4", model, "Whose?", None, "{}", "Nobody's.", "gone", 5, "2025-04-03", None, None),
    )
    base.execute("insert into attachments values ('at1', 'image/png', null, null, ?)", (png(),))
    base.execute(
        "insert into attachments values ('at2', 'image/jpeg', '/mnt/card/far.jpg', null, null)"
    )
    base.execute("insert into attachments values ('at3', 'audio/wav', null, null, x'00')")
    base.executemany(
        "insert into prompt_attachments values ('r1', ?, ?)", [("at2", 1), ("at1", 0), ("at3", 2)]
    )
    base.execute("insert into fragments values (5, 'h', 'A long book.')")
    base.execute("insert into prompt_fragments values ('r2', 5, 0)")
    base.execute("insert into tool_calls values (1, 'r2', 1, 'wing', '{\"a\": 1}', 'tc')")


def _fill_newer(base: sqlite3.Connection) -> None:
    messages = [
        ("b2:s", None, "system"),
        ("b2:u1", "b2:s", "user"),
        ("b2:a1", "b2:u1", "assistant"),
        ("b2:t1", "b2:a1", "tool"),
        ("b2:a2", "b2:t1", "assistant"),
        ("b2:u2", "b2:a2", "user"),
        ("b2:a3", "b2:u2", "assistant"),
        ("b2:u3", "b2:a2", "user"),
        ("b2:a4", "b2:u3", "assistant"),
    ]
    base.executemany("insert into messages values (?, ?, ?, null)", messages)
    parts = [
        ("b2:s", 0, "text", None, "You know fish.", None),
        (
            "b2:u1",
            0,
            "text",
            None,
            None,
            json.dumps({"text_ref": [{"literal": "Read: "}, {"fragment": 5}, {"fragment": 99}]}),
        ),
        ("b2:u1", 1, "attachment", None, None, json.dumps({"attachment": {"id": "at1"}})),
        ("b2:a1", 0, "reasoning", None, "Hm.", None),
        (
            "b2:a1",
            1,
            "tool_call",
            "pond",
            None,
            json.dumps({"name": "pond", "arguments": {"n": 1}, "tool_call_id": "x"}),
        ),
        (
            "b2:t1",
            0,
            "tool_result",
            "pond",
            None,
            json.dumps({"name": "pond", "output": "carp", "tool_call_id": "x"}),
        ),
        ("b2:a2", 0, "text", None, "A carp.", None),
        ("b2:u2", 0, "text", None, "Big?", None),
        ("b2:a3", 0, "text", None, "Very.", None),
        ("b2:u3", 0, "text", None, "Small?", None),
        ("b2:a4", 0, "text", None, "No.", None),
        ("b2:a4", 1, "smell", None, None, '{"a": 1}'),
    ]
    base.executemany(
        "insert into parts (message_hash, position, type, tool_name, text, payload)"
        " values (?, ?, ?, ?, ?, ?)",
        parts,
    )
    base.execute(
        "insert into threads values"
        " ('t1', 'Fish', 'b2:a3', null, '2026-08-16 08:41:02.500000+00:00')"
    )
    base.execute(
        "insert into threads values"
        " ('t2', 'Fish again', 'b2:a4', 't1', '2026-08-16 08:50:00+00:00')"
    )
    turn = "insert into turns values (?, ?, ?, ?, ?, null, ?, null, ?, ?, null, 100, ?, null)"
    model = "openrouter/meta-llama/llama-4-scout"
    base.execute(
        turn,
        (
            "tu1",
            "t1",
            "b2:u1",
            "b2:a1",
            model,
            '{"seed": 3}',
            40,
            5,
            "2026-08-16T08:41:02.123456+00:00",
        ),
    )
    base.execute(
        turn, ("tu2", "t1", "b2:t1", "b2:a2", model, None, 60, 6, "2026-08-16T08:41:05+00:00")
    )
    base.execute(
        turn,
        (
            "tu3",
            "t1",
            "b2:u2",
            "b2:a3",
            model,
            '{"temperature": 0.9}',
            80,
            7,
            "2026-08-16T08:42:00+00:00",
        ),
    )
    base.execute(
        turn, ("tu4", "t2", "b2:u3", "b2:a4", "gpt-4o", None, 81, 8, "2026-08-16T08:51:00+00:00")
    )
