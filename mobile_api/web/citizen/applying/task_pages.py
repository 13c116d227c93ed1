"""办事清单 of a draft or a correction: what is done, what is next."""

from contextlib import suppress
from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import Filling, listed
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.status import service as status
from mobile_api.cases.status.service import ActionKey
from mobile_api.handoff.errors import HandoffNotFound
from mobile_api.handoff.outgoing.queries import handoff_of_case
from mobile_api.handoff.outgoing.schemas import HandoffView
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.citizen.applying.steps import filling_here, path_of, task_path, tasks_path
from mobile_api.web.frame.rendering import HTML


@endpoint("网页:办事清单", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable))
async def show_tasks(request: Request, case_id: UUID) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    found, shown = listed(filling), await status.view(filling.case)
    following = found.next_task
    here = tasks_path(case_id)
    handoff = await _handoff_of(filling)
    limits = [one for one in shown.clocks if one.kind is ClockKind.correction]
    return tell(
        request,
        "tasks.html",
        here,
        case=shown,
        limit=next((one for one in limits if one.ended_on is None), None),
        found=found,
        steps=[
            (step, [(task, task_path(case_id, task.kind, task.key)) for task in step.tasks])
            for step in found.steps
        ],
        next_path=task_path(case_id, following.kind, following.key) if following else "",
        choosing=next(
            (one for one in shown.next_actions if one.key is ActionKey.choose_city), None
        ),
        city_path=path_of(case_id, "handoff"),
        chosen_city=handoff.city if handoff else "",
    )


async def _handoff_of(filling: Filling) -> HandoffView | None:
    if not filling.case.is_for_another_city:
        return None
    with suppress(HandoffNotFound):
        return await handoff_of_case(filling.caller, filling.case.id)
    return None
