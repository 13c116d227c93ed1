"""Case numbers (办件编号): region (6) + date (8) + sequence (6) + check character."""

from datetime import date

from mobile_api.shared.crypto import keyring
from mobile_api.shared.serial_numbers import check_character, next_number

LENGTH = 21


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
    return await next_number("case_sequence", region_code, on)


TAIL_LENGTH = 6


def query_factor_hash(number: str, id_number_tail: str) -> bytes:
    """Keyed hash by which the second factor of an anonymous query is checked."""
    return keyring().keyed_hash(f"{number}:{id_number_tail}", "case-query")
