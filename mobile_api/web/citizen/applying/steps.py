"""The addresses of an application's pages, and which one comes next."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.applying.schemas import TaskKind
from mobile_api.cases.applying.service import Filling, filling_of, listed
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed
from mobile_api.web.citizen.applying.whose import offered
from mobile_api.web.frame.acting import acting_visitor
from mobile_api.web.frame.requests import with_query
from mobile_api.web.frame.visitor import to_sign_in, typed, unkept_redirect

CASE = "/me/cases/<case_id:uuid>"
# The hidden field of a form that was opened from the check page, and goes back there.
THEN, CHECK_AGAIN = "then", "check"


def path_of(case_id: UUID, name: str = "") -> str:
    """The page of a case of one's own, or one below it."""
    return f"/me/cases/{case_id}/{name}" if name else f"/me/cases/{case_id}"


def tasks_path(case_id: UUID) -> str:
    return path_of(case_id, "tasks")


def task_path(case_id: UUID, kind: TaskKind, key: str) -> str:
    """Where a task is done."""
    match kind:
        case TaskKind.question:
            return path_of(case_id, f"questions/{key}")
        case TaskKind.material:
            return path_of(case_id, f"materials/{key}")
        case TaskKind.real_name:
            return with_query("/me/data/details", {"return_to": tasks_path(case_id)})
        case TaskKind.identity:
            return with_query("/me/identity", {"return_to": tasks_path(case_id)})
    return path_of(case_id, kind)


async def filling_here(request: Request, case_id: UUID) -> Filling | HTTPResponse:
    """What the visitor fills in, or where they go: to sign in, to act for whom it is, or to
    the case that is sent already.

    Raises CaseNotFound, TemporarilyUnavailable.
    """
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    try:
        return await filling_of(caller, case_id)
    except MoveNotAllowed:
        return unkept_redirect(path_of(case_id))
    except CaseNotFound:
        offer = await offered(request, caller, case_id)
        if offer is None:
            raise
        return offer


def to_next(request: Request, filling: Filling) -> HTTPResponse:
    """303 to the next open task, or to the check page where the form came from it."""
    case_id, found = filling.case.id, listed(filling)
    if typed(request, THEN) == CHECK_AGAIN:
        return unkept_redirect(path_of(case_id, TaskKind.check))
    if found.next_task is None:
        return unkept_redirect(tasks_path(case_id))
    return unkept_redirect(task_path(case_id, found.next_task.kind, found.next_task.key))


def seen_of(request: Request) -> frozenset[str] | None:
    """The version of the case that the page was made from; None where the form tells none."""
    version = typed(request, "version")
    return frozenset({version}) if version else None
