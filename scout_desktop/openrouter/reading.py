"""Foreign JSON, read with exact numbers and looked at with care: nothing in it can be relied on.

Pure. Fractions become `Decimal` from their digits, never by way of a float, because some are money.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

_MOST_DIGITS: Final = 40
"""Of a number that is taken for a count or an amount; longer ones are nonsense or an attack."""


class NotJson(Exception):
    """The bytes are not JSON, or nested beyond reason."""


def read_json(data: bytes) -> Any:
    """Return what the bytes say; fractions as Decimal. Raises NotJson.

    Bytes that are not UTF-8 and lone surrogate halves (a letter that a server cut in two) are kept
    as far as they can be, since the text around them is good.
    """
    try:
        return _fast()(data)
    except (ValueError, RecursionError):
        # msgspec refuses lone halves, NaN, raw control characters and broken UTF-8: all were seen.
        try:
            return _lenient().decode(data.decode("utf-8", "replace").lstrip("\ufeff"))
        except (ValueError, RecursionError, InvalidOperation) as error:
            raise NotJson from error


@cache
def _fast() -> Callable[[bytes], Any]:
    # Imported here because it costs 30 ms, which the first frame need not wait for.
    import msgspec

    # Untyped: one field of the wrong type must not cost the reply, and it is as fast as needed.
    return msgspec.json.Decoder(float_hook=Decimal).decode


@cache
def _lenient() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=Decimal, parse_constant=lambda _: None, strict=False)


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object's members, nothing for anything else."""
    return value if isinstance(value, dict) else {}


def listing(value: object) -> list[Any]:
    """Return a list's items, nothing for anything else."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a string, the empty one for anything else."""
    return value if isinstance(value, str) else ""


def name(value: object) -> str | None:
    """Return a short string such as an id or a reason; None when absent, empty or absurdly long."""
    return value if isinstance(value, str) and 0 < len(value) <= 300 else None


def flag(value: object) -> bool | None:
    """Return a boolean, None for anything else."""
    return value if isinstance(value, bool) else None


def amount(value: object, *, signed: bool = False) -> Decimal | None:
    """Return money or another finite amount from 0 up, exactly; None for anything else.

    `signed`: below 0 too, for a balance. Some servers write numbers as strings.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
        return None
    try:
        if isinstance(value, str):
            found = Decimal(value) if len(value) <= _MOST_DIGITS else Decimal("NaN")
        else:
            found = value if isinstance(value, Decimal) else Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    if (
        not found.is_finite()
        or (found < 0 and not signed)
        or len(found.as_tuple().digits) > _MOST_DIGITS
    ):
        return None
    if found == 0:
        return Decimal(0)
    # An exponent of a billion is a valid Decimal whose plain form would fill the memory.
    return found if -_MOST_DIGITS < found.adjusted() < 15 else None


def count(value: object) -> int | None:
    """Return a whole number from 0 up to a million million; None for anything else."""
    found = amount(value)
    if found is None or found > 10**12 or found != found.to_integral_value():
        return None
    return int(found)


def whole_number(value: object) -> int | None:
    """Return a whole number of either sign, also from a string of digits; None for others."""
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
