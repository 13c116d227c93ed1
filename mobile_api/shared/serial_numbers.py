"""Numbers that are given out: region (6) + date (8) + sequence (6) + check character."""

from datetime import date

from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEXT = """
INSERT INTO "{table}" (id, region_code, "on", last_given) VALUES ($1, $2, $3, 1)
ON CONFLICT (region_code, "on") DO UPDATE SET last_given = "{table}".last_given + 1
RETURNING last_given
"""


def check_character(body: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over digits and capital letters."""
    total = 36
    for character in body:
        total = (total + _ALPHABET.index(character)) % 36 or 36
        total = total * 2 % 37
    return _ALPHABET[(37 - total) % 36]


async def next_number(table: str, region_code: str, on: date) -> str:
    """The next number of that region and day; holds its row in `table` until the transaction ends.

    The table has the columns region_code, "on" and last_given, and the first two are unique.
    """
    rows = await fetch(_NEXT.format(table=table), new_id(), region_code, on)
    body = f"{region_code}{on:%Y%m%d}{rows[0]['last_given']:06d}"
    return body + check_character(body)
