"""What a signed-in person sees on mobile web: own cases, what was told, ways to sign in and out."""

from contextlib import suppress

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.errors import SessionEnded
from mobile_api.accounts.service import person_of
from mobile_api.accounts.sessions import service as sessions
from mobile_api.agency_supermarket.showing.judging.queries import is_expert
from mobile_api.cases.status import service as status
from mobile_api.cases.status.queries import own_cases
from mobile_api.cases.status.service import HOLDER_NAMES
from mobile_api.enterprises.service import open_invitations
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import InvalidInput, NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from mobile_api.shared.text.masking import mask_name, mask_phone
from mobile_api.web.citizen.message_pages import read_messages
from mobile_api.web.frame.acting import acting_visitor, forget
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    refuse_foreign,
    session_token,
    to_sign_in,
    unkept_redirect,
)
from notifications.inbox.queries import latest_messages, unread_count

_CASES, _MESSAGES = 20, 3


class OwnQuery(BaseModel):
    """Older cases."""

    cursor: str | None = Field(None, max_length=300)


# A page is open to anyone in so far as it sends strangers to the sign-in page.
@endpoint(
    "网页:我的办事",
    caller=Anyone,
    query=OwnQuery,
    media=HTML,
    errors=(InvalidInput, TemporarilyUnavailable),
)
async def show_own(request: Request, query: OwnQuery) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_cases(caller, query.cursor, _CASES)
    cases, cursor = page_of(found, _CASES, at=lambda case: case.touched_at)
    lines, unreadable = shown(cases, status.summary)
    person = await person_of(caller)
    messages = await latest_messages(caller.person_id, _MESSAGES)
    return unkept_page(
        request,
        "own.html",
        "/me",
        name=mask_name(person.name or ""),
        phone=mask_phone(person.phone) if person.phone else "",
        cases=[(one, HOLDER_NAMES[one.holder]) for one in lines],
        unreadable=unreadable,
        cursor=cursor or "",
        is_expert=await is_expert(caller),
        unread=await unread_count(caller.person_id),
        messages=await read_messages(caller, messages),
        invitations=await open_invitations(caller),
    )


@endpoint(
    "网页:退出登录",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NotAllowed,),
)
async def sign_out(request: Request) -> HTTPResponse:
    refuse_foreign(request)
    token = session_token(request)
    if token:
        with suppress(SessionEnded):
            await sessions.end_page(token)
    return forget(request, unkept_redirect("/"))


@endpoint("网页:没有退出", caller=Anyone, media=HTML, status=303)
async def stay_signed_in(request: Request) -> HTTPResponse:
    """An address that was opened, not a button that was pressed, signs nobody out."""
    return unkept_redirect("/me")
