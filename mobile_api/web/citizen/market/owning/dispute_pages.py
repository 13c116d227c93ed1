"""异议 about a need of one's own, answered by its owner."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.disputes.errors import DisputeMoveNotAllowed, DisputeNotFound
from mobile_api.agency_supermarket.disputes.schemas import DisputeAnswer
from mobile_api.agency_supermarket.errors import NeedMoveNotAllowed
from mobile_api.agency_supermarket.showing.owned.queries import own_need
from mobile_api.agency_supermarket.showing.owned.service import answer_dispute
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.shared.text.words import on_date
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path, written
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_LONGEST = 1000
_OPTIONS = (
    ("true", "说得对", "转给管理部门决定怎么办。"),
    ("false", "不对", "写明理由;对方不服的,可以向管理部门投诉。"),
)


class AnswerDisputeForm(BaseModel):
    """`agrees`: true or false."""

    agrees: str = Field(max_length=5)
    answer: str = Field(max_length=1000)


@endpoint("网页:看一项异议", caller=Anyone, media=HTML, errors=(*NEEDING, DisputeNotFound))
async def show_dispute(request: Request, need_id: UUID, dispute_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    told = (await own_need(caller, need_id)).disputes
    found = next((one for one in told if one.id == dispute_id), None)
    if found is None:
        raise DisputeNotFound()
    if "answer" not in found.can:
        return unkept_redirect(need_path(need_id))
    until = f"请在{on_date(found.answer_by)}前答复。" if found.answer_by else ""
    page = AskingPage(
        f"答复对{found.about_name}的异议",
        (
            InputLine("agrees", "您怎么看", "radio", options=_OPTIONS),
            InputLine("answer", "您的答复", "area", most=_LONGEST),
        ),
        (need_path(need_id), "这项采购"),
        lead=(f"{found.made_by}提出:{found.grounds}", f"{until}处理完以前不能签合同。"),
        button="答复",
    )
    return ask(request, request.path, page)


@endpoint(
    "网页:答复一项异议",
    caller=Anyone,
    form=AnswerDisputeForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, DisputeNotFound, DisputeMoveNotAllowed, NeedMoveNotAllowed),
    asks_first=own_form_acting,
)
async def answer_one_dispute(
    request: Request, need_id: UUID, dispute_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(request.path)
    values = {name: typed(request, name, _LONGEST + 1) for name in ("agrees", "answer")}

    async def act() -> None:
        said: dict[str, Any] = {"answer": values["answer"]}
        if values["agrees"] in ("true", "false"):
            said["agrees"] = values["agrees"] == "true"
        await answer_dispute(asked, need_id, dispute_id, DisputeAnswer.model_validate(said))

    back = need_path(need_id)
    return await written(
        request, asked, request.path, values, act, lambda: done(request, back, "已经答复。")
    )
