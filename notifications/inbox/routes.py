"""The signed-in person's inbox."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.shared.callers import Citizen
from mobile_api.shared.errors import NotFound
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import decode_cursor, page_of
from notifications.inbox import service
from notifications.inbox.queries import (
    DeliveryRecord,
    InboxMessage,
    by_other_channels,
    latest_messages,
    unread_count,
)
from notifications.inbox.schemas import (
    InboxQuery,
    Message,
    MessagePage,
    OtherChannel,
    ReadAllRequest,
)
from notifications.words.reasons import CHANNELS, STATES

citizen = Blueprint("notifications", url_prefix="/api/v1")


@citizen.get("/me/messages")
@endpoint("我的消息", caller=Citizen, query=InboxQuery, answer=MessagePage)
async def messages(request: Request, caller: Citizen, query: InboxQuery) -> MessagePage:
    person_id = caller.person_id
    below = decode_cursor(query.cursor) if query.cursor else None
    rows = await latest_messages(person_id, query.limit + 1, below=below)
    page, cursor = page_of(rows, query.limit, at=lambda row: row.created_at)
    others = await by_other_channels(person_id, page)
    entries = [_message(row, others.get(row.dedupe_key, [])) for row in page]
    return MessagePage(entries=entries, unread=await unread_count(person_id), next_cursor=cursor)


def _message(row: InboxMessage, others: list[DeliveryRecord]) -> Message:
    return Message(
        id=row.id,
        event=row.event,
        title=row.title,
        text=row.text,
        subject=row.subject,
        page=row.page,
        created_at=row.created_at,
        is_read=row.read_at is not None,
        told=service.summary(others),
        other_channels=[
            OtherChannel(
                channel=one.channel,
                channel_title=CHANNELS[one.channel],
                state=one.state,
                state_title=STATES[one.state],
                explanation=one.explanation,
            )
            for one in others
        ],
    )


@citizen.post("/me/messages/<message_id:uuid>/read")
@endpoint("标记消息已读", caller=Citizen, status=204, errors=(NotFound,))
async def mark_read(request: Request, caller: Citizen, message_id: UUID) -> None:
    await service.mark_read(caller.person_id, message_id)


@citizen.post("/me/messages/read-all")
@endpoint("全部标记已读", caller=Citizen, body=ReadAllRequest, status=204, errors=(NotFound,))
async def mark_all_read(request: Request, caller: Citizen, body: ReadAllRequest) -> None:
    await service.mark_all_read(caller.person_id, body.newest_id)
