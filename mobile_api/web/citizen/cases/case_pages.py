"""One case of one's own: where it stands, what one can do now, what was given, what happened."""

from typing import Any
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.models import Case
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status import service as status
from mobile_api.cases.status.schemas import CaseView, ClockView
from mobile_api.guides.errors import NoCatalogue
from mobile_api.guides.reading.queries import snapshot_of
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.outgoing.queries import handoff_of_case
from mobile_api.handoff.outgoing.schemas import HandoffView
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.applying.whose import case_here
from mobile_api.web.citizen.cases.ways import action_path, awaited_of
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.rendering import HTML, unkept_page
from mobile_api.web.frame.visitor import to_sign_in, unkept_redirect

_OVER = frozenset({CaseStatus.delivered, CaseStatus.declined, CaseStatus.withdrawn})


@endpoint(
    "网页:我的一个办件", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable)
)
async def show_own_case(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await case_here(request, caller, case_id)
    if isinstance(case, HTTPResponse):
        return case
    shown, history = await status.view(case), await status.history(case)
    awaited = awaited_of(shown)
    return tell(
        request,
        "own_case.html",
        path_of(case.id),
        case=shown,
        limits=limits_of(shown),
        awaited=awaited,
        awaited_path=action_path(shown, awaited.key) if awaited else "",
        actions=[
            (one, action_path(shown, one.key)) for one in shown.next_actions if one != awaited
        ],
        is_over=case.status in _OVER,
        is_refused=case.is_refused,
        is_mine=case.applicant_id == caller.person_id,
        handoff=await handoff_shown(caller, case_id),
        steps=history.events,
        faulty={fault.key for fault in _faults(shown) if fault.target == "material"},
        counters=counters_of(request, case),
    )


def _faults(shown: CaseView) -> list[Any]:
    return shown.correction.faults if shown.correction else []


def limits_of(shown: CaseView) -> list[ClockView]:
    """The clocks that run."""
    return [one for one in shown.clocks if one.ended_on is None]


async def handoff_shown(caller: Citizen, case_id: UUID) -> HandoffView | None:
    """How the case stands with another city; None where it never was meant for one."""
    try:
        return await handoff_of_case(caller, case_id)
    except HandoffNotFound:
        return None


def counters_of(request: Request, case: Case) -> list[Any]:
    """Where the item is handled today, with hall: where a person can go or call instead."""
    try:
        snapshot = snapshot_of(request)
    except NoCatalogue:
        return []
    guide = snapshot.guides.get(case.item_key)
    found = [snapshot.counters[key] for key in (guide.counters if guide else ())]
    return [(snapshot.halls[one.hall], one) for one in found]


@endpoint(
    "网页:一次性告知(可打印)",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def show_one_time_notice(request: Request, case_id: UUID) -> HTTPResponse:
    """What is to be corrected, all of it, on one sheet to take along."""
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.visible_case(caller, case_id)
    shown = await status.view(case)
    if shown.correction is None:
        return unkept_redirect(path_of(case.id))
    return unkept_page(
        request,
        "own_case_notice.html",
        path_of(case.id, "notice"),
        case=shown,
        counters=counters_of(request, case),
    )
