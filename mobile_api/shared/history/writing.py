"""Makes a move or a note: one compare-and-set of the row, one event, what followers are owed."""

from collections.abc import Mapping
from typing import Any

from mobile_api.shared import clock
from mobile_api.shared.database import transaction_needed
from mobile_api.shared.history.chain import FACTS, GENESIS, facts_of, link_hash
from mobile_api.shared.history.followers import owe
from mobile_api.shared.history.logs import Event, Log, Row
from mobile_api.shared.history.moves import Actor, Move, Status


def check_allowed(log: Log[Row, Event], row: Row, move: Move[Status]) -> None:
    """Raises the log's refusal."""
    if row.status not in move.sources:
        raise log.refusal()


async def make_move(
    log: Log[Row, Event],
    row: Row,
    move: Move[Status],
    actor: Actor,
    *,
    public_text: str,
    payload: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Event:
    """Move a row and write its event; `changes` are further columns of it.

    Raises the log's refusal, and ValueError for an actor whose move it is not, which is a mistake
    of the program.
    """
    if actor.kind is not move.actor:
        raise ValueError(f"{move.name} is a move of the {move.actor}")
    check_allowed(log, row, move)
    return await append(
        log,
        row,
        move.name,
        actor,
        public_text=public_text,
        payload=payload,
        **changes,
        status=move.target,
    )


async def append(
    log: Log[Row, Event],
    row: Row,
    kind: str,
    actor: Actor,
    *,
    public_text: str,
    payload: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Event:
    """Append an event in the running transaction, and change these columns with it.

    A compare-and-set on status and number of events: of two that read the same row one is refused,
    also where nobody locked it. `public_text` holds no personal data. Raises the log's refusal.
    """
    transaction_needed()
    event = log.events(
        **{log.subject: row.id},
        sequence=row.event_count + 1,
        kind=kind,
        status_before=row.status,
        status_after=changes.get("status", row.status),
        actor_kind=actor.kind.value,
        actor_key=actor.key,
        at=clock.now(),
        public_text=public_text,
        payload=dict(payload) if payload else None,
        previous_hash=bytes(row.head_hash or GENESIS),
    )
    said = facts_of(log.name, row.id, {name: getattr(event, name) for name in FACTS})
    event.hash = link_hash(event.previous_hash, said)
    changes |= {"event_count": event.sequence, "head_hash": event.hash}
    as_read = log.rows.filter(id=row.id, status=row.status, event_count=row.event_count)
    if not await as_read.update(**changes):
        raise log.refusal()
    for column, value in changes.items():
        setattr(row, column, value)
    await event.save(force_create=True)
    await owe(log, row, event)
    return event
