"""变更 of a published need: what is different from now on, and why; everybody reads both."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.changes.schemas import ChangeRequest
from mobile_api.agency_supermarket.errors import (
    BiddingOver,
    NeedChangedTooOften,
    NeedMoveNotAllowed,
    NobodyEligible,
    ReadAnother,
)
from mobile_api.agency_supermarket.needs.schemas import NeedView
from mobile_api.agency_supermarket.showing.owned.queries import OwnNeed, own_need
from mobile_api.agency_supermarket.showing.owned.service import change
from mobile_api.draws.errors import NoIssuesAnnounced
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.clock import BEIJING
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import (
    READ,
    AskingPage,
    InputLine,
    ask,
    fen_of,
    number_read,
    yuan_of,
)
from mobile_api.web.citizen.market.owning.closing import closing_of
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path, written
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed, unkept_redirect

_LONGEST = 2000
# The fields by what a change calls them.
_FIELDS = {
    "采购内容": "description",
    "最高限价": "budget_fen",
    "报价截止时间": "bids_close_at",
}
_LEAD = (
    "只改要改的,没有动的照旧。改了什么、为什么改,谁都能看到,报过价的机构会收到通知。",
    "改了具体要求的,以前的报价要重新提交。截止时间离得太近的,会自动推迟到够公告期。变更的次数有限。",
)


class ChangeForm(BaseModel):
    """What is to be from now on, and the reason."""

    description: str = Field(max_length=2000)
    budget_fen: str = Field("", max_length=20, description="最高限价,元")
    bids_close_at: str = Field("", max_length=20)
    reason: str = Field(max_length=200)
    read: str = Field("", max_length=9, description="看的时候变更过几次")


@endpoint("网页:变更采购需求", caller=Anyone, media=HTML, errors=NEEDING)
async def show_change(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_need(caller, need_id)
    need, path = found.need, need_path(need_id)
    if "change" not in need.can:
        return unkept_redirect(path)
    closes = str(need.bids_close_at.astimezone(BEIJING).date())
    lines = (
        InputLine("description", "具体要求", "area", need.description, most=_LONGEST),
        InputLine("budget_fen", "最高限价", "money", yuan_of(need.budget_fen), "填元。", most=20),
        InputLine("bids_close_at", "哪一天截止报价", "date", closes, "只能推迟。", most=20),
        InputLine("reason", "为什么要改", help="会公开。", most=200),
    )
    page = AskingPage(
        "变更采购需求",
        lines,
        (path, "不改,返回"),
        lead=(*_LEAD, *_published(found)),
        button="公布变更",
        hidden={READ: str(len(found.changes))},
    )
    return ask(request, need_path(need_id, "change"), page)


@endpoint(
    "网页:公布采购需求的变更",
    caller=Anyone,
    form=ChangeForm,
    media=HTML,
    status=303,
    errors=(
        *NEED_FORM,
        NeedMoveNotAllowed,
        BiddingOver,
        NeedChangedTooOften,
        NobodyEligible,
        ReadAnother,
        NoIssuesAnnounced,
    ),
    asks_first=own_form_acting,
)
async def change_need(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = need_path(need_id, "change")
    if asked is None:
        return sign_in_to(path)
    values = {
        "description": typed(request, "description", _LONGEST + 1),
        "budget_fen": typed(request, "budget_fen", 20),
        "bids_close_at": typed(request, "bids_close_at", 20),
        "reason": typed(request, "reason", 201),
        READ: typed(request, READ, 9),
    }

    async def act() -> None:
        found, read = await own_need(asked, need_id), number_read(request)
        if read is not None and read != len(found.changes):
            _give_way(found, read, values)
            raise ReadAnother()
        given = ChangeRequest.model_validate(_different(found.need, values))
        await change(asked, need_id, given, read)

    back, said = need_path(need_id), "变更已经公布。"
    return await written(request, asked, path, values, act, lambda: done(request, back, said))


def _published(found: OwnNeed) -> list[str]:
    """What is different since the publication, change by change."""
    return [
        f"第{one.number}次变更已经公布:{'、'.join(part.part for part in one.parts)}。"
        for one in found.changes
    ]


def _give_way(found: OwnNeed, read: int, values: dict[str, str]) -> None:
    """What was changed after the form was opened is not undone by it: those fields say it anew."""
    for one in found.changes[read:]:
        for part in one.parts:
            values.pop(_FIELDS.get(part.part, ""), None)


def _different(need: NeedView, values: dict[str, str]) -> dict[str, Any]:
    """What of the form says something else than the need does, and the reason."""
    closes = need.bids_close_at.astimezone(BEIJING)
    said: dict[str, Any] = {"reason": values["reason"]}
    # A browser sends line breaks of its own.
    if values["description"].split() != need.description.split():
        said["description"] = values["description"]
    if (budget := fen_of(values["budget_fen"])) != need.budget_fen:
        said["budget_fen"] = budget
    if values["bids_close_at"] != str(closes.date()):
        said["bids_close_at"] = closing_of(values["bids_close_at"], f"{closes:%H:%M}")
    return said
