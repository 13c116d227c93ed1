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
from mobile_api.handoff.states import MessageKind
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


async def messages_of(key: str, query: PartnerMessagesQuery) -> PartnerMessagePage:
    """One page, the newest first. Raises PartnerNotFound."""
    partner_id = await Partner.get_or_none(key=key).values_list("id", flat=True)
    if partner_id is None:
        raise PartnerNotFound()
    if query.way is MessageWay.outgoing:
        found = outgoing(partner_id, query)  # type: ignore[arg-type]
        rows = [_outgoing_row(one) for one in await _values(found, query, *_OUTGOING)]
    else:
        came = incoming(partner_id, query)  # type: ignore[arg-type]
        rows = [_incoming_row(one) for one in await _values(came, query, *_INCOMING)]
    page, cursor = page_of(rows, query.limit, at=lambda one: one.at)
    events = await _events(query.way, [one.id for one in page])
    lines = [one.line.model_copy(update=events.get(one.id, {})) for one in page]
    return PartnerMessagePage(messages=lines, next_cursor=cursor)


async def _events(way: MessageWay, ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """Which events these messages are, by the id of the row."""
    rows = OutgoingMessage if way is MessageWay.outgoing else IncomingMessage
    of_events = rows.filter(id__in=ids, kind=MessageKind.event)
    return {one["id"]: _which(one["body"]) for one in await of_events.values("id", "body")}


def _which(body: bytes) -> dict[str, Any]:
    """Nothing of a page of events that was fetched: it is several."""
    try:
        said = EventMessage.model_validate_json(bytes(body))
    except ValueError:
        return {}
    return {"event": str(said.event), "sequence": said.sequence}


def outgoing(partner_id: UUID, query: PartnerMessagesQuery) -> QuerySet[OutgoingMessage]:
    found = OutgoingMessage.filter(partner_id=partner_id, state=query.message_state)
    return sorted_after(found, "-created_at", query.cursor)


def incoming(partner_id: UUID, query: PartnerMessagesQuery) -> QuerySet[IncomingMessage]:
    found = IncomingMessage.filter(partner_id=partner_id)
    return sorted_after(found, "-received_at", query.cursor)


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
