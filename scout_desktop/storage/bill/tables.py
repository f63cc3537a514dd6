"""The tables of the ledger's cache, and how attempts and sums stand in them.

`attempts` has a row for each attempt as it is best known, for reports by day, chat, model or
provider; `spent` has its sums by quarter of an hour, host, model and provider; `chats` those of
every chat, and of all attempts under the empty id. Money is text, exact. What practice and reported
ones cost is in `attempts` only.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from scout_desktop.chat.money import parse_dollars
from scout_desktop.storage.ground.strict import decode, encode

from .attempt import Attempt, Line
from .sums import Sum

SCHEMA = 1
QUARTER_MS = 15 * 60 * 1000
"""Every time zone of our days is a whole number of these away from UTC."""
_SUMS = """usd text, attempts integer, unknown integer, estimated text, upstream text,
prompt_tokens text, completion_tokens text"""
TABLES = f"""
create table files (name text primary key, done integer, digest text, seen text) without rowid;
create table attempts (
  id text primary key, at text, quarter integer, chat text, node text, host text, model text,
  purpose text, state text, source text, usd text, provider text, generation_id text,
  prompt_tokens, completion_tokens, is_byok integer, upstream_usd text,
  line_at text, by text, lines text
) without rowid;
create index attempts_quarter on attempts (quarter);
create table spent (
  quarter integer, host text, model text, provider text, {_SUMS},
  primary key (quarter, host, model, provider)
) without rowid;
create table chats (chat text primary key, {_SUMS}) without rowid;
"""
DROP = """drop table if exists files; drop table if exists attempts; drop table if exists spent;
drop table if exists chats;"""
SUM = "usd, attempts, unknown, estimated, upstream, prompt_tokens, completion_tokens"
PUT_ATTEMPT = f"insert or replace into attempts values ({','.join('?' * 20)})"
ATTEMPT = """id, at, chat, node, host, model, purpose, state, source, usd, provider, generation_id,
prompt_tokens, completion_tokens, is_byok, upstream_usd"""
KNOWN = f"{ATTEMPT}, line_at, by, lines"


def prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    """Return the cache ready for use. Raises sqlite3.Error for one that is not ours."""
    base.execute("pragma journal_mode = wal")
    base.execute("pragma synchronous = normal")
    # Two connections that make it at once: the second finds it made.
    base.execute("begin immediate")
    (schema,) = base.execute("pragma user_version").fetchone()
    if schema == 0:
        for statement in TABLES.split(";"):
            base.execute(statement)
        base.execute(f"pragma user_version = {SCHEMA}")
    base.execute("commit")
    if schema not in (0, SCHEMA):
        raise sqlite3.DatabaseError("another version")
    return base


def row_of(found: Attempt, lines: Sequence[Line], quarter: int | None) -> tuple[Any, ...]:
    """Return the row of an attempt that these lines, the best first, tell of."""
    best = lines[0]
    values = _values(found)
    more = None
    if len(lines) > 1:
        more = encode([[*_values(line.attempt), line.by] for line in lines])
    return (*values[:2], quarter, *values[2:], best.attempt.at, best.by, more)


def known_of(row: Sequence[Any]) -> tuple[Attempt, list[Line]]:
    """Return an attempt and the lines that matter of it, from a row of `KNOWN`."""
    attempt = attempt_from(row)
    *_, line_at, by, more = row
    if more is None:
        alone = attempt_from((row[0], line_at, *row[2:]))
        return attempt, [Line(alone, by)]
    return attempt, [Line(attempt_from(values), values[-1]) for values in decode(more.encode())]


def attempt_from(row: Sequence[Any]) -> Attempt:
    """Return the attempt of a row of `ATTEMPT`."""
    id, at, chat, node, host, model, purpose, state, source = row[:9]
    return Attempt(
        id,
        at,
        chat,
        node,
        host,
        model,
        purpose,
        state,
        source,
        parse_dollars(row[9]),
        row[10],
        row[11],
        _read_number(row[12]),
        _read_number(row[13]),
        bool(row[14]),
        parse_dollars(row[15]),
    )


def sum_values(found: Sum) -> tuple[Any, ...]:
    """Return a sum as it is stored."""
    return (
        str(found.usd), found.attempts, found.unknown, str(found.estimated), str(found.upstream),
        str(found.prompt_tokens), str(found.completion_tokens),
    )  # fmt: skip


def sum_from(row: Sequence[Any]) -> Sum:
    """Return a sum from the columns of `SUM`."""
    return Sum(
        Decimal(row[0]), row[1], row[2], Decimal(row[3]), Decimal(row[4]), int(row[5]), int(row[6])
    )


def _values(found: Attempt) -> tuple[Any, ...]:
    return (
        found.id, found.at, found.chat, found.node, found.host, found.model, found.purpose,
        found.state, found.source, _money(found.usd), found.provider, found.generation_id,
        _number(found.prompt_tokens), _number(found.completion_tokens), found.is_byok,
        _money(found.upstream_usd),
    )  # fmt: skip


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _number(count: int | None) -> int | str | None:
    # What no provider counts to, a line may still say; SQLite would refuse it.
    return count if count is None or abs(count) < 2**62 else str(count)


def _read_number(value: int | str | None) -> int | None:
    return None if value is None else int(value)
