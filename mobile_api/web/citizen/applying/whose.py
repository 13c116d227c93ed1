"""A case that is opened while one acts for somebody else: the way there, and not a dead end."""

from uuid import UUID

from sanic import HTTPResponse, Request

from mobile_api.cases.errors import CaseNotFound
from mobile_api.cases.models import Case
from mobile_api.cases.status import service as status
from mobile_api.shared.callers import Citizen
from mobile_api.web.citizen.account.telling import tell
from mobile_api.web.frame.acting import FOR_ONESELF, ONESELF


async def case_here(request: Request, caller: Citizen, case_id: UUID) -> Case | HTTPResponse:
    """The case, or the page that offers to act for whom it is. Raises CaseNotFound."""
    try:
        return await status.visible_case(caller, case_id)
    except CaseNotFound:
        offer = await offered(request, caller, case_id)
        if offer is None:
            raise
        return offer


async def offered(request: Request, caller: Citizen, case_id: UUID) -> HTTPResponse | None:
    """The page that offers to act for whom the case is; None where the person may not see it."""
    found = await status.whose_cases(caller.person_id, [case_id])
    if case_id not in found:
        return None
    enterprise = found[case_id]
    return tell(
        request,
        "for_another.html",
        request.path,
        name=enterprise.name if enterprise else ONESELF,
        who=str(enterprise.id) if enterprise else FOR_ONESELF,
        return_to=request.path,
    )
