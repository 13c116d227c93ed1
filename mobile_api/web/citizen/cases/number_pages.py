"""Originals that one posts oneself: their number, and taking back what is not under way yet."""

from uuid import UUID

from pydantic import BaseModel, Field, ValidationError
from sanic import HTTPResponse, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.post import service as post
from mobile_api.cases.post.errors import (
    OriginalsNotByPost,
    OriginalsNotExpected,
    OriginalsUnderWay,
    ParcelNotFound,
)
from mobile_api.cases.post.schemas import WaybillRequest
from mobile_api.cases.status import service as status
from mobile_api.cases.status.service import ActionKey
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.database import savepoint
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.faults import faults_of
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.cases.parcel_pages import post_of
from mobile_api.web.citizen.cases.ways import NUMBER, PARCELS, action_of
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import failure_of, sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect
from notifications.post.errors import ParcelNotCancellable

_REFUSED = (OriginalsNotByPost, OriginalsNotExpected, OriginalsUnderWay, TooManyRequests)


class OriginalsNumberForm(BaseModel):
    """The number of a parcel that is on its way, and by whom."""

    waybill_number: str = Field(max_length=60)
    carrier_code: str = Field("", max_length=30)


@endpoint(
    "网页:填写寄原件的邮件号",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_originals_number(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, _ = await post_of(request, caller, case_id)
    action, here = action_of(case, ActionKey.send_originals), path_of(case_id, NUMBER)
    if action is None or not action.is_possible:
        return unkept_redirect(path_of(case_id, PARCELS))
    failure = failure_of(request, here)
    return tell(
        request,
        "case_number.html",
        here,
        case=case,
        typed=failure.values if failure else {},
        carriers=post.CARRIERS,
        hall=post.POSTAL_TERMS.of(request).hall,
    )


@endpoint(
    "网页:登记寄原件的邮件号",
    caller=Anyone,
    form=OriginalsNumberForm,
    media=HTML,
    status=303,
    errors=(CaseNotFound, NotAllowed, TemporarilyUnavailable, *_REFUSED),
    asks_first=own_form_acting,
)
async def register_originals(
    request: Request, case_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    here, parcels = path_of(case_id, NUMBER), path_of(case_id, PARCELS)
    if asked is None:
        return sign_in_to(here)
    await status.visible_case(asked, case_id)
    values = {name: typed(request, name, 60) for name in OriginalsNumberForm.model_fields}
    try:
        body = WaybillRequest.model_validate(values)
        async with savepoint():
            await post.register_number(asked, case_id, body, post.POSTAL_TERMS.of(request))
    except ValidationError as error:
        faults = {one.path.strip("/"): one.message for one in faults_of(error)}
        return sent_back(request, here, values, faults=faults)
    except _REFUSED as error:
        return sent_back(request, parcels, {}, problem=error)
    return done(request, parcels, f"邮件号已经登记。{post.advice_on_number(body)}")


@endpoint(
    "网页:取消寄原件前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, ParcelNotFound, TemporarilyUnavailable),
)
async def ask_cancelling_originals(
    request: Request, case_id: UUID, parcel_id: UUID
) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case, leg = await post_of(request, caller, case_id)
    parcel = next((one for one in leg.originals if one.id == parcel_id), None)
    if parcel is None:
        raise ParcelNotFound()
    if not parcel.is_cancellable:
        return unkept_redirect(path_of(case_id, PARCELS))
    return tell(request, "case_cancel.html", request.path, case=case, parcel=parcel)


@endpoint(
    "网页:取消寄原件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(CaseNotFound, ParcelNotFound, ParcelNotCancellable, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_acting,
)
async def cancel_originals_parcel(
    request: Request, case_id: UUID, parcel_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    parcels = path_of(case_id, PARCELS)
    if asked is None:
        return sign_in_to(parcels)
    try:
        await post.cancel_originals(asked, case_id, parcel_id)
    except ParcelNotCancellable as error:
        return sent_back(request, parcels, {}, problem=error)
    return done(request, parcels, "已经取消。")
