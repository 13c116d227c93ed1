"""One case of one's own: what is wrong with it, what was given, and how it is withdrawn."""

from typing import Any
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import withdraw
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.cases.models import Case
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.states import WITHDRAW
from mobile_api.cases.status import service as status
from mobile_api.cases.status.schemas import CaseView
from mobile_api.cases.status.service import HOLDER_NAMES
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import (
    own_form_of,
    sign_in_to,
    to_sign_in,
    unkept_redirect,
    visitor_of,
)

_CLOCKS = {
    ClockKind.notice: "窗口最迟答复",
    ClockKind.correction: "请您最迟补正",
    ClockKind.statutory: "法定最迟办结",
    ClockKind.promised: "承诺最迟办结",
    ClockKind.delivery: "最迟送达",
}


@endpoint(
    "网页:我的一个办件", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_own_case(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    shown, history = await status.view(case), await status.history(case)
    limits = [(_CLOCKS[one.kind], one) for one in shown.clocks if one.ended_on is None]
    return unkept_page(
        request,
        "own_case.html",
        path_of(case.id),
        case=shown,
        limits=limits,
        holder=HOLDER_NAMES[status.holder_of(case)],
        steps=history.events,
        faulty={fault.key for fault in _faults(shown) if fault.target == "material"},
        counters=_counters(request, case),
        may_withdraw=_may_withdraw(case),
    )


def _faults(shown: CaseView) -> list[Any]:
    return shown.correction.faults if shown.correction else []


def _may_withdraw(case: Case) -> bool:
    return case.status in WITHDRAW.sources


def _counters(request: Request, case: Case) -> list[Any]:
    """Where the item is handled today, with hall: where a person can go or call instead."""
    try:
        snapshot = snapshot_of(request)
    except NoCatalogue:
        return []
    guide = snapshot.guides.get(case.item_key)
    found = [snapshot.counters[key] for key in (guide.counters if guide else ())]
    return [(snapshot.halls[one.hall], one) for one in found]


@endpoint(
    "网页:撤回前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def ask_withdrawal(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await visitor_of(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    if not _may_withdraw(case):
        return unkept_redirect(path_of(case.id))
    return unkept_page(
        request,
        "own_case_withdraw.html",
        path_of(case.id),
        case=status.summary(case),
        is_draft=case.number is None,
    )


@endpoint(
    "网页:撤回办件",
    caller=Anyone,
    media=HTML,
    status=303,
    errors=(CaseNotFound, MoveNotAllowed, NotAllowed, TemporarilyUnavailable),
    asks_first=own_form_of,
)
async def withdraw_case(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    if asked is None:
        return sign_in_to(path_of(case_id))
    await withdraw(asked, case_id)
    return unkept_redirect(path_of(case_id))
