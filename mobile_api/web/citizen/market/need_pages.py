"""Needs: the list, and one with its terms, its record and its award."""

from uuid import UUID

from pydantic import ConfigDict
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import NeedFileNotFound, NeedNotFound
from mobile_api.agency_supermarket.needs.schemas import NeedListQuery
from mobile_api.agency_supermarket.needs.states import NEED_STATUS_NAMES, NeedStatus
from mobile_api.agency_supermarket.selection.rules import FUND_NAMES, METHOD_NAMES
from mobile_api.agency_supermarket.selection.schemas import DrawPurpose
from mobile_api.agency_supermarket.showing.owned.queries import need_file
from mobile_api.agency_supermarket.showing.queries import REASONS, need_list, need_shown
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.frame.rendering import HTML, page
from mobile_api.web.frame.requests import address, with_query
from mobile_api.web.frame.visitor import unkept_redirect
from uploads.service import STORE, link_to

_PATH = "/market/needs"
_SHOWN = (NeedStatus.published, NeedStatus.drawing, NeedStatus.awarded, NeedStatus.failed)
_PURPOSES = {
    DrawPurpose.factor: "摇出均价的系数",
    DrawPurpose.winner: "摇出中选机构",
    DrawPurpose.tie: "并列第一时摇出中选机构",
    DrawPurpose.small_list: "从大名单摇出小名单",
}


class NeedsPageQuery(NeedListQuery):
    """Which needs, and whatever else stands in the link."""

    model_config = ConfigDict(extra="ignore")


@endpoint("网页:采购需求公告", caller=Anyone, query=NeedsPageQuery, media=HTML)
async def show_needs(request: Request, query: NeedsPageQuery) -> HTTPResponse:
    found = await need_list(query)
    further = None
    if found.next_cursor is not None:
        further = address(_PATH, query.model_copy(update={"cursor": found.next_cursor}))
    kept = {"service_type": query.service_type} if query.service_type else {}
    statuses = [("全部", with_query(_PATH, kept), query.status is None)]
    for one in _SHOWN:
        path = with_query(_PATH, kept | {"status": one.value})
        statuses.append((NEED_STATUS_NAMES[one], path, query.status is one))
    return page(
        request,
        "market_needs.html",
        address(_PATH, query),
        found=found,
        statuses=statuses,
        methods=METHOD_NAMES,
        further=further,
    )


@endpoint("网页:一项采购需求", caller=Anyone, media=HTML, errors=(NeedNotFound,))
async def show_need(request: Request, need_id: UUID) -> HTTPResponse:
    found = await need_shown(need_id)
    return page(
        request,
        "market_need.html",
        f"{_PATH}/{need_id}",
        found=found,
        need=found.need,
        opening=found.opening,
        methods=METHOD_NAMES,
        funds=FUND_NAMES,
        reasons=REASONS,
        purposes=_PURPOSES,
    )


@endpoint(
    "网页:打开采购需求的一份文件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(NeedNotFound, NeedFileNotFound),
)
async def open_need_file(request: Request, need_id: UUID, file_id: UUID) -> HTTPResponse:
    file = await need_file(need_id, file_id)
    return unkept_redirect(link_to(STORE.of(request), file).url)
