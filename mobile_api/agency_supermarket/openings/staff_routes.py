"""Openings as the keepers of the market see them: which avoidance it was that took a bid out."""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NeedNotFound, NotAtTheDesk, NotOpenedYet
from mobile_api.agency_supermarket.needs.scope import needs_at_the_desk
from mobile_api.agency_supermarket.openings import views
from mobile_api.agency_supermarket.openings.schemas import ExclusionsView
from mobile_api.shared.audit import audit
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint

staff = Blueprint("staff_market_openings", url_prefix="/staff/v1/market")

_KEEPERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})


@staff.get("/needs/<need_id:uuid>/exclusions")
@endpoint(
    "不参加选取的具体原因",
    caller=Staff,
    roles=_KEEPERS,
    answer=ExclusionsView,
    errors=(NotAtTheDesk, NeedNotFound, NotOpenedYet),
    transaction=True,
)
async def exclusions(request: Request, caller: Staff, need_id: UUID) -> ExclusionsView:
    """Who is whose relative may be told from it, so each look is on record."""
    need = await needs_at_the_desk(caller).get_or_none(id=need_id)
    if need is None:
        raise NeedNotFound()
    seen = await views.exclusions(need)
    await audit(caller, "read_exclusions", subject_kind="market_need", subject_id=need.id)
    return seen
