"""办事清单 of a draft or a correction: what is done, what is next."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import listed
from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.rules import ClockKind
from mobile_api.cases.status import service as status
from mobile_api.shared.callers import Anyone
from mobile_api.shared.errors import TemporarilyUnavailable
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.applying.steps import filling_here, task_path, tasks_path
from mobile_api.web.frame.failures import failure_of, told
from mobile_api.web.frame.rendering import HTML, unkept_page


@endpoint("网页:办事清单", caller=Anyone, media=HTML, errors=(CaseNotFound, TemporarilyUnavailable))
async def show_tasks(request: Request, case_id: UUID) -> HTTPResponse:
    filling = await filling_here(request, case_id)
    if isinstance(filling, HTTPResponse):
        return filling
    found, shown = listed(filling), await status.view(filling.case)
    following = found.next_task
    here = tasks_path(case_id)
    failure = failure_of(request, here)
    limits = [one for one in shown.clocks if one.kind is ClockKind.correction]
    page = unkept_page(
        request,
        "tasks.html",
        here,
        failure.status if failure else 200,
        case=shown,
        limit=next((one for one in limits if one.ended_on is None), None),
        found=found,
        steps=[
            (step, [(task, task_path(case_id, task.kind, task.key)) for task in step.tasks])
            for step in found.steps
        ],
        next_path=task_path(case_id, following.kind, following.key) if following else "",
        problem=failure,
    )
    return told(request, page, failure)
