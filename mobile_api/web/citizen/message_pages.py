"""Everything that a person was told, newest first, with what is not read yet."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.status.service import whose_cases
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    TemporarilyUnavailable,
)
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import decode_cursor, page_of
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.enterprises.appointment_pages import APPOINTMENTS
from mobile_api.web.citizen.market.whose import MarketWay, market_ways
from mobile_api.web.citizen.own_data_pages import DATA
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    typed,
    unkept_redirect,
    visitor_of,
)
from notifications.inbox.queries import InboxMessage, latest_messages, unread_count
from notifications.inbox.service import about, mark_all_read, mark_read

MESSAGES = "/me/messages"
_ON_A_PAGE = 20
_CASE = "case:"
_INVITED = "clerk_invited"
# Messages that ask the person to look after their own data.
_OF_OWN_DATA = ("data_export_ready", "deletion_requested", "deletion_stopped")


class MessagesQuery(BaseModel):
    """Older messages."""

    cursor: str | None = Field(None, max_length=300)


class ReadAllForm(BaseModel):
    """Up to which message all are read."""

    newest_id: UUID


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message and the page of what it is about; `path` and its name are empty without one."""

    message: InboxMessage
    path: str
    door: str


async def read_messages(caller: Citizen, messages: Sequence[InboxMessage]) -> list[ReadMessage]:
    """The messages, each with the way to what it is about where the person may see that here."""
    named = [case_id for one in messages if (case_id := _case_id(one.subject))]
    visible = await whose_cases(caller.person_id, named)
    market = await market_ways(caller.person_id, [one.subject for one in messages])
    return [ReadMessage(one, *_way(one.event, one.subject, visible, market)) for one in messages]


def _way(
    event: str, subject: str, visible: Container[UUID], market: Mapping[str, MarketWay]
) -> tuple[str, str]:
    """The address of what a message is about, and what its link says."""
    if event in _OF_OWN_DATA:
        return DATA, "看我的个人信息"
    if event == _INVITED:
        return APPOINTMENTS, "看邀请"
    if subject in market:
        return market[subject].path, market[subject].door
    case_id = _case_id(subject)
    return (path_of(case_id), "看这个办件") if case_id and case_id in visible else ("", "")


def _case_id(subject: str) -> UUID | None:
    try:
        return UUID(subject.removeprefix(_CASE)) if subject.startswith(_CASE) else None
    except ValueError:
        return None


@endpoint(
    "网页:我的消息",
    caller=Anyone,
    query=MessagesQuery,
    media=HTML,
    errors=(InvalidInput, TemporarilyUnavailable),
)
async def show_messages(request: Request, query: MessagesQuery) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    below = decode_cursor(query.cursor) if query.cursor else None
    found = await latest_messages(caller.person_id, _ON_A_PAGE + 1, below=below)
    messages, cursor = page_of(found, _ON_A_PAGE, at=lambda one: one.created_at)
    return unkept_page(
        request,
        "messages.html",
        MESSAGES,
        messages=await read_messages(caller, messages),
        unread=await unread_count(caller.person_id),
        newest_id=messages[0].id if messages else None,
        is_first_page=below is None,
        cursor=cursor or "",
    )


@endpoint(
    "网页:读一条消息",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed, NotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def read_message(request: Request, message_id: UUID, asked: Citizen | None) -> HTTPResponse:
    """Marks it as read and goes to what it is about."""
    if asked is None:
        return sign_in_to(MESSAGES)
    await mark_read(asked.person_id, message_id)
    event, subject = await about(asked.person_id, message_id)
    case_id = _case_id(subject)
    visible = await whose_cases(asked.person_id, [case_id] if case_id else [])
    path, _ = _way(event, subject, visible, await market_ways(asked.person_id, [subject]))
    return unkept_redirect(path or MESSAGES)


@endpoint(
    "网页:消息全部已读",
    caller=Anyone,
    form=ReadAllForm,
    media=HTML,
    status=303,
    errors=(NotAllowed, NotFound, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def read_all_messages(request: Request, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(MESSAGES)
    try:
        newest_id = UUID(typed(request, "newest_id"))
    except ValueError:
        raise NotFound() from None
    await mark_all_read(asked.person_id, newest_id)
    return unkept_redirect(MESSAGES)


@endpoint("网页:回到我的消息", caller=Anyone, media=HTML, status=303)
async def back_to_messages(request: Request) -> HTTPResponse:
    return unkept_redirect(MESSAGES)
