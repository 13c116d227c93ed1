"""近亲属: whom of the owner's relatives some agency is led by; nobody else reads who they are."""

from uuid import UUID

from pydantic import BaseModel, Field
from sanic import HTTPResponse, Request

from mobile_api.agency_supermarket.affiliations.schemas import MOST_RELATIVES, RelativesRequest
from mobile_api.agency_supermarket.errors import BiddingOver, NeedMoveNotAllowed
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.showing.owned.queries import own_need
from mobile_api.agency_supermarket.showing.owned.service import declare_relatives
from mobile_api.shared.callers import Anyone, Citizen
from mobile_api.shared.http.endpoint import endpoint
from mobile_api.web.citizen.account.telling import done
from mobile_api.web.citizen.market.owning.asking import AskingPage, InputLine, ask
from mobile_api.web.citizen.market.owning.drafting.drafts import THEN, after
from mobile_api.web.citizen.market.owning.steps import NEED_FORM, NEEDING, need_path, written
from mobile_api.web.frame.acting import acting_visitor, own_form_acting
from mobile_api.web.frame.rendering import HTML
from mobile_api.web.frame.visitor import sign_in_to, to_sign_in, typed

_BLANK = 3
_LEAD = (
    "您的配偶、父母、子女、兄弟姐妹如果是某家机构的法定代表人,请写在这里,那家机构不能参加。没有就直接继续。",
    "是谁、在哪家机构,只有您自己看得到;公开的只有一共几人。截止报价以后不能再改。",
)


class RelativesForm(BaseModel):
    """`relatives-N-name` and `relatives-N-social_credit_code`; a row without either is none."""

    then: str = Field("", max_length=10)


@endpoint("网页:声明近亲属", caller=Anyone, media=HTML, errors=NEEDING)
async def show_relatives(request: Request, need_id: UUID) -> HTTPResponse:
    caller = await acting_visitor(request)
    if caller is None:
        return to_sign_in(request)
    found = await own_need(caller, need_id)
    known = [(one.name, one.social_credit_code) for one in found.relatives]
    rows = [*known, *[("", "")] * _BLANK][:MOST_RELATIVES]
    lines = [
        line
        for place, (name, code) in enumerate(rows)
        for line in (
            InputLine(f"relatives-{place}-name", f"第{place + 1}人的姓名", value=name, most=100),
            InputLine(
                f"relatives-{place}-social_credit_code",
                f"第{place + 1}人所在机构的统一社会信用代码",
                value=code,
                most=40,
            ),
        )
    ]
    then = request.args.get(THEN) or ""
    page = AskingPage(
        "有没有近亲属要声明",
        lines,
        (need_path(need_id), "这项采购"),
        lead=_LEAD,
        button="保存并继续" if found.need.status is NeedStatus.draft else "保存",
        hidden={THEN: then} if then else {},
    )
    return ask(request, need_path(need_id, "relatives"), page)


@endpoint(
    "网页:保存声明的近亲属",
    caller=Anyone,
    form=RelativesForm,
    media=HTML,
    status=303,
    errors=(*NEED_FORM, NeedMoveNotAllowed, BiddingOver),
    asks_first=own_form_acting,
)
async def save_relatives(request: Request, need_id: UUID, asked: Citizen | None) -> HTTPResponse:
    path = need_path(need_id, "relatives")
    if asked is None:
        return sign_in_to(path)
    rows = [row for place in range(MOST_RELATIVES) if any(row := _row(request, place).values())]
    names = ("name", "social_credit_code")
    given = [dict(zip(names, row, strict=True)) for row in rows]
    values = {
        f"relatives-{place}-{name}": value
        for place, one in enumerate(given)
        for name, value in one.items()
    }
    is_draft = (await own_need(asked, need_id)).need.status is NeedStatus.draft

    async def act() -> None:
        await declare_relatives(
            asked, need_id, RelativesRequest.model_validate({"relatives": given})
        )

    def go_on() -> HTTPResponse:
        if is_draft:
            return after(request, need_id, "relatives")
        return done(request, need_path(need_id), "声明已经保存。")

    return await written(request, asked, path, values, act, go_on)


def _row(request: Request, place: int) -> dict[str, str]:
    names = ("name", "social_credit_code")
    return {name: typed(request, f"relatives-{place}-{name}", 101) for name in names}
