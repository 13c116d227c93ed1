"""The window's post over HTTP: labels, lists, returned and lost results, originals that arrive."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.models import Case
from mobile_api.cases.post import labels, originals, results, window
from mobile_api.cases.post.choice import POSTAL_TERMS
from mobile_api.cases.post.errors import (
    AlreadyReceived,
    LabelNotReady,
    LabelPrintedBefore,
    LabelRefused,
    NothingToReaddress,
    NothingToReissue,
    ParcelNotFound,
    PostedTooOften,
)
from mobile_api.cases.post.labels import FetchedLabels
from mobile_api.cases.post.schemas import (
    AlertList,
    DeliveryView,
    FullContact,
    LabelBatch,
    LabelQuery,
    OriginalsReceipt,
    PostalTaskList,
    StaffAddress,
    StaffParcelList,
    StaffReaddress,
)
from mobile_api.cases.post.views import delivery_view
from mobile_api.cases.scope import visible_case
from mobile_api.cases.shapes import ReasonRequest
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from notifications.post.errors import ParcelNotCancellable, ParcelNotRetryable
from notifications.post.service import EMS

staff = Blueprint("staff_case_post", url_prefix="/staff/v1")

# 统一窗口出件: results go out and originals come in at the front desk.
_OUTLET = frozenset({StaffRole.front_desk, StaffRole.supervisor})
_LABEL_ERRORS = (
    ParcelNotFound,
    LabelNotReady,
    LabelPrintedBefore,
    LabelRefused,
    TemporarilyUnavailable,
)
_PDF = "application/pdf"


async def _view(request: Request, case: Case) -> DeliveryView:
    return await delivery_view(case, POSTAL_TERMS.of(request))


async def _printed(caller: Staff, fetched: FetchedLabels) -> HTTPResponse:
    await labels.record_printing(caller, fetched)
    return HTTPResponse(fetched.document, content_type=_PDF, headers={"Cache-Control": "no-store"})


@staff.get("/parcels/to-hand-over")
@endpoint("待交邮政的结果邮件", caller=Staff, roles=_OUTLET, answer=StaffParcelList)
async def to_hand_over(request: Request, caller: Staff) -> StaffParcelList:
    return StaffParcelList(parcels=await window.to_hand_over(caller))


async def _fetch_label(
    request: Request, caller: Staff, parcel_id: UUID, query: LabelQuery
) -> FetchedLabels:
    ems = EMS.of(request)
    again = query.prints_again
    return await labels.fetch_labels(ems, caller, [parcel_id], query.size, prints_again=again)


# It reads by its method, and notes who printed: browsers show a PDF from an address only.
@staff.get("/parcels/<parcel_id:uuid>/label")
@endpoint(
    "打印一张面单(留痕)",
    caller=Staff,
    roles=_OUTLET,
    query=LabelQuery,
    media=_PDF,
    errors=_LABEL_ERRORS,
    asks_first=_fetch_label,
    transaction=True,
)
async def label(
    request: Request, caller: Staff, parcel_id: UUID, query: LabelQuery, asked: FetchedLabels
) -> HTTPResponse:
    return await _printed(caller, asked)


async def _fetch_batch(request: Request, caller: Staff, body: LabelBatch) -> FetchedLabels:
    ems = EMS.of(request)
    again = body.prints_again
    return await labels.fetch_labels(ems, caller, body.parcel_ids, body.size, prints_again=again)


@staff.post("/parcel-labels")
@endpoint(
    "批量打印面单(一个PDF,留痕)",
    caller=Staff,
    roles=_OUTLET,
    body=LabelBatch,
    media=_PDF,
    errors=_LABEL_ERRORS,
    asks_first=_fetch_batch,
)
async def label_batch(
    request: Request, caller: Staff, body: LabelBatch, asked: FetchedLabels
) -> HTTPResponse:
    return await _printed(caller, asked)


@staff.post("/parcels/<parcel_id:uuid>/cancel")
@endpoint(
    "取消邮寄单(揽收之前)",
    caller=Staff,
    roles=_OUTLET,
    body=ReasonRequest,
    status=204,
    errors=(ParcelNotFound, ParcelNotCancellable),
)
async def cancel(request: Request, caller: Staff, parcel_id: UUID, body: ReasonRequest) -> None:
    await window.cancel(caller, parcel_id, body.reason)


@staff.post("/parcels/<parcel_id:uuid>/order-again")
@endpoint(
    "下单未成功的邮件重新下单",
    caller=Staff,
    roles=_OUTLET,
    body=StaffAddress,
    status=204,
    errors=(ParcelNotFound, ParcelNotRetryable),
)
async def order_again(request: Request, caller: Staff, parcel_id: UUID, body: StaffAddress) -> None:
    await window.order_once_more(caller, parcel_id, body)


@staff.post("/parcels/<parcel_id:uuid>/full-address")
@endpoint(
    "查看完整收件地址(留痕)",
    caller=Staff,
    roles=_OUTLET,
    body=ReasonRequest,
    answer=FullContact,
    errors=(ParcelNotFound,),
)
async def full_address(
    request: Request, caller: Staff, parcel_id: UUID, body: ReasonRequest
) -> FullContact:
    contact = await window.full_receiver(caller, parcel_id, body.reason)
    return FullContact(**dict(contact))


@staff.get("/parcel-alerts")
@endpoint("邮件提醒(遗失、退回、长时间无消息)", caller=Staff, roles=_OUTLET, answer=AlertList)
async def alerts(request: Request, caller: Staff) -> AlertList:
    return AlertList(alerts=await window.open_alerts(caller))


@staff.post("/parcel-alerts/<alert_id:uuid>/resolve")
@endpoint("邮件提醒已处理", caller=Staff, roles=_OUTLET, status=204, errors=(ParcelNotFound,))
async def resolve_alert(request: Request, caller: Staff, alert_id: UUID) -> None:
    await window.resolve(caller, alert_id)


@staff.get("/postal-tasks")
@endpoint("退回待确认地址、待补发的结果", caller=Staff, roles=_OUTLET, answer=PostalTaskList)
async def tasks(request: Request, caller: Staff) -> PostalTaskList:
    return PostalTaskList(tasks=list(await window.tasks(caller)))


@staff.get("/cases/<case_id:uuid>/delivery")
@endpoint(
    "办件的邮寄情况(双向)", caller=Staff, roles=_OUTLET, answer=DeliveryView, errors=(CaseNotFound,)
)
async def delivery(request: Request, caller: Staff, case_id: UUID) -> DeliveryView:
    return await _view(request, await visible_case(caller, case_id))


@staff.post("/cases/<case_id:uuid>/delivery/readdress")
@endpoint(
    "代当事人确认退回邮件的去向(留痕)",
    caller=Staff,
    roles=_OUTLET,
    body=StaffReaddress,
    answer=DeliveryView,
    errors=(CaseNotFound, NothingToReaddress, PostedTooOften),
)
async def readdress(
    request: Request, caller: Staff, case_id: UUID, body: StaffReaddress
) -> DeliveryView:
    return await _view(request, await results.readdress_for(caller, case_id, body))


@staff.post("/cases/<case_id:uuid>/delivery/reissue")
@endpoint(
    "遗失的结果补发(留痕)",
    caller=Staff,
    roles=_OUTLET,
    body=StaffAddress,
    answer=DeliveryView,
    errors=(CaseNotFound, NothingToReissue),
)
async def reissue(
    request: Request, caller: Staff, case_id: UUID, body: StaffAddress
) -> DeliveryView:
    return await _view(request, await results.reissue(caller, case_id, body))


@staff.post("/cases/<case_id:uuid>/originals/receive")
@endpoint(
    "材料原件接收登记",
    caller=Staff,
    roles=_OUTLET,
    body=OriginalsReceipt,
    answer=DeliveryView,
    errors=(CaseNotFound, ParcelNotFound, AlreadyReceived),
)
async def receive_originals(
    request: Request, caller: Staff, case_id: UUID, body: OriginalsReceipt
) -> DeliveryView:
    return await _view(request, await originals.receive(caller, case_id, body))
