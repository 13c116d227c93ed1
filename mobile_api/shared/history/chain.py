"""The chain of a history: a keyed hash over each event and the hash before it.

Who can write the tables but has no secret key can make no link of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from mobile_api.shared.crypto import keyring

GENESIS = bytes(32)
# What an event says, beside the row that it is about.
FACTS = (
    "sequence",
    "kind",
    "status_before",
    "status_after",
    "actor_kind",
    "actor_key",
    "at",
    "public_text",
    "payload",
)
_PURPOSE = "history chain"


class HistoryFault(StrEnum):
    """What is wrong with a history."""

    altered = "altered"
    removed = "removed"
    cut_off = "cut_off"
    status_differs = "status_differs"
    row_is_gone = "row_is_gone"
    rewritten = "rewritten"
    not_in_heads = "not_in_heads"
    heads_ahead = "heads_ahead"
    heads_altered = "heads_altered"
    heads_shortened = "heads_shortened"
    heads_replaced = "heads_replaced"
    heads_unreadable = "heads_unreadable"
    heads_missing = "heads_missing"
    heads_late = "heads_late"


@dataclass(frozen=True, slots=True)
class Head:
    """What a row says of its own history; `begins_as` is its status before the first event."""

    status: str
    count: int
    hash: bytes
    begins_as: str


@dataclass(frozen=True, slots=True)
class Link:
    """One event as the chain sees it."""

    sequence: int
    status_after: str
    facts: bytes
    previous: bytes
    hash: bytes


def facts_of(log: str, subject_id: UUID, event: Mapping[str, Any]) -> bytes:
    """Canonical JSON of everything that an event says; `event` holds FACTS."""
    said = {name: _plain(event[name]) for name in FACTS}
    said |= {"log": log, "subject_id": str(subject_id)}
    return orjson.dumps(said, option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp()) * 1_000_000 + value.microsecond
    return str(value) if isinstance(value, StrEnum) else value


def link_hash(previous: bytes, facts: bytes) -> bytes:
    """36 bytes: the id of the key, and the keyed hash that continues the chain."""
    return keyring().mac(previous + facts, _PURPOSE)


def first_fault(head: Head, links: Sequence[Link]) -> tuple[HistoryFault, int] | None:
    """The first fault and the sequence number where it shows; None when all is well.

    `links` in the order of their numbers. The row's own count and head tell when events were cut
    off at the end, its status when it was set without a move.
    """
    previous, status = GENESIS, head.begins_as
    for expected, link in enumerate(links, 1):
        if link.sequence != expected:
            return HistoryFault.removed, expected
        if link.previous != previous or not _holds(link):
            return HistoryFault.altered, expected
        previous, status = link.hash, link.status_after
    if head.count != len(links) or head.hash != previous:
        return HistoryFault.cut_off, len(links) + 1
    return None if head.status == status else (HistoryFault.status_differs, len(links))


def _holds(link: Link) -> bool:
    return keyring().is_mac(link.hash, link.previous + link.facts, _PURPOSE)
