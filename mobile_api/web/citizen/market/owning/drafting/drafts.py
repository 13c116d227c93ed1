"""A draft as the API takes it, with one page's fields written anew; and what comes after a page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.needs.schemas import NeedRequest, NeedView
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.showing.owned.queries import OwnNeed, own_need
from mobile_api.agency_supermarket.showing.owned.service import redraft
from mobile_api.shared.callers import Citizen
from mobile_api.web.citizen.market.owning.steps import need_path, written
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.visitor import to_sign_in, typed, unkept_redirect

# In this order a draft is filled in; each is a page below that of the need.
ORDER = ("description", "method", "times", "files", "avoided", "relatives", "preview")
# The hidden field of a form that was opened from the preview, and goes back there.
THEN, PREVIEW = "then", "preview"
_ALONE = ("service_type", "title", "description", "method", "fund_source", "budget_fen", "avoided")
_ALSO = ("big_list", "small_list", "price_percent", "bids_close_at")


def given(need: NeedView, **anew: Any) -> NeedRequest:
    """The whole draft again, with these fields anew. Raises ValidationError."""
    said = {name: getattr(need, name) for name in (*_ALONE, *_ALSO)}
    if need.judging is not None:
        judging = need.judging.model_dump(include={"specialty", "members"})
        criteria = [one.model_dump() for one in need.judging.criteria]
        said["judging"] = judging | {"criteria": criteria}
    return NeedRequest.model_validate(said | anew)


async def draft_here(request: Request, need_id: UUID) -> tuple[Citizen, OwnNeed] | HTTPResponse:
    """The draft that the visitor fills in, or where they go: to sign in, or to the need itself.

    Raises NeedNotFound, NotForMarket, NotActingFor, TemporarilyUnavailable.
    """
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_need(caller, need_id)
    if found.need.status is not NeedStatus.draft:
        return unkept_redirect(need_path(need_id))
    return caller, found


async def saved(
    request: Request,
    caller: Citizen,
    need_id: UUID,
    page: str,
    values: Mapping[str, str],
    anew: Mapping[str, Any],
    *,
    path: str = "",
) -> HTTPResponse:
    """The draft with these fields anew; 303 to what comes next, or back with what is wrong."""

    async def act() -> None:
        need = (await own_need(caller, need_id)).need
        await redraft(caller, need_id, given(need, **anew))

    here = path or need_path(need_id, page)
    return await written(request, caller, here, values, act, lambda: after(request, need_id, page))


def after(request: Request, need_id: UUID, page: str) -> HTTPResponse:
    """303 to the page that comes after this one, or to the preview where the form came from it."""
    return unkept_redirect(need_path(need_id, next_page(typed(request, THEN), page)))


def next_page(then: str, page: str) -> str:
    """The name of the page that comes after this one."""
    return PREVIEW if then == PREVIEW else ORDER[ORDER.index(page) + 1]
