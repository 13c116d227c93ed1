"""The line to partner cities over HTTP, for supervisors; auditors may look."""

from uuid import UUID

from sanic import Blueprint, HTTPResponse, Request

from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.partners.errors import PartnerNotFound
from mobile_api.handoff.partners.service import set_state
from mobile_api.handoff.partners.states import PartnerState
from mobile_api.handoff.watching import evidence
from mobile_api.handoff.watching.messages import messages_of
from mobile_api.handoff.watching.replaying import replay
from mobile_api.handoff.watching.schemas import (
    PartnerMessagePage,
    PartnerMessagesQuery,
    PartnerReason,
    Replayed,
    WatchedPartnerDetails,
    WatchedPartners,
)
from mobile_api.handoff.watching.views import partner_now, partners_now
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_partners", url_prefix="/staff/v1")

ACTS = frozenset({StaffRole.supervisor})
LOOKS = ACTS | {StaffRole.auditor}


@staff.get("/partners")
@endpoint("与各城市的交接情况", caller=Staff, roles=LOOKS, answer=WatchedPartners)
async def watched_partners(request: Request) -> WatchedPartners:
    return await partners_now()


@staff.get("/partners/<key>")
@endpoint(
    "与一个城市的交接情况",
    caller=Staff,
    roles=LOOKS,
    answer=WatchedPartnerDetails,
    errors=(PartnerNotFound,),
)
async def watched_partner(request: Request, key: str) -> WatchedPartnerDetails:
    return await partner_now(key)


@staff.get("/partners/<key>/messages")
@endpoint(
    "与一个城市的往来消息(不含内容)",
    caller=Staff,
    roles=LOOKS,
    query=PartnerMessagesQuery,
    answer=PartnerMessagePage,
    errors=(PartnerNotFound,),
)
async def partner_messages(
    request: Request, key: str, query: PartnerMessagesQuery
) -> PartnerMessagePage:
    return await messages_of(key, query)


@staff.post("/partners/<key>/pause")
@endpoint(
    "暂停与一个城市的交接",
    caller=Staff,
    roles=ACTS,
    body=PartnerReason,
    answer=WatchedPartnerDetails,
    errors=(PartnerNotFound,),
)
async def pause_partner(
    request: Request, caller: Staff, key: str, body: PartnerReason
) -> WatchedPartnerDetails:
    await set_state(caller, key, PartnerState.paused, reason=body.reason)
    return await partner_now(key)


@staff.post("/partners/<key>/drain")
@endpoint(
    "不再与一个城市交接新的办件",
    caller=Staff,
    roles=ACTS,
    body=PartnerReason,
    answer=WatchedPartnerDetails,
    errors=(PartnerNotFound,),
)
async def drain_partner(
    request: Request, caller: Staff, key: str, body: PartnerReason
) -> WatchedPartnerDetails:
    await set_state(caller, key, PartnerState.draining, reason=body.reason)
    return await partner_now(key)


@staff.post("/partners/<key>/resume")
@endpoint(
    "恢复与一个城市的交接",
    caller=Staff,
    roles=ACTS,
    body=PartnerReason,
    answer=WatchedPartnerDetails,
    errors=(PartnerNotFound,),
)
async def resume_partner(
    request: Request, caller: Staff, key: str, body: PartnerReason
) -> WatchedPartnerDetails:
    await set_state(caller, key, PartnerState.active, reason=body.reason)
    return await partner_now(key)


@staff.post("/partners/<key>/replay")
@endpoint(
    "重新发送送不到的消息",
    caller=Staff,
    roles=ACTS,
    body=PartnerReason,
    answer=Replayed,
    errors=(PartnerNotFound,),
)
async def replay_messages(
    request: Request, caller: Staff, key: str, body: PartnerReason
) -> Replayed:
    return await replay(caller, key, reason=body.reason)


@staff.get("/handoffs/<handoff_id:uuid>/evidence")
@endpoint(
    "一件跨城办件的全部凭据(留痕)",
    caller=Staff,
    roles=LOOKS,
    media="application/zip",
    transaction=True,
    errors=(HandoffNotFound,),
)
async def handoff_evidence(request: Request, caller: Staff, handoff_id: UUID) -> HTTPResponse:
    packed = await evidence.packed(caller, handoff_id)
    await audit(caller, "read_handoff_evidence", subject_kind="handoff", subject_id=handoff_id)
    name = f'attachment; filename="handoff-{handoff_id}.zip"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store"}
    return HTTPResponse(packed, headers=headers, content_type="application/zip")
