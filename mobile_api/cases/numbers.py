"""Case numbers (办件编号): region (6) + date (8) + sequence (6) + check character."""

from datetime import date

from mobile_api.shared.crypto import keyring
from mobile_api.shared.database import fetch
from mobile_api.shared.ids import new_id

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LENGTH = 21

_NEXT = """
INSERT INTO case_sequence (id, region_code, "on", last_given) VALUES ($1, $2, $3, 1)
ON CONFLICT (region_code, "on") DO UPDATE SET last_given = case_sequence.last_given + 1
RETURNING last_given
"""


def check_character(body: str) -> str:
    """ISO/IEC 7064 MOD 37,36 over digits and capital letters."""
    total = 36
    for character in body:
        total = (total + _ALPHABET.index(character)) % 36 or 36
        total = total * 2 % 37
    return _ALPHABET[(37 - total) % 36]


def is_case_number(text: str) -> bool:
    """Whether the shape and the check character are right."""
    body = text[:-1]
    return (
        len(text) == LENGTH
        and body.isascii()
        and body.isdigit()
        and (check_character(body) == text[-1])
    )


async def next_case_number(region_code: str, on: date) -> str:
    """The next number of that region and day; holds its row until the transaction ends."""
    rows = await fetch(_NEXT, new_id(), region_code, on)
    body = f"{region_code}{on:%Y%m%d}{rows[0]['last_given']:06d}"
    return body + check_character(body)


TAIL_LENGTH = 6


def query_factor_hash(number: str, id_number_tail: str) -> bytes:
    """Keyed hash by which the second factor of an anonymous query is checked."""
    return keyring().keyed_hash(f"{number}:{id_number_tail}", "case-query")
