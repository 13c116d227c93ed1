"""What a signed-in person sees on mobile web: own cases, what was told, ways to sign in."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.accounts.bindings.service import bindings_of
from mobile_api.accounts.service import person_of
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.status import service as status
from mobile_api.cases.status.queries import own_cases
from mobile_api.cases.status.service import HOLDER_NAMES
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import InvalidInput, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown
from mobile_api.shared.process.parts import SETTINGS
from mobile_api.shared.text.masking import mask_name, mask_phone
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import to_sign_in, visitor_of
from notifications.inbox.queries import latest_messages

_CASES, _MESSAGES = 20, 5
_KINDS = {
    "mini_program": "微信小程序",
    "official_account": "微信公众号",
    "other_wechat_app": "微信",
    "phone": "手机号",
    "identity_service": "统一身份认证",
}
_CLOCKS = {
    ClockKind.notice: "窗口最迟答复",
    ClockKind.correction: "请您最迟补正",
    ClockKind.statutory: "法定最迟办结",
    ClockKind.promised: "承诺最迟办结",
    ClockKind.delivery: "最迟送达",
}


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
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_cases(caller, query.cursor, _CASES)
    cases, cursor = page_of(found, _CASES, at=lambda case: case.touched_at)
    lines, unreadable = shown(cases, status.summary)
    person = await person_of(caller)
    bindings = await bindings_of(caller.person_id, SETTINGS.of(request))
    return unkept_page(
        request,
        "own.html",
        "/me",
        name=mask_name(person.name or ""),
        phone=mask_phone(person.phone) if person.phone else "",
        cases=[(one, HOLDER_NAMES[one.holder]) for one in lines],
        unreadable=unreadable,
        cursor=cursor or "",
        messages=await latest_messages(caller.person_id, _MESSAGES),
        bindings=[(_KINDS[one.kind], one.label) for one in bindings.bindings],
    )


@endpoint(
    "网页:我的一个办件", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_own_case(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    shown, history = await status.view(case), await status.history(case)
    limits = [(_CLOCKS[one.kind], one) for one in shown.clocks if one.ended_on is None]
    return unkept_page(
        request,
        "own_case.html",
        "/me",
        case=shown,
        limits=limits,
        holder=HOLDER_NAMES[status.holder_of(case)],
        steps=history.events,
    )
