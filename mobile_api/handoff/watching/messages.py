"""Messages of a partner as a list: what they are and what became of them, never what they say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from mobile_api.handoff.models import IncomingMessage, OutgoingMessage
from mobile_api.handoff.partners.errors import PartnerNotFound
from mobile_api.handoff.partners.models import Partner
from mobile_api.handoff.states import MessageKind, MessageState
from mobile_api.handoff.watching.queries import refusal_code
from mobile_api.handoff.watching.schemas import (
    MessageWay,
    PartnerMessageLine,
    PartnerMessagePage,
    PartnerMessagesQuery,
)
from mobile_api.handoff.wire.events import EventMessage
from mobile_api.shared.http.pagination import page_of, sorted_after

AnyMessage = TypeVar("AnyMessage", bound=Model)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a line is made of; `id` is that of the row, by which the list is sorted."""

    id: UUID
    at: datetime
    line: PartnerMessageLine

    @property
    def place(self) -> tuple[datetime, UUID]:
        return self.at, self.id


async def messages_of(key: str, query: PartnerMessagesQuery) -> PartnerMessagePage:
    """One page, the newest first. Raises PartnerNotFound."""
    partner_id = await Partner.get_or_none(key=key).values_list("id", flat=True)
    if partner_id is None:
        raise PartnerNotFound()
    rows = await _rows(partner_id, query)  # type: ignore[arg-type]
    page, cursor = page_of(rows, query.limit, at=lambda one: one.at)
    events = await _events(page)
    lines = [one.line.model_copy(update=events.get(one.id, {})) for one in page]
    return PartnerMessagePage(messages=lines, next_cursor=cursor)


async def _rows(partner_id: UUID, query: PartnerMessagesQuery) -> list[_Row]:
    """More than a page where there are more. State by state, as the index has them."""
    rows: list[_Row] = []
    if query.way is not MessageWay.incoming:
        for state in [query.message_state] if query.message_state else MessageState:
            went = await _values(outgoing(partner_id, state, query.cursor), query, *_OUTGOING)
            rows += map(_outgoing_row, went)
    is_of_all = query.way is None and query.message_state is None
    if query.way is MessageWay.incoming or is_of_all:
        came = await _values(incoming(partner_id, query.cursor), query, *_INCOMING)
        rows += map(_incoming_row, came)
    return sorted(rows, key=lambda one: one.place, reverse=True)


async def _events(page: Sequence[_Row]) -> dict[UUID, dict[str, Any]]:
    """Which events these messages are, by the id of the row."""
    found: dict[UUID, dict[str, Any]] = {}
    for rows in (OutgoingMessage, IncomingMessage):
        of_events = rows.filter(id__in=[one.id for one in page], kind=MessageKind.event)
        found |= {one["id"]: _which(one["body"]) for one in await of_events.values("id", "body")}
    return found


def _which(body: bytes) -> dict[str, Any]:
    """Nothing of a page of events that was fetched: it is several."""
    try:
        said = EventMessage.model_validate_json(bytes(body))
    except ValueError:
        return {}
    return {"event": str(said.event), "sequence": said.sequence}


def outgoing(
    partner_id: UUID, state: MessageState, cursor: str | None
) -> QuerySet[OutgoingMessage]:
    found = OutgoingMessage.filter(partner_id=partner_id, state=state)
    return sorted_after(found, "-created_at", cursor)


def incoming(partner_id: UUID, cursor: str | None) -> QuerySet[IncomingMessage]:
    found = IncomingMessage.filter(partner_id=partner_id)
    return sorted_after(found, "-received_at", cursor)


_SHARED = ("id", "kind", "handoff_row__handoff_id")
_OUTGOING = (*_SHARED, "state", "code", "created_at")
_INCOMING = (*_SHARED, "message_id", "answer_status", "answer_body", "applied_at", "received_at")


async def _values(
    found: QuerySet[AnyMessage], query: PartnerMessagesQuery, *columns: str
) -> Sequence[dict[str, Any]]:
    return await found.limit(query.limit + 1).values(*columns)


def _outgoing_row(row: dict[str, Any]) -> _Row:
    return _Row(
        row["id"],
        row["created_at"],
        PartnerMessageLine(
            way=MessageWay.outgoing,
            message_id=row["id"],
            message_kind=row["kind"],
            handoff_id=row["handoff_row__handoff_id"],
            event=None,
            sequence=None,
            outcome=row["state"],
            code=row["code"],
            at=row["created_at"],
        ),
    )


def _incoming_row(row: dict[str, Any]) -> _Row:
    is_refused = row["answer_status"] == 422
    in_order = (MessageKind.event, MessageKind.custody)
    waits = row["kind"] in in_order and row["applied_at"] is None
    return _Row(
        row["id"],
        row["received_at"],
        PartnerMessageLine(
            way=MessageWay.incoming,
            message_id=row["message_id"],
            message_kind=row["kind"],
            handoff_id=row["handoff_row__handoff_id"],
            event=None,
            sequence=None,
            outcome="refused" if is_refused else "early" if waits else "taken",
            code=refusal_code(row["answer_body"]) if is_refused else "",
            at=row["received_at"],
        ),
    )
