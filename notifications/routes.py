"""The signed-in person's inbox."""

from uuid import UUID

from sanic import Blueprint, Request
from tortoise.expressions import Q

from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.endpoint import endpoint
from mobile_api.shared.errors import NotFound
from mobile_api.shared.pagination import Position, cut_page, decode_cursor, encode_cursor
from notifications.models import ChannelName, Delivery
from notifications.schemas import InboxQuery, Message, MessagePage, OtherChannel
from notifications.service import DeliveryRecord, by_other_channels

citizen = Blueprint("notifications", url_prefix="/api/v1")


@citizen.get("/me/messages")
@endpoint("我的消息", caller=Citizen, query=InboxQuery, answer=MessagePage)
async def messages(request: Request, query: InboxQuery) -> MessagePage:
    found = Delivery.filter(person_id=request.ctx.caller.person_id, channel=ChannelName.in_app)
    if query.cursor:
        last = decode_cursor(query.cursor)
        found = found.filter(Q(created_at__lt=last.at) | Q(created_at=last.at, id__lt=last.id))
    rows = await found.order_by("-created_at", "-id").limit(query.limit + 1)
    page, has_more = cut_page(rows, query.limit)
    others = await by_other_channels(page)
    cursor = encode_cursor(Position(at=page[-1].created_at, id=page[-1].id)) if has_more else None
    entries = [_message(row, others.get(row.dedupe_key, [])) for row in page]
    return MessagePage(entries=entries, next_cursor=cursor)


def _message(row: Delivery, others: list[DeliveryRecord]) -> Message:
    return Message(
        id=row.id,
        event=row.event,
        title=row.content["title"],
        text=row.content["text"],
        subject=row.subject,
        page=row.page,
        created_at=row.created_at,
        is_read=row.read_at is not None,
        other_channels=[
            OtherChannel(channel=one.channel, state=one.state, explanation=one.explanation)
            for one in others
        ],
    )


@citizen.post("/me/messages/<message_id:uuid>/read")
@endpoint("标记消息已读", caller=Citizen, status=204, errors=(NotFound,))
async def mark_read(request: Request, message_id: UUID) -> None:
    mine = Delivery.filter(
        id=message_id, person_id=request.ctx.caller.person_id, channel=ChannelName.in_app
    )
    if not await mine.filter(read_at=None).update(read_at=clock.now()) and not await mine.exists():
        raise NotFound()
