"""Needs as the keepers of the market see them: all that were published, and what is known of them.

Nobody of them sees a bid before the opening, nor a draft, nor what an owner declared of relatives.
"""

from uuid import UUID

from sanic import Blueprint, Request

from mobile_api.agency_supermarket.errors import NeedNotFound, NotAtTheDesk
from mobile_api.agency_supermarket.needs import queries, views
from mobile_api.agency_supermarket.needs.schemas import DeskNeedsQuery, NeedPage, NeedView
from mobile_api.agency_supermarket.needs.scope import needs_at_the_desk
from mobile_api.shared.callers import Staff, StaffRole
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.http.pagination import page_of
from mobile_api.shared.json_columns import shown

staff = Blueprint("staff_market_needs", url_prefix="/staff/v1/market")

_KEEPERS = frozenset({StaffRole.reviewer, StaffRole.supervisor})


@staff.get("/needs")
@endpoint(
    "全部采购需求与筛选",
    caller=Staff,
    roles=_KEEPERS,
    query=DeskNeedsQuery,
    answer=NeedPage,
    errors=(NotAtTheDesk,),
)
async def needs(request: Request, caller: Staff, query: DeskNeedsQuery) -> NeedPage:
    found = await queries.needs_for_the_desk(caller, query)
    page, cursor = page_of(found, query.limit, at=queries.published_at)
    lines, unreadable = shown(page, views.summary)
    return NeedPage(needs=lines, unreadable=unreadable, next_cursor=cursor)


@staff.get("/needs/<need_id:uuid>")
@endpoint(
    "一项采购需求",
    caller=Staff,
    roles=_KEEPERS,
    answer=NeedView,
    errors=(NotAtTheDesk, NeedNotFound),
)
async def need(request: Request, caller: Staff, need_id: UUID) -> NeedView:
    found = await needs_at_the_desk(caller).get_or_none(id=need_id)
    if found is None:
        raise NeedNotFound()
    return await views.view(found, is_own=False)
