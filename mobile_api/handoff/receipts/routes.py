"""Receipts over HTTP, for the counter."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.cases.transfer.service import HANDLERS
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.receipts.queries import receipts_of
from mobile_api.handoff.receipts.schemas import HandoffReceipts
from mobile_api.shared.callers import Staff
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_handoff_receipts", url_prefix="/staff/v1")


@staff.get("/handoffs/<handoff_id:uuid>/receipts")
@endpoint(
    "跨城办件的回执",
    caller=Staff,
    roles=HANDLERS,
    answer=HandoffReceipts,
    errors=(HandoffNotFound,),
)
async def receipts(request: Request, caller: Staff, handoff_id: UUID) -> HandoffReceipts:
    return await receipts_of(caller, handoff_id)
