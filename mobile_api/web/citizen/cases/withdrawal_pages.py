"""撤回: what it means where the case stands is said before anybody presses the button."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.cases.applying.service import withdraw
from mobile_api.cases.errors import CaseNotFound, MoveNotAllowed, StandsElsewhere
from mobile_api.cases.states import CaseStatus
from mobile_api.cases.status import service as status
from mobile_api.cases.status.service import ActionKey
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.errors import NotAllowed, TemporarilyUnavailable, TooManyRequests
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.applying.steps import path_of
from mobile_api.web.citizen.cases.ways import action_of
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.failures import sent_back
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_WITHDRAW = "withdraw"


class WithdrawForm(BaseModel):
    """撤回, of what was read."""

    read: str = Field("", max_length=40, description="看的时候办件的状态")


@endpoint(
    "网页:撤回前再问一次",
    caller=Anyone,
    media=HTML,
    errors=(CaseNotFound, TemporarilyUnavailable),
)
async def ask_withdrawal(request: Request, case_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    case = await status.view(await status.visible_case(caller, case_id))
    action = action_of(case, ActionKey.withdraw)
    if action is None or not action.is_possible:
        return unkept_redirect(path_of(case_id))
    return tell(
        request,
        "own_case_withdraw.html",
        path_of(case_id, _WITHDRAW),
        here=path_of(case_id),
        case=case,
        action=action,
        is_draft=case.status is CaseStatus.draft,
        is_elsewhere=case.status is CaseStatus.transferred,
    )


@endpoint(
    "网页:撤回办件",
    caller=Anyone,
    form=WithdrawForm,
    media=HTML,
    status=303,
    errors=(
        CaseNotFound,
        MoveNotAllowed,
        StandsElsewhere,
        NotAllowed,
        TooManyRequests,
        TemporarilyUnavailable,
    ),
    asks_first=own_form_acting,
)
async def withdraw_case(request: Request, case_id: UUID, asked: Citizen | None) -> HTTPResponse:
    here = path_of(case_id)
    if asked is None:
        return sign_in_to(here)
    try:
        case = await withdraw(asked, case_id, typed(request, "read", 40))
    except StandsElsewhere as error:
        return sent_back(request, path_of(case_id, _WITHDRAW), {}, problem=error)
    except TooManyRequests as error:
        return sent_back(request, here, {}, problem=error)
    if case.status is CaseStatus.transferred:
        return done(request, here, "撤回申请已经交给属地,有了答复会告诉您。")
    return done(request, here, "已经撤回。")
