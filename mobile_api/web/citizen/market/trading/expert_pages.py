"""An expert's own entry with their seats, and the proposals that wait for their scores."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.experts.errors import NotAnExpert, SeatNotFound
from mobile_api.agency_supermarket.showing.judging.queries import judging_task, own_expert
from mobile_api.shared.callers import Anyone
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.market.trading.expert_acts import EXPERT
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import to_sign_in, unkept_redirect, visitor_of


@endpoint("网页:我的评标专家登记", caller=Anyone, media=HTML)
async def show_expert(request: Request) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_expert(caller)
    return tell(request, "expert.html", EXPERT, found=found, nobody=NotAnExpert.title)


@endpoint("网页:评审的方案", caller=Anyone, media=HTML, errors=(SeatNotFound,))
async def show_judging(request: Request, seat_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    task = await judging_task(caller, seat_id)
    if task is None:
        return unkept_redirect(EXPERT)
    return tell(request, "expert_judging.html", f"{EXPERT}/seats/{seat_id}", task=task)
