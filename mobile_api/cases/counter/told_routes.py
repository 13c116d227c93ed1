"""What the applicant of a case was told, by which way and why not: for the counter."""

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.counter.told_schemas import (
    DeliveriesQuery,
    DeliveriesView,
    SendAgainRequest,
    ToldByChannel,
    ToldEvent,
)
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.models import Case
from mobile_api.cases.scope import HANDLERS, scoped
from mobile_api.cases.words import WORDS
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from notifications.inbox.queries import DeliveryRecord, deliveries_of
from notifications.inbox.service import summary, untried
from notifications.models import ChannelName
from notifications.operating.service import NothingToSendAgain, can_be_sent_again, send_again
from notifications.words.service import CHANNELS, STATES

staff = Blueprint("staff_deliveries", url_prefix="/staff/v1")


@staff.get("/deliveries")
@endpoint(
    "办件的通知送达情况",
    caller=Staff,
    query=DeliveriesQuery,
    answer=DeliveriesView,
    errors=(CaseNotFound,),
)
async def deliveries(request: Request, caller: Staff, query: DeliveriesQuery) -> DeliveriesView:
    case = await _visible_case(caller, query.case_number)
    records = await deliveries_of(f"case:{case.id}")
    events = [_event(list(group)) for _, group in groupby(records, key=_told_together)]
    kept = [event for event in events if _is_wanted(event, query)]
    return DeliveriesView(case_number=query.case_number, events=kept)


@staff.post("/deliveries/<delivery_id:uuid>/send-again")
@endpoint(
    "重新发送一条通知(留痕)",
    caller=Staff,
    roles=HANDLERS,
    body=SendAgainRequest,
    status=204,
    errors=(CaseNotFound, NotFound, NothingToSendAgain),
)
async def resend(
    request: Request, caller: Staff, delivery_id: UUID, body: SendAgainRequest
) -> None:
    case = await _visible_case(caller, body.case_number)
    if await send_again(delivery_id, subject=f"case:{case.id}"):
        await audit(
            caller,
            "send_delivery_again",
            subject_kind="delivery",
            subject_id=delivery_id,
            reason=body.reason,
        )


async def _visible_case(caller: Staff, number: str) -> Case:
    case = await scoped(caller).get_or_none(number=number)
    if case is None:
        raise CaseNotFound()
    return case


def _told_together(record: DeliveryRecord) -> tuple[object, str]:
    return record.created_at, record.event


def _is_wanted(event: ToldEvent, query: DeliveriesQuery) -> bool:
    return any(
        query.state in (None, row.state) and query.channel in (None, row.channel)
        for row in event.channels
    )


def _event(rows: Sequence[DeliveryRecord]) -> ToldEvent:
    first = rows[0]
    others = [row for row in rows if row.channel != ChannelName.in_app]
    missing = untried(first.event, [row.channel for row in rows])
    return ToldEvent(
        event=first.event,
        title=first.title,
        told_at=first.created_at,
        told=summary(others),
        channels=[
            *(_told(row) for row in rows),
            *(_not_told(channel, why) for channel, why in missing.items()),
        ],
    )


def _told(row: DeliveryRecord) -> ToldByChannel:
    return ToldByChannel(
        id=row.id,
        channel=row.channel,
        channel_title=CHANNELS[row.channel],
        state=row.state,
        state_title=STATES[row.state],
        explanation=row.explanation,
        attempts=row.attempts,
        sent_at=row.sent_at,
        due_at=row.due_at,
        can_be_sent_again=can_be_sent_again(row.channel, row.state, row.reason),
    )


def _not_told(channel: ChannelName, why: str) -> ToldByChannel:
    return ToldByChannel(
        id=None,
        channel=channel,
        channel_title=CHANNELS[channel],
        state=None,
        state_title=WORDS.counter.message_not_planned,
        explanation=why,
        attempts=0,
        sent_at=None,
        due_at=None,
        can_be_sent_again=False,
    )
