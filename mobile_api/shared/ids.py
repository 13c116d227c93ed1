"""Identifiers: time-ordered (UUID version 7, RFC 9562), so that indexes stay local."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7; 74 random bits, so not guessable."""
    return uuid7()
