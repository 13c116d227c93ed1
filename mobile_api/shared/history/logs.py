"""What makes one kind of history: its rows, its events, and what is said when a move is refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from mobile_api.shared import metrics
from mobile_api.shared.errors import AppError
from mobile_api.shared.history.chain import (
    FACTS,
    GENESIS,
    Head,
    HistoryFault,
    Link,
    facts_of,
    first_fault,
)
from mobile_api.shared.history.models import LogEvent, LoggedRow

Row = TypeVar("Row", bound=LoggedRow)
Event = TypeVar("Event", bound=LogEvent)

_LINKED = (*FACTS, "previous_hash", "hash")


@dataclass(frozen=True, slots=True)
class Log(Generic[Row, Event]):
    """One kind of history. `name` is part of every hash, so it stays for ever.

    `subject`: the column of the event that names its row. `label`: the column by which people call
    a row. `begins_as`: the status before the first event. `kept`: SQL over the columns of a row;
    what it is true of is never deleted, and so its heads are kept outside of the database, too.
    `refusal`: raised when a move is not allowed, for instance because someone else was first.
    """

    name: str
    rows: type[Row]
    events: type[Event]
    subject: str
    label: str
    begins_as: StrEnum
    kept: str
    refusal: type[AppError]

    def first_fault(self, row: Row, events: Iterable[Event]) -> tuple[HistoryFault, int] | None:
        """As `chain.first_fault`, of a row and its events in their order; counted."""
        said = [{name: getattr(event, name) for name in _LINKED} for event in events]
        links = [self.link(row.id, event) for event in said]
        fault = first_fault(self.head(row.status, row.event_count, row.head_hash), links)
        if fault is not None:
            metrics.broken_histories_total.labels(self.name).inc()
        return fault

    def head(self, status: str, count: int, head_hash: bytes | None) -> Head:
        return Head(str(status), count, bytes(head_hash or GENESIS), str(self.begins_as))

    def link(self, subject_id: UUID, event: Any) -> Link:
        """`event`: a mapping with what the chain covers and its hashes."""
        return Link(
            sequence=event["sequence"],
            status_after=str(event["status_after"]),
            facts=facts_of(self.name, subject_id, event),
            previous=bytes(event["previous_hash"]),
            hash=bytes(event["hash"]),
        )
