"""Shapes needs for those who look at them."""

from typing import Any

from mobile_api.agency_supermarket.needs.drafting import earliest_close
from mobile_api.agency_supermarket.needs.draws import draws_of
from mobile_api.agency_supermarket.needs.history import change_number, events_of
from mobile_api.agency_supermarket.needs.judging import judging_view
from mobile_api.agency_supermarket.needs.models import Need, NeedQuestion
from mobile_api.agency_supermarket.needs.schemas import (
    NeedDrawView,
    NeedFact,
    NeedSummary,
    NeedView,
    QuestionView,
)
from mobile_api.agency_supermarket.needs.states import NEED_STATUS_NAMES, NeedStatus
from mobile_api.agency_supermarket.service_types.rules import RULES as SERVICES
from mobile_api.shared import clock
from mobile_api.shared.text.words import at_time

_PERSON = "个人采购人"
_NEXT = {
    NeedStatus.draft: "草稿还没有公布。请采购人填好以后预览、发布。",
    NeedStatus.opened: "报价已经开启,正在选取,不需要办理。",
    NeedStatus.drawing: "公开的随机数公布以后自动摇号,不需要办理。",
    NeedStatus.choosing: "请采购人从列出的机构中选定一家,并写明理由。",
    NeedStatus.scoring: "专家评审以后自动算出结果,不需要办理。",
    NeedStatus.awarded: "已经选定,请双方办理合同。",
    NeedStatus.failed: "没有选出机构。仍需要服务的,请采购人重新发布。",
    NeedStatus.cancelled: "已经取消,不需要再办理。",
}


def summary(need: Need) -> NeedSummary:
    """`enterprise` is fetched. A person who owns a need is named to nobody."""
    return NeedSummary(**_line(need))


def _line(need: Need) -> dict[str, Any]:
    service = SERVICES.here().service_types.get(need.service_type)
    terms = need.terms
    return {
        "id": need.id,
        "number": need.number,
        "title": need.title,
        "service_type": need.service_type,
        "service_name": service.name if service else need.service_type,
        "owner_name": need.enterprise.name if need.enterprise else _PERSON,
        "status": need.status,
        "status_name": status_name(need),
        "method": terms.rules.method,
        "fund_source": terms.fund_source,
        "budget_fen": terms.budget_fen,
        "published_at": need.published_at,
        "bids_close_at": need.bids_close_at,
        "what_to_do": _what_to_do(need),
    }


def _what_to_do(need: Need) -> str:
    """The next step, by whose it is; everybody may read it."""
    if need.status is NeedStatus.published and need.is_closed:
        until = at_time(need.open_by) if need.open_by else ""
        return f"报价已经截止。请采购人在{until}前开启报价,逾期不开启就流标。"
    if need.status is NeedStatus.published:
        return f"公告到{at_time(need.bids_close_at)}截止,之后由采购人开启报价。"
    return _NEXT[need.status]


def status_name(need: Need) -> str:
    """In words, with what the clock has done to it meanwhile."""
    if need.status is NeedStatus.published and need.is_closed:
        return "报价已截止,等待采购人开启"
    return NEED_STATUS_NAMES[need.status]


async def view(need: Need, *, is_own: bool) -> NeedView:
    """One need, as its owner or anybody sees it."""
    await need.fetch_related("enterprise")
    questions = await NeedQuestion.filter(need_id=need.id).order_by("asked_at", "id")
    draws = await draws_of(need)
    is_draft = need.status is NeedStatus.draft
    sizes = need.terms.sizes
    return NeedView(
        **_line(need),
        description=need.description,
        big_list=sizes.big if sizes else None,
        small_list=sizes.small if sizes else None,
        price_percent=need.terms.price_percent,
        judging=judging_view(need),
        avoided=list(need.avoided),
        earliest_close_on=await earliest_close(clock.today()) if is_draft else None,
        open_by=need.open_by,
        owner_recipient=need.owner_recipient,
        platform_recipient=need.platform_recipient,
        bid_count=_bids(need) if need.is_closed and not is_draft else None,
        change_number=await change_number(need.id),
        declared_relatives=need.declared_relatives,
        questions=[
            QuestionView(
                id=one.id,
                question=one.question,
                asked_at=one.asked_at,
                answer=one.answer,
                answered_at=one.answered_at,
            )
            for one in questions
        ],
        draws=[NeedDrawView(purpose=one.purpose, number=one.number) for one in draws],
        history=[NeedFact(at=one.at, text=one.public_text) for one in await events_of(need.id)],
        can=_can(need) if is_own else [],
    )


def _bids(need: Need) -> int:
    """One that a release before counted has the length of its log."""
    return need.bid_count if need.standing_bids is None else need.standing_bids


def _can(need: Need) -> list[str]:
    if need.status is NeedStatus.draft:
        return ["edit", "publish", "cancel"]
    if need.status is NeedStatus.published:
        return ["open"] if need.is_closed else ["change", "cancel"]
    return ["choose"] if need.status is NeedStatus.choosing else []
