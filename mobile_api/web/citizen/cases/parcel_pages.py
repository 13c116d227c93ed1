"""邮寄情况: both directions of a case's post, and where a result that is not away yet, or came
back, goes instead."""

from uuid import UUID

from pydantic import Field
from sanic import HTTPResponse, Request

from mobile_api.addresses.errors import AddressBookFull, AddressNotFound
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.post import service as post
from mobile_api.cases.post.errors import (
    AddressChangeTooLate,
    NotByPost,
    NothingToReaddress,
    PostedTooOften,
)
from mobile_api.cases.post.schemas import DeliveryView, ReaddressRequest
from mobile_api.cases.states import DeliveryKind
from mobile_api.cases.status import service as status
from mobile_api.cases.status.schemas import CaseView
from mobile_api.cases.status.service import DELIVERY_NAMES, ActionKey
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.cases.address_choice import (
    ChosenAddressForm,
    SentAddress,
    address_content,
    address_of_form,
    sent_address,
)
from mobile_api.web.citizen.cases.ways import (
    ADDRESS,
    PARCELS,
    READDRESS,
    action_of,
    action_path,
)
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_OF_POST = (ActionKey.readdress, ActionKey.change_address)
_CHOOSE_KIND = "请选择再寄一次,还是到窗口领取。"
_ADDRESS_REFUSED = (AddressNotFound, AddressBookFull, TooManyRequests)


class ReaddressForm(ChosenAddressForm):
    """`kind`: post it again, or keep it at the counter."""

    kind: str = Field("", max_length=20)


async def post_of(
    request: Request, caller: Citizen, case_id: UUID
) -> tuple[CaseView, DeliveryView]:
    """The case with its post. Raises CaseNotFound."""
    case = await status.visible_case(caller, case_id)
    return await status.view(case), await post.delivery_view(case, post.POSTAL_TERMS.of(request))


@endpoint(
    "网页:办件的邮寄情况", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_parcels(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    return tell(
        request,
        "case_parcels.html",
        path_of(case_id, PARCELS),
        case=case,
        leg=leg,
        kind=DELIVERY_NAMES[leg.kind] if leg.kind else "",
        actions=[
            (one, action_path(case, one.key)) for one in case.next_actions if one.key in _OF_POST
        ],
        sending=action_of(case, ActionKey.send_originals),
    )


@endpoint(
    "网页:更改收件地址", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_delivery_address(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    action, here = action_of(case, ActionKey.change_address), path_of(case_id, ADDRESS)
    if action is None or not action.is_possible:
        return unkept_redirect(path_of(case_id, PARCELS))
    return tell(
        request,
        "case_address.html",
        here,
        case=case,
        leg=leg,
        **await address_content(caller, failure_of(request, here)),
    )


@endpoint(
    "网页:保存新的收件地址",
    caller=Anyone,
    form=ChosenAddressForm,
    media=HTML,
    status=303,
    errors=(
        CaseNotFound,
        NotAllowed,
        NotByPost,
        AddressChangeTooLate,
        MoveNotAllowed,
        TemporarilyUnavailable,
        *_ADDRESS_REFUSED,
    ),
    asks_first=sent_address,
)
async def change_delivery_address(
    request: Request, case_id: UUID, asked: SentAddress | None
) -> HTTPResponse:
    here, parcels = path_of(case_id, ADDRESS), path_of(case_id, PARCELS)
    if asked is None:
        return sign_in_to(here)
    await status.visible_case(asked.caller, case_id)
    if asked.choice is None:
        return back_with(request, here, asked)
    try:
        async with savepoint():
            terms = post.POSTAL_TERMS.of(request)
            case = await post.change_address(asked.caller, case_id, asked.choice, terms)
    except _ADDRESS_REFUSED as error:
        return sent_back(request, here, asked.values, problem=error)
    except (NotByPost, AddressChangeTooLate, MoveNotAllowed) as error:
        return sent_back(request, parcels, {}, problem=error)
    is_asked = case.delivery is not None and case.delivery.next_address is not None
    words = "正在请邮政改寄,结果会告诉您。" if is_asked else "收件地址已经改好。"
    return done(request, parcels, words)


def back_with(request: Request, here: str, asked: SentAddress) -> HTTPResponse:
    """Back to the page of the form, with what is to be mended or looked at."""
    if asked.problem is not None:
        return sent_back(request, here, asked.values, problem=asked.problem)
    return sent_back(request, here, asked.values, faults=asked.faults, status=asked.status)


@endpoint(
    "网页:退回的邮件怎么办",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_readdress(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    action, here = action_of(case, ActionKey.readdress), path_of(case_id, READDRESS)
    if action is None:
        return unkept_redirect(path_of(case_id, PARCELS))
    failure = failure_of(request, here)
    kind = failure.values.get("kind", "") if failure else ""
    return tell(
        request,
        "case_readdress.html",
        here,
        case=case,
        leg=leg,
        action=action,
        kinds=[
            (one, name)
            for one, name in DELIVERY_NAMES.items()
            if leg.may_post_again or one is not DeliveryKind.post
        ],
        kind=kind or ("" if leg.may_post_again else DeliveryKind.pick_up),
        too_often="" if leg.may_post_again else PostedTooOften.title,
        **await address_content(caller, failure),
    )


async def _sent_kind(request: Request) -> SentAddress | None:
    """An address is only needed where it is to be posted again."""
    caller = await own_form_acting(request)
    if caller is None:
        return None
    kind = typed(request, "kind", 20)
    if kind == DeliveryKind.post:
        return await address_of_form(request, caller)
    if kind == DeliveryKind.pick_up:
        choice = ReaddressRequest(kind=DeliveryKind.pick_up)
        return SentAddress(caller, {"kind": kind}, choice)
    return SentAddress(caller, {}, faults={"kind": _CHOOSE_KIND})


@endpoint(
    "网页:确认退回的邮件寄到哪里",
    caller=Anyone,
    form=ReaddressForm,
    media=HTML,
    status=303,
    errors=(
        CaseNotFound,
        NotAllowed,
        NothingToReaddress,
        PostedTooOften,
        TemporarilyUnavailable,
        *_ADDRESS_REFUSED,
    ),
    asks_first=_sent_kind,
)
async def readdress_result(
    request: Request, case_id: UUID, asked: SentAddress | None
) -> HTTPResponse:
    here, parcels = path_of(case_id, READDRESS), path_of(case_id, PARCELS)
    if asked is None:
        return sign_in_to(here)
    await status.visible_case(asked.caller, case_id)
    if asked.choice is None:
        return back_with(request, here, asked)
    kind = DeliveryKind(asked.values["kind"])
    body = ReaddressRequest.model_validate(asked.choice.model_dump() | {"kind": kind})
    try:
        async with savepoint():
            await post.readdress(asked.caller, case_id, body, post.POSTAL_TERMS.of(request))
    except (*_ADDRESS_REFUSED, PostedTooOften) as error:
        return sent_back(request, here, asked.values, problem=error)
    except NothingToReaddress as error:
        return sent_back(request, parcels, {}, problem=error)
    is_posted = kind is DeliveryKind.post
    return done(
        request,
        parcels,
        "会按这个地址再寄一次。" if is_posted else "结果留在窗口,请带身份证来领取。",
    )
