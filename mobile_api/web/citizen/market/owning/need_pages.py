"""A need of one's own: where it stands, what waits, questions to answer, and its cancellation."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.errors import BiddingOver, NeedMoveNotAllowed, QuestionNotFound
from mobile_api.agency_supermarket.needs.schemas import AnswerRequest, CancelRequest
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.rules import FUND_NAMES, METHOD_NAMES
from mobile_api.agency_supermarket.showing.owned.queries import OwnNeed, own_need
from mobile_api.agency_supermarket.showing.owned.service import answer_question, cancel
from mobile_api.agency_supermarket.showing.queries import REASONS
from mobile_api.shared import clock
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done, tell
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.steps import (
    NEED_FORM,
    NEEDING,
    contract_path,
    need_path,
    written,
)
from mobile_api.web.citizen.market.whose import for_another
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_LONGEST_ANSWER = 1000
_CANCELLED = "已经取消。报过价的机构会收到通知。"


class AnswerQuestionForm(BaseModel):
    """答复: public."""

    answer: str = Field(max_length=1000)


class CancelNeedForm(BaseModel):
    """取消, with the reason that everybody reads."""

    reason: str = Field(max_length=300)


@endpoint("网页:我的一项采购", caller=Anyone, media=HTML, errors=NEEDING)
async def show_own_need(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    if offer := await for_another(request, caller, f"need:{need_id}"):
        return offer
    found = await own_need(caller, need_id)
    is_draft = found.need.status is NeedStatus.draft
    return tell(
        request,
        "owning_draft.html" if is_draft else "owning_need.html",
        need_path(need_id),
        found=found,
        need=found.need,
        own_path=need_path(need_id),
        contract_path=contract_path(found.contract_id) if found.contract_id else "",
        methods=METHOD_NAMES,
        funds=FUND_NAMES,
        reasons=REASONS,
        may_complain=_may_complain(found),
        waiting=[one for one in found.need.questions if one.answered_at is None],
    )


def _may_complain(found: OwnNeed) -> bool:
    """While the result is shown, and none of their own is at the desk."""
    award = found.opening.award if found.opening else None
    is_shown = award is not None and award.shown_until >= clock.today()
    is_awarded = found.need.status is NeedStatus.awarded
    return is_awarded and is_shown and not any("withdraw" in one.can for one in found.disputes)


def _asked(found: OwnNeed, question_id: UUID) -> Sequence[str]:
    """Raises QuestionNotFound for none that waits."""
    for one in found.need.questions:
        if one.id == question_id and one.answered_at is None:
            return (f"有机构问:{one.question}", "答复会公开,谁都能看到,答了就不能改。")
    raise QuestionNotFound()


@endpoint("网页:答复一个提问", caller=Anyone, media=HTML, errors=(*NEEDING, QuestionNotFound))
async def show_question(request: Request, need_id: UUID, question_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    lead = _asked(await own_need(caller, need_id), question_id)
    lines = (InputLine("answer", "您的答复", "area", most=_LONGEST_ANSWER),)
    back = (need_path(need_id), "这项采购")
    page = AskingPage("答复提问", lines, back, lead=lead, button="公开答复")
    return ask(request, request.path, page)


@endpoint(
    "网页:公开答复一个提问",
    caller=Anyone,
    form=AnswerQuestionForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, QuestionNotFound, BiddingOver),
    asks_first=own_form_acting,
)
async def answer_asked(
    request: Request, need_id: UUID, question_id: UUID, asked: Citizen | None
) -> HTTPResponse:
    if asked is None:
        return sign_in_to(request.path)
    values = {"answer": typed(request, "answer", _LONGEST_ANSWER + 1)}

    async def act() -> None:
        given = AnswerRequest.model_validate(values)
        await answer_question(asked, need_id, question_id, given.answer)

    return await written(
        request,
        asked,
        request.path,
        values,
        act,
        lambda: done(request, need_path(need_id), "答复已经公开。"),
    )


@endpoint("网页:取消采购前再问一次", caller=Anyone, media=HTML, errors=NEEDING)
async def ask_cancelling(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    need = (await own_need(caller, need_id)).need
    path = need_path(need_id)
    if "cancel" not in need.can:
        return unkept_redirect(path)
    is_draft = need.status is NeedStatus.draft
    help_ = "草稿别人看不到,写给自己看。" if is_draft else "会公开,谁都能看到。"
    page = AskingPage(
        "取消这项采购",
        (InputLine("reason", "为什么取消", "area", help=help_, most=300),),
        (path, "不取消,返回"),
        lead=(need.title,),
        warning="取消以后不能恢复,要再找机构须重新发布。",
        button="确认取消",
        is_grave=True,
    )
    return ask(request, need_path(need_id, "cancel"), page)


@endpoint(
    "网页:取消采购",
    caller=Anyone,
    form=CancelNeedForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed),
    asks_first=own_form_acting,
)
async def cancel_need(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = need_path(need_id, "cancel")
    if asked is None:
        return sign_in_to(path)
    values = {"reason": typed(request, "reason", 301)}

    async def act() -> None:
        given = CancelRequest.model_validate(values)
        await cancel(asked, need_id, given.reason)

    return await written(
        request, asked, path, values, act, lambda: done(request, need_path(need_id), _CANCELLED)
    )
