"""The history of a case: appended only, each event bound to the one before by its hash."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from mobile_api.cases.models import Case, CaseEvent
from mobile_api.cases.states import ActorKind, CaseStatus
from mobile_api.shared import clock

GENESIS = b"\x00" * 32


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the kind, and the caller key or the name of the system's own loop."""

    kind: ActorKind
    key: str


SYSTEM = Actor(ActorKind.system, "system")


async def append_event(
    case: Case,
    kind: str,
    *,
    before: CaseStatus,
    actor: Actor,
    public_text: str,
    payload: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Append to a case whose row this transaction holds locked, and move its head along.

    `public_text` holds no personal data: whoever knows the number and the second factor reads it.
    """
    event = CaseEvent(
        case_id=case.id,
        sequence=case.event_count + 1,
        kind=kind,
        status_before=before,
        status_after=case.status,
        actor_kind=actor.kind.value,
        actor_key=actor.key,
        at=clock.now(),
        public_text=public_text,
        payload=dict(payload) if payload else None,
        previous_hash=bytes(case.head_hash) if case.head_hash else GENESIS,
    )
    event.hash = event_hash(event)
    await event.save(force_create=True)
    case.event_count, case.head_hash = event.sequence, event.hash
    await case.save(update_fields=["event_count", "head_hash"])
    return event


async def note(
    case: Case, actor: Actor, kind: str, text: str, payload: Mapping[str, Any] | None = None
) -> None:
    """An event of a locked case that moves nothing; `text` is public, as in `append_event`."""
    status = CaseStatus(case.status)
    await append_event(case, kind, before=status, actor=actor, public_text=text, payload=payload)


def event_hash(event: CaseEvent) -> bytes:
    """SHA-256 over the previous hash and the canonical JSON of everything the event says."""
    facts = {
        "case_id": str(event.case_id),
        "sequence": event.sequence,
        "kind": event.kind,
        "before": str(event.status_before.value),
        "after": str(event.status_after.value),
        "actor_kind": str(event.actor_kind),
        "actor_key": event.actor_key,
        "at": _microseconds(event.at),
        "public_text": event.public_text,
        "payload": event.payload,
    }
    canonical = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(bytes(event.previous_hash) + canonical).digest()


def _microseconds(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000 + at.microsecond


async def events_of(case_id: UUID) -> Sequence[CaseEvent]:
    return await CaseEvent.filter(case_id=case_id).order_by("sequence")


def first_broken_link(case: Case, events: Sequence[CaseEvent]) -> int | None:
    """Sequence of the first event that was altered, removed or put in; None when intact.

    The case's own count and head hash tell when events were cut off at the end.
    """
    previous = GENESIS
    for expected, event in enumerate(events, 1):
        altered = bytes(event.previous_hash) != previous or bytes(event.hash) != event_hash(event)
        if altered or event.sequence != expected:
            return expected
        previous = bytes(event.hash)
    is_whole = len(events) == case.event_count and previous == bytes(case.head_hash or GENESIS)
    return None if is_whole else len(events) + 1
